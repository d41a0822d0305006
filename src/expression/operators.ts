import { isObject, jsonText, kindOf } from "./data.ts";
import type { Evaluation } from "./evaluation.ts";
import { isArray, min } from "./primitives.ts";
import type { UnaryOperator } from "./tree.ts";

/** Bytes of joining two texts, beside the shorter one: the engine keeps the longer one as it is. */
const joinBytes = 16;

function isCompound(value: unknown): boolean {
  return isArray(value) || isObject(value);
}

/** A number as JavaScript has it, but a list or an object is refused instead of asked for its `valueOf`. */
export function toNumber(value: unknown, evaluation: Evaluation): number {
  if (typeof value === "number") return value;
  if (isCompound(value)) return evaluation.fail(`A number is needed here, and this is ${kindOf(value)}`);
  if (typeof value === "string") evaluation.read(value.length);
  return +(value as string);
}

/** Text as JavaScript has it, but a list or an object is its JSON text instead of asked for its `toString`. */
export function toText(value: unknown, evaluation: Evaluation): string {
  if (typeof value === "string") return value;
  if (isCompound(value)) return jsonText(value, evaluation) ?? "";
  const made = `${value as number | boolean | null | undefined}`;
  evaluation.grow(made.length);
  return made;
}

/** Text for a place between other text: what is missing or null is empty. */
export function toInsertedText(value: unknown, evaluation: Evaluation): string {
  return value === undefined || value === null ? "" : toText(value, evaluation);
}

export function joinTexts(left: string, right: string, evaluation: Evaluation): string {
  evaluation.grow(min(left.length, right.length) + joinBytes);
  return left + right;
}

/** The same value as `===` has it; comparing long texts is paid for. */
export function isSame(left: unknown, right: unknown, evaluation: Evaluation): boolean {
  if (typeof left === "string" && typeof right === "string") evaluation.read(min(left.length, right.length));
  return left === right;
}

/** As `==` has it between plain values; a list or an object equals only itself. */
function isLooselySame(left: unknown, right: unknown, evaluation: Evaluation): boolean {
  if (isCompound(left) || isCompound(right)) return left === right;
  if (typeof left === typeof right) return isSame(left, right, evaluation);
  if (left === undefined || left === null) return right === undefined || right === null;
  if (right === undefined || right === null) return false;
  return toNumber(left, evaluation) === toNumber(right, evaluation);
}

/** Less than zero, zero or more than zero; NaN when the two have no order. */
export function compare(left: unknown, right: unknown, evaluation: Evaluation): number {
  if (typeof left === "string" && typeof right === "string") {
    evaluation.read(min(left.length, right.length));
    if (left === right) return 0;
    return left < right ? -1 : 1;
  }
  const one = toNumber(left, evaluation);
  const other = toNumber(right, evaluation);
  if (one === other) return 0;
  if (one < other) return -1;
  return one > other ? 1 : Number.NaN;
}

function add(left: unknown, right: unknown, evaluation: Evaluation): unknown {
  if (typeof left !== "string" && typeof right !== "string") {
    return toNumber(left, evaluation) + toNumber(right, evaluation);
  }
  return joinTexts(toText(left, evaluation), toText(right, evaluation), evaluation);
}

type Arithmetic = (left: number, right: number) => number;
const arithmetic: Record<string, Arithmetic> = {
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
  "**": (left, right) => left ** right,
  "&": (left, right) => left & right,
  "|": (left, right) => left | right,
  "^": (left, right) => left ^ right,
  "<<": (left, right) => left << right,
  ">>": (left, right) => left >> right,
  ">>>": (left, right) => left >>> right,
};

type Binary = (left: unknown, right: unknown, evaluation: Evaluation) => unknown;
const others: Record<string, Binary> = {
  "+": add,
  "===": isSame,
  "!==": (left, right, evaluation) => !isSame(left, right, evaluation),
  "==": isLooselySame,
  "!=": (left, right, evaluation) => !isLooselySame(left, right, evaluation),
  "<": (left, right, evaluation) => compare(left, right, evaluation) < 0,
  "<=": (left, right, evaluation) => compare(left, right, evaluation) <= 0,
  ">": (left, right, evaluation) => compare(left, right, evaluation) > 0,
  ">=": (left, right, evaluation) => compare(left, right, evaluation) >= 0,
};

/** The operators between two values. The parser lets no other through. */
export const binaryOperators: ReadonlySet<string> = new Set([...Object.keys(arithmetic), ...Object.keys(others)]);

export function applyBinary(operator: string, left: unknown, right: unknown, evaluation: Evaluation): unknown {
  const other = others[operator];
  if (other) return other(left, right, evaluation);
  const calculate = arithmetic[operator] as Arithmetic;
  return calculate(toNumber(left, evaluation), toNumber(right, evaluation));
}

export const unaryOperators: ReadonlySet<string> = new Set<UnaryOperator>(["-", "+", "!", "~", "typeof"]);

export function applyUnary(operator: UnaryOperator, value: unknown, evaluation: Evaluation): unknown {
  switch (operator) {
    case "!":
      return !value;
    case "typeof":
      return typeof value;
    case "+":
      return toNumber(value, evaluation);
    case "-":
      return -toNumber(value, evaluation);
    case "~":
      return ~toNumber(value, evaluation);
  }
}
