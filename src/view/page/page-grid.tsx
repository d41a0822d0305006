import { memo } from "react";
import type { Component } from "../../contract/view.ts";
import { drawnKinds } from "../components/kinds.tsx";
import { Boundary } from "./boundary.tsx";
import { grid, heightOf, isScroller, placed } from "./layout.ts";
import { useReadings } from "./page-context.ts";

/**
 * The components of one parent on their grid, and what stands in them on grids of their own. The page around it is the
 * container `view`: where that is narrow, every grid is one column.
 */
export function PageGrid({ components, parent }: { components: readonly Component[]; parent?: string }) {
  const here = components.filter((component) => component.parent === parent);
  const hidden = useReadings(here.map(({ id }) => `${id}.hidden`));
  const shown = placed(
    here.filter(({ kind }) => kind !== "modal"),
    (id) => hidden[`${id}.hidden`]?.value === true,
  );
  const modals = here.filter(({ id, kind }) => kind === "modal" && hidden[`${id}.hidden`]?.value !== true);
  return (
    <>
      <div className="grid auto-rows-[minmax(40px,auto)] grid-cols-12 gap-3 @max-[640px]/view:flex @max-[640px]/view:flex-col">
        {shown.map(({ component, row }) => (
          <Cell key={component.id} component={component} components={components} row={row} />
        ))}
      </div>
      {modals.map((component) => (
        <DrawnComponent key={component.id} component={component} components={components} />
      ))}
    </>
  );
}

type CellProps = { component: Component; components: readonly Component[]; row: number };

const Cell = memo(function Cell({ component, components, row }: CellProps) {
  const { x, w, h } = component.place;
  const place = { gridColumn: `${x + 1} / span ${w}`, gridRow: `${row + 1} / span ${h}` };
  const drawn = <DrawnComponent component={component} components={components} />;
  if (!isScroller(component.kind)) {
    return (
      <div className="min-w-0" style={place} data-component={component.id}>
        {drawn}
      </div>
    );
  }
  // It takes its rows' height and asks for no more, however much it holds.
  const height = heightOf(h);
  const narrow = Math.max(height, grid.narrowScrollerPixels);
  const heights = { "--rows": `${height}px`, "--rows-narrow": `${narrow}px` };
  return (
    <div
      className="relative min-h-(--rows) min-w-0 @max-[640px]/view:min-h-(--rows-narrow)"
      style={{ ...place, ...heights }}
      data-component={component.id}
    >
      <div className="absolute inset-0">{drawn}</div>
    </div>
  );
});

/** One component, with what stands in it. What breaks in it stays in it. */
export function DrawnComponent({ component, components }: { component: Component; components: readonly Component[] }) {
  const Kind = drawnKinds[component.kind];
  const isHolding = component.kind === "form" || component.kind === "modal";
  return (
    <Boundary component={component}>
      <Kind component={component}>{isHolding && <PageGrid components={components} parent={component.id} />}</Kind>
    </Boundary>
  );
}
