// biome-ignore-all lint/a11y/useSemanticElements: elements of a table cannot be placed one by one, as a list of which only a part is there needs.
// biome-ignore-all lint/a11y/useFocusableInteractive: the keys go from row to row, and Tab to what is in a cell.
import { RotateCcw, Square } from "lucide-react";
import { memo, useState } from "react";
import type { RunSummary } from "../../contract/run.ts";
import { isOpen, RunStatusBadge, triggerWords } from "../parts/run-status.tsx";
import { RowTime } from "./row-parts.tsx";
import { isInBackground } from "./run-actions.ts";
import { ErrorLine, type RowPlace, type RunColumn, RunDuration, WorkletLink } from "./run-columns.tsx";

/** A run as a row of the list, or as a card of two lines where the list is narrow. */

export type RowDeeds = {
  open(run: RunSummary): void;
  focus(run: RunSummary): void;
  cancel(run: RunSummary): void;
  repeat(run: RunSummary): void;
};

type RowProps = {
  run: RunSummary;
  application: string;
  now: number;
  /** From 0. */
  at: number;
  top: number;
  height: number;
  /** null: a card. */
  columns: readonly RunColumn[] | null;
  template: string;
  isActive: boolean;
  /** Tab comes to the grid here. */
  isTabStop: boolean;
  deeds: RowDeeds;
};

export const RunRow = memo(function RunRow({
  run,
  application,
  now,
  at,
  top,
  height,
  columns,
  template,
  isActive,
  isTabStop,
  deeds,
}: RowProps) {
  const [isHovered, setHovered] = useState(false);
  const isNear = isHovered || isActive || isTabStop;
  const place = { application, now, tabIndex: isTabStop ? 0 : -1, isNear };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it takes the keys.
    <div
      role="row"
      id={rowId(run)}
      aria-rowindex={at + 2}
      aria-selected={isActive}
      tabIndex={place.tabIndex}
      onFocus={() => deeds.focus(run)}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onClick={(event) => {
        if (!(event.target as Element).closest("a, button")) deeds.open(run);
      }}
      className={`group contain-content absolute inset-x-0 top-0 grid cursor-pointer items-center gap-x-3 border-b border-border px-3 outline-offset-[-2px] ${isActive ? "bg-surface-2" : "hover:bg-surface-2"} ${columns ? "" : "grid-rows-2 content-center"}`}
      style={{ height, transform: `translateY(${top}px)`, gridTemplateColumns: columns ? template : "1fr" }}
    >
      {columns ? (
        <>
          {columns.map((column) => (
            <div role="gridcell" key={column.name} className="flex min-w-0 items-center">
              {column.cell(run, place)}
            </div>
          ))}
          <div role="gridcell" className="flex justify-end">
            {isNear && <RowButton run={run} tabIndex={place.tabIndex} deeds={deeds} />}
          </div>
        </>
      ) : (
        <Card run={run} row={place} />
      )}
    </div>
  );
});

export function rowId(run: RunSummary): string {
  return `row-${run.worklet_run_id}`;
}

function Card({ run, row }: { run: RunSummary; row: RowPlace }) {
  return (
    <div role="gridcell" className="row-span-2 flex min-w-0 flex-col gap-1">
      <div className="flex min-w-0 items-center gap-2">
        <RunStatusBadge status={run.status} />
        <WorkletLink run={run} row={row} />
        <span className="ml-auto shrink-0 text-xs">
          <RunDuration run={run} />
        </span>
      </div>
      <div className="flex min-w-0 items-center gap-2 text-xs text-muted">
        <span className="shrink-0">
          <RowTime at={run.started_at ?? run.created_at} now={row.now} isNear={row.isNear} />
        </span>
        <span className="shrink-0">
          {triggerWords[run.trigger]} {run.mode}
        </span>
        {run.attempt > 1 && <span className="shrink-0 text-warning">attempt {run.attempt}</span>}
        <ErrorLine run={run} />
      </div>
    </div>
  );
}

/** For the pointer, and by Tab in the row that the keys are at; other rows need none. */
function RowButton({ run, tabIndex, deeds }: { run: RunSummary; tabIndex: number; deeds: RowDeeds }) {
  const [label, icon, act] =
    isOpen(run.status) && isInBackground(run.worklet_run_id)
      ? (["Cancel the run", <Square key="icon" size={13} aria-hidden />, deeds.cancel] as const)
      : (["Run again", <RotateCcw key="icon" size={13} aria-hidden />, deeds.repeat] as const);
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-label={label}
      title={label}
      onClick={() => act(run)}
      className="rounded p-1 text-muted opacity-0 group-hover:opacity-100 group-focus-within:opacity-100 hover:bg-surface-3 hover:text-text focus-visible:opacity-100"
    >
      {icon}
    </button>
  );
}
