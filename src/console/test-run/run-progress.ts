import type { LogLine } from "../../contract/failure.ts";
import type { BlockTrace, Run, RunStatus, Trace } from "../../contract/run.ts";

/** What is known of a run that is followed: made of its events, then of its trace. */

/** What the run did with a block so far: its latest attempt. Values are those of the trace, once it is known. */
export type BlockRun = Pick<BlockTrace, "status" | "attempt" | "latency_ms" | "error"> & {
  /** null: not known. */
  started_at: string | null;
  /** Absent while the block runs, and until the trace has been read. */
  trace?: BlockTrace;
};

/** One server-sent event of a run, read. */
export type RunEvent =
  | { type: "status"; at: string; status: RunStatus; attempt: number }
  | { type: "block"; at: string; block: string; attempt: number; status: BlockTrace["status"] }
  | { type: "log"; line: LogLine }
  | { type: "done"; run: Run };

export type Progress = {
  status: RunStatus;
  /** Starts of the run: more than one after an interruption. */
  attempt: number;
  blocks: Record<string, BlockRun>;
  logs: LogLine[];
  /** The poll body, once the run is over. */
  result: Run | null;
  /** As it was read last; null: not yet. */
  trace: Trace | null;
};

export const noProgress: Progress = { status: "QUEUED", attempt: 1, blocks: {}, logs: [], result: null, trace: null };

/** Reads an event of the stream; null: one that this program does not know. */
export function readEvent(type: string, data: string): RunEvent | null {
  const value: unknown = JSON.parse(data);
  switch (type) {
    case "status":
    case "block":
      return { ...(value as object), type } as RunEvent;
    case "log":
      return { type, line: value as LogLine };
    case "done":
      return { type, run: value as Run };
    default:
      return null;
  }
}

export function withEvents(before: Progress, events: readonly RunEvent[]): Progress {
  if (events.length === 0) return before;
  const after = { ...before };
  // A log that floods leaves the blocks as they are: whoever draws them need not draw them again.
  if (events.some(({ type }) => type === "block")) after.blocks = { ...before.blocks };
  const lines: LogLine[] = [];
  for (const event of events) {
    if (event.type === "log") lines.push(event.line);
    else if (event.type === "status") Object.assign(after, { status: event.status, attempt: event.attempt });
    else if (event.type === "block") after.blocks[event.block] = withBlockEvent(after.blocks[event.block], event);
    else Object.assign(after, { status: event.run.status, result: event.run });
  }
  if (lines.length > 0) after.logs = [...before.logs, ...lines];
  return after.result === null ? after : settled(after);
}

function withBlockEvent(before: BlockRun | undefined, event: RunEvent & { type: "block" }): BlockRun {
  const { status, attempt, at } = event;
  if (status === "RUNNING") return { status, attempt, started_at: at, latency_ms: null, error: null };
  const startedAt = before?.attempt === attempt ? before.started_at : null;
  const latencyMs = startedAt === null ? null : Math.max(0, Date.parse(at) - Date.parse(startedAt));
  return { status, attempt, started_at: startedAt, latency_ms: latencyMs, error: null };
}

/** When the run is over nothing runs any more, whatever the last event of a block said. */
function settled(progress: Progress): Progress {
  const { result } = progress;
  if (result === null) return progress;
  const left = result.status === "TIMED_OUT" ? "TIMED_OUT" : result.status === "CANCELED" ? "CANCELED" : "FAILED";
  const blocks = Object.entries(progress.blocks).map(([id, block]): [string, BlockRun] => {
    const error = block.error ?? (result.error?.block === id ? result.error : null);
    const status = block.status === "RUNNING" ? (result.status === "SUCCEEDED" ? "SUCCEEDED" : left) : block.status;
    return [id, { ...block, status, error }];
  });
  return { ...progress, blocks: Object.fromEntries(blocks) };
}

/** The trace knows the values and the exact times; of a block that it does not know yet, what the events said stays. */
export function withTrace(before: Progress, trace: Trace): Progress {
  const blocks = { ...before.blocks };
  for (const record of trace.blocks) {
    const known = blocks[record.block];
    if (known !== undefined && known.attempt > record.attempt) continue;
    if (record.status === "RUNNING" && known !== undefined && known.status !== "RUNNING") continue;
    blocks[record.block] = {
      status: record.status,
      attempt: record.attempt,
      started_at: record.started_at,
      latency_ms: record.latency_ms,
      error: record.error,
      ...(record.status !== "RUNNING" && { trace: record }),
    };
  }
  // Without events the lines come with the trace.
  const logs = trace.logs.length > before.logs.length ? trace.logs : before.logs;
  return settled({ ...before, blocks, logs, trace });
}

/** What a poll says while there are no events. */
export function withPoll(before: Progress, run: Run, isOver: boolean): Progress {
  return isOver ? withEvents(before, [{ type: "done", run }]) : { ...before, status: run.status, attempt: run.attempt };
}
