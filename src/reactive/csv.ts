import type { Json } from "../expression/expression.ts";

/** A list of objects as CSV: a line of names, then a line for each. A program for tables opens it. */
export function csvOf(rows: readonly Json[]): string {
  const columns = [...new Set(rows.flatMap((row) => (isObject(row) ? Object.keys(row) : ["value"])))];
  const lines = rows.map((row) =>
    columns.map((column) => cell(isObject(row) ? memberOf(row, column) : column === "value" ? row : null)),
  );
  return [columns.map(cell), ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}

function isObject(row: Json): row is { [key: string]: Json } {
  return typeof row === "object" && row !== null && !Array.isArray(row);
}

function memberOf(row: { [key: string]: Json }, column: string): Json {
  return Object.hasOwn(row, column) ? (row[column] ?? null) : null;
}

/** A text that a program for tables would take for a formula gets a ' in front; some look past white space. */
function cell(value: Json): string {
  if (value === null) return "";
  if (typeof value !== "string") return quoted(typeof value === "object" ? JSON.stringify(value) : `${value}`);
  return quoted(/^(?:[\t\r]|\s*[=+\-@])/.test(value) ? `'${value}` : value);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
