import { type Arguments, callbackArgument, integerArgument, itemAt, type Method, textArgument } from "./arguments.ts";
import { type Evaluation, slotBytes } from "./evaluation.ts";
import { compare, isSame, toInsertedText, toNumber } from "./operators.ts";
import { isArray, isNotANumber, list, log2, max } from "./primitives.ts";

type List = readonly unknown[];

/** A list may be flattened this deep: deeper data is refused on its way out anyway. */
const maxFlatDepth = 128;

/** The index of the first item, from one side, for which the callback is true; -1 when there is none. */
function found(self: List, args: Arguments, evaluation: Evaluation, backwards = false): number {
  const test = callbackArgument(args[0], evaluation);
  for (let count = 0; count < self.length; count += 1) {
    const index = backwards ? self.length - 1 - count : count;
    if (test(itemAt(self, index, evaluation), index, self)) return index;
  }
  return -1;
}

/** The index of an item that is the same, from one side; -1 when there is none. `includes` also finds NaN. */
function position(self: List, value: unknown, evaluation: Evaluation, backwards = false, findsNaN = false): number {
  evaluation.read(self.length);
  for (let count = 0; count < self.length; count += 1) {
    const index = backwards ? self.length - 1 - count : count;
    const item = self[index];
    if (isSame(item, value, evaluation) || (findsNaN && isNotANumber(item) && isNotANumber(value))) return index;
  }
  return -1;
}

function reduced(self: List, args: Arguments, evaluation: Evaluation, backwards = false): unknown {
  const step = callbackArgument(args[0], evaluation);
  const given = args.length > 1;
  if (!given && self.length === 0) return evaluation.fail("An empty list can be reduced only with a first value");
  let total = given ? args[1] : itemAt(self, backwards ? self.length - 1 : 0, evaluation);
  for (let count = given ? 0 : 1; count < self.length; count += 1) {
    const index = backwards ? self.length - 1 - count : count;
    total = step(total, itemAt(self, index, evaluation), index, self);
  }
  return total;
}

/** Adds the items of lists inside a list, `depth` levels down. */
function flatten(self: List, depth: number, into: unknown[], evaluation: Evaluation, level = 0): unknown[] {
  if (level > maxFlatDepth)
    return evaluation.fail(`A list nested more than ${maxFlatDepth} levels deep cannot be flattened`);
  evaluation.grow(self.length * slotBytes + slotBytes);
  for (let index = 0; index < self.length; index += 1) {
    const item = itemAt(self, index, evaluation);
    if (isArray(item) && depth >= 1) flatten(item, depth - 1, into, evaluation, level + 1);
    else into[into.length] = item;
  }
  return into;
}

function mapped(self: List, args: Arguments, evaluation: Evaluation): unknown[] {
  const change = callbackArgument(args[0], evaluation);
  evaluation.grow((self.length + 1) * slotBytes);
  const result: unknown[] = [];
  for (let index = 0; index < self.length; index += 1) {
    result[index] = change(itemAt(self, index, evaluation), index, self);
  }
  return result;
}

function filtered(self: List, args: Arguments, evaluation: Evaluation): unknown[] {
  const test = callbackArgument(args[0], evaluation);
  const result: unknown[] = [];
  evaluation.grow(slotBytes);
  for (let index = 0; index < self.length; index += 1) {
    const item = itemAt(self, index, evaluation);
    if (!test(item, index, self)) continue;
    evaluation.grow(slotBytes);
    result[result.length] = item;
  }
  return result;
}

/** A sorted copy. Without a function only numbers (by value) or only texts (by code unit) have an order. */
function sorted(self: List, args: Arguments, evaluation: Evaluation): unknown[] {
  const copy = copied(self, 0, self.length, evaluation);
  evaluation.spend((copy.length * log2(copy.length + 1)) / 16);
  if (args[0] !== undefined) {
    const order = callbackArgument(args[0], evaluation);
    return list.sort(copy, (left, right) => toNumber(order(left, right), evaluation) || 0);
  }
  const kind = typeof copy[0];
  for (let index = 0; index < copy.length; index += 1) {
    if (typeof copy[index] === kind && (kind === "number" || kind === "string")) continue;
    return evaluation.fail("Only a list of numbers or of texts has an order of its own: write `sort((a, b) => ...)`");
  }
  return list.sort(copy, (left, right) => compare(left, right, evaluation) || 0);
}

function copied(self: List, from: number, to: number, evaluation: Evaluation): unknown[] {
  const result = list.slice(self, from, to);
  evaluation.grow((result.length + 1) * slotBytes);
  return result;
}

function reversed(self: List, _args: Arguments, evaluation: Evaluation): unknown[] {
  const result: unknown[] = [];
  evaluation.grow((self.length + 1) * slotBytes);
  for (let index = self.length - 1; index >= 0; index -= 1) result[result.length] = itemAt(self, index, evaluation);
  return result;
}

function joined(self: List, args: Arguments, evaluation: Evaluation): string {
  const separator = args[0] === undefined ? "," : textArgument(args[0], evaluation);
  evaluation.grow(separator.length * max(0, self.length - 1) + self.length);
  let result = "";
  for (let index = 0; index < self.length; index += 1) {
    const part = toInsertedText(itemAt(self, index, evaluation), evaluation);
    evaluation.grow(part.length);
    result += index === 0 ? part : separator + part;
  }
  return result;
}

/** The methods of lists. Nothing is changed: `sort` and `reverse` answer a new list, like `toSorted` and `toReversed`. */
export const listMethods: Readonly<Record<string, Method<List>>> = {
  at: (self, args, evaluation) => {
    const index = integerArgument(args[0], 0, evaluation);
    return itemAt(self, index < 0 ? self.length + index : index, evaluation);
  },
  concat: (self, args, evaluation) => flatten([self, ...args], 1, [], evaluation),
  every: (self, args, evaluation) => {
    const test = callbackArgument(args[0], evaluation);
    return found(self, [(...values: unknown[]) => !test(...values)], evaluation) === -1;
  },
  filter: filtered,
  find: (self, args, evaluation) => itemAt(self, found(self, args, evaluation), evaluation),
  findIndex: found,
  findLast: (self, args, evaluation) => itemAt(self, found(self, args, evaluation, true), evaluation),
  findLastIndex: (self, args, evaluation) => found(self, args, evaluation, true),
  flat: (self, args, evaluation) => flatten(self, integerArgument(args[0], 1, evaluation), [], evaluation),
  flatMap: (self, args, evaluation) => flatten(mapped(self, args, evaluation), 1, [], evaluation),
  includes: (self, args, evaluation) => position(self, args[0], evaluation, false, true) !== -1,
  indexOf: (self, args, evaluation) => position(self, args[0], evaluation),
  join: joined,
  lastIndexOf: (self, args, evaluation) => position(self, args[0], evaluation, true),
  map: mapped,
  reduce: (self, args, evaluation) => reduced(self, args, evaluation),
  reduceRight: (self, args, evaluation) => reduced(self, args, evaluation, true),
  reverse: reversed,
  slice: (self, args, evaluation) =>
    copied(
      self,
      integerArgument(args[0], 0, evaluation),
      integerArgument(args[1], self.length, evaluation),
      evaluation,
    ),
  some: (self, args, evaluation) => found(self, args, evaluation) !== -1,
  sort: sorted,
  toReversed: reversed,
  toSorted: sorted,
};
