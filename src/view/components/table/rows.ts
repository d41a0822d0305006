import type { Json } from "../../../expression/expression.ts";
import { lineOf } from "../json/line.ts";

/** What a table makes of its rows: which it shows, in what order, and on which page. Places are those in the data, from 0. */

export type Sort = { readonly column: string; readonly descending: boolean };
export type Filter = { readonly column: string; readonly text: string };

const mostFilters = 100;
const mostSearched = 10_000;

/** The member of a row; a row that is no object has one, `value`. */
export function memberOf(row: Json | undefined, key: string): Json {
  if (typeof row !== "object" || row === null || Array.isArray(row)) return key === "value" ? (row ?? null) : null;
  return Object.hasOwn(row, key) ? (row[key] ?? null) : null;
}

/** What a cell says, for searching and sorting. */
export function textOf(value: Json): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return typeof value === "number" ? String(value) : lineOf(value, 300);
}

export function sortOf(json: Json): Sort | null {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return null;
  return typeof json.column === "string" ? { column: json.column, descending: json.descending === true } : null;
}

export function filtersOf(json: Json): Filter[] {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return [];
  const filters = Object.entries(json).map(([column, value]) => ({ column, text: textOf(value).trim() }));
  return filters.filter(({ text }) => text !== "").slice(0, mostFilters);
}

/** The next sort by this column: ascending, descending, none. */
export function nextSort(sort: Sort | null, column: string): Sort | null {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}

type SortKey = { readonly place: number; readonly rank: number; readonly number: number };

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** What a sort by this column compares, of each row. It is the larger part of the work, and the same either way around. */
export function sortKeysOf(rows: readonly Json[], column: string): readonly SortKey[] {
  const values = rows.map((row) => memberOf(row, column));
  const ranked = rankedTexts(values);
  return values.map((value, place) => sortKeyOf(place, value, ranked));
}

/** All places in their order: numbers, then dates, then texts, and what has no value at the end, either way around. */
export function orderOf(keys: readonly SortKey[], descending: boolean): readonly number[] {
  const sign = descending ? -1 : 1;
  const compare = (one: SortKey, other: SortKey) => {
    if (one.rank === other.rank) return sign * (one.number - other.number);
    const isAtEnd = one.rank === nothing || other.rank === nothing;
    return (isAtEnd ? 1 : sign) * (one.rank - other.rank);
  };
  return keys.toSorted((one, other) => compare(one, other) || one.place - other.place).map(({ place }) => place);
}

const [numbers, dates, words, nothing] = [0, 1, 2, 3] as const;
const datePattern = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

function sortKeyOf(place: number, value: Json, ranked: ReadonlyMap<string, number>): SortKey {
  if (value === null || value === "") return { place, rank: nothing, number: 0 };
  if (typeof value === "number") return { place, rank: numbers, number: value };
  const text = sortTextOf(value);
  const instant = instantOf(text);
  if (instant !== null) return { place, rank: dates, number: instant };
  return { place, rank: words, number: ranked.get(text) ?? 0 };
}

function sortTextOf(value: Json): string {
  return textOf(value).slice(0, 200);
}

function instantOf(text: string): number | null {
  const instant = datePattern.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
}

/** Comparing texts costs far more than comparing numbers: each different text is put in its order once. */
function rankedTexts(values: readonly Json[]): ReadonlyMap<string, number> {
  const texts = new Set(values.filter((value) => typeof value !== "number").map(sortTextOf));
  const sorted = [...texts].filter((text) => instantOf(text) === null).sort(collator.compare);
  const ranked = new Map<string, number>();
  let rank = 0;
  for (const [place, text] of sorted.entries()) {
    if (place > 0 && collator.compare(sorted[place - 1] as string, text) !== 0) rank = place;
    ranked.set(text, rank);
  }
  return ranked;
}

/** Of each row all that is searched, in small letters. */
export function searchTexts(rows: readonly Json[], keys: readonly string[]): string[] {
  return rows.map((row) =>
    keys
      .map((key) => textOf(memberOf(row, key)).slice(0, mostSearched))
      .join("\n")
      .toLowerCase(),
  );
}

/** The places whose rows have every word of the search somewhere, and in each filtered column its text. */
export function matching(
  order: readonly number[],
  rows: readonly Json[],
  { search, texts, filters }: { search: string; texts: () => readonly string[]; filters: readonly Filter[] },
): readonly number[] {
  const wanted = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  let places = order;
  for (const { column, text } of filters) {
    const lower = text.toLowerCase();
    places = places.filter((place) => textOf(memberOf(rows[place], column)).toLowerCase().includes(lower));
  }
  if (wanted.length === 0) return places;
  const searched = texts();
  return places.filter((place) => wanted.every((word) => searched[place]?.includes(word)));
}

const mostOnPage = 500;

export type Paging = {
  /** From 1, within the pages there are. */
  readonly page: number;
  readonly pages: number;
  readonly size: number;
  /** The first and the last row of the page, from 1; both 0 when there is none. */
  readonly from: number;
  readonly to: number;
};

export function pagingOf(count: number, page: number, pageSize: number): Paging {
  const size = Math.min(mostOnPage, Math.max(1, Math.floor(pageSize) || 1));
  const pages = Math.max(1, Math.ceil(count / size));
  const current = Math.min(pages, Math.max(1, Math.floor(page) || 1));
  return {
    page: current,
    pages,
    size,
    from: count === 0 ? 0 : (current - 1) * size + 1,
    to: Math.min(count, current * size),
  };
}
