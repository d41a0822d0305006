import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import worker from "../../src/index.ts";
import { type Answer, call, eventually } from "../support/api.ts";

/** Schedules as these tests make them, and the minute trigger as it would come at any time. */

export const bindings = env as Env;
export const minuteMs = 60_000;

const madeAt = new Map<string, number>();

/** The minute that a schedule was made in, and the ones after it: a line of every minute is due at the first of those. */
export function minute(schedule: string, count = 0): number {
  const at = madeAt.get(schedule);
  if (at === undefined) throw new Error(`Nobody made ${schedule} here.`);
  return Math.floor(at / minuteMs) * minuteMs + count * minuteMs;
}

/** How far the ticks of such a line are apart. */
export const everyOtherMs = 2 * minuteMs;

/** A line of every other minute, and its last tick: for a minute at least, no other one falls due. */
export function everyOtherMinute(): { cron: string; last: number } {
  const last = Math.floor(Date.now() / minuteMs) * minuteMs;
  return { cron: `${new Date(last).getUTCMinutes() % 2}-59/2 * * * *`, last };
}

/** The minute trigger for an instant; what it put into the queue is done a little later. */
export async function trigger(at: number): Promise<void> {
  await worker.scheduled?.(createScheduledController({ scheduledTime: at, cron: "* * * * *" }), bindings);
}

/** A schedule of a worklet (its address). Gives its own address. */
export async function newSchedule(worklet: string, body: object): Promise<string> {
  const made = await call("POST", `${worklet}/schedules`, { body });
  if (made.status !== 201) throw new Error(`No schedule: ${JSON.stringify(made.body)}`);
  const address = made.headers.get("Location") ?? "";
  madeAt.set(address, Date.parse(made.body.created_at));
  return address;
}

/** The internal id of a schedule. */
export async function uidOf(schedule: string): Promise<string> {
  const [, , application, , worklet, , id] = schedule.split("/");
  const row = await bindings.DB.prepare(
    `select s.uid from schedules s join worklets w on w.uid = s.worklet join applications a on a.uid = w.application
     where a.id = ? and w.id = ? and s.id = ?`,
  )
    .bind(application, worklet, id)
    .first<{ uid: string }>();
  return row?.uid ?? "";
}

/** As if the schedule had been made so much earlier, with nothing settled since. */
export async function backdate(schedule: string, ms: number): Promise<void> {
  await bindings.DB.prepare(
    "update schedules set made_at = made_at - ?1, watermark = watermark - ?1, wake_at = wake_at - ?1 where uid = ?2",
  )
    .bind(ms, await uidOf(schedule))
    .run();
}

export type Row = {
  tick: string;
  what: string;
  reason: string | null;
  message: string | null;
  late_ms: number | null;
  worklet_run_id: string | null;
  outcome: string | null;
};

/** The ledger, oldest first. */
export async function ledgerOf(schedule: string): Promise<Row[]> {
  const rows: Row[] = [];
  let query = "?limit=100";
  for (;;) {
    const { body } = await call("GET", `${schedule}/ticks${query}`);
    rows.push(...body.items);
    if (body.next_cursor === null) return rows.reverse();
    query = `?limit=100&cursor=${body.next_cursor}`;
  }
}

/** The ledger once it has so many rows. */
export function ledgerWith(schedule: string, count: number): Promise<Row[]> {
  return eventually(
    () => ledgerOf(schedule),
    (rows) => rows.length >= count,
  );
}

/** Runs of an application that schedules started, newest first. */
export async function scheduledRuns(application: string): Promise<Answer["body"][]> {
  return (await call("GET", `/applications/${application}/runs?trigger=schedule&limit=100`)).body.items;
}

/** Waits until a run is over, and gives its poll. */
export async function ended(worklet: string, run: string | null | undefined): Promise<Answer["body"]> {
  return (await call("GET", `${worklet}/${run}?wait=10`)).body;
}
