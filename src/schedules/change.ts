import { and, eq } from "drizzle-orm";
import { Fault } from "../contract/fault.ts";
import type { NewSchedule, Schedule, SchedulePatch } from "../contract/schedule.ts";
import { invalid } from "../http/check.ts";
import { databaseOf } from "../platform/database.ts";
import { timesOf } from "./due.ts";
import { checkScheduleInput, type Editor } from "./input.ts";
import { columnsOf, type Place, scheduleRow, wishOf } from "./rows.ts";
import { readSchedule } from "./schedules.ts";
import { settle } from "./settle.ts";
import { type ScheduleRow, schedules } from "./table.ts";

/** Changing and deleting a schedule while the minute trigger may be at work on it: neither doubles nor loses a run. */

const mostTries = 5;
/** So many steps of a backlog are settled while somebody waits. */
const mostRounds = 5;

/**
 * What was due before the change is settled by the old rule, and what comes after it follows the new one. Faults:
 * `schedule.not_found`, `request.invalid`.
 */
export async function changeSchedule(
  env: Env,
  place: Place,
  id: string,
  patch: SchedulePatch,
  editor: Editor,
): Promise<Schedule> {
  for (let count = 0; count < mostTries; count++) {
    const now = Math.max(editor.now, Date.now());
    const row = await settledRow(env, place, id, now);
    const columns = columnsOf(merged(row, patch));
    if (patch.worklet_input !== undefined || patch.environment !== undefined) {
      await checkScheduleInput(env, place, columns, editor);
    }
    const isNewRule = ["cron", "every", "timeZone", "enabled"].some((name) => differs(row, columns, name));
    const changed: ScheduleRow = {
      ...row,
      ...columns,
      updatedAt: now,
      revision: row.revision + 1,
      watermark: isNewRule ? Math.max(now, row.watermark) : row.watermark,
    };
    const times = timesOf(changed);
    const written = await databaseOf(env)
      .update(schedules)
      .set({ ...changed, ...times })
      .where(and(eq(schedules.uid, row.uid), eq(schedules.revision, row.revision)))
      .returning({ uid: schedules.uid });
    if (written.length > 0) return readSchedule(env, place, id, now);
  }
  throw busy(id);
}

function differs(row: ScheduleRow, columns: Partial<ScheduleRow>, name: string): boolean {
  const [before, after] = [row, columns].map((each) => JSON.stringify(each[name as keyof ScheduleRow]));
  return before !== after;
}

/** A cron line takes the place of `every`, and the other way round. */
function merged(row: ScheduleRow, patch: SchedulePatch): Omit<NewSchedule, "id"> {
  const { cron = patch.every ? null : row.cron, every = patch.cron ? null : row.every } = patch;
  if ((cron === null) === (every === null)) {
    const message = cron === null ? "It needs a cron line or `every`." : "Give `cron` or `every`, not both.";
    throw invalid([{ path: "/cron", message }]);
  }
  return {
    cron,
    every,
    time_zone: patch.time_zone ?? row.timeZone,
    worklet_input: patch.worklet_input === undefined ? JSON.parse(row.workletInput) : patch.worklet_input,
    environment: patch.environment ?? row.environment,
    enabled: patch.enabled ?? row.enabled,
    overlap: patch.overlap ?? row.overlap,
    catch_up: patch.catch_up ?? row.catchUp,
    paused_until: patch.paused_until === undefined ? wishOf(row).paused_until : patch.paused_until,
  };
}

/** What was due before is settled: a run that was due is not lost. Its ledger goes by its age. */
export async function deleteSchedule(env: Env, place: Place, id: string, editor: Editor): Promise<void> {
  for (let count = 0; count < mostTries; count++) {
    const row = await settledRow(env, place, id, Math.max(editor.now, Date.now()));
    const deleted = await databaseOf(env)
      .delete(schedules)
      .where(and(eq(schedules.uid, row.uid), eq(schedules.revision, row.revision)))
      .returning({ uid: schedules.uid });
    if (deleted.length > 0) return;
  }
  throw busy(id);
}

/** The row when nothing of it is due any more. */
async function settledRow(env: Env, place: Place, id: string, now: number): Promise<ScheduleRow> {
  for (let round = 0; round < mostRounds; round++) {
    const row = await scheduleRow(env, place, id);
    if (row.wakeAt === null || row.wakeAt > now) return row;
    const { broken } = await settle(env, [row.uid], now);
    if (broken.length > 0) break;
  }
  throw busy(id);
}

function busy(id: string): Fault {
  const detail = `The ticks of ${id} that are due could not be settled yet. Try again in a few seconds.`;
  return new Fault("platform.unavailable", detail, { retryAfterSeconds: 5 });
}
