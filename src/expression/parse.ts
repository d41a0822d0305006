import { type Expression, parseExpressionAt } from "acorn";
import { limits } from "../contract/limits.ts";
import { convert } from "./convert.ts";
import { ExpressionError, type Place } from "./expression-error.ts";
import type { Tree } from "./tree.ts";

/** A text to parse from: the whole of it, where the expression starts, and the JSON pointer to it. */
type Start = { source: string; from: number; path: string };

const maxCharacters = limits.expressionCharacters;

/**
 * Parses the expression that starts at a position, and tells where it ends. Where it ends is the parser's knowledge: a
 * `}}` inside a text or an object of the expression does not end it.
 */
export function parseAt(start: Start): { tree: Tree; end: number } {
  const { source, from, path } = start;
  const within = source.slice(from, from + maxCharacters + 2);
  const node = readExpression(within, start);
  if (node.end > maxCharacters) failLong(start);
  const tree = convert(node, { source, path, offset: from, depth: 0, locals: new Set() });
  return { tree, end: from + node.end };
}

function readExpression(within: string, start: Start): Expression {
  try {
    return parseExpressionAt(within, 0, {
      ecmaVersion: "latest",
      sourceType: "module",
      allowHashBang: false,
      preserveParens: true,
      onComment: (_isBlock, _text, at) => fail("A comment is not allowed in an expression", start, at),
    });
  } catch (error) {
    if (error instanceof ExpressionError) throw error;
    if (isOverflow(error)) return fail("The expression is nested too deeply", start, 0);
    if (!(error instanceof SyntaxError)) throw error;
    const at = (error as SyntaxError & { pos: number }).pos;
    if (at >= maxCharacters) return failLong(start);
    return fail(`The expression cannot be read: ${error.message.replace(/ \(\d+:\d+\)$/, "")}`, start, at);
  }
}

/** Far deeper than the converter allows, the parser runs out of stack: it says so in its own words or in the engine's. */
function isOverflow(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof SyntaxError && error.message.includes("stack space"));
}

function failLong(start: Start): never {
  return fail(`The expression is longer than ${maxCharacters} characters`, start, 0);
}

/** Refuses what stands `at` characters after the start. */
function fail(sentence: string, { source, from, path }: Start, at: number): never {
  const place: Place = { position: from + at, source, path };
  throw new ExpressionError(sentence, place);
}
