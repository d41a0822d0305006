import { type Arguments, attempt, type GlobalFunction, integerArgument, type Method } from "./arguments.ts";
import type { Evaluation } from "./evaluation.ts";
import { toNumber, toText } from "./operators.ts";
import {
  isFiniteNumber,
  isInteger,
  isNotANumber,
  isSafeInteger,
  number,
  readFloat,
  readInteger,
} from "./primitives.ts";

/** A function of so many numbers. */
function numeric(calculate: (...args: number[]) => number, count: number): GlobalFunction {
  return (args, evaluation) => {
    const numbers: number[] = [];
    for (let index = 0; index < count; index += 1) numbers[index] = toNumber(args[index], evaluation);
    return calculate(...numbers);
  };
}

/** A function of any count of numbers, as steps of two: the engine's own stack bounds how many it takes at once. */
function folded(calculate: (left: number, right: number) => number, empty: number): GlobalFunction {
  return (args, evaluation) => {
    evaluation.spend(args.length / 8);
    let total = empty;
    for (let index = 0; index < args.length; index += 1) total = calculate(total, toNumber(args[index], evaluation));
    return total;
  };
}

const ofOneNumber = [
  ...(["abs", "acos", "acosh", "asin", "asinh", "atan", "atanh", "cbrt", "ceil", "clz32", "cos", "cosh"] as const),
  ...(["exp", "expm1", "floor", "fround", "log", "log10", "log1p", "log2", "round", "sign", "sin", "sinh"] as const),
  ...(["sqrt", "tan", "tanh", "trunc"] as const),
];

/** The text that a number is read from, paid for by its length. */
function numeral(value: unknown, evaluation: Evaluation): string {
  const text = toText(value, evaluation);
  evaluation.read(text.length);
  return text;
}

function radixOf(value: unknown, evaluation: Evaluation): number | undefined {
  return value === undefined ? undefined : integerArgument(value, 10, evaluation);
}

const floatOf: GlobalFunction = ([value], evaluation) => readFloat(numeral(value, evaluation));
const integerOf: GlobalFunction = ([value, radix], evaluation) =>
  readInteger(numeral(value, evaluation), radixOf(radix, evaluation));

export const numberFunctions: Readonly<Record<string, GlobalFunction>> = {
  ...Object.fromEntries(ofOneNumber.map((name) => [`Math.${name}`, numeric(Math[name], 1)])),
  "Math.atan2": numeric(Math.atan2, 2),
  "Math.hypot": folded(Math.hypot, 0),
  "Math.imul": numeric(Math.imul, 2),
  "Math.max": folded(Math.max, Number.NEGATIVE_INFINITY),
  "Math.min": folded(Math.min, Number.POSITIVE_INFINITY),
  "Math.pow": numeric(Math.pow, 2),
  Number: (args: Arguments, evaluation) => (args.length === 0 ? 0 : toNumber(args[0], evaluation)),
  "Number.isFinite": ([value]) => isFiniteNumber(value),
  "Number.isInteger": ([value]) => isInteger(value),
  "Number.isNaN": ([value]) => isNotANumber(value),
  "Number.isSafeInteger": ([value]) => isSafeInteger(value),
  "Number.parseFloat": floatOf,
  "Number.parseInt": integerOf,
  isFinite: ([value], evaluation) => isFiniteNumber(toNumber(value, evaluation)),
  isNaN: ([value], evaluation) => isNotANumber(toNumber(value, evaluation)),
  parseFloat: floatOf,
  parseInt: integerOf,
};

export const numberConstants: Readonly<Record<string, number>> = {
  Infinity: Number.POSITIVE_INFINITY,
  "Math.E": Math.E,
  "Math.LN10": Math.LN10,
  "Math.LN2": Math.LN2,
  "Math.LOG10E": Math.LOG10E,
  "Math.LOG2E": Math.LOG2E,
  "Math.PI": Math.PI,
  "Math.SQRT1_2": Math.SQRT1_2,
  "Math.SQRT2": Math.SQRT2,
  NaN: Number.NaN,
  "Number.EPSILON": Number.EPSILON,
  "Number.MAX_SAFE_INTEGER": Number.MAX_SAFE_INTEGER,
  "Number.MAX_VALUE": Number.MAX_VALUE,
  "Number.MIN_SAFE_INTEGER": Number.MIN_SAFE_INTEGER,
  "Number.MIN_VALUE": Number.MIN_VALUE,
};

export const numberMethods: Readonly<Record<"toFixed" | "toPrecision" | "toString", Method<number>>> = {
  toFixed: (self, [digits], evaluation) =>
    attempt(evaluation, () => number.toFixed(self, integerArgument(digits, 0, evaluation))),
  toPrecision: (self, [digits], evaluation) =>
    attempt(evaluation, () =>
      digits === undefined ? `${self}` : number.toPrecision(self, integerArgument(digits, 1, evaluation)),
    ),
  toString: (self, [radix], evaluation) => attempt(evaluation, () => number.toString(self, radixOf(radix, evaluation))),
};
