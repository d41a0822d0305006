/**
 * What this room takes from the language, taken once when it loads: something that changes `Array.prototype` or `JSON`
 * later does not change what an expression does.
 */

/** A method as a function whose first argument is the object: `slice(text, 1)` instead of `text.slice(1)`. */
function free<Self, Args extends unknown[], Result>(
  method: (this: Self, ...args: Args) => Result,
): (self: Self, ...args: Args) => Result {
  return Function.prototype.call.bind(method) as (self: Self, ...args: Args) => Result;
}

export const { hasOwn, keys, create, getPrototypeOf, defineProperty } = Object;
export const { isArray } = Array;
export const charactersOf: (text: string) => string[] = Array.from.bind(Array);
export const { isInteger, isSafeInteger, isFinite: isFiniteNumber, isNaN: isNotANumber } = Number;
export const { parseFloat: readFloat, parseInt: readInteger } = Number;
export const { parse: parseJson, stringify: stringifyJson } = JSON;
export const { trunc, min, max, log2 } = Math;
export const { parse: parseDate, UTC: utc } = Date;
export const encodeComponent = encodeURIComponent;
export const decodeComponent = decodeURIComponent;
export const objectPrototype = Object.prototype;

const date = Date;
const toIso = free(Date.prototype.toISOString);
/** The instant as `2026-01-31T12:00:00.000Z`; throws a RangeError for what is no instant. */
export const isoInstant = (ms: number): string => toIso(new date(ms));

export const list = {
  slice: free(Array.prototype.slice) as (self: readonly unknown[], from?: number, to?: number) => unknown[],
  sort: free(Array.prototype.sort) as (
    self: unknown[],
    compare: (left: unknown, right: unknown) => number,
  ) => unknown[],
};

export const text = {
  charCodeAt: free(String.prototype.charCodeAt),
  codePointAt: free(String.prototype.codePointAt),
  endsWith: free(String.prototype.endsWith),
  includes: free(String.prototype.includes),
  indexOf: free(String.prototype.indexOf),
  lastIndexOf: free(String.prototype.lastIndexOf),
  padEnd: free(String.prototype.padEnd),
  padStart: free(String.prototype.padStart),
  repeat: free(String.prototype.repeat),
  slice: free(String.prototype.slice),
  split: free<string, [separator: string, limit: number | undefined], string[]>(String.prototype.split),
  startsWith: free(String.prototype.startsWith),
  substring: free(String.prototype.substring),
  toLowerCase: free(String.prototype.toLowerCase),
  toUpperCase: free(String.prototype.toUpperCase),
  trim: free(String.prototype.trim),
  trimEnd: free(String.prototype.trimEnd),
  trimStart: free(String.prototype.trimStart),
};

export const number = {
  toFixed: free(Number.prototype.toFixed),
  toPrecision: free(Number.prototype.toPrecision),
  toString: free<number, [radix: number | undefined], string>(Number.prototype.toString),
};

/** A member of a table by a name that somebody wrote: never what the table inherits. */
export function entry<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return hasOwn(table, name) ? table[name] : undefined;
}
