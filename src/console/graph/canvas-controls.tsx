import { useReactFlow, useStore } from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import { IconButton } from "../parts/button.tsx";

/** Buttons over the graph: how large it is shown. */
export function CanvasControls({ fit }: { fit(): void }) {
  const { zoomIn, zoomOut, zoomTo } = useReactFlow();
  const zoom = useStore(({ transform }) => Math.round(transform[2] * 100));
  const fast = { duration: 150 };
  return (
    <div
      role="toolbar"
      aria-label="Zoom"
      className="absolute bottom-3 left-3 z-10 flex items-center gap-0.5 rounded-lg border border-border bg-surface p-0.5 shadow-xs"
    >
      <IconButton label="Zoom out" keys="-" icon={<Minus size={15} aria-hidden />} onClick={() => void zoomOut(fast)} />
      <button
        type="button"
        aria-label={`Zoom is ${zoom}%: set it to 100%`}
        onClick={() => void zoomTo(1, fast)}
        className="h-7 w-11 rounded-md text-xs text-muted tabular-nums hover:bg-surface-3 hover:text-text"
      >
        {zoom}%
      </button>
      <IconButton label="Zoom in" keys="plus" icon={<Plus size={15} aria-hidden />} onClick={() => void zoomIn(fast)} />
      <IconButton label="Show all" keys="f" icon={<Maximize size={15} aria-hidden />} onClick={fit} />
    </div>
  );
}
