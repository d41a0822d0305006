import { limits } from "../contract/limits.ts";
import type { Evaluation } from "./evaluation.ts";
import { memberBytes } from "./evaluation.ts";
import {
  create,
  defineProperty,
  getPrototypeOf,
  hasOwn,
  isArray,
  isFiniteNumber,
  isInteger,
  keys,
  objectPrototype,
  stringifyJson,
} from "./primitives.ts";
import { isBanned } from "./tree.ts";

/** What comes out of an expression. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type DataObject = Record<string, unknown>;

/** Twice the depth that a body may have, so that an expression may wrap what it was given. */
const maxDepth = limits.depth * 2;

export function isObject(value: unknown): value is DataObject {
  return typeof value === "object" && value !== null && !isArray(value);
}

/** The kind of a value in words, for a sentence. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (isArray(value)) return "a list";
  const kinds: Record<string, string> = {
    string: "text",
    number: "a number",
    boolean: "true or false",
    object: "an object",
  };
  return kinds[typeof value] ?? "not JSON data";
}

/** What is read from the scope has to be data: nothing else may enter an expression. */
export function asData(value: unknown, evaluation: Evaluation): unknown {
  if (value === null || value === undefined) return value;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "object") {
    if (isArray(value)) return value;
    const prototype: unknown = getPrototypeOf(value);
    if (prototype === null || prototype === objectPrototype) return value;
  }
  return evaluation.fail("A function, a date or another value that is not JSON cannot be used in an expression");
}

/** An object of the interpreter inherits nothing, so a key is only ever a key. */
export function newObject(): DataObject {
  return create(null) as DataObject;
}

/** The text of a member's name. Only text and numbers are names: nothing is asked to turn itself into one. */
export function memberName(key: unknown, evaluation: Evaluation): string {
  const name = typeof key === "number" ? `${key}` : key;
  if (typeof name !== "string")
    return evaluation.fail(`A member's name is text or a number, and this one is ${kindOf(key)}`);
  if (isBanned(name)) return evaluation.fail(`The member \`${name}\` cannot be used in an expression`);
  return name;
}

/** Reads a member of a value that is not null: own members of objects, `length` and the items of lists and text. */
export function readMember(object: unknown, key: unknown, evaluation: Evaluation): unknown {
  const name = memberName(key, evaluation);
  if (isObject(object)) return hasOwn(object, name) ? asData(object[name], evaluation) : undefined;
  if (typeof object !== "string" && !isArray(object)) return undefined;
  if (name === "length") return object.length;
  const index = +name;
  if (!isInteger(index) || `${index}` !== name || index < 0 || index >= object.length) return undefined;
  return asData(object[index], evaluation);
}

/**
 * How a copy of a value is counted: `count` is called before each part is made, with its share of the JSON text. It never
 * counts more than the JSON text has, so that an input as large as a body may be passes through an expression.
 */
type Counting = { evaluation: Evaluation; indent: number; count: (bytes: number) => void };

/**
 * A copy as plain JSON data: what is missing is left out of objects and null in lists, NaN and the infinities are null,
 * and -0 is 0, as `JSON.stringify` has it. A key `__proto__` that came with the data stays what it is, a key.
 */
function jsonCopy(value: unknown, counting: Counting, depth = 0): Json | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string") {
    counting.count(value.length + 2);
    return value;
  }
  if (value === null || typeof value === "boolean") {
    counting.count(4);
    return value;
  }
  counting.count(1);
  if (typeof value === "number") return isFiniteNumber(value) ? value + 0 : null;
  asData(value, counting.evaluation);
  if (depth >= maxDepth) return counting.evaluation.fail(`The value is nested more than ${maxDepth} levels deep`);
  const separator = counting.indent === 0 ? 1 : counting.indent * (depth + 1) + 2;
  if (isArray(value)) {
    const items: Json[] = [];
    for (let index = 0; index < value.length; index += 1) {
      counting.count(separator);
      items[index] = jsonCopy(value[index], counting, depth + 1) ?? null;
    }
    return items;
  }
  const object = value as DataObject;
  const members: { [key: string]: Json } = {};
  const names = keys(object);
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as string;
    const member = jsonCopy(object[name], counting, depth + 1);
    if (member === undefined) continue;
    counting.count(name.length + 3 + separator);
    if (name === "__proto__") {
      defineProperty(members, name, { value: member, enumerable: true, configurable: true, writable: true });
    } else {
      members[name] = member;
    }
  }
  return members;
}

/** The result of an evaluation, bounded by the same number of bytes as what the evaluation made, and counted by itself. */
export function jsonResult(value: unknown, evaluation: Evaluation): Json {
  let left = evaluation.bytes;
  const count = (bytes: number) => {
    left -= bytes;
    if (left < 0) evaluation.fail(`The result is more than ${evaluation.bytes} bytes of JSON`);
  };
  const copy = jsonCopy(value, { evaluation, indent: 0, count }) ?? null;
  evaluation.copied(evaluation.bytes - left);
  return copy;
}

/** The JSON text of a value, paid for before it is made; undefined for what is missing. */
export function jsonText(value: unknown, evaluation: Evaluation, indent = 0): string | undefined {
  const copy = jsonCopy(value, { evaluation, indent, count: (bytes) => evaluation.grow(bytes) });
  return copy === undefined ? undefined : stringifyJson(copy, null, indent);
}

/** A new object with the members of another: a copy of the names, not of the values. */
export function copyMembers(from: DataObject, into: DataObject, evaluation: Evaluation): void {
  const names = keys(from);
  evaluation.grow(names.length * memberBytes);
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as string;
    into[name] = asData(from[name], evaluation);
  }
}
