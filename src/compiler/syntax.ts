import { tsPlugin } from "@sveltejs/acorn-typescript";
import { type Node, Parser, type Program } from "acorn";
import { transform } from "sucrase";
import { compactMap, type Position } from "./source.ts";

/**
 * The parsers of user files, made safe for any text: what is nested too deeply, or what makes a parser try the same text
 * again and again, is a trouble like any other and never a `RangeError` or a minute of CPU.
 */

export type Trouble = Position & { message: string };
export type Parsed = { program: Program } | { trouble: Trouble };

/** Any node, with its members readable by name: the TypeScript nodes have no types of their own. */
export type AnyNode = Node & Record<string, unknown>;

class TooMuchWork extends Error {}

/** What of acorn's parser the bound needs; acorn documents these for plugins but leaves them out of its types. */
type Tokenizer = {
  input: string;
  pos: number;
  nextToken(): void;
  currentScope(): { var: string[]; lexical: string[]; functions: string[] };
  declareName(name: string, ...more: unknown[]): void;
};

/** Acorn compares every name of a scope with all others of it; this many take a second. */
const scopeNames = 10_000;

/**
 * How far the parser that runs has come, which is where a stack overflow happened, and how many tokens it has read. Parsing
 * never awaits, so one of each is enough.
 */
let reached = 0;
let tokens = 0;

/** TypeScript's `<T>(x)` is parsed twice, nested n times 2^n times: whoever reads every token four times has seen enough. */
function bounded(base: typeof Parser): typeof Parser {
  class Bounded extends (base as unknown as new (...given: unknown[]) => Tokenizer) {
    override nextToken() {
      reached = this.pos;
      tokens++;
      if (tokens > 4 * this.input.length + 10_000) throw new TooMuchWork(nestedTooDeeply);
      super.nextToken();
    }
    override declareName(name: string, ...more: unknown[]) {
      const scope = this.currentScope();
      const names = scope.var.length + scope.lexical.length + scope.functions.length;
      if (names > scopeNames) throw new TooMuchWork(tooManyNames);
      super.declareName(name, ...more);
    }
  }
  return Bounded as unknown as typeof Parser;
}

const JavaScript = Parser.extend(bounded);
const TypeScript = Parser.extend(tsPlugin(), bounded);
const Markup = Parser.extend(tsPlugin({ jsx: true }), bounded);

export const parseJavaScript = (text: string) => parseWith(JavaScript, text);
export const parseTypeScript = (text: string) => parseWith(TypeScript, text);

/** Whether the text is fine as TypeScript with JSX, and where its first JSX stands. */
export function findMarkup(text: string): Position | null {
  const parsed = parseWith(Markup, text);
  if ("trouble" in parsed) return null;
  let found: Position | null = null;
  walk(parsed.program, (node) => {
    if (found === null && node.type.startsWith("JSX")) found = positionOf(node);
  });
  return found;
}

function parseWith(parser: typeof Parser, text: string): Parsed {
  reached = 0;
  tokens = 0;
  try {
    return { program: parser.parse(text, { sourceType: "module", ecmaVersion: "latest", locations: true }) };
  } catch (error) {
    if (error instanceof TooMuchWork) return { trouble: tooMuch(text, reached, error.message) };
    if (error instanceof RangeError) return { trouble: tooMuch(text, reached, nestedTooDeeply) };
    if (!(error instanceof SyntaxError)) throw error;
    if (error.message.startsWith("Not enough stack space")) return { trouble: tooMuch(text, reached, nestedTooDeeply) };
    const { loc } = error as SyntaxError & { loc?: { line: number; column: number } };
    const said = error.message.replace(/ \(\d+:\d+\)$/, "").replace(/[.]$/, "");
    const message = `Syntax error: ${said.charAt(0).toLowerCase()}${said.slice(1)}.`;
    return { trouble: { line: loc?.line ?? 1, column: (loc?.column ?? 0) + 1, message } };
  }
}

/** The text without its types, and the map that leads back. Lines stay lines. */
export function stripTypes(path: string, text: string): { code: string; map: string } | { trouble: Trouble } {
  try {
    const { code, sourceMap } = transform(text, {
      transforms: ["typescript"],
      disableESTransforms: true,
      filePath: path,
      sourceMapOptions: { compiledFilename: path },
    });
    return { code, map: compactMap(path, sourceMap?.mappings ?? "") };
  } catch (error) {
    if (error instanceof RangeError) return { trouble: tooMuch(text, 0, nestedTooDeeply) };
    const { loc, message } = error as Error & { loc?: Position };
    const said = message.replace(/^Error transforming [^:]*: /, "").replace(/ \(\d+:\d+\)$/, "");
    return {
      trouble: { line: loc?.line ?? 1, column: loc?.column ?? 1, message: `The types cannot be removed: ${said}.` },
    };
  }
}

const nestedTooDeeply = "The code is nested too deeply here. Split it into smaller expressions or functions.";
const tooManyNames = `More than ${scopeNames} names are declared in one scope. Split the file into several files.`;

function tooMuch(text: string, offset: number, message: string): Trouble {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message };
}

/** Where a node stands. */
export function positionOf(node: Node): Position {
  return { line: node.loc?.start.line ?? 1, column: (node.loc?.start.column ?? 0) + 1 };
}

/**
 * Visits every node, parents first, without recursion. What `visit` returns for a node is given to it with each child, as
 * is the name of the member that holds the child.
 */
export function walk<Carried>(
  root: Node,
  visit: (node: AnyNode, from: Carried | undefined, member: string) => Carried,
) {
  const waiting: { node: AnyNode; from: Carried | undefined; member: string }[] = [];
  waiting.push({ node: root as AnyNode, from: undefined, member: "" });
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const carried = visit(next.node, next.from, next.member);
    const members = Object.entries(next.node);
    for (let i = members.length - 1; i >= 0; i--) {
      const [member, value] = members[i] as [string, unknown];
      if (member === "loc") continue;
      const children = Array.isArray(value) ? value : [value];
      for (let j = children.length - 1; j >= 0; j--) {
        if (isNode(children[j])) waiting.push({ node: children[j], from: carried, member });
      }
    }
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}
