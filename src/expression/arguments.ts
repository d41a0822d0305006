import { asData, kindOf } from "./data.ts";
import type { Evaluation } from "./evaluation.ts";
import { ExpressionError } from "./expression-error.ts";
import { toNumber, toText } from "./operators.ts";
import { isArray, isNotANumber, trunc } from "./primitives.ts";

/** What a method gets. A callback arrives as a function of ours; values are data, so nothing else is a function. */
export type Arguments = readonly unknown[];
export type Callback = (...args: unknown[]) => unknown;

/** A method of one kind of value: ours, never the value's own. */
export type Method<Self> = (self: Self, args: Arguments, evaluation: Evaluation) => unknown;

/** A function without an object: `Math.max`, `parseInt`. */
export type GlobalFunction = (args: Arguments, evaluation: Evaluation) => unknown;

export function textArgument(value: unknown, evaluation: Evaluation): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return toText(value, evaluation);
  return evaluation.fail(`Text is needed here, and this is ${kindOf(value)}`);
}

/** A whole number; `absent` when there is none. */
export function integerArgument(value: unknown, absent: number, evaluation: Evaluation): number {
  if (value === undefined) return absent;
  const number = trunc(toNumber(value, evaluation));
  return isNotANumber(number) ? 0 : number;
}

export function listArgument(value: unknown, evaluation: Evaluation): readonly unknown[] {
  return isArray(value) ? value : evaluation.fail(`A list is needed here, and this is ${kindOf(value)}`);
}

export function callbackArgument(value: unknown, evaluation: Evaluation): Callback {
  if (typeof value === "function") return value as Callback;
  return evaluation.fail(`A function such as \`x => x.name\` is needed here, and this is ${kindOf(value)}`);
}

/** The item at an index of a list that may come from outside. */
export function itemAt(items: readonly unknown[], index: number, evaluation: Evaluation): unknown {
  return asData(items[index], evaluation);
}

/** Does what the language refuses with an error for some values, and makes its refusal the expression's. */
export function attempt<Result>(evaluation: Evaluation, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError) throw error;
    return evaluation.fail(error instanceof Error ? error.message : "This cannot be done");
  }
}
