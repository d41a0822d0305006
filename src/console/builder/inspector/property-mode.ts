import type { Property } from "../../../contract/component-kinds.ts";

/** Whether a property is written as a value or as an expression. */

export type Mode = "literal" | "expression";

/** How a value is shown when nobody has chosen. */
export function modeOf(property: Property, value: unknown): Mode {
  switch (property.type) {
    case "text":
      return "expression";
    case "call":
      return "literal";
    case "list":
    case "json":
      return value === undefined || typeof value === "string" ? "expression" : "literal";
    case "number":
      return isText(value) && !isNumber(value) ? "expression" : "literal";
    case "date":
      return isText(value) && !/^(\d{4}-\d\d-\d\d)?$/.test(value) ? "expression" : "literal";
    case "choice":
      return isText(value) && !property.choices?.includes(value) ? "expression" : "literal";
    case "boolean":
      return isText(value) ? "expression" : "literal";
  }
}

/** Whether a value can be shown so. */
export function fits(mode: Mode, property: Property, value: unknown): boolean {
  if (mode === "expression") return value === undefined || isText(value);
  if (property.type === "list" || property.type === "json") return !(isText(value) && value.includes("{{"));
  return modeOf(property, value) === "literal";
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

/** `row_key` as people read it. */
export function wordsOf(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A default as the placeholder of a field shows it. */
export function defaultText({ type, default: value }: Property): string {
  if (value === null) return "";
  return type === "list" || type === "json" ? JSON.stringify(value) : String(value);
}
