import type { AnyNode, Node } from "acorn";
import { ExpressionError, quoted } from "./expression-error.ts";
import { globalNames } from "./globals.ts";
import { isBanned, type Span } from "./tree.ts";

/** Shapes may be nested this deep: the evaluator's own stack is as deep as the text that was written, never deeper. */
const maxNesting = 250;

/** Where the converter is: the whole text, where the expression starts in it, and which names are parameters. */
export type Within = {
  readonly source: string;
  readonly path: string;
  readonly offset: number;
  readonly depth: number;
  readonly locals: ReadonlySet<string>;
};

/** What is refused, in words. A shape that is not named here is refused by the text that was written. */
const words: Partial<Record<AnyNode["type"], string>> = {
  ArrowFunctionExpression: "A function that is not the argument of a method such as `map`",
  AssignmentExpression: "An assignment",
  AwaitExpression: "`await`",
  ClassExpression: "A class",
  FunctionExpression: "`function`",
  ImportExpression: "`import`",
  MetaProperty: "A meta property such as `import.meta`",
  NewExpression: "`new`",
  PrivateIdentifier: "A private name",
  SequenceExpression: "A comma between expressions",
  Super: "`super`",
  TaggedTemplateExpression: "A tagged template",
  ThisExpression: "`this`",
  UpdateExpression: "`++` or `--`",
  YieldExpression: "`yield`",
};

export function spanOf(node: Node, within: Within): Span {
  return { start: node.start + within.offset, end: node.end + within.offset };
}

export function refuse(sentence: string, node: Node, within: Within): never {
  const place = { position: node.start + within.offset, source: within.source, path: within.path };
  throw new ExpressionError(sentence, place);
}

/** Refuses a shape of JavaScript that is not part of the language of expressions. */
export function refuseShape(node: AnyNode, within: Within): never {
  const { start, end } = spanOf(node, within);
  return refuse(
    `${words[node.type] ?? quoted(within.source.slice(start, end))} is not allowed in an expression`,
    node,
    within,
  );
}

export function deeper(node: Node, within: Within): Within {
  if (within.depth >= maxNesting)
    refuse(`An expression may be nested ${maxNesting} levels deep, not deeper`, node, within);
  return { ...within, depth: within.depth + 1 };
}

export function allowedName(name: string, node: Node, within: Within): string {
  return isBanned(name) ? refuse(`The name \`${name}\` cannot be used in an expression`, node, within) : name;
}

/** The name of a parameter: one that means the same everywhere cannot be taken. */
export function parameterName(name: string, node: Node, within: Within): string {
  if (globalNames.has(name))
    refuse(`A parameter cannot be called \`${name}\`, which has a meaning already`, node, within);
  return allowedName(name, node, within);
}
