import { memo, useContext, useMemo, useRef, useState } from "react";
import { GridItem, type ResizeHandleAxis } from "react-grid-layout";
import type { Place } from "../../../contract/view.ts";
import { columns } from "../document/grid.ts";
import { CanvasBox, type Looks } from "./canvas-box.tsx";
import { ScaleContext, useCanvas } from "./canvas-context.ts";
import { gap, noPadding, rowPixels } from "./geometry.ts";
import { useBoxDrag } from "./use-box-drag.ts";

const handles: ResizeHandleAxis[] = ["n", "e", "s", "w", "ne", "se", "sw", "nw"];
const none: ResizeHandleAxis[] = [];

/** They have one size on the screen, however small the page is drawn. */
const handlePlaces: Readonly<Record<ResizeHandleAxis, string>> = {
  n: "inset-x-2 -top-(--half) h-(--full) cursor-ns-resize",
  s: "inset-x-2 -bottom-(--half) h-(--full) cursor-ns-resize",
  w: "inset-y-2 -left-(--half) w-(--full) cursor-ew-resize",
  e: "inset-y-2 -right-(--half) w-(--full) cursor-ew-resize",
  nw: "-left-(--half) -top-(--half) size-(--full) cursor-nwse-resize",
  se: "-right-(--half) -bottom-(--half) size-(--full) cursor-nwse-resize",
  ne: "-right-(--half) -top-(--half) size-(--full) cursor-nesw-resize",
  sw: "-left-(--half) -bottom-(--half) size-(--full) cursor-nesw-resize",
};

/** A handle is there for what is selected; those at the corners are seen. */
function resizeHandle(axis: ResizeHandleAxis, ref: React.Ref<HTMLElement>) {
  return (
    <span
      ref={ref}
      key={axis}
      className={`react-resizable-handle absolute z-20 hidden [--full:calc(0.625rem/var(--zoom))] [--half:calc(0.3125rem/var(--zoom))] [[data-selected]>&]:block ${handlePlaces[axis]} ${axis.length === 2 ? "rounded-full border-[calc(2px/var(--zoom))] border-accent bg-surface" : ""}`}
    />
  );
}

/** Touching scrolls the canvas. */
const isTouched = matchMedia("(pointer: coarse)").matches;

/** A component in its box on the grid: dragged by any part of it, sized by its edges. */
export const CanvasItem = memo(function CanvasItem({
  component,
  place,
  width,
  isSelected,
  trouble,
}: Looks & {
  place: Place;
  width: number;
}) {
  const { mayEdit } = useCanvas();
  const scale = useContext(ScaleContext);
  const { id } = component;
  // Drawn anew, the box lets go of the pointer: that is how a drag is given up.
  const [round, setRound] = useState(0);
  const held = useRef(component.place);
  const drag = useBoxDrag(component, () => setRound((before) => before + 1));
  const box = useMemo(
    () => <CanvasBox component={component} isSelected={isSelected} trouble={trouble} />,
    [component, isSelected, trouble],
  );
  // What is dragged stays where it was until it is dropped; the others make way.
  const shown = drag.isActive ? held.current : place;
  if (!drag.isActive) held.current = place;
  const mayMove = mayEdit && !isTouched;
  return (
    <GridItem
      key={round}
      i={id}
      {...shown}
      cols={columns}
      containerWidth={width}
      margin={gap}
      containerPadding={noPadding}
      rowHeight={rowPixels}
      maxRows={Number.POSITIVE_INFINITY}
      isDraggable={mayMove}
      isResizable={mayMove}
      isBounded={false}
      useCSSTransforms={false}
      transformScale={scale}
      dragThreshold={4}
      cancel={`[data-box="${id}"] [data-box]`}
      resizeHandles={mayMove ? handles : none}
      resizeHandle={resizeHandle as never}
      onDragStart={drag.start}
      onDrag={drag.drag}
      onDragStop={drag.stop}
      onResizeStart={drag.resize}
      onResize={drag.resize}
      onResizeStop={drag.resizeStop}
    >
      {box}
    </GridItem>
  );
});
