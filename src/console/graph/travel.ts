import type { Flow } from "./flow.ts";
import { inputId, type Layout, type Point } from "./layout.ts";

/** Where the arrow keys lead: down and up along the edges, left and right row by row, so that every block can be reached. */

export type Direction = "down" | "up" | "left" | "right";

/** The block (or the input) in this direction; null: there is none. */
export function neighbourOf(id: string, direction: Direction, flow: Flow, { places }: Layout): string | null {
  const here = places.get(id);
  if (here === undefined) return flow.ids[0] ?? null;
  const near = (ids: readonly string[]) => nearest(ids, here.x, places);
  if (direction === "down") return near(id === inputId ? flow.starts : (flow.next.get(id) ?? []).map(({ to }) => to));
  if (direction === "up") {
    if (id === inputId) return null;
    return near((flow.previous.get(id) ?? []).map(({ from }) => from)) ?? (flow.starts.includes(id) ? inputId : null);
  }
  const rows = [inputId, ...flow.ids.toSorted((one, other) => readingOrder(places.get(one), places.get(other)))];
  return rows[rows.indexOf(id) + (direction === "left" ? -1 : 1)] ?? null;
}

/** As text is read: from row to row, and from left to right. */
function readingOrder(one: Point | undefined, other: Point | undefined): number {
  if (one === undefined || other === undefined) return 0;
  return one.y - other.y || one.x - other.x;
}

function nearest(ids: readonly string[], x: number, places: Layout["places"]): string | null {
  const distance = (id: string) => Math.abs((places.get(id)?.x ?? 0) - x);
  return ids.reduce<string | null>((best, id) => (best === null || distance(id) < distance(best) ? id : best), null);
}
