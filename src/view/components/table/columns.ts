import type { Json } from "../../../expression/expression.ts";
import { lineOf } from "../json/line.ts";
import { memberOf } from "./rows.ts";

/** The columns of a table: those that are named, or else what the rows have. */

export type Column = {
  readonly key: string;
  readonly label: string;
  /** Its values are numbers, which stand under each other from the right. */
  readonly isNumeric: boolean;
};

const mostColumns = 60;
/** So many rows say whether a column has numbers. */
const looked = 100;

export type Columns = {
  readonly columns: readonly Column[];
  /** How many columns are more than can be shown. */
  readonly left: number;
  /** Rows that no column shows: plain values where only members are named. */
  readonly unshown: number;
};

/**
 * Where no entry is a column, there is none: all members would show what was left out on purpose.
 * A row that is no object has one column, `value`, also where columns are named: nothing else could show it.
 */
export function columnsOf(named: readonly Json[], rows: readonly Json[]): Columns {
  const asked = named.flatMap(namedColumn);
  const plain = rows.filter(isPlain).length;
  const isUnshown = asked.length > 0 && plain > 0 && !asked.some(({ key }) => key === ofPlain);
  const isAllPlain = plain === rows.length;
  const all = named.length === 0 || (isUnshown && isAllPlain) ? membersOf(rows).map(columnNamed) : asked;
  const unique = [...new Map(all.map((column) => [column.key, column])).values()];
  const columns = unique.slice(0, mostColumns).map((column) => ({ ...column, isNumeric: isNumeric(rows, column.key) }));
  return { columns, left: unique.length - columns.length, unshown: isUnshown ? plain : 0 };
}

/** Whether a column can be drawn of any of them. */
export function hasColumn(named: readonly Json[]): boolean {
  return named.some((json) => namedColumn(json).length > 0);
}

/** What is wrong with the property `columns`, and what is needed instead; null: nothing. */
export function wrongColumn(named: readonly Json[]): string | null {
  const wrong = named.flatMap((json, place) => {
    const why = unfitness(json);
    return why === null ? [] : [`Column ${place + 1} of \`columns\` ${why}.`];
  });
  const [first] = wrong;
  if (first === undefined) return null;
  const more =
    wrong.length === 1 ? "" : ` ${wrong.length - 1} more of them ${wrong.length === 2 ? "is" : "are"} wrong.`;
  return `${first} A column is the name of a member, like "city", or an object like {"key": "city", "label": "City"}.${more}`;
}

/** null and an empty text are no column, as in `may ? "salary" : null`. */
function isNothing(json: Json): boolean {
  return json === null || json === "";
}

function unfitness(json: Json): string | null {
  if (isNothing(json) || typeof json === "string") return null;
  if (isPlain(json)) return `is ${lineOf(json, 40)}`;
  const { key, label = null } = json;
  if (typeof key !== "string" || key === "")
    return key === undefined ? `has no \`key\`: ${lineOf(json, 60)}` : `has the \`key\` ${lineOf(key, 40)}`;
  return typeof label === "object" && label !== null
    ? `has the \`label\` ${lineOf(label, 40)}, which is no text`
    : null;
}

/** The only member of a row that is no object. */
const ofPlain = "value";

function isPlain(json: Json): json is Exclude<Json, { [key: string]: Json }> {
  return typeof json !== "object" || json === null || Array.isArray(json);
}

type NamedColumn = { key: string; label: string };

function namedColumn(json: Json): NamedColumn[] {
  if (isNothing(json)) return [];
  if (typeof json === "string") return [columnNamed(json)];
  if (isPlain(json)) return [];
  const { key, label = null } = json;
  if (typeof key !== "string" || key === "") return [];
  return [{ key, label: isNothing(label) || typeof label === "object" ? key : String(label) }];
}

function columnNamed(key: string): NamedColumn {
  return { key, label: key };
}

function membersOf(rows: readonly Json[]): string[] {
  const names = new Set<string>();
  for (const row of rows) {
    if (isPlain(row)) names.add(ofPlain);
    else for (const name of Object.keys(row)) names.add(name);
  }
  return [...names];
}

function isNumeric(rows: readonly Json[], key: string): boolean {
  const values = rows.slice(0, looked).map((row) => memberOf(row, key));
  const present = values.filter((value) => value !== null);
  return present.length > 0 && present.every((value) => typeof value === "number");
}

/** What the property `selected` says of a row: its `row_key`, or its place; null: it cannot be said. */
export function choiceOf(row: Json | undefined, place: number, rowKey: string): Json {
  return rowKey === "" ? place : memberOf(row, rowKey);
}

export function isChosen(selected: Json, choice: Json): boolean {
  if (selected === null || choice === null) return false;
  return selected === choice || (typeof choice === "object" && JSON.stringify(selected) === JSON.stringify(choice));
}
