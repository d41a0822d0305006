import { type RefObject, useEffect, useState } from "react";
import type { Component } from "../../../contract/view.ts";
import { isScroller } from "../../../view/page/layout.ts";
import { boxOf } from "../focus.ts";
import { gap, rowPixels } from "./geometry.ts";

/**
 * What holds more than its rows have room for. The canvas keeps to the rows, which are what is edited; the published page makes
 * them higher, and that is told at the box.
 */

/** What is drawn in a box, without what the canvas puts around it. */
const drawnAttribute = "data-drawn";
export const drawnMark = { [drawnAttribute]: "" };

/** Borders and the height of lines are rounded. */
const sparePixels = 2;

/** The rows that something of this height needs; null: it has them. */
function rowsFor(pixels: number, room: number): number | null {
  return pixels > room + sparePixels ? Math.ceil((pixels + gap[1]) / (rowPixels + gap[1])) : null;
}

/**
 * The heights that what is drawn would have by itself. Asked for one by one, each answer would lay out the page anew; what is
 * centred, or has padding below, does not say by its overflow how much room it wants.
 */
function ownHeights(all: readonly HTMLElement[]): number[] {
  for (const drawn of all) drawn.style.height = "auto";
  const heights = all.map(({ offsetHeight }) => offsetHeight);
  for (const drawn of all) drawn.style.height = "";
  return heights;
}

type Told = (rows: number | null) => void;
const waiting = new Map<HTMLElement, Told>();

function measureSoon(drawn: HTMLElement, tell: Told): void {
  if (waiting.size === 0) requestAnimationFrame(measureAll);
  waiting.set(drawn, tell);
}

function measureAll(): void {
  const all = [...waiting];
  waiting.clear();
  const heights = ownHeights(all.map(([drawn]) => drawn));
  for (const [at, [drawn, tell]] of all.entries()) tell(rowsFor(heights[at] ?? 0, drawn.clientHeight));
}

/** The rows that a component needs as it is drawn just now; null: it has them. */
export function rowsNeededBy(id: string): number | null {
  const drawn = boxOf(id)?.querySelector<HTMLElement>(`:scope > [${drawnAttribute}]`);
  if (!drawn) return null;
  const [height = 0] = ownHeights([drawn]);
  return rowsFor(height, drawn.clientHeight);
}

/** Tables, charts and JSON scroll inside, and a modal is as high as it has to be. */
export function mayGrow({ kind }: Pick<Component, "kind">): boolean {
  return kind !== "modal" && !isScroller(kind);
}

/** Follows what is drawn: it changes with values and with the width of the page. */
export function useRowsNeeded(place: RefObject<HTMLElement | null>, isFollowed: boolean): number | null {
  const [rows, setRows] = useState<number | null>(null);
  useEffect(() => {
    const { current } = place;
    if (current === null || !isFollowed) return;
    const later = () => measureSoon(current, setRows);
    const sized = new ResizeObserver(later);
    const changed = new MutationObserver(later);
    sized.observe(current);
    changed.observe(current, { childList: true, characterData: true, subtree: true });
    return () => {
      sized.disconnect();
      changed.disconnect();
      waiting.delete(current);
    };
  }, [place, isFollowed]);
  return isFollowed ? rows : null;
}
