import type { Place } from "../../../contract/view.ts";
import { viewLimits } from "../../../contract/view-limits.ts";

/** Places on one grid: which collide, where there is room, and who makes way. */

export const columns = viewLimits.columns;

export type Size = Pick<Place, "w" | "h">;
export type Cell = Pick<Place, "x" | "y">;
/** The places of what stands in one container, by id. */
export type Places = ReadonlyMap<string, Place>;

function collide(one: Place, other: Place): boolean {
  return one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h;
}

/** The first row below everything. */
export function bottomOf(places: Iterable<Place>): number {
  return Math.max(0, ...[...places].map(({ y, h }) => y + h));
}

/** A place that keeps to the grid, as near to this one as there is. */
export function fitted({ x, y, w, h }: Place): Place {
  const width = within(w, 1, columns);
  const height = within(h, 1, viewLimits.rows);
  return { x: within(x, 0, columns - width), y: within(y, 0, viewLimits.rows), w: width, h: height };
}

/** The first free place of this size, row by row. */
export function freePlace(places: Iterable<Place>, size: Size): Place {
  const taken = [...places];
  const { w, h } = fitted({ x: 0, y: 0, w: size.w, h: size.h });
  const end = bottomOf(taken);
  for (let y = 0; y < end; y++)
    for (let x = 0; x + w <= columns; x++) {
      const place = { x, y, w, h };
      if (!taken.some((other) => collide(place, other))) return place;
    }
  return { x: 0, y: end, w, h };
}

/**
 * Makes room for what was moved: whatever it now covers goes down, and so does what that covers in turn. Nothing moves up:
 * a gap was left on purpose.
 */
export function makeWay(places: Places, moved: Places): Places {
  const settled = new Map(moved);
  const others = [...places].filter(([id]) => !moved.has(id)).sort(([, one], [, other]) => inReadingOrder(one, other));
  for (const [id, place] of others) {
    const y = firstFreeRow(place, settled.values());
    settled.set(id, y === place.y ? place : { ...place, y });
  }
  return settled;
}

/** What lies beside or above it never matters, so each of the others is gone through once. */
function firstFreeRow(place: Place, taken: Iterable<Place>): number {
  const under = [...taken].filter(
    (other) => place.x < other.x + other.w && other.x < place.x + place.w && place.y < other.y + other.h,
  );
  let { y } = place;
  for (const other of under.sort((one, two) => one.y - two.y)) {
    if (other.y >= y + place.h) return y;
    y = Math.max(y, other.y + other.h);
  }
  return y;
}

/** Row by row, as text is read. */
export function inReadingOrder(one: Place, other: Place): number {
  return one.y - other.y || one.x - other.x;
}

/** All of them by so many cells, or as far as the first of them can go. */
export function shifted(places: Places, by: Cell): Places {
  const all = [...places.values()];
  const left = Math.min(...all.map(({ x }) => x));
  const right = Math.min(...all.map(({ x, w }) => columns - x - w));
  const top = Math.min(...all.map(({ y }) => y));
  const below = viewLimits.rows - Math.max(...all.map(({ y }) => y));
  const x = within(by.x, -left, right);
  const y = within(by.y, -top, below);
  return new Map([...places].map(([id, place]) => [id, { ...place, x: place.x + x, y: place.y + y }]));
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, Math.round(value)));
}
