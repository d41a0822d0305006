/** JSON in few words. Only as much of a value is read as is shown, so that a large one costs nothing. */

/** One line of about so many characters at most: `{name: "Ada", tags: [3]}`. */
export function lineOf(value: unknown, characters = 80): string {
  if (typeof value === "string") return quoted(value, characters);
  if (typeof value !== "object" || value === null) return String(value);
  const isList = Array.isArray(value);
  const names = isList ? null : Object.keys(value);
  const count = names?.length ?? (value as unknown[]).length;
  const parts: string[] = [];
  let length = 2;
  for (let place = 0; place < count && length < characters; place += 1) {
    const name = names?.[place];
    const member = name === undefined ? (value as unknown[])[place] : (value as Record<string, unknown>)[name];
    const text = typeof member === "object" && member !== null ? shortOf(member) : lineOf(member, 32);
    const part = name === undefined ? text : `${cut(name, 40)}: ${text}`;
    parts.push(part);
    length += part.length + 2;
  }
  if (parts.length < count) parts.push("…");
  return isList ? `[${parts.join(", ")}]` : `{${parts.join(", ")}}`;
}

/** A list or an object inside a line: `[3]`, `{…}`. */
export function shortOf(value: object): string {
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${value.length}]`;
  return Object.keys(value).length === 0 ? "{}" : "{…}";
}

/** A text as JSON, cut after so many characters. */
export function quoted(text: string, characters: number): string {
  return text.length > characters
    ? `${JSON.stringify(text.slice(0, characters)).slice(0, -1)}…"`
    : JSON.stringify(text);
}

export function cut(text: string, characters: number): string {
  return text.length > characters ? `${text.slice(0, characters)}…` : text;
}

/** `12 items`, `1 member`. */
export function countOf(value: object): string {
  const isList = Array.isArray(value);
  const count = isList ? value.length : Object.keys(value).length;
  return `${count.toLocaleString("en")} ${isList ? "item" : "member"}${count === 1 ? "" : "s"}`;
}
