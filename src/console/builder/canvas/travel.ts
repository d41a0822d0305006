import type { Component, Place } from "../../../contract/view.ts";
import { viewLimits } from "../../../contract/view-limits.ts";
import { childrenOf, containerOf } from "../document/family.ts";

/** From one component to the next by the arrow keys. */

export type Direction = "up" | "down" | "left" | "right";

/** The nearest component of the same container in a direction; null: there is none. */
export function neighbourOf(components: readonly Component[], id: string, direction: Direction): string | null {
  const self = components.find((each) => each.id === id);
  if (self === undefined) return null;
  const places = drawnPlaces(childrenOf(components, containerOf(self)));
  const from = places.get(id) ?? self.place;
  const near = [...places]
    .flatMap(([each, place]) => {
      const away = each === id ? null : awayOf(from, place, direction);
      return away === null ? [] : [{ id: each, away }];
    })
    .sort((one, other) => one.away - other.away);
  return near[0]?.id ?? null;
}

/** Modals are drawn one below the other, under everything else. */
function drawnPlaces(children: readonly Component[]): Map<string, Place> {
  const { columns, rows } = viewLimits;
  return new Map(
    children.map(({ id, kind, place }, at) => [
      id,
      kind === "modal" ? { x: 0, y: rows * (2 + at), w: columns, h: 1 } : place,
    ]),
  );
}

/** How far it is in the direction, and a little of how far beside; null: it lies elsewhere. */
function awayOf(from: Place, to: Place, direction: Direction): number | null {
  const across = direction === "left" || direction === "right";
  const [start, end, otherStart, otherEnd] = across
    ? [from.x, from.x + from.w, to.x, to.x + to.w]
    : [from.y, from.y + from.h, to.y, to.y + to.h];
  const ahead = direction === "right" || direction === "down" ? otherStart - end : start - otherEnd;
  if (ahead < 0) return null;
  const aside = across
    ? gapBetween(from.y, from.y + from.h, to.y, to.y + to.h)
    : gapBetween(from.x, from.x + from.w, to.x, to.x + to.w);
  return ahead + aside * 3;
}

function gapBetween(start: number, end: number, otherStart: number, otherEnd: number): number {
  return Math.max(0, otherStart - end + 1, start - otherEnd + 1);
}
