import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { Plus } from "lucide-react";
import { memo } from "react";
import { useCanvas } from "./canvas-context.ts";
import type { Place } from "./edit.ts";
import { cardMarks } from "./focus.ts";
import { inputId } from "./layout.ts";

/** What stands in the graph beside its blocks: the worklet's input, and where a block can be added behind an end. */

export type InputNode = Node<{ spoken: string; isTabStop: boolean }, "input-card">;
export type AddNode = Node<{ place: Place; label: string }, "add">;

const hidden = "!pointer-events-none !opacity-0";

export const InputCard = memo(function InputCard({ data: { spoken, isTabStop } }: NodeProps<InputNode>) {
  const canvas = useCanvas();
  return (
    <>
      <button
        type="button"
        {...cardMarks(inputId)}
        tabIndex={isTabStop ? 0 : -1}
        aria-label={spoken}
        onFocus={() => canvas.focused(inputId)}
        className="nopan flex size-full items-center justify-center rounded-full border border-border bg-surface-2 text-xs font-medium text-muted focus-visible:outline-offset-2"
      >
        Input
      </button>
      <Handle type="source" position={Position.Bottom} className={hidden} isConnectable={false} />
    </>
  );
});

export const AddCard = memo(function AddCard({ data: { place, label } }: NodeProps<AddNode>) {
  return (
    <>
      <Handle type="target" position={Position.Top} className={hidden} isConnectable={false} />
      <AddButton place={place} label={label} />
    </>
  );
});

/** The "+" that adds a block. Those who use the keyboard press A on a block, so Tab passes it by. */
export function AddButton({ place, label }: { place: Place; label: string }) {
  const canvas = useCanvas();
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={label}
      title={label}
      onClick={(event) => canvas.chooseKind(place, event.currentTarget)}
      className="nodrag nopan pointer-events-auto flex size-[22px] items-center justify-center rounded-full border border-border bg-surface text-muted shadow-xs hover:border-accent hover:bg-accent-soft hover:text-accent"
    >
      <Plus size={13} aria-hidden />
    </button>
  );
}
