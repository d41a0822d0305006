import type { runs } from "./table.ts";

/** What is kept of a run in the list: how it reads on its way there, and the statements that take it in. */

export type RunRow = typeof runs.$inferSelect;
export type TraceRow = { input: string | null; output: string | null; trace: string; expiresAt: number };
/** `label` is how the run's line names the worklet: `application/worklet`. */
export type Entry = { label: string; row: RunRow; trace: TraceRow | null };

/** What a message of the queue carries at most. */
export const messageBytes = 100_000;

/**
 * An entry as two lines of JSON, the row's and the trace's (empty: none), so that the consumer hands them on without reading
 * them. Both are lists: of an object, SQLite looks up each member by its name. It fits into one message however the escapes of
 * its values count: the output goes first, then the values of the trace, then all of it. The row itself always fits.
 */
export function encoded({ label, row, trace }: Entry): string {
  const line = JSON.stringify([...rowMembers.map((member) => row[member]), label]);
  if (!trace) return `${line}\n`;
  const smaller: (() => TraceRow)[] = [
    () => trace,
    () => ({ ...trace, input: null, output: null }),
    () => ({ ...trace, input: null, output: null, trace: withoutValues(trace.trace) }),
    () => ({ ...trace, input: null, output: null, trace: '{"blocks":[],"logs":[],"truncated":true}' }),
  ];
  for (const attempt of smaller) {
    const kept = attempt();
    const text = `${line}\n${JSON.stringify([row.id, kept.input, kept.output, kept.trace, kept.expiresAt])}`;
    if (text.length < messageBytes && Buffer.byteLength(text) < messageBytes) return text;
  }
  throw new Error("A row of the list is larger than a message.");
}

/** A trace with what happened and when, but without what the blocks took, gave and logged. */
function withoutValues(trace: string): string {
  const { blocks } = JSON.parse(trace) as { blocks: Record<string, unknown>[] };
  const truncated = ["input", "output", "env"];
  const bare = blocks.map((block) => ({ ...block, input: null, output: null, env: null, error: null, truncated }));
  return JSON.stringify({ blocks: bare, logs: [], truncated: true });
}

/** Members of a row in the order of its list, each with its column. */
const columns = {
  id: "id",
  application: "application",
  worklet: "worklet",
  workletId: "worklet_id",
  version: "version",
  environment: "environment",
  mode: "mode",
  trigger: '"trigger"',
  status: "status",
  attempt: "attempt",
  createdAt: "created_at",
  startedAt: "started_at",
  finishedAt: "finished_at",
  failure: "failure",
  parentRunId: "parent_run_id",
  rerunOf: "rerun_of",
  createdBy: "created_by",
  revision: "revision",
} satisfies Record<keyof RunRow, string>;
const rowMembers = Object.keys(columns) as (keyof RunRow)[];

export const keepRuns = `insert into runs (${Object.values(columns).join(", ")})
select ${rowMembers.map((member, at) => `value->${member === "failure" ? "" : ">"}${at}`).join(", ")}
from json_each(?1) where true
on conflict (id) do update set status = excluded.status, attempt = excluded.attempt, started_at = excluded.started_at,
  finished_at = excluded.finished_at, failure = excluded.failure, revision = excluded.revision
where excluded.revision > runs.revision`;

export const keepTraces = `insert into traces (run, input, output, trace, expires_at)
select value->>0, value->>1, value->>2, value->>3, value->>4 from json_each(?1) where true
on conflict (run) do nothing`;

export type Told = RunRow & { label: string };

/** The run of which this is the row's line. */
export function toldOf(line: string): Told {
  const values = JSON.parse(line) as unknown[];
  const row = Object.fromEntries(rowMembers.map((member, at) => [member, values[at]]));
  return { ...row, label: values[rowMembers.length] } as Told;
}
