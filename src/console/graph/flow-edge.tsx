import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import type { Place } from "./edit.ts";
import { labelSize, lineThrough, type Point } from "./layout.ts";
import { AddButton } from "./small-cards.tsx";

/** An edge of the graph: its line, the condition of a decision, and the "+" that puts a block there. */

export type FlowLine = Edge<
  {
    points: readonly Point[];
    middle: Point;
    /** Under which condition a decision goes on here; null: it needs none. */
    condition: string | null;
    /** Nothing is there yet. */
    isOpen: boolean;
    /** Where the "+" puts a block; null: there is none. */
    place: Place | null;
    addLabel: string;
    isOtherwise: boolean;
  },
  "flow"
>;

export const FlowEdgeLine = memo(function FlowEdgeLine({ id, data, selected }: EdgeProps<FlowLine>) {
  if (data === undefined) return null;
  const { points, middle, condition, isOpen, place, addLabel, isOtherwise } = data;
  return (
    <>
      <BaseEdge
        id={id}
        path={lineThrough(points)}
        interactionWidth={isOpen ? 0 : 16}
        style={{
          stroke: selected ? "var(--accent)" : "var(--border-strong)",
          strokeWidth: selected ? 2 : 1.25,
          ...(isOpen && { strokeDasharray: "3 3" }),
        }}
      />
      <EdgeLabelRenderer>
        <div
          className="absolute flex items-center gap-1"
          style={{ transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)` }}
        >
          {condition !== null && (
            <span
              title={condition}
              style={{ maxWidth: labelSize.width - 28 }}
              className={`truncate rounded border border-border bg-surface-2 px-1.5 text-2xs ${isOtherwise ? "text-muted" : "font-mono text-text"}`}
            >
              {condition}
            </span>
          )}
          {place !== null && <AddButton place={place} label={addLabel} />}
        </div>
      </EdgeLabelRenderer>
    </>
  );
});
