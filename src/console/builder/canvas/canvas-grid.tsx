import { useContainerWidth } from "react-grid-layout";
import type { Component } from "../../../contract/view.ts";
import { useBuilder } from "../builder-context.ts";
import { type Container, standingIn } from "../document/family.ts";
import { bottomOf } from "../document/grid.ts";
import { useTroubles } from "../troubles.tsx";
import { CanvasItem } from "./canvas-item.tsx";
import { useDropInto, useIsDragging } from "./drag-context.tsx";
import { heightOf, pixelsOf } from "./geometry.ts";

/** So many empty rows stand below what is on the page, to drop something into. */
const spareRows = 4;

/** The grid of the page, a form or a modal, and what stands on it. While something is dragged over it, all make way as they would. */
export function CanvasGrid({ container }: { container: Container }) {
  const { draft, selected } = useBuilder();
  const troubles = useTroubles();
  const components = standingIn(draft.components, container);
  const { width, mounted, containerRef } = useContainerWidth();
  const drop = useDropInto(container);
  const isDragging = useIsDragging();
  const placeOf = (component: Component) => drop?.places.get(component.id) ?? component.place;
  const coming = drop === null ? [] : [...drop.places].filter(([id]) => isComing(id, components, drop.places));
  const rows = bottomOf([...components.map(placeOf), ...coming.map(([, place]) => place)]);
  const least = rows + (container === null ? spareRows : isDragging ? 1 : 0);
  return (
    <div
      ref={containerRef}
      data-grid={container ?? ""}
      style={{ minHeight: heightOf(Math.max(least, 2)) }}
      className={`relative w-full rounded-sm ${container === null ? "flex-1" : "h-full"} ${drop && container !== null ? "bg-accent-soft/40 outline-1 outline-accent/40" : ""}`}
    >
      {isDragging && mounted && <Columns />}
      {mounted &&
        components.map((component) => (
          <CanvasItem
            key={component.id}
            component={component}
            place={placeOf(component)}
            width={width}
            isSelected={selected.includes(component.id)}
            trouble={troubles.get(component.id)?.join("\n")}
          />
        ))}
      {drop &&
        mounted &&
        coming.map(([id, place]) => (
          <span
            key={id}
            aria-hidden
            style={pixelsOf(place, width)}
            className="pointer-events-none absolute rounded-md border-2 border-dashed border-accent bg-accent/10"
          />
        ))}
    </div>
  );
}

/** What is dragged itself: it is on its way here, or moves within. */
function isComing(id: string, components: readonly Component[], places: ReadonlyMap<string, unknown>): boolean {
  return !components.some((component) => component.id === id) || [...places.keys()].indexOf(id) === 0;
}

function Columns() {
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0 grid grid-cols-12 gap-3">
      {Array.from({ length: 12 }, (_, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns are all alike.
        <span key={column} className="rounded-sm bg-text/3" />
      ))}
    </div>
  );
}
