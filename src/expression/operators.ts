import { isObject, jsonText, kindOf } from "./data.ts";
import { type Evaluation, slotBytes } from "./evaluation.ts";
import { hasOwn, isArray, keys, min } from "./primitives.ts";
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

/** The same value as `===` has it, and lists and objects that hold the same. What is compared is paid for. */
export function isSame(left: unknown, right: unknown, evaluation: Evaluation): boolean {
  if (!isCompound(left) || !isCompound(right)) return isSamePlain(left, right, evaluation);
  // Pairs that are still to be compared. No recursion: an expression may nest lists deeper than calls may go.
  const open: unknown[] = [left, right];
  for (let at = 0; at < open.length; at += 2) {
    if (!isSameShape(open, open[at], open[at + 1], evaluation)) return false;
  }
  return true;
}

function isSamePlain(left: unknown, right: unknown, evaluation: Evaluation): boolean {
  if (typeof left === "string" && typeof right === "string") evaluation.read(min(left.length, right.length));
  return left === right;
}

/** Whether two values are the same but for their members, which are added to `open`. */
function isSameShape(open: unknown[], left: unknown, right: unknown, evaluation: Evaluation): boolean {
  evaluation.spend(1);
  if (left === right) return true;
  if (isArray(left) && isArray(right)) {
    if (left.length !== right.length) return false;
    for (let index = 0; index < left.length; index += 1) addPair(open, left[index], right[index], evaluation);
    return true;
  }
  if (!isObject(left) || !isObject(right)) return isSamePlain(left, right, evaluation);
  const names = keys(left);
  if (names.length !== keys(right).length) return false;
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as string;
    if (!hasOwn(right, name)) return false;
    addPair(open, left[name], right[name], evaluation);
  }
  return true;
}

function addPair(open: unknown[], left: unknown, right: unknown, evaluation: Evaluation): void {
  evaluation.grow(2 * slotBytes);
  open[open.length] = left;
  open[open.length] = right;
}

/** As `==` has it between plain values; a list or an object equals only what holds the same. */
function isLooselySame(left: unknown, right: unknown, evaluation: Evaluation): boolean {
  if (isCompound(left) || isCompound(right)) return isSame(left, right, evaluation);
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
