import { type RequestOptions, request } from "./request.ts";

/** Lists come in pages. */

export type Page<T> = { items: T[]; next_cursor: string | null };

/** Every item of a list that is known to be short: at most `mostPages` pages of 100. */
export async function requestAll<T>(path: string, options: RequestOptions = {}, mostPages = 50): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const answer: Page<T> = await request("GET", path, { ...options, query: { ...options.query, limit: 100, cursor } });
    items.push(...answer.items);
    cursor = answer.next_cursor;
    if (cursor === null) break;
  }
  return items;
}
