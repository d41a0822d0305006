import { and, asc, eq, gt, gte, or } from "drizzle-orm";
import { type ApplicationRow, worklets } from "../catalog/table.ts";
import { Fault } from "../contract/fault.ts";
import { limits } from "../contract/limits.ts";
import { type List, type ListQuery, pageOf, positionOf } from "../contract/list.ts";
import type {
  ListedSchedule,
  NewSchedule,
  PreviewedSchedule,
  Schedule,
  SchedulePreview,
  Tick,
} from "../contract/schedule.ts";
import { invalid } from "../http/check.ts";
import type { Reply } from "../http/route.ts";
import { databaseOf, isTaken, statementOf } from "../platform/database.ts";
import { randomId } from "../platform/ids.ts";
import { receiptReply, startRun } from "../runs/background.ts";
import { checkInput } from "../runs/invoke.ts";
import { ruleFor, timesOf } from "./due.ts";
import { checkScheduleInput, definitionFor, type Editor } from "./input.ts";
import {
  columnsOf,
  lastTicks,
  type Place,
  scheduleRow,
  shownSchedule,
  shownTick,
  type TickRead,
  tickColumns,
  ticksToCome,
  wishOf,
} from "./rows.ts";
import { limitOf } from "./start.ts";
import { type ScheduleRow, schedules } from "./table.ts";
import { dayMs } from "./zone.ts";

/** Schedules as they are made, read and run by hand. */

export async function listSchedules(env: Env, place: Place, query: ListQuery, now: number): Promise<List<Schedule>> {
  const after = positionOf(query.cursor, ["text"]);
  const rows = await databaseOf(env)
    .select()
    .from(schedules)
    .where(and(eq(schedules.worklet, place.worklet.uid), after ? gt(schedules.id, after[0]) : undefined))
    .orderBy(asc(schedules.id))
    .limit(query.limit + 1);
  const last = await lastTicks(
    env,
    rows.map(({ uid }) => uid),
  );
  return pageOf(
    rows,
    query.limit,
    (row) => shownSchedule(row, last.get(row.uid), now),
    (row) => [row.id],
  );
}

/** Those of all worklets: the indexes `worklets_by_id` and `schedules_by_id` are read in their own order, a page at a time. */
export async function listAllSchedules(
  env: Env,
  application: ApplicationRow,
  query: ListQuery,
  now: number,
): Promise<List<ListedSchedule>> {
  const [worklet, id] = positionOf(query.cursor, ["text", "text"]) ?? ["", ""];
  const rows = await databaseOf(env)
    .select({ schedule: schedules, worklet: worklets.id })
    .from(worklets)
    .innerJoin(schedules, eq(schedules.worklet, worklets.uid))
    .where(
      and(
        eq(worklets.application, application.uid),
        gte(worklets.id, worklet),
        or(gt(worklets.id, worklet), gt(schedules.id, id)),
      ),
    )
    .orderBy(asc(worklets.id), asc(schedules.id))
    .limit(query.limit + 1);
  const last = await lastTicks(
    env,
    rows.map(({ schedule }) => schedule.uid),
  );
  return pageOf(
    rows,
    query.limit,
    (row) => ({ ...shownSchedule(row.schedule, last.get(row.schedule.uid), now), worklet: row.worklet }),
    (row) => [row.worklet, row.schedule.id],
  );
}

/** As they were wished for, by the ids of their worklets: what a folder holds of them. */
export async function schedulesOf(env: Env, application: string): Promise<Map<string, NewSchedule[]>> {
  const rows = await databaseOf(env)
    .select({ row: schedules, worklet: worklets.id })
    .from(schedules)
    .innerJoin(worklets, eq(worklets.uid, schedules.worklet))
    .where(eq(worklets.application, application))
    .orderBy(asc(worklets.id), asc(schedules.id));
  const found = new Map<string, NewSchedule[]>();
  for (const { row, worklet } of rows) found.set(worklet, [...(found.get(worklet) ?? []), wishOf(row)]);
  return found;
}

export async function readSchedule(env: Env, place: Place, id: string, now: number): Promise<Schedule> {
  const row = await scheduleRow(env, place, id);
  return shownSchedule(row, (await lastTicks(env, [row.uid])).get(row.uid), now);
}

/** No schedule was made before; rules are not made for the calendars of other centuries. */
const earliest = Date.UTC(2000, 0, 1);

/** What a schedule that is not saved would do. Fault: `request.invalid`. */
export function previewSchedule(wish: PreviewedSchedule, now: number): SchedulePreview {
  const madeAt = wish.counted_from === undefined ? now : Date.parse(wish.counted_from);
  if (madeAt > now + dayMs || madeAt < earliest) {
    throw invalid([{ path: "/counted_from", message: "Give the created_at of the schedule that is to be changed." }]);
  }
  const row = { ...columnsOf(wish), madeAt };
  return { sentence: ruleFor(row).sentence, next_ticks: ticksToCome(row, now) };
}

/** Its first tick is the first one after now. Faults: `request.invalid`, `schedule.exists`, `schedule.too_many`, `worklet.not_found`. */
export async function createSchedule(env: Env, place: Place, wish: NewSchedule, editor: Editor): Promise<Schedule> {
  const { caller, now } = editor;
  const columns = columnsOf(wish);
  await checkScheduleInput(env, place, columns, editor);
  const row = {
    uid: randomId(12),
    worklet: place.worklet.uid,
    ...columns,
    madeAt: now,
    createdBy: caller.name,
    updatedAt: now,
    revision: 1,
    watermark: now,
    lookAt: null,
    looks: 0,
    failures: 0,
    flag: null,
  };
  const times = timesOf(row);
  for (;;) {
    const id = wish.id ?? (await freeId(env, place));
    const made: ScheduleRow = { ...row, ...times, id };
    try {
      await insert(env, place, made);
      return shownSchedule(made, undefined, now);
    } catch (error) {
      if (!isTaken(error, "schedules")) throw error;
      if (wish.id === undefined) continue;
      throw new Fault("schedule.exists", `The worklet ${place.worklet.id} has a schedule ${id}. Send another "id".`);
    }
  }
}

/** `schedule`, then `schedule-2` and so on. */
async function freeId(env: Env, { worklet }: Place): Promise<string> {
  const rows = await databaseOf(env)
    .select({ id: schedules.id })
    .from(schedules)
    .where(eq(schedules.worklet, worklet.uid));
  const taken = new Set(rows.map((row) => row.id));
  for (let count = 1; ; count++) {
    const id = count === 1 ? "schedule" : `schedule-${count}`;
    if (!taken.has(id)) return id;
  }
}

/** One statement: neither a worklet that is being deleted nor the last free place can be passed by. */
const insertSchedule = `insert into schedules (uid, worklet, id, cron, every, time_zone, worklet_input, environment, enabled, overlap,
  catch_up, paused_until, made_at, created_by, updated_at, revision, watermark, next_at, wake_at, looks, failures)
select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, 0, 0
where exists (select 1 from worklets where uid = ?) and (select count(*) from schedules where worklet = ?) < ${limits.schedules}
returning uid`;

async function insert(env: Env, { worklet }: Place, row: ScheduleRow): Promise<void> {
  const made = await statementOf(
    env,
    insertSchedule,
    ...[row.uid, row.worklet, row.id, row.cron, row.every === null ? null : JSON.stringify(row.every), row.timeZone],
    ...[row.workletInput, row.environment, row.enabled ? 1 : 0, row.overlap, row.catchUp, row.pausedUntil, row.madeAt],
    ...[row.createdBy, row.updatedAt, row.watermark, row.nextAt, row.wakeAt, worklet.uid, worklet.uid],
  ).first();
  if (made) return;
  const isThere = await statementOf(env, "select 1 from worklets where uid = ?", worklet.uid).first();
  if (!isThere) throw new Fault("worklet.not_found", `The worklet ${worklet.id} was just deleted.`);
  const detail = `A worklet has at most ${limits.schedules} schedules. Delete one, or give this one to a worklet that calls ${worklet.id}.`;
  throw new Fault("schedule.too_many", detail);
}

/** Runs it now, beside its ticks: the ledger has only what was due. */
export async function runSchedule(env: Env, place: Place, id: string, { caller, now }: Editor): Promise<Reply> {
  const row = await scheduleRow(env, place, id);
  const definition = await definitionFor(env, place, row.environment, now);
  checkInput(definition, JSON.parse(row.workletInput));
  const made = await startRun(env, {
    definition,
    input: row.workletInput,
    trigger: "schedule",
    createdBy: caller.name,
    now,
    timeoutMs: limitOf(definition),
    tellsFailure: true,
  });
  return receiptReply(definition, made.id);
}

/** The ledger of a schedule, newest first. */
export async function listTicks(env: Env, place: Place, id: string, query: ListQuery): Promise<List<Tick>> {
  const { uid } = await scheduleRow(env, place, id);
  const [before] = positionOf(query.cursor, ["number"]) ?? [Number.MAX_SAFE_INTEGER];
  const sql = `select ${tickColumns} from ticks t left join runs r on r.id = t.run
    where t.schedule = ? and t.tick < ? order by t.tick desc limit ?`;
  const { results } = await statementOf(env, sql, uid, before, query.limit + 1).all<TickRead>();
  return pageOf(results, query.limit, shownTick, (row) => [row.tick]);
}
