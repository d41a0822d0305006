import { useMemo } from "react";
import type { Run } from "../../contract/run.ts";
import { problemFrom } from "../api/problem.ts";
import { isOpen } from "../parts/run-status.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { BlockDetail } from "./block-detail.tsx";
import { useTicking } from "./elapsed.tsx";
import type { RunAt } from "./run-actions.ts";
import { NoValue } from "./run-value.tsx";
import type { ShownRun } from "./use-shown-run.ts";
import { Waterfall } from "./waterfall.tsx";
import { waterfallOf } from "./waterfall-layout.ts";

/** When each block of a run did what, and one of them in detail. */
export function RunTimeline({
  at,
  run,
  shown,
  block,
  select,
}: {
  at: RunAt;
  run: Run;
  shown: ShownRun;
  /** The block that is looked at. */
  block: string | null;
  select(block: string | null): void;
}) {
  const { blocks, logs, trace, traceError } = shown;
  const goesOn = isOpen(run.status);
  const now = useTicking(goesOn, 250);
  const layout = useMemo(
    () =>
      waterfallOf(run, blocks, now, {
        ...(trace?.children && { children: trace.children }),
        ...(run.progress && { progress: run.progress }),
      }),
    [run, blocks, now, trace],
  );
  const attempts = useMemo(() => blocks.filter((each) => each.block === block), [blocks, block]);
  const blockLogs = useMemo(() => logs.filter((line) => line.block === block), [logs, block]);
  if (traceError && blocks.length === 0) return <NoTrace error={traceError} />;
  if (trace === undefined && blocks.length === 0) return <Loading rows={5} label="Loading what the blocks did" />;
  if (blocks.length === 0) {
    return (
      <div className="p-3">
        <NoValue>
          {goesOn ? "No block has begun yet: the run waits for its turn." : "The run ended before any block had begun."}
        </NoValue>
      </div>
    );
  }
  return (
    <div className={`grid gap-4 p-3 ${attempts.length > 0 ? "xl:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)]" : ""}`}>
      <div className="min-w-0 self-start rounded-lg border border-border bg-surface">
        <Waterfall layout={layout} application={at.application} selected={block} select={select} />
        {trace?.truncated && (
          <p className="border-t border-border px-3 py-2 text-xs text-muted">
            The trace is not whole: values over 32 KB, and what is beyond 100 KB in all, were not kept.
          </p>
        )}
      </div>
      {attempts.length > 0 && (
        <BlockDetail key={block} at={at} attempts={attempts} logs={blockLogs} close={() => select(null)} />
      )}
    </div>
  );
}

function NoTrace({ error }: { error: unknown }) {
  if (problemFrom(error).code !== "run.not_found") return <Failed error={error} />;
  return (
    <div className="p-3">
      <NoValue>
        What the blocks of this run took, gave and logged is no longer kept: of a run that answered its caller directly
        and succeeded, for three days unless TRACE_DAYS says otherwise.
      </NoValue>
    </div>
  );
}
