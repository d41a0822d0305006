import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import type { LogLine } from "../../contract/failure.ts";
import type { Run, Trace } from "../../contract/run.ts";
import { isOpen } from "../parts/run-status.tsx";
import type { RunAt } from "./run-actions.ts";
import { type ShownBlock, shownBlocks } from "./run-events.ts";
import { runKey, runQuery, traceQuery } from "./run-queries.ts";
import { useRunEvents } from "./use-run-events.ts";

/** A run as its page shows it: what was read of it, brought up to date by its events. */

export type ShownRun = {
  run: Run | undefined;
  error: unknown;
  trace: Trace | undefined;
  /** Why there is no trace. */
  traceError: unknown;
  blocks: ShownBlock[];
  logs: readonly LogLine[];
  refetch(): void;
};

/** Values of blocks that end in quick succession are read together. */
const readMs = 1_500;

export function useShownRun(at: RunAt): ShownRun {
  const queries = useQueryClient();
  const poll = useQuery(runQuery(at));
  const run = poll.data;
  const goesOn = run !== undefined && isOpen(run.status);
  const trace = useQuery({ ...traceQuery(at), enabled: run !== undefined });
  const live = useRunEvents(at, goesOn, () => void queries.invalidateQueries({ queryKey: runKey(at), exact: true }));
  const blocks = useMemo(() => shownBlocks(trace.data?.blocks ?? [], live.blocks), [trace.data, live.blocks]);
  const traceLogs = trace.data?.logs ?? [];

  const ended = live.blocks.filter(({ status }) => status !== "RUNNING").length;
  const { refetch: readTrace } = trace;
  useEffect(() => {
    if (!goesOn || ended === 0) return;
    const timer = setTimeout(() => void readTrace(), readMs);
    return () => clearTimeout(timer);
  }, [goesOn, ended, readTrace]);
  // The trace was read while the run went on; once more when it is over, whoever noticed that.
  const wentOn = useRef(goesOn);
  useEffect(() => {
    if (wentOn.current && !goesOn) void readTrace();
    wentOn.current = goesOn;
  }, [goesOn, readTrace]);

  return {
    run: run && withStatus(run, live.status?.status),
    error: poll.error,
    trace: trace.data,
    traceError: trace.error,
    blocks,
    // Both begin with the first line: the longer one knows more.
    logs: live.logs.length > traceLogs.length ? live.logs : traceLogs,
    refetch: () => void poll.refetch(),
  };
}

/** Events are quicker than polls: a run that was waiting runs. Its end comes with the poll, which has the result. */
function withStatus(run: Run, status: Run["status"] | undefined): Run {
  return status === "RUNNING" && run.status === "QUEUED" ? { ...run, status } : run;
}
