import { limits } from "../contract/limits.ts";
import type { Json } from "./data.ts";
import { ExpressionError } from "./expression-error.ts";
import { parseAt } from "./parse.ts";
import type { Tree } from "./tree.ts";

/** One expression and the text it stands in, which the places of its tree count in. */
export type ExpressionTemplate = {
  readonly kind: "expression";
  readonly tree: Tree;
  readonly source: string;
  readonly path: string;
};

/** Text with expressions in it. One that is a whole expression keeps the type of its value. */
export type Template =
  | { readonly kind: "constant"; readonly value: Json }
  | ExpressionTemplate
  | { readonly kind: "mixed"; readonly parts: readonly (string | ExpressionTemplate)[] };

/** Any JSON whose texts are templates. */
export type ValueTemplate =
  | Template
  | { readonly kind: "list"; readonly items: readonly ValueTemplate[] }
  | { readonly kind: "object"; readonly members: readonly (readonly [string, ValueTemplate])[] };

function refuse(sentence: string, source: string, position: number, path: string): never {
  throw new ExpressionError(sentence, { position, source, path });
}

/** The position of the first character that is not a space. */
function skipSpace(text: string, from: number): number {
  const space = /\s*/y;
  space.lastIndex = from;
  space.test(text);
  return space.lastIndex;
}

/** Parses text with any number of `{{ expression }}` in it; `path` is the JSON pointer that errors carry. */
export function parseTemplate(text: string, path = ""): Template {
  const parts: (string | ExpressionTemplate)[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf("{{", from);
    if (open === -1) break;
    if (open > from) parts.push(text.slice(from, open));
    if (text.startsWith("}}", skipSpace(text, open + 2))) {
      refuse("There is nothing between `{{` and `}}`", text, open, path);
    }
    const { tree, end } = parseAt({ source: text, from: open + 2, path });
    const close = skipSpace(text, end);
    if (!text.startsWith("}}", close)) {
      refuse(
        close < text.length ? "`}}` is expected after the expression" : "`{{` is never closed by `}}`",
        text,
        close,
        path,
      );
    }
    parts.push({ kind: "expression", tree, source: text, path });
    from = close + 2;
  }
  if (parts.length === 0) return { kind: "constant", value: text };
  if (from < text.length) parts.push(text.slice(from));
  const expressions = parts.filter((part) => typeof part !== "string");
  const [only] = expressions;
  const isWhole = expressions.length === 1 && parts.every((part) => typeof part !== "string" || part.trim() === "");
  return only && isWhole ? only : { kind: "mixed", parts };
}

/** Parses an expression that stands without braces. */
export function parseExpression(text: string, path = ""): ExpressionTemplate {
  const first = skipSpace(text, 0);
  if (first === text.length) refuse("The expression is empty", text, 0, path);
  if (text.trimEnd().length - first > limits.expressionCharacters) {
    refuse(`The expression is longer than ${limits.expressionCharacters} characters`, text, first, path);
  }
  const { tree, end } = parseAt({ source: text, from: first, path });
  const rest = skipSpace(text, end);
  if (rest < text.length) refuse("The expression ends here, and more text follows", text, rest, path);
  return { kind: "expression", tree, source: text, path };
}

/** Parses a condition: one expression, with or without braces. Whether it holds is whether its value is true in JavaScript. */
export function parseCondition(text: string, path = ""): ExpressionTemplate {
  if (!text.startsWith("{{", skipSpace(text, 0))) return parseExpression(text, path);
  const template = parseTemplate(text, path);
  if (template.kind === "expression") return template;
  return refuse("A condition is one expression: write it within one pair of `{{ }}`, or without braces", text, 0, path);
}

/** Parses JSON whose texts are templates. Keys are taken as they are written. */
export function parseValue(json: Json, path = "", depth = 0): ValueTemplate {
  if (typeof json === "string") return parseTemplate(json, path);
  if (json === null || typeof json !== "object") return { kind: "constant", value: json };
  if (depth >= limits.depth) refuse(`The value is nested more than ${limits.depth} levels deep`, "", 0, path);
  if (Array.isArray(json)) {
    const items = json.map((item, index) => parseValue(item, `${path}/${index}`, depth + 1));
    return items.every(isConstant) ? { kind: "constant", value: json } : { kind: "list", items };
  }
  const members = Object.keys(json).map((key) => {
    const pointer = `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    return [key, parseValue(json[key] as Json, pointer, depth + 1)] as const;
  });
  const isAllConstant = members.every(([, member]) => isConstant(member));
  return isAllConstant ? { kind: "constant", value: json } : { kind: "object", members };
}

/** Whether a template has no expression in it, so that its value never changes. */
export function isConstant(template: ValueTemplate): boolean {
  return template.kind === "constant";
}
