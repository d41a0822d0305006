import type { ReactNode } from "react";
import type { RunSummary } from "../../contract/run.ts";
import { RunStatusBadge, triggerWords } from "../parts/run-status.tsx";
import { Duration } from "../parts/time.tsx";
import { Elapsed } from "./elapsed.tsx";
import { RowLink, RowTime } from "./row-parts.tsx";
import { runHref } from "./run-actions.ts";

/** The columns of the list of runs. On a narrow page the less important ones are left out. */

export type RunColumn = {
  name: string;
  width: string;
  /** Shown from this width of the list on, in pixels. */
  from: number;
  cell(run: RunSummary, row: RowPlace): ReactNode;
};

/**
 * What a cell has to know beside its run. `now` is good to within ten seconds; `tabIndex`: whether Tab comes here; `isNear`: the
 * pointer or the keys are at the row.
 */
export type RowPlace = { application: string; now: number; tabIndex: number; isNear: boolean };

const secondary = "truncate text-xs text-muted";

export const runColumns: readonly RunColumn[] = [
  {
    name: "Status",
    width: "7.25rem",
    from: 0,
    cell: ({ status, attempt }) => (
      <>
        <RunStatusBadge status={status} />
        {attempt > 1 && (
          <span className="ml-1 text-2xs text-warning tabular-nums" title={`Attempt ${attempt}`}>
            ×{attempt}
          </span>
        )}
      </>
    ),
  },
  { name: "Worklet", width: "minmax(7rem,1.4fr)", from: 0, cell: (run, row) => <WorkletLink run={run} row={row} /> },
  {
    name: "Trigger",
    width: "4.5rem",
    from: 0,
    cell: ({ trigger }) => <span className={secondary}>{triggerWords[trigger]}</span>,
  },
  { name: "Mode", width: "3rem", from: 760, cell: ({ mode }) => <span className={secondary}>{mode}</span> },
  {
    name: "Started",
    width: "7rem",
    from: 0,
    cell: (run, { application, now, tabIndex, isNear }) => (
      <RowLink
        href={runHref({ application, worklet: run.worklet, run: run.worklet_run_id })}
        tabIndex={tabIndex}
        className="truncate text-xs hover:underline"
      >
        <RowTime at={run.started_at ?? run.created_at} now={now} isNear={isNear} />
      </RowLink>
    ),
  },
  {
    name: "Duration",
    width: "4.5rem",
    from: 0,
    cell: (run) => (
      <span className="truncate text-xs">
        <RunDuration run={run} />
      </span>
    ),
  },
  {
    name: "Queued",
    width: "4rem",
    from: 840,
    cell: ({ queued_ms }) =>
      queued_ms > 0 && (
        <span className={secondary}>
          <Duration ms={queued_ms} />
        </span>
      ),
  },
  { name: "Error", width: "minmax(7rem,2fr)", from: 0, cell: (run) => <ErrorLine run={run} /> },
  {
    name: "By",
    width: "5.5rem",
    from: 1_060,
    cell: ({ created_by }) => (
      <span className={secondary} title={created_by}>
        {created_by}
      </span>
    ),
  },
];

export function WorkletLink({ run, row }: { run: RunSummary; row: RowPlace }) {
  return (
    <RowLink
      href={`/applications/${row.application}/worklets/${run.worklet}`}
      tabIndex={row.tabIndex}
      title={run.worklet}
      className="truncate text-sm font-medium hover:underline"
    >
      {run.worklet}
    </RowLink>
  );
}

/** How long it took; of one that runs, so far. */
export function RunDuration({ run }: { run: RunSummary }) {
  if (run.status === "RUNNING" && run.started_at !== null) return <Elapsed since={Date.parse(run.started_at)} />;
  return <Duration ms={run.latency_ms} />;
}

/** Why it did not succeed, in one line. That somebody canceled it says its state already. */
export function ErrorLine({ run: { error, status } }: { run: RunSummary }) {
  if (error === null || status === "CANCELED") return null;
  return (
    <span className="truncate text-xs text-danger" title={error.message}>
      {error.message.split("\n", 1)[0]}
    </span>
  );
}
