import type { Json } from "../expression/expression.ts";

/** A list of objects as CSV: a line of names, then a line for each. A program for tables opens it. */
export function csvOf(rows: readonly Json[]): string {
  const columns = [...new Set(rows.flatMap((row) => (isObject(row) ? Object.keys(row) : ["value"])))];
  const lines = rows.map((row) =>
    columns.map((column) => cell(isObject(row) ? (row[column] ?? null) : column === "value" ? row : null)),
  );
  return [columns.map(cell), ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}

function isObject(row: Json): row is { [key: string]: Json } {
  return typeof row === "object" && row !== null && !Array.isArray(row);
}

/** A text that a program for tables would take for a formula gets a ' in front. */
function cell(value: Json): string {
  if (value === null) return "";
  if (typeof value !== "string") return quoted(typeof value === "object" ? JSON.stringify(value) : `${value}`);
  return quoted(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
