import type { Place } from "../../contract/view.ts";

/** How the builder speaks of components. People count from 1. */

export function placeWords({ x, y }: Pick<Place, "x" | "y">): string {
  return `column ${x + 1}, row ${y + 1}`;
}

export function whatWords(ids: readonly string[]): string {
  return ids.length === 1 ? (ids[0] ?? "") : `${ids.length} components`;
}
