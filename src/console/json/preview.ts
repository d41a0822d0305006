import { quoted, shortOf } from "../../view/components/json/line.ts";

/** Values in few words. */

const mostParts = 8;

/** One line, at most about so many characters; only as much of the value is read. */
export function previewOf(value: unknown, characters = 80): string {
  if (typeof value === "string") return quoted(value, characters);
  if (typeof value !== "object" || value === null) return String(value);
  const isList = Array.isArray(value);
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  const parts: string[] = [];
  let length = 2;
  let left = isList ? value.length : Object.keys(value).length;
  for (const [name, each] of isList ? value.entries() : Object.entries(value)) {
    const text = typeof each === "object" && each !== null ? shortOf(each) : previewOf(each, 32);
    const part = isList ? text : `${String(name)}: ${text}`;
    if (length + part.length > characters || parts.length === mostParts) break;
    parts.push(part);
    length += part.length + 2;
    left--;
  }
  if (left > 0) parts.push("…");
  return open + parts.join(", ") + close;
}

/** `list of 3`, `object of 1`. */
export function sizeWords(value: object): string {
  const count = Array.isArray(value) ? value.length : Object.keys(value).length;
  return `${Array.isArray(value) ? "list" : "object"} of ${count.toLocaleString("en")}`;
}

/** What copying a value gives: a text as it is, anything else as JSON. */
export function copyOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
