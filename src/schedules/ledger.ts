import type { RunStatus } from "../contract/run.ts";
import type { Every } from "../contract/schedule.ts";
import { statementOf, transaction } from "../platform/database.ts";
import { settingsOf } from "../platform/settings.ts";
import type { End } from "./flags.ts";
import type { KeptFlag, ScheduleRow, TickRow } from "./table.ts";

/** What settling reads and writes, a page of schedules with each statement. */

/** A schedule with where it stands, by slugs and the application's internal id. */
export type Held = Omit<ScheduleRow, "workletInput"> & {
  /** null: too large to be read together with others. */
  workletInput: string | null;
  application: string;
  applicationUid: string;
  workletId: string;
};

/** Inputs up to this length are read with the page. */
const mostInput = 20_000;

const loadSchedules = `select s.uid, s.worklet, s.id, s.cron, s.every, s.time_zone as timeZone, s.environment, s.enabled, s.overlap,
  case when length(s.worklet_input) <= ${mostInput} then s.worklet_input end as workletInput, s.catch_up as catchUp,
  s.paused_until as pausedUntil, s.made_at as madeAt, s.created_by as createdBy, s.updated_at as updatedAt, s.revision, s.watermark,
  s.next_at as nextAt, s.wake_at as wakeAt, s.look_at as lookAt, s.looks, s.failures, s.flag,
  a.id as application, a.uid as applicationUid, w.id as workletId
from json_each(?1) as page join schedules s on s.uid = page.value
left join worklets w on w.uid = s.worklet left join applications a on a.uid = w.application
where s.wake_at <= ?2`;

type Loaded = Omit<Held, "every" | "enabled" | "flag" | "application"> & {
  every: string | null;
  enabled: number;
  flag: string | null;
  /** null: its worklet is gone. */
  application: string | null;
};

/** Those of a page that somebody has to look at. */
export async function loadDue(env: Env, uids: readonly string[], now: number): Promise<Held[]> {
  const { results } = await statementOf(env, loadSchedules, JSON.stringify(uids), now).all<Loaded>();
  const orphans = results.flatMap(({ uid, application }) => (application === null ? [uid] : []));
  if (orphans.length > 0) await deleteOrphans(env, orphans);
  return results.flatMap(({ application, ...row }) => (application === null ? [] : [{ ...heldOf(row), application }]));
}

function heldOf(row: Omit<Loaded, "application">): Omit<Held, "application"> {
  return {
    ...row,
    every: row.every === null ? null : (JSON.parse(row.every) as Every),
    enabled: row.enabled === 1,
    flag: row.flag === null ? null : (JSON.parse(row.flag) as KeptFlag),
  };
}

/** Deletes those of a page whose worklet is gone: whoever deleted it did not know of them. */
async function deleteOrphans(env: Env, uids: readonly string[]): Promise<void> {
  const sql = `delete from schedules where uid in (select value from json_each(?1))
    and not exists (select 1 from worklets where worklets.uid = schedules.worklet)`;
  await transaction(env, [statementOf(env, sql, JSON.stringify(uids))]);
}

/** The input of one schedule, as JSON text. */
export async function inputOf(env: Env, uid: string): Promise<string> {
  const row = await statementOf(env, "select worklet_input as input from schedules where uid = ?", uid).first<{
    input: string;
  }>();
  return row?.input ?? "null";
}

/** A started tick whose end is not noted; `status` as the list knows it. */
export type Open = { schedule: string; tick: number; run: string; status: RunStatus | null };

const loadOpen = `select t.schedule, t.tick, t.run, r.status from json_each(?1) as page
join ticks t on t.schedule = page.value and t.what = 'started' and t.outcome is null
left join runs r on r.id = t.run order by t.tick`;

/** By schedule, in the order of their ticks. */
export async function openRuns(env: Env, uids: readonly string[]): Promise<Map<string, Open[]>> {
  const { results } = await statementOf(env, loadOpen, JSON.stringify(uids)).all<Open>();
  return Map.groupBy(results, ({ schedule }) => schedule);
}

/** Which of these runs the list has, and when they were made. */
export async function madeRuns(env: Env, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const sql = "select id, created_at as createdAt from runs where id in (select value from json_each(?1))";
  const { results } = await statementOf(env, sql, JSON.stringify(ids)).all<{ id: string; createdAt: number }>();
  return new Map(results.map(({ id, createdAt }) => [id, createdAt]));
}

/** What settling makes of a schedule: rows of the ledger, ends of runs, and the schedule's own columns. */
export type Change = Pick<
  ScheduleRow,
  "uid" | "watermark" | "nextAt" | "wakeAt" | "lookAt" | "looks" | "failures" | "flag"
> & {
  /** The revision that it was worked out from. */
  revision: number;
  rows: TickRow[];
  ends: End[];
};

/**
 * A tick that was started is told in any case, since its run exists; everything else only by whoever finds the schedule as it was
 * read.
 */
const keepTicks = `insert into ticks (schedule, tick, what, reason, message, late_ms, run)
select value->>'schedule', value->>'tick', value->>'what', value->>'reason', value->>'message', value->>'lateMs', value->>'run'
from json_each(?1) join schedules s on s.uid = value->>'schedule'
where s.revision = value->>'revision' or value->>'what' = 'started'
on conflict (schedule, tick) do update set what = excluded.what, reason = null, message = null, late_ms = excluded.late_ms,
  run = excluded.run
where excluded.what = 'started' and ticks.what <> 'started'`;

const keepEnds = `update ticks set outcome = value->>'outcome' from json_each(?1) join schedules s on s.uid = value->>'schedule'
where ticks.schedule = value->>'schedule' and ticks.tick = value->>'tick' and s.revision = value->>'revision'`;

const keepSchedules = `update schedules set watermark = value->>'watermark', next_at = value->>'nextAt', wake_at = value->>'wakeAt',
  look_at = value->>'lookAt', looks = value->>'looks', failures = value->>'failures', flag = value->'flag',
  revision = schedules.revision + 1
from json_each(?1) where schedules.uid = value->>'uid' and schedules.revision = value->>'revision' returning uid`;

const rowsOfStatement = 1_000;

/** Writes changes as one transaction. Gives the schedules that were as they had been read; the others have to be read again. */
export async function keepChanges(env: Env, changes: readonly Change[]): Promise<Set<string>> {
  if (changes.length === 0) return new Set();
  const rows = changes.flatMap(({ revision, rows }) => rows.map((row) => ({ ...row, revision })));
  const ends = changes.flatMap(({ uid, revision, ends }) => ends.map((end) => ({ ...end, schedule: uid, revision })));
  const statements: D1PreparedStatement[] = [];
  for (let at = 0; at < rows.length; at += rowsOfStatement) {
    statements.push(statementOf(env, keepTicks, JSON.stringify(rows.slice(at, at + rowsOfStatement))));
  }
  for (let at = 0; at < ends.length; at += rowsOfStatement) {
    statements.push(statementOf(env, keepEnds, JSON.stringify(ends.slice(at, at + rowsOfStatement))));
  }
  const bare = changes.map(({ rows: _, ends: __, ...change }) => change);
  const results = await transaction(env, [...statements, statementOf(env, keepSchedules, JSON.stringify(bare))]);
  return new Set(((results.at(-1)?.results ?? []) as { uid: string }[]).map(({ uid }) => uid));
}

/** Deletes rows of the ledger that are past their time. Called each minute; bounded per call. */
export async function deleteOldTicks(env: Env, now: number): Promise<void> {
  const oldest = now - settingsOf(env).retentionMs;
  const sql =
    "delete from ticks where (schedule, tick) in (select schedule, tick from ticks where tick < ? limit 20000)";
  await transaction(env, [statementOf(env, sql, oldest)]);
}
