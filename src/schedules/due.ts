import type { Tick } from "../contract/schedule.ts";
import { type Rule, ruleOf, type Timing, ticksBetween } from "./rule.ts";
import type { ScheduleRow } from "./table.ts";

/** What is due of one schedule, and what becomes of it: no clock, no storage. */

/** A tick that is started so much later was missed: from then on the catch-up policy decides. */
export const inTimeMs = 120_000;

/** So many rows of the ledger are written for one schedule at a time. */
export const mostTicks = 1_000;
/** As the remainder of a long list would look like a short delay, it is not cut off when it is as short as this. */
const spareTicks = 10;

type Timed = Pick<
  ScheduleRow,
  "cron" | "every" | "timeZone" | "madeAt" | "enabled" | "pausedUntil" | "watermark" | "lookAt"
>;

const rules = new Map<string, Rule>();

/** The rule of a schedule, made once: thousands of schedules share a few lines. */
export function ruleFor({ cron, every, timeZone, madeAt }: Timing): Rule {
  const key = JSON.stringify([cron, every, timeZone, every === null ? 0 : madeAt]);
  let rule = rules.get(key);
  if (!rule) {
    rule = ruleOf({ cron, every, timeZone, madeAt });
    if (rules.size >= 1_000) rules.clear();
    rules.set(key, rule);
  }
  return rule;
}

/** The columns that follow from the others: whoever changes a schedule writes them too. */
export function timesOf(row: Timed): Pick<ScheduleRow, "nextAt" | "wakeAt"> {
  // A rule that is wrong is told when it is written, not when the schedule is enabled.
  const rule = ruleFor(row);
  if (!row.enabled) return { nextAt: null, wakeAt: row.lookAt };
  const next = rule.next(row.watermark);
  const isPaused = next !== null && row.pausedUntil !== null && next < row.pausedUntil;
  return {
    nextAt: isPaused ? rule.next((row.pausedUntil ?? 0) - 1) : next,
    wakeAt: next === null || row.lookAt === null ? (next ?? row.lookAt) : Math.min(next, row.lookAt),
  };
}

/** Due ticks, oldest first; `isAll`: there are no more. What lies before `after` is settled, or nobody asks for it any more. */
export type Due = { ticks: number[]; isAll: boolean; after: number };

/** The due ticks after the watermark, at most so many; those that the ledger would not keep any more are left out. */
export function dueTicks(row: Timed, now: number, retentionMs: number, most = mostTicks): Due {
  if (!row.enabled || row.watermark >= now) return { ticks: [], isAll: true, after: row.watermark };
  const after = Math.max(row.watermark, now - retentionMs);
  const ticks = ticksBetween(ruleFor(row), after, now, most + spareTicks + 1);
  const isAll = ticks.length <= most + spareTicks;
  return { ticks: isAll ? ticks : ticks.slice(0, most), isAll, after };
}

type Reason = NonNullable<Tick["reason"]>;

/** Ticks to be settled together: those that are skipped and then perhaps one that has a run. */
export type Step = {
  skipped: { tick: number; reason: Reason }[];
  /** `startedAt`: its run was made earlier, and only its row is missing. */
  start: { tick: number; startedAt: number | null } | null;
};

type Known = {
  /** A run of the schedule is not over. */
  isOpen: boolean;
  /** Runs that exist already, by tick: when each was made. */
  made: ReadonlyMap<number, number>;
};

/**
 * What becomes of due ticks, up to the first one that runs: what is after it depends on how long its run takes. After an outage
 * (the oldest is late) `latest` runs the last one in place of all, `none` only those that are not late themselves. `foundAt` is
 * when the trigger saw that they are due: waiting behind thousands of others is no outage.
 */
export function stepOf(
  row: Pick<ScheduleRow, "overlap" | "catchUp" | "pausedUntil">,
  { ticks, isAll }: Pick<Due, "ticks" | "isAll">,
  { isOpen, made }: Known,
  foundAt: number,
): Step {
  const skipped: Step["skipped"] = [];
  const isLate = (tick: number) => foundAt - tick > inTimeMs;
  const wasAway = ticks[0] !== undefined && isLate(ticks[0]);
  const latest = isAll ? ticks.at(-1) : undefined;
  const isMissed = (tick: number) => (row.catchUp === "none" ? isLate(tick) : wasAway && tick !== latest);
  for (const tick of ticks) {
    const startedAt = made.get(tick);
    if (startedAt !== undefined) return { skipped, start: { tick, startedAt } };
    if (row.pausedUntil !== null && tick < row.pausedUntil) skipped.push({ tick, reason: "paused" });
    else if (isMissed(tick)) skipped.push({ tick, reason: "catch_up" });
    else if (isOpen && row.overlap === "skip") skipped.push({ tick, reason: "overlap" });
    else return { skipped, start: { tick, startedAt: null } };
  }
  return { skipped, start: null };
}

const firstLookMs = 60_000;
const longestLookMs = 3_600_000;

/** When to ask next how the open runs ended: after a minute, and then less and less often. */
export function lookAfter(
  row: Pick<ScheduleRow, "lookAt" | "looks">,
  runs: { isOpen: boolean; isStarted: boolean },
  now: number,
): Pick<ScheduleRow, "lookAt" | "looks"> {
  if (runs.isStarted) return { lookAt: now + firstLookMs, looks: 0 };
  if (!runs.isOpen) return { lookAt: null, looks: 0 };
  if (row.lookAt !== null && row.lookAt > now) return { lookAt: row.lookAt, looks: row.looks };
  const looks = row.looks + 1;
  return { lookAt: now + Math.min(firstLookMs * 2 ** looks, longestLookMs), looks };
}
