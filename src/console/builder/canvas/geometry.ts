import { calcGridItemPosition } from "react-grid-layout/core";
import type { Place } from "../../../contract/view.ts";
import { grid } from "../../../view/page/layout.ts";
import { type Cell, columns } from "../document/grid.ts";

/** Cells of a grid in pixels and back. The canvas has the measures of the page. */

export const gap: readonly [number, number] = [grid.gapPixels, grid.gapPixels];
export const noPadding: readonly [number, number] = [0, 0];
export const rowPixels = grid.rowPixels;

function positionParams(width: number) {
  return {
    cols: columns,
    margin: gap,
    containerPadding: noPadding,
    containerWidth: width,
    rowHeight: rowPixels,
    maxRows: Number.POSITIVE_INFINITY,
  };
}

/** The cell whose corner is nearest to a point of a grid of this width. */
export function cellAt(left: number, top: number, width: number): Cell {
  const column = (width + gap[0]) / columns;
  return { x: Math.round(left / column), y: Math.max(0, Math.round(top / (rowPixels + gap[1]))) };
}

export function pixelsOf({ x, y, w, h }: Place, width: number) {
  return calcGridItemPosition(positionParams(width), x, y, w, h);
}

/** So many rows, with the gaps between them. */
export function heightOf(rows: number): number {
  return rows === 0 ? 0 : rows * (rowPixels + gap[1]) - gap[1];
}
