/** Where a text stops being JSON. V8 tells the position of some faults only, and a person needs it for each. */

const blank = /[ \t\n\r]*/y;
const string = /"[ !#-[\]-\u{10ffff}]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\u{10ffff}]*)*"/uy;
const word = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

type Expected = "value" | "first item" | "first name" | "name" | "colon" | "end of item";

/** The first position (from 0) at which the text cannot go on, or null when it is JSON. */
export function jsonFaultAt(text: string): number | null {
  const open: ("{" | "[")[] = [];
  let expected: Expected = "value";
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  for (;;) {
    skip(blank);
    const character = text[at];
    const inside = open.at(-1);
    if (expected === "end of item" && inside === undefined) return at === text.length ? null : at;
    if (character === undefined) return at;
    const closes = inside === "{" ? "}" : "]";
    if (character === closes && inside !== undefined && (expected === "end of item" || expected.startsWith("first"))) {
      open.pop();
      expected = "end of item";
      at++;
    } else if (expected === "end of item") {
      if (character !== ",") return at;
      expected = inside === "{" ? "name" : "value";
      at++;
    } else if (expected === "colon") {
      if (character !== ":") return at;
      expected = "value";
      at++;
    } else if (expected === "name" || expected === "first name") {
      if (!skip(string)) return at;
      expected = "colon";
    } else if (character === "{" || character === "[") {
      open.push(character);
      expected = character === "{" ? "first name" : "first item";
      at++;
    } else {
      if (!skip(string) && !skip(word)) return at;
      expected = "end of item";
    }
  }
}

/** `line 2, column 7`: both from 1. */
export function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split("\n");
  return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}
