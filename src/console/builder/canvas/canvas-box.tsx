import { CircleAlert, MoveVertical } from "lucide-react";
import { type ComponentProps, type MouseEvent, memo, type ReactNode, useRef } from "react";
import { componentKinds } from "../../../contract/component-kinds.ts";
import type { Component } from "../../../contract/view.ts";
import { isContainer } from "../document/family.ts";
import { placeWords } from "../words.ts";
import { useCanvas } from "./canvas-context.ts";
import { useIsDragging } from "./drag-context.tsx";
import { DrawnOnCanvas } from "./drawn-on-canvas.tsx";
import { mayGrow, useRowsNeeded } from "./overflow.ts";

export type Looks = {
  component: Component;
  isSelected: boolean;
  /** What is wrong with it, a line each. */
  trouble: string | undefined;
};

type BoxProps = Omit<ComponentProps<"div">, "children" | "id"> &
  Looks & {
    /** The handles, which the grid gives. */
    children?: ReactNode;
  };

/** The box of a component on the canvas: it is selected, has the focus, and shows what is inside without letting it act. */
export const CanvasBox = memo(function CanvasBox({
  component,
  isSelected,
  trouble,
  children,
  className = "",
  ...given
}: BoxProps) {
  const { id, kind, place } = component;
  const { openMenu, now } = useCanvas();
  const drawn = useRef<HTMLDivElement>(null);
  const rowsNeeded = useRowsNeeded(drawn, mayGrow(component));
  const pressedAt = useRef<{ x: number; y: number } | null>(null);

  // A press selects at once: what is dragged is what is selected.
  const press = (event: MouseEvent<HTMLDivElement>) => {
    if (isInInnerBox(event)) return;
    pressedAt.current = { x: event.clientX, y: event.clientY };
    if (event.button === 0 && !event.shiftKey && !isSelected) now().select([id]);
    given.onMouseDown?.(event);
  };
  /** One of several that are selected is selected alone by a click, but not by the end of a drag. */
  const click = (event: MouseEvent<HTMLDivElement>) => {
    if (isInInnerBox(event)) return;
    const { selected, select } = now();
    const { x, y } = pressedAt.current ?? { x: event.clientX, y: event.clientY };
    pressedAt.current = null;
    if (event.shiftKey) select(isSelected ? selected.filter((each) => each !== id) : [...selected, id]);
    else if (selected.length > 1 && Math.hypot(event.clientX - x, event.clientY - y) < 4) select([id]);
  };
  const name = componentKinds[kind].name;
  const where = component.parent === undefined ? "" : `, in ${component.parent}`;
  const words = `${id}, ${name}, ${placeWords(place)}${where}${isSelected ? ", selected" : ""}${rowsNeeded === null ? "" : ", higher than its rows"}${trouble ? `, ${trouble.split("\n", 1)[0]}` : ""}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no element for a thing on a canvas.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the canvas do the same.
    <div
      {...given}
      role="group"
      aria-roledescription="component"
      aria-label={words}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what is drawn inside is inert; the keys of the canvas act on the box.
      tabIndex={0}
      data-box={id}
      data-selected={isSelected || undefined}
      onMouseDown={press}
      onClick={click}
      onFocus={(event) => {
        if (event.target !== event.currentTarget || pressedAt.current) return;
        if (!isSelected) now().select([id]);
      }}
      onContextMenu={(event) => {
        if (isInInnerBox(event)) return;
        event.preventDefault();
        if (!isSelected) now().select([id]);
        openMenu({ id, anchor: { x: event.clientX, y: event.clientY } });
      }}
      className={`group/box rounded-md outline-offset-[calc(2px/var(--zoom))] transition-[left,top,width,height] duration-150 not-has-[[data-box]:hover]:hover:outline-[calc(1px/var(--zoom))] not-has-[[data-box]:hover]:hover:outline-border-strong data-selected:outline-[calc(2px/var(--zoom))]! data-selected:outline-accent! [&.react-draggable-dragging]:z-30 [&.react-draggable-dragging]:opacity-80 [&.react-draggable-dragging]:transition-none [&.resizing]:transition-none ${className}`}
    >
      <DrawnOnCanvas component={component} place={drawn} />
      {rowsNeeded !== null && <Higher rows={rowsNeeded} isHolding={isContainer(component)} />}
      <Tag id={id} isSelected={isSelected} />
      {trouble && (
        <span
          title={trouble}
          className="absolute top-0 right-0 z-10 origin-center translate-x-1/2 -translate-y-1/2 scale-[calc(1/var(--zoom))] rounded-full border border-surface bg-danger-soft p-0.5 text-danger"
        >
          <CircleAlert size={13} aria-hidden />
        </span>
      )}
      {children}
    </div>
  );
});

/** The name over the box, while it is selected or pointed at. */
function Tag({ id, isSelected }: { id: string; isSelected: boolean }) {
  const look = isSelected
    ? "block bg-accent text-on-accent"
    : "hidden bg-border-strong text-surface [:hover:not(:has([data-box]:hover))>&]:block";
  return (
    <span
      aria-hidden
      className={`pointer-events-none absolute bottom-full left-0 z-20 mb-1 max-w-48 origin-bottom-left scale-[calc(1/var(--zoom))] truncate rounded px-1 font-mono text-2xs ${look}`}
    >
      {id}
    </span>
  );
}

/** The page makes its rows higher. What stands in a form is never covered: it goes on below its box. */
function Higher({ rows, isHolding }: { rows: number; isHolding: boolean }) {
  // Forms have a row more while something may be dropped into them.
  if (useIsDragging()) return null;
  const words = `Its content needs ${rows} rows: the page makes its rows higher.`;
  return (
    <span
      title={words}
      className={`absolute inset-x-0 bottom-0 z-10 flex h-6 items-end justify-center border-b-2 border-dashed border-warning ${isHolding ? "pointer-events-none" : "bg-linear-to-t from-page to-transparent"}`}
    >
      <span className="origin-bottom translate-y-1/2 scale-[calc(1/var(--zoom))] rounded bg-warning-soft px-1 text-2xs text-warning">
        <MoveVertical size={11} aria-hidden className="inline" /> {rows} rows
      </span>
    </span>
  );
}

/** What happened in a box inside of this one is that box's own. */
function isInInnerBox({ target, currentTarget }: MouseEvent): boolean {
  return target instanceof Element && target.closest("[data-box]") !== currentTarget;
}
