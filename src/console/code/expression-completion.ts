import { constants, functions, globalNames, methodNames, methodOf } from "../../expression/globals.ts";
import { expressionAt } from "./expression-places.ts";

/** Completion within `{{ }}`: what stands before the cursor, and which names can follow. */

/** Example values by name; completion walks into objects and lists. */
export type CompletionTree = { [name: string]: unknown };

export type NameSuggestion = {
  label: string;
  kind: "value" | "method" | "function";
  detail: string;
  insert: string;
  /** How many characters before the name are replaced as well: the dot of a name that needs brackets. */
  over: number;
  /** One line about it. */
  help?: string;
};

/** One line about what has this path, `calls.find.data`; undefined: nothing is said of it. */
export type Help = (path: string) => string | undefined;

export type NameSuggestions = { from: number; list: NameSuggestion[] };

const name = String.raw`[\p{ID_Start}_$][\p{ID_Continue}$]*`;
const chain = String.raw`${name}(?:\??\.${name}|(?:\?\.)?\[(?:\d+|"[^"\\]*"|'[^'\\]*')\])*`;
const member = new RegExp(String.raw`(?<![\p{ID_Continue}$.\])])(${chain})(\??\.)((?:${name})?)$`, "u");
const bracket = new RegExp(String.raw`(?<![\p{ID_Continue}$.\])])(${chain})(?:\?\.)?\[(["'])([^"'\\]*)$`, "u");
const alone = new RegExp(String.raw`(?<![\p{ID_Continue}$.\])"'])((?:${name})?)$`, "u");
const segment = new RegExp(String.raw`^${name}|\.(${name})|\[(?:(\d+)|"([^"\\]*)"|'([^'\\]*)')\]`, "gu");
const isName = new RegExp(`^${name}$`, "u");
const looping = "every|filter|find|findIndex|findLast|findLastIndex|flatMap|map|some";

const noHelp: Help = () => undefined;

/** The names that can stand at an offset, or null where none can. */
export function completeExpression(
  text: string,
  at: number,
  tree: CompletionTree,
  help: Help = noHelp,
): NameSuggestions | null {
  const place = expressionAt(text, at);
  if (place === null) return null;
  const before = text.slice(place.start, at);
  if (place.isQuoted) return keysInBrackets(before, at, tree);
  const [, path, dot = "", part = ""] = member.exec(before) ?? [];
  if (path !== undefined) {
    const list = [...namesOf(path), ...members(valueAt(path, before, tree), dot)];
    const above = path.replaceAll("?.", ".");
    return list.length === 0 ? null : { from: at - part.length, list: helped(list, `${above}.`, help) };
  }
  const [, start] = alone.exec(before) ?? [];
  return start === undefined ? null : { from: at - start.length, list: helped(roots(tree), "", help) };
}

function helped(list: readonly NameSuggestion[], above: string, help: Help): NameSuggestion[] {
  return list.map((one) => {
    const line = one.kind === "value" ? help(above + one.label) : undefined;
    return line === undefined ? one : { ...one, help: line };
  });
}

function keysInBrackets(before: string, at: number, tree: CompletionTree): NameSuggestions | null {
  const [, path, quote = "", part = ""] = bracket.exec(before) ?? [];
  const value = path === undefined ? undefined : valueAt(path, before, tree);
  if (!isObject(value)) return null;
  const list = Object.entries(value).map(([label, one]) => ({
    ...valueSuggestion(label, one),
    insert: `${label}${quote}]`,
  }));
  return { from: at - part.length, list };
}

function roots(tree: CompletionTree): NameSuggestion[] {
  const own = Object.entries(tree).map(([label, value]) => valueSuggestion(label, value));
  const global = [...globalNames].sort().map((label) => {
    const isCalled = Object.hasOwn(functions, label);
    return suggestion(
      label,
      "function",
      isCalled ? "function" : Object.hasOwn(constants, label) ? "constant" : "functions",
    );
  });
  return [...own, ...global];
}

/** What stands below a name that means the same everywhere: `Math.`, `JSON.`. */
function namesOf(path: string): NameSuggestion[] {
  if (!globalNames.has(path)) return [];
  const below = (table: object) =>
    Object.keys(table).flatMap((key) => (key.startsWith(`${path}.`) ? [key.slice(path.length + 1)] : []));
  return [
    ...below(functions).map((label) => suggestion(label, "function", "function")),
    ...below(constants).map((label) => suggestion(label, "value", "constant")),
  ];
}

/** The members of a value, then the methods of its kind. */
function members(value: unknown, dot: string): NameSuggestion[] {
  if (value === undefined || value === null) return [];
  const own = isObject(value)
    ? Object.entries(value)
        .slice(0, 500)
        .map(([label, one]) => memberSuggestion(label, one, dot))
    : [];
  const measured =
    typeof value === "string" || Array.isArray(value) ? [suggestion("length", "value", String(value.length))] : [];
  const methods = [...methodNames].filter((label) => methodOf(value, label) !== undefined).sort();
  return [...own, ...measured, ...methods.map((label) => suggestion(label, "method", ""))];
}

/** A name that is no JavaScript name stands in brackets, without the dot; `?.` stays. */
function memberSuggestion(label: string, value: unknown, dot: string): NameSuggestion {
  if (isName.test(label)) return valueSuggestion(label, value);
  return { ...valueSuggestion(label, value), insert: `[${JSON.stringify(label)}]`, over: dot === "." ? 1 : 0 };
}

/** The example value at a path. The parameter of an arrow function stands for the first item of its list. */
function valueAt(path: string, before: string, tree: CompletionTree, depth = 0): unknown {
  const [root = "", ...steps] = [...path.matchAll(segment)].map(
    ([all, ...named]) => named.find((one) => one !== undefined) ?? all,
  );
  let value = Object.hasOwn(tree, root) ? tree[root] : itemOf(root, before, tree, depth);
  for (const step of steps) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

function itemOf(parameter: string, before: string, tree: CompletionTree, depth: number): unknown {
  if (depth > 8) return undefined;
  const escaped = parameter.replaceAll("$", "\\$");
  const loops = new RegExp(String.raw`(${chain})\??\.(?:${looping})\(\s*\(?\s*${escaped}\s*(?:,|\)|=>)`, "gu");
  const list = [...before.matchAll(loops)].at(-1)?.[1];
  const value = list === undefined ? undefined : valueAt(list, before, tree, depth + 1);
  return Array.isArray(value) ? value[0] : undefined;
}

function valueSuggestion(label: string, value: unknown): NameSuggestion {
  return suggestion(label, "value", preview(value));
}

function suggestion(label: string, kind: NameSuggestion["kind"], detail: string): NameSuggestion {
  return { label, kind, detail, insert: label, over: 0 };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value in a few characters. */
function preview(value: unknown): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.length === 1 ? "list of 1" : `list of ${value.length}`;
  if (isObject(value)) return "object";
  const text = typeof value === "string" ? JSON.stringify(value.slice(0, 60)) : String(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
