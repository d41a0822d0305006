import type { Json } from "../../../expression/expression.ts";

/** What a select offers, as it is read from the property `options`, and what is chosen of it. */

/** `key`: the content of the value; two values that hold the same have the same. */
export type Option = { readonly key: string; readonly value: Json; readonly label: string };

/** What is not among the options is shown as what it is, and stays. */
export type Chosen = Option & { readonly isKnown: boolean };

/** A person sees a list of so many at a time, and types to narrow it. */
export const shownAtMost = 100;

const longestLabel = 200;

/** Texts and numbers are their own labels; an object has `value`, and `label` if it is to be shown as something else. */
export function optionsOf(list: readonly Json[]): Option[] {
  return list.map((item) => {
    if (typeof item !== "object" || item === null || Array.isArray(item) || !Object.hasOwn(item, "value"))
      return optionOf(item, item);
    const { value = null, label = null } = item;
    return optionOf(value, label === null || label === "" ? value : label);
  });
}

function optionOf(value: Json, label: Json): Option {
  return { key: keyOf(value), value, label: wordsOf(label) };
}

/** Any value in the words that stand for it where it has no label. */
export function wordsOf(value: Json): string {
  const text = value === null ? "None" : typeof value === "object" ? JSON.stringify(value) : `${value}`;
  return text.length > longestLabel ? `${text.slice(0, longestLabel - 1)}…` : text;
}

/** The order of members does not matter. */
export function keyOf(value: Json): string {
  return JSON.stringify(value, (_, each: Json) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}

/** In the order in which it was chosen. */
export function chosenOf(options: readonly Option[], value: Json, isMultiple: boolean): Chosen[] {
  const byKey = new Map(options.toReversed().map((option) => [option.key, option]));
  const values = isMultiple ? valuesOf(value) : [value];
  return values.flatMap((each): Chosen[] => {
    const key = keyOf(each);
    const option = byKey.get(key);
    if (option !== undefined) return [{ ...option, isKnown: true }];
    return isNothing(each) ? [] : [{ key, value: each, label: wordsOf(each), isKnown: false }];
  });
}

/** The list that several values are; one value of before is a list of one. */
function valuesOf(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  return isNothing(value) ? [] : [value];
}

function isNothing(value: Json): boolean {
  return value === null || value === "";
}

export function toggled(chosen: readonly Option[], option: Option): Json[] {
  const others = chosen.filter(({ key }) => key !== option.key);
  return valuesIn(others.length < chosen.length ? others : [...chosen, option]);
}

/** All of these as well, or none of them any more when all are chosen. */
export function toggledAll(chosen: readonly Option[], these: readonly Option[]): Json[] {
  const has = new Set(chosen.map(({ key }) => key));
  const missing = new Map(these.filter(({ key }) => !has.has(key)).map((option) => [option.key, option]));
  if (missing.size > 0) return valuesIn([...chosen, ...missing.values()]);
  const taken = new Set(these.map(({ key }) => key));
  return valuesIn(chosen.filter(({ key }) => !taken.has(key)));
}

function valuesIn(options: readonly Option[]): Json[] {
  return options.map(({ value }) => value);
}

/** Whoever types gets the options that hold every word; those that begin with the text come first. */
export function narrowed(options: readonly Option[], typed: string): readonly Option[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return options;
  const found = options
    .map((option) => ({ option, label: folded(option.label) }))
    .filter(({ label }) => words.every((word) => label.includes(word)));
  const begins = ({ label }: { label: string }) => label.startsWith(words.join(" "));
  return [...found.filter(begins), ...found.filter((each) => !begins(each))].map(({ option }) => option);
}

/** Without case and accents: "zurich" finds Zürich. */
function folded(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{Diacritic}/gu, "")
    .toLowerCase();
}
