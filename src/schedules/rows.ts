import { and, eq } from "drizzle-orm";
import type { ApplicationRow, WorkletRow } from "../catalog/table.ts";
import { Fault } from "../contract/fault.ts";
import type { NewSchedule, Schedule, Tick } from "../contract/schedule.ts";
import { databaseOf, statementOf } from "../platform/database.ts";
import { ruleFor } from "./due.ts";
import { shownFlag } from "./flags.ts";
import { nextTicks } from "./rule.ts";
import { type ScheduleRow, schedules } from "./table.ts";

/** Rows of schedules and of the ledger, and how they are shown. */

/** Where a schedule is: its worklet and the worklet's application. */
export type Place = { application: ApplicationRow; worklet: WorkletRow };

export async function scheduleRow(env: Env, { worklet }: Place, id: string): Promise<ScheduleRow> {
  const row = await databaseOf(env)
    .select()
    .from(schedules)
    .where(and(eq(schedules.worklet, worklet.uid), eq(schedules.id, id)))
    .get();
  if (!row) throw new Fault("schedule.not_found", `The worklet ${worklet.id} has no schedule ${id}.`);
  return row;
}

/** A row of the ledger with what the list knows of its run. */
export type TickRead = {
  schedule: string;
  tick: number;
  what: Tick["what"];
  reason: Tick["reason"];
  message: string | null;
  lateMs: number | null;
  run: string | null;
  outcome: Tick["outcome"];
};

export const tickColumns = `t.schedule, t.tick, t.what, t.reason, t.message, t.late_ms as lateMs, t.run,
  coalesce(t.outcome, r.status) as outcome`;

/** The last rows of the ledger of these schedules, by schedule. */
export async function lastTicks(env: Env, uids: readonly string[]): Promise<Map<string, TickRead>> {
  const sql = `select ${tickColumns} from json_each(?1) as page
    join ticks t on t.schedule = page.value and t.tick = (select max(tick) from ticks where schedule = page.value)
    left join runs r on r.id = t.run`;
  const { results } = await statementOf(env, sql, JSON.stringify(uids)).all<TickRead>();
  return new Map(results.map((row) => [row.schedule, row]));
}

export function shownTick({ tick, what, reason, message, lateMs, run, outcome }: TickRead): Tick {
  return { tick: instant(tick), what, reason, message, late_ms: lateMs, worklet_run_id: run, outcome };
}

export function shownSchedule(row: ScheduleRow, last: TickRead | undefined, now: number): Schedule {
  return {
    ...wishOf(row),
    sentence: ruleFor(row).sentence,
    next_ticks: row.enabled ? ticksToCome(row, now) : [],
    last_tick: last ? shownTick(last) : null,
    flag: row.flag && shownFlag(row.flag),
    created_at: instant(row.madeAt),
    created_by: row.createdBy,
    updated_at: instant(row.updatedAt),
  };
}

const shownTicks = 5;

/** The next ticks that are not paused. */
export function ticksToCome(
  row: Pick<ScheduleRow, "cron" | "every" | "timeZone" | "madeAt" | "pausedUntil">,
  now: number,
): Schedule["next_ticks"] {
  return nextTicks(ruleFor(row), Math.max(now, (row.pausedUntil ?? 0) - 1), shownTicks, row.timeZone);
}

/** The columns that a person sets, as they follow from a whole schedule. */
export function columnsOf(
  wish: Omit<NewSchedule, "id">,
): Pick<
  ScheduleRow,
  "cron" | "every" | "timeZone" | "workletInput" | "environment" | "enabled" | "overlap" | "catchUp" | "pausedUntil"
> {
  const { cron, every, environment, enabled, overlap } = wish;
  return {
    cron,
    every,
    timeZone: wish.time_zone,
    workletInput: JSON.stringify(wish.worklet_input ?? null),
    environment,
    enabled,
    overlap,
    catchUp: wish.catch_up,
    pausedUntil: wish.paused_until === null ? null : Date.parse(wish.paused_until),
  };
}

/** The other way round: the schedule as somebody would wish for it. */
export function wishOf(row: ScheduleRow): NewSchedule & { id: string } {
  const { id, cron, every, environment, enabled, overlap, pausedUntil } = row;
  return {
    id,
    cron,
    every,
    time_zone: row.timeZone,
    worklet_input: JSON.parse(row.workletInput),
    environment,
    enabled,
    overlap,
    catch_up: row.catchUp,
    paused_until: pausedUntil === null ? null : instant(pausedUntil),
  };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
