import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { CircleAlert, CircleDashed, Ellipsis, Repeat } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import { statusLooks } from "../parts/run-status.tsx";
import { durationText } from "../parts/time.tsx";
import type { BlockRun } from "../test-run/test-run-context.ts";
import { useCanvas } from "./canvas-context.ts";
import { cardMarks } from "./focus.ts";
import type { Kind } from "./new-block.ts";
import { kindLooks } from "./words.ts";

/** A block as it stands in the graph. */

export type CardLook = {
  id: string;
  kind: Kind;
  summary: string;
  spoken: string;
  isEach: boolean;
  /** What is wrong with it, in words; null: nothing. */
  wrong: string | null;
  status: BlockRun["status"] | null;
  latencyMs: number | null;
  isReadOnly: boolean;
};

/** `isTabStop`: Tab comes to this one of all cards. */
export type BlockNode = Node<{ look: CardLook; isTabStop: boolean }, "block">;

const handle =
  "!size-2 !min-w-0 !min-h-0 !rounded-full !border !border-surface !bg-border-strong transition-colors hover:!bg-accent";

export const BlockCard = memo(function BlockCard({ data: { look, isTabStop }, selected }: NodeProps<BlockNode>) {
  const canvas = useCanvas();
  const card = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (canvas.awaited.current !== look.id) return;
    canvas.awaited.current = null;
    card.current?.focus({ preventScroll: true });
  }, [canvas, look.id]);
  const { icon: Icon } = kindLooks[look.kind];
  const border = look.wrong !== null ? "border-danger" : selected ? "border-accent" : "border-border";
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu opens by its key and its button too.
    <div
      onContextMenu={(event) => {
        event.preventDefault();
        canvas.openBlock(look.id, { x: event.clientX, y: event.clientY });
      }}
      className={`group relative size-full rounded-lg border bg-surface shadow-xs hover:border-border-strong ${border} ${selected ? "ring-2 ring-accent/40" : ""} ${look.status === "SKIPPED" ? "opacity-60" : ""}`}
    >
      <Handle type="target" position={Position.Top} className={handle} isConnectable={!look.isReadOnly} />
      <button
        type="button"
        ref={card}
        {...cardMarks(look.id)}
        tabIndex={isTabStop ? 0 : -1}
        aria-label={look.spoken}
        aria-pressed={selected}
        onFocus={() => canvas.focused(look.id)}
        className="absolute inset-0 rounded-lg focus-visible:outline-offset-2"
      />
      <div aria-hidden className="pointer-events-none relative flex h-full items-center gap-2.5 px-2.5">
        <span className={`flex size-8 shrink-0 items-center justify-center rounded-md ${iconColours(look.status)}`}>
          <Icon size={16} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5 pr-5">
            <span className="truncate text-sm font-medium">{look.id}</span>
            {look.isEach && <Repeat size={12} className="shrink-0 text-muted" />}
          </span>
          <span className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate text-xs text-muted">{look.summary}</span>
            <Mark look={look} />
          </span>
        </span>
      </div>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`More about ${look.id}`}
        onClick={(event) => canvas.openBlock(look.id, event.currentTarget)}
        className="nodrag nopan absolute top-1 right-1 flex size-6 items-center justify-center rounded text-muted opacity-0 group-hover:opacity-100 hover:bg-surface-3 hover:text-text focus-visible:opacity-100"
      >
        <Ellipsis size={14} aria-hidden />
      </button>
      <Handle type="source" position={Position.Bottom} className={handle} isConnectable={!look.isReadOnly} />
    </div>
  );
});

/** What the last run did with the block, and whether something is wrong with it. */
function Mark({ look: { status, latencyMs, wrong } }: { look: CardLook }) {
  const state = status === null ? null : status === "SKIPPED" ? skipped : statusLooks[status];
  return (
    <span className="flex shrink-0 items-center gap-1 text-2xs tabular-nums">
      {state && (
        <span className={`flex items-center gap-1 ${state.text}`}>
          {latencyMs !== null && status !== "SKIPPED" && durationText(latencyMs)}
          <state.icon size={12} className={state.moves ? "animate-spin" : ""} />
        </span>
      )}
      {wrong !== null && (
        <span title={wrong} className="pointer-events-auto text-danger">
          <CircleAlert size={13} />
        </span>
      )}
    </span>
  );
}

const skipped = { icon: CircleDashed, text: "text-muted", moves: false };

function iconColours(status: CardLook["status"]): string {
  if (status === null || status === "SKIPPED") return "bg-surface-3 text-muted";
  const { soft, text } = statusLooks[status];
  return `${soft} ${text}`;
}
