import type { KindName } from "../../../contract/component-kinds.ts";
import type { ViewDraft } from "../../../contract/view.ts";
import { sizeWithin } from "../document/edit.ts";
import { type Container, componentOf, standingRefusal, withInner } from "../document/family.ts";
import { type Cell, fitted, type Size } from "../document/grid.ts";
import { cellAt, pixelsOf } from "./geometry.ts";

/** Where something would come to stand that is dropped at a point of the window. */

type Coming = { readonly id: string; readonly kind: KindName };
type Point = { readonly x: number; readonly y: number };
type Area = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
type Candidate = { readonly container: Container; readonly area: Area; readonly grid: Area };

export type Dropped = { readonly container: Container; readonly at: Cell; readonly size: Size };

/** `from`: how large it is where it comes from; `corner`: of what is dragged; `pointer`: what is under it decides about the container. */
export function dropTarget(
  draft: ViewDraft,
  coming: readonly Coming[],
  from: { readonly size: Size; readonly container: Container },
  pointer: Point,
  corner: Point,
): Dropped | null {
  const canvas = document.querySelector("[data-canvas]")?.getBoundingClientRect();
  if (canvas === undefined || !isIn(canvas, pointer)) return null;
  const scale = scaleNow();
  const moving = withInner(
    draft.components,
    coming.map(({ id }) => id),
  );
  const takes = ({ container }: Candidate) => standingRefusal(draft.components, coming, container) === null;
  const found = candidates(draft, moving).findLast((each) => isIn(each.area, pointer) && takes(each));
  if (found === undefined) return null;
  const { left, top, width } = found.grid;
  const size = sizeWithin(draft, from.size, from.container, found.container);
  const { x, y } = fitted({ ...cellAt((corner.x - left) / scale, (corner.y - top) / scale, width / scale), ...size });
  return { container: found.container, at: { x, y }, size };
}

/** Every grid that something may be dropped into, the outer ones first. */
function candidates(draft: ViewDraft, moving: ReadonlySet<string>): Candidate[] {
  return [...document.querySelectorAll<HTMLElement>("[data-grid]")].flatMap((grid): Candidate[] => {
    const container = grid.dataset.grid || null;
    const drawn = grid.getBoundingClientRect();
    if (container === null) return [{ container, area: drawn, grid: drawn }];
    const box = grid.closest<HTMLElement>("[data-box]");
    if (moving.has(container) || box === null) return [];
    const shown = box.getBoundingClientRect();
    const area = restingArea(draft, container, box) ?? shown;
    const inside = {
      left: area.left + drawn.left - shown.left,
      top: area.top + drawn.top - shown.top,
      width: drawn.width,
      height: drawn.height,
    };
    return [{ container, area, grid: inside }];
  });
}

/** Where a form stands when it makes no way: one that goes out of the pointer's way could never be dropped into. */
function restingArea(draft: ViewDraft, id: string, box: HTMLElement): Area | null {
  const component = componentOf(draft, id);
  const outer = box.parentElement?.closest("[data-grid]")?.getBoundingClientRect();
  if (component === undefined || component.kind === "modal" || outer === undefined) return null;
  const scale = scaleNow();
  const { left, top, width, height } = pixelsOf(component.place, outer.width / scale);
  return {
    left: outer.left + left * scale,
    top: outer.top + top * scale,
    width: width * scale,
    height: height * scale,
  };
}

/** How large a pixel of the page is drawn. */
function scaleNow(): number {
  const sheet = document.querySelector<HTMLElement>("[data-sheet]");
  return sheet ? sheet.getBoundingClientRect().width / sheet.offsetWidth : 1;
}

function isIn({ left, top, width, height }: Area, { x, y }: Point): boolean {
  return x >= left && x <= left + width && y >= top && y <= top + height;
}
