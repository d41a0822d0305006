import type { Json } from "../../../expression/expression.ts";
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

/** `left`: how many columns are more than can be shown. */
export function columnsOf(named: readonly Json[], rows: readonly Json[]): { columns: Column[]; left: number } {
  const all = named.length > 0 ? named.flatMap(namedColumn) : membersOf(rows).map((key) => ({ key, label: key }));
  const unique = [...new Map(all.map((column) => [column.key, column])).values()];
  const columns = unique.slice(0, mostColumns).map((column) => ({ ...column, isNumeric: isNumeric(rows, column.key) }));
  return { columns, left: unique.length - columns.length };
}

function namedColumn(json: Json): { key: string; label: string }[] {
  if (typeof json === "string") return [{ key: json, label: json }];
  if (typeof json !== "object" || json === null || Array.isArray(json) || typeof json.key !== "string") return [];
  const { key, label } = json;
  return [{ key, label: typeof label === "string" && label !== "" ? label : key }];
}

function membersOf(rows: readonly Json[]): string[] {
  const names = new Set<string>();
  for (const row of rows) {
    if (typeof row !== "object" || row === null || Array.isArray(row)) names.add("value");
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
