import {
  type Arguments,
  attempt,
  callbackArgument,
  type GlobalFunction,
  integerArgument,
  itemAt,
  listArgument,
  type Method,
  textArgument,
} from "./arguments.ts";
import { asData, isObject, jsonText, kindOf, memberName, newObject, readMember } from "./data.ts";
import { type Evaluation, memberBytes, slotBytes } from "./evaluation.ts";
import { listMethods } from "./list-methods.ts";
import { numberConstants, numberFunctions, numberMethods } from "./number-functions.ts";
import { toNumber, toText } from "./operators.ts";
import {
  charactersOf,
  decodeComponent,
  encodeComponent,
  entry,
  isArray,
  isoInstant,
  keys,
  parseDate,
  parseJson,
  utc,
} from "./primitives.ts";
import { textMethods } from "./text-methods.ts";
import type { Constant } from "./tree.ts";

function parseJsonText(args: Arguments, evaluation: Evaluation): unknown {
  const text = textArgument(args[0], evaluation);
  if (args[1] !== undefined) return evaluation.fail("`JSON.parse` takes no second argument in an expression");
  evaluation.grow(text.length);
  return attempt(evaluation, () => parseJson(text) as unknown);
}

function stringify(args: Arguments, evaluation: Evaluation): unknown {
  if (args[1] !== undefined && args[1] !== null) {
    return evaluation.fail("The second argument of `JSON.stringify` is null in an expression");
  }
  const indent = integerArgument(args[2], 0, evaluation);
  if (indent < 0 || indent > 10) return evaluation.fail("`JSON.stringify` indents by 0 to 10 spaces");
  return jsonText(args[0], evaluation, indent);
}

/** A list with one item for each member of an object, or for each item of a list. */
function members(make: (name: string, value: unknown) => unknown): GlobalFunction {
  return ([value], evaluation) => {
    if (!isObject(value) && !isArray(value)) {
      return evaluation.fail(`An object is needed here, and this is ${kindOf(value)}`);
    }
    const names = keys(value);
    evaluation.grow((names.length + 1) * memberBytes);
    const result: unknown[] = [];
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] as string;
      result[index] = make(name, isArray(value) ? itemAt(value, index, evaluation) : asData(value[name], evaluation));
    }
    return result;
  };
}

function fromEntries(args: Arguments, evaluation: Evaluation): unknown {
  const entries = listArgument(args[0], evaluation);
  evaluation.grow((entries.length + 1) * memberBytes);
  const result = newObject();
  for (let index = 0; index < entries.length; index += 1) {
    const pair = listArgument(itemAt(entries, index, evaluation), evaluation);
    result[memberName(pair[0], evaluation)] = itemAt(pair, 1, evaluation);
  }
  return result;
}

/** `Array.from` of a list, of the characters of a text, or of `{length: n}`, with or without a function. */
function listFrom([value, change]: Arguments, evaluation: Evaluation): unknown {
  if (typeof value === "string") evaluation.grow(value.length * slotBytes);
  const from = typeof value === "string" ? charactersOf(value) : value;
  if (!isObject(from) && !isArray(from)) {
    return evaluation.fail(`A list, a text or \`{length: n}\` is needed here, and this is ${kindOf(from)}`);
  }
  const length = isArray(from) ? from.length : integerArgument(readMember(from, "length", evaluation), 0, evaluation);
  evaluation.grow((length + 1) * slotBytes);
  const make = change === undefined ? null : callbackArgument(change, evaluation);
  const items: unknown[] = [];
  for (let index = 0; index < length; index += 1) {
    const item = readMember(from, index, evaluation);
    items[index] = make === null ? item : make(item, index);
  }
  return items;
}

/** Only texts that say their zone, or a date alone (which is UTC): any other depends on the machine. */
const instant = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;
const isInstant = instant.test.bind(instant);

function parseInstant(args: Arguments, evaluation: Evaluation): number {
  const text = textArgument(args[0], evaluation);
  return text.length <= 40 && isInstant(text) ? parseDate(text) : Number.NaN;
}

function instantOf(args: Arguments, evaluation: Evaluation): number {
  const part = (index: number, absent: number) =>
    args[index] === undefined ? absent : toNumber(args[index], evaluation);
  return utc(part(0, Number.NaN), part(1, 0), part(2, 1), part(3, 0), part(4, 0), part(5, 0), part(6, 0));
}

/** A text for an address, paid for by the longest that the result can be. */
function component(change: (text: string) => string, growth: number): GlobalFunction {
  return ([value], evaluation) => {
    const text = toText(value, evaluation);
    evaluation.grow(text.length * growth);
    return attempt(evaluation, () => change(text));
  };
}

/** Every function that is not a method. None tells the time, throws dice or touches anything outside. */
export const functions: Readonly<Record<string, GlobalFunction>> = {
  ...numberFunctions,
  "Array.from": listFrom,
  "Array.isArray": ([value]) => isArray(value),
  Boolean: ([value]) => !!value,
  "Date.UTC": instantOf,
  "Date.parse": parseInstant,
  "Date.toISOString": ([value], evaluation) => attempt(evaluation, () => isoInstant(toNumber(value, evaluation))),
  "JSON.parse": parseJsonText,
  "JSON.stringify": stringify,
  "Object.entries": members((name, value) => [name, value]),
  "Object.fromEntries": fromEntries,
  "Object.keys": members((name) => name),
  "Object.values": members((_name, value) => value),
  String: (args, evaluation) => (args.length === 0 ? "" : toText(args[0], evaluation)),
  decodeURIComponent: component(decodeComponent, 1),
  encodeURIComponent: component(encodeComponent, 3),
};

/** Every name with a value that never changes. */
export const constants: Readonly<Record<string, Constant>> = { ...numberConstants, undefined: undefined };

const booleanMethods: Readonly<Record<"toString", Method<boolean>>> = { toString: (self) => `${self}` };

/** The method of a value, by the kind of the value and never by what the value has or inherits. */
export function methodOf(value: unknown, name: string): Method<unknown> | undefined {
  if (typeof value === "string") return entry(textMethods, name) as Method<unknown> | undefined;
  if (isArray(value)) return entry(listMethods, name) as Method<unknown> | undefined;
  if (typeof value === "number") return entry(numberMethods, name) as Method<unknown> | undefined;
  if (typeof value === "boolean") return entry(booleanMethods, name) as Method<unknown> | undefined;
  return undefined;
}

/** Names that some kind of value has a method of. */
export const methodNames: ReadonlySet<string> = new Set(
  [textMethods, listMethods, numberMethods, booleanMethods].flatMap((table) => Object.keys(table)),
);

/** Which argument of what may be a function. */
export const callbackPositions: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    ["every", "filter", "find", "findIndex", "findLast", "findLastIndex", "flatMap", "map", "reduce", "reduceRight"]
      .concat("some", "sort", "toSorted")
      .map((name) => [name, 0]),
  ),
  "Array.from": 1,
};

/** Names that mean the same in every expression: neither the scope nor a parameter can take them. */
export const globalNames: ReadonlySet<string> = new Set(
  [...Object.keys(functions), ...Object.keys(constants)].map((name) => name.split(".")[0] as string),
);
