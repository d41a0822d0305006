import { useDrag } from "./drag-context.tsx";

/** Follows the pointer where the box itself does not: out of the palette, and over another container. */
export function DragTag() {
  const drag = useDrag();
  return (
    <>
      {/* Dragging would put a style element into the page, which its policy forbids; it looks for this one first. */}
      <span hidden id="react-draggable-style-el" />
      {drag?.pointer && (
        <span
          aria-hidden
          style={{ left: drag.pointer.x + 12, top: drag.pointer.y + 12 }}
          className={`pointer-events-none fixed z-50 rounded px-1.5 py-0.5 text-xs font-medium shadow-popup ${drag.target ? "bg-accent text-on-accent" : "bg-surface-3 text-muted"}`}
        >
          {drag.words}
        </span>
      )}
    </>
  );
}
