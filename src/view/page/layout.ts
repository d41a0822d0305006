import type { KindName } from "../../contract/component-kinds.ts";
import type { Component } from "../../contract/view.ts";

/** Where the components of one parent stand: on a grid of 12 columns, or one under the other where that is too wide. */

export const grid = {
  rowPixels: 40,
  gapPixels: 12,
  /** A page that is narrower has one column; the classes of PageGrid say the same. */
  narrowPixels: 640,
  /** What scrolls by itself has at least so much height there. */
  narrowScrollerPixels: 240,
} as const;

/** They have the height of their rows and scroll inside; the rows of all others grow with what they hold. */
const scrollers: ReadonlySet<KindName> = new Set<KindName>(["table", "json_viewer", "chart"]);

export function isScroller(kind: KindName): boolean {
  return scrollers.has(kind);
}

/** The height of so many rows, with the gaps between them. */
export function heightOf(rows: number): number {
  return rows * grid.rowPixels + (rows - 1) * grid.gapPixels;
}

export type Placed = { readonly component: Component; readonly row: number };

/**
 * What stands on a grid, in reading order, with its row from 0. Rows that only hidden components took up are left out,
 * so that what is hidden leaves no hole.
 */
export function placed(components: readonly Component[], isHidden: (id: string) => boolean): Placed[] {
  const shown = components.filter(({ id }) => !isHidden(id));
  const free = freedRows(components, shown);
  return shown
    .toSorted((one, other) => one.place.y - other.place.y || one.place.x - other.place.x)
    .map((component) => ({ component, row: component.place.y - free.filter((y) => y < component.place.y).length }));
}

function freedRows(all: readonly Component[], shown: readonly Component[]): number[] {
  if (all.length === shown.length) return [];
  const taken = rowsOf(shown);
  return [...rowsOf(all)].filter((y) => !taken.has(y));
}

function rowsOf(components: readonly Component[]): Set<number> {
  return new Set(components.flatMap(({ place: { y, h } }) => Array.from({ length: h }, (_, row) => y + row)));
}
