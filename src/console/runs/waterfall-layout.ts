import type { BlockTrace, RunStatus, Trace } from "../../contract/run.ts";
import type { ShownBlock } from "./run-events.ts";

/** Where the bars of a run stand on its time axis. Pure: instants are epoch milliseconds, places per cent of the width. */

export type Bar = {
  attempt: number;
  status: BlockTrace["status"] | "WAITING";
  left: number;
  width: number;
  startMs: number;
  /** null: it still runs. */
  lengthMs: number | null;
};

export type Child = NonNullable<Trace["children"]>[number];

export type Row = {
  block: string;
  kind: string;
  /** Of the latest attempt. */
  status: BlockTrace["status"];
  bars: Bar[];
  /** It was finished by the run that this one repeats. */
  isTakenOver: boolean;
  /** Of a block that runs once for each item. */
  each: { total: number; done: number; failed: number } | null;
  children: Child[];
};

export type Waterfall = {
  spanMs: number;
  ticks: { left: number; ms: number }[];
  /** The wait before the start; null: there was none to speak of. */
  queue: Bar | null;
  rows: Row[];
};

export type Timed = { status: RunStatus; created_at: string; started_at: string | null; finished_at: string | null };
export type Progress = { block: string; total: number; done: number; failed: number };

export function waterfallOf(
  run: Timed,
  blocks: readonly ShownBlock[],
  now: number,
  more: { children?: readonly Child[]; progress?: readonly Progress[] } = {},
): Waterfall {
  const from = Date.parse(run.created_at);
  const last = Math.max(from, ...blocks.flatMap((block) => instantsOf(block)));
  const until = run.finished_at === null ? Math.max(now, last) : Math.max(Date.parse(run.finished_at), last);
  const spanMs = Math.max(1, until - from);
  const place = (start: number, end: number) => ({
    left: (100 * (start - from)) / spanMs,
    width: (100 * Math.max(0, end - start)) / spanMs,
  });
  const barOf = ({ attempt, status, started_at, finished_at }: ShownBlock): Bar => {
    const start = Math.max(from, Date.parse(started_at));
    const end = finished_at === null ? until : Math.max(start, Date.parse(finished_at));
    return {
      attempt,
      status,
      ...place(start, end),
      startMs: start - from,
      lengthMs: finished_at === null ? null : end - start,
    };
  };
  const begun = run.started_at === null ? null : Date.parse(run.started_at);
  const waited = begun ?? until;
  const queue: Bar | null =
    waited <= from
      ? null
      : {
          attempt: 1,
          status: "WAITING",
          ...place(from, waited),
          startMs: 0,
          lengthMs: begun === null && run.finished_at === null ? null : waited - from,
        };
  const rows = groups(blocks).map((attempts) => rowOf(attempts, from, barOf, more));
  return { spanMs, ticks: ticksOf(spanMs), queue, rows };
}

/** A part of the whole axis that starts at 0 and has about five marks at round times. */
export function ticksOf(spanMs: number): { left: number; ms: number }[] {
  const step = steps.find((each) => spanMs / each <= 6) ?? Math.ceil(spanMs / 6 / dayMs) * dayMs;
  const ticks = [];
  // The words of a mark near the end would stand outside.
  for (let ms = 0; ms <= spanMs * 0.9; ms += step) ticks.push({ left: (100 * ms) / spanMs, ms });
  return ticks;
}

const dayMs = 86_400_000;
const steps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400].map((s) => s * 1_000),
];

/** The attempts of each block, blocks in the order in which they were first begun. */
function groups(blocks: readonly ShownBlock[]): ShownBlock[][] {
  const byBlock = new Map<string, ShownBlock[]>();
  for (const block of blocks) byBlock.set(block.block, [...(byBlock.get(block.block) ?? []), block]);
  const begun = (attempts: ShownBlock[]) => Math.min(...attempts.map(({ started_at }) => Date.parse(started_at)));
  return [...byBlock.values()]
    .map((attempts) => attempts.sort((a, b) => a.attempt - b.attempt))
    .sort((a, b) => begun(a) - begun(b));
}

function rowOf(
  attempts: ShownBlock[],
  from: number,
  barOf: (block: ShownBlock) => Bar,
  { children = [], progress = [] }: { children?: readonly Child[]; progress?: readonly Progress[] },
): Row {
  const latest = attempts[attempts.length - 1] as ShownBlock;
  const under = latest.finished_at === null ? progress.find(({ block }) => block === latest.block) : undefined;
  const each = under ?? latest.trace?.each ?? null;
  const isTakenOver =
    latest.finished_at !== null && Date.parse(latest.finished_at) <= from && latest.status !== "SKIPPED";
  return {
    block: latest.block,
    kind: latest.kind,
    status: latest.status,
    // What was skipped or taken over has taken no time here.
    bars: isTakenOver ? [] : attempts.filter(({ status }) => status !== "SKIPPED").map(barOf),
    isTakenOver,
    each: each && { total: each.total, done: each.done, failed: each.failed },
    children: children.filter(({ block }) => block === latest.block),
  };
}

function instantsOf({ started_at, finished_at }: ShownBlock): number[] {
  return [started_at, finished_at].flatMap((at) => (at === null ? [] : [Date.parse(at)]));
}
