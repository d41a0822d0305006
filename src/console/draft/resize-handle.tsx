import { type KeyboardEvent, type PointerEvent, useRef } from "react";

/** The line between two panes: drag it, or move it by the arrow keys. The pane at the side that is named gets the size. */
export function ResizeHandle({
  label,
  controls,
  side,
  size,
  least,
  most,
  onResize,
}: {
  label: string;
  /** The id of the pane that gets the size. */
  controls: string;
  side: "left" | "right" | "below";
  /** Pixels, as are the bounds. */
  size: number;
  least: number;
  most: number;
  onResize(size: number): void;
}) {
  const drag = useRef<{ from: number; size: number } | null>(null);
  const isUpright = side !== "below";
  // To the right, a pane at the left grows and one at the right shrinks.
  const sign = side === "left" ? -1 : 1;
  const place = (event: PointerEvent) => (isUpright ? event.clientX : event.clientY);
  const resize = (next: number) => onResize(Math.round(Math.min(Math.max(next, least), most)));
  const press = (event: KeyboardEvent) => {
    const sizes: Record<string, number> = {
      [isUpright ? "ArrowLeft" : "ArrowUp"]: size + sign * (event.shiftKey ? 96 : 24),
      [isUpright ? "ArrowRight" : "ArrowDown"]: size - sign * (event.shiftKey ? 96 : 24),
      Home: least,
      End: most,
    };
    const next = sizes[event.key];
    if (next === undefined) return;
    event.preventDefault();
    resize(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is no line between paragraphs.
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-controls={controls}
      aria-orientation={isUpright ? "vertical" : "horizontal"}
      aria-valuenow={size}
      aria-valuemin={least}
      aria-valuemax={most}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { from: place(event), size };
      }}
      onPointerMove={(event) => {
        if (drag.current) resize(drag.current.size + sign * (drag.current.from - place(event)));
      }}
      onPointerUp={() => {
        drag.current = null;
      }}
      onLostPointerCapture={() => {
        drag.current = null;
      }}
      className={`group relative z-10 shrink-0 touch-none bg-border hover:bg-accent focus-visible:bg-accent ${isUpright ? "w-px cursor-col-resize" : "h-px cursor-row-resize"}`}
    >
      <span
        aria-hidden
        className={`absolute ${isUpright ? "inset-y-0 -left-1 -right-1" : "inset-x-0 -top-1 -bottom-1"}`}
      />
    </div>
  );
}
