/** Where the expressions of a text stand, also while they are being written: `{{ input.` has no end yet. */

/** `end`: where `}}` stands, or null when it is not there yet. Both are offsets within the braces. */
export type Place = { start: number; end: number | null };

export function expressionsIn(text: string): Place[] {
  const places: Place[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf("{{", from);
    if (open < 0) return places;
    const end = scan(text, open + 2, text.length).end;
    places.push({ start: open + 2, end });
    if (end === null) return places;
    from = end + 2;
  }
}

/** The expression that an offset stands in, and whether within quotes there. */
export function expressionAt(text: string, at: number): { start: number; isQuoted: boolean } | null {
  const place = expressionsIn(text).find(({ start, end }) => start <= at && (end === null || at <= end));
  return place === undefined ? null : { start: place.start, isQuoted: scan(text, place.start, at).isQuoted };
}

/** Reads on from within the braces: quotes and inner braces hide a `}}`. */
function scan(text: string, from: number, to: number): { end: number | null; isQuoted: boolean } {
  let depth = 0;
  let quote = "";
  for (let at = from; at < to; at++) {
    const character = text[at] as string;
    if (quote !== "") {
      if (character === "\\") at++;
      else if (character === quote) quote = "";
    } else if (character === '"' || character === "'" || character === "`") quote = character;
    else if (character === "{") depth++;
    else if (character === "}" && depth > 0) depth--;
    else if (text.startsWith("}}", at)) return { end: at, isQuoted: false };
  }
  return { end: null, isQuoted: quote !== "" };
}
