import * as z from "zod";
import { Fault } from "./fault.ts";

/** What every list answers: `next_cursor` is null on the last page. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() });
}

export type List<T> = { items: T[]; next_cursor: string | null };

/** A whole number of a query. Written in digits only: `1e1` and nothing at all are mistakes of a client. */
export function Count(least: number, most = Number.MAX_SAFE_INTEGER) {
  const range = most < Number.MAX_SAFE_INTEGER ? `from ${least} to ${most}` : `of ${least} or more`;
  const isOne = (text: string) => /^\d{1,15}$/.test(text) && Number(text) >= least && Number(text) <= most;
  return z
    .string()
    .refine(isOne, `Give a whole number ${range}, in digits.`)
    .transform(Number)
    .meta({ type: "integer", minimum: least, maximum: most });
}

/** A boolean of a query: `?force=true`. */
export const Flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((text) => text === "true");

/** How every list is asked for. */
export const ListQuery = z.strictObject({
  limit: Count(1, 100).default(50),
  cursor: z.string().max(400).optional(),
});
export type ListQuery = z.infer<typeof ListQuery>;

/** Where a page ended: the sort key of its last row. */
type Position = readonly (string | number)[];

/** Makes a page from one row more than asked for. `position` is what the next page's `positionOf` gives back. */
export function pageOf<R, T>(rows: R[], limit: number, item: (row: R) => T, position: (row: R) => Position): List<T> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(item),
    next_cursor: rows.length > limit && last !== undefined ? cursorOf(position(last)) : null,
  };
}

type Named = { text: string; number: number };

/**
 * The position that a cursor means; null without one. `shape` says what the list sorts by. A cursor that this list never gave
 * is a fault: an empty page would look like the end.
 */
export function positionOf<const S extends readonly (keyof Named)[]>(
  cursor: string | undefined,
  shape: S,
): { [K in keyof S]: Named[S[K]] } | null {
  if (cursor === undefined) return null;
  const parts = partsOf(cursor);
  const fits = parts?.every((part, place) =>
    shape[place] === "number" ? Number.isSafeInteger(part) : typeof part === "string",
  );
  if (parts?.length === shape.length && fits) return parts as unknown as { [K in keyof S]: Named[S[K]] };
  const message =
    "This is no cursor of this list. Send the next_cursor of the page before, or none for the first page.";
  throw new Fault("request.invalid", `?cursor: ${message}`, { errors: [{ path: "?cursor", message }] });
}

/** Base 64 for addresses: nobody shall be tempted to write one by hand. */
function cursorOf(position: Position): string {
  const bytes = new TextEncoder().encode(JSON.stringify(position));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

function partsOf(cursor: string): unknown[] | null {
  try {
    const binary = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const parts: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (each) => each.charCodeAt(0))));
    return Array.isArray(parts) ? parts : null;
  } catch {
    return null; // Not base 64, or not JSON: either way not ours.
  }
}
