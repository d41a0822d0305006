import { expect, it } from "vitest";
import { settle } from "../../src/schedules/settle.ts";
import { call, eventually, newApplication, newWorklet } from "../support/api.ts";
import {
  backdate,
  bindings,
  ended,
  everyOtherMinute,
  everyOtherMs,
  ledgerOf,
  ledgerWith,
  minuteMs,
  newSchedule,
  scheduledRuns,
  trigger,
  uidOf,
} from "./minutes.ts";

/** A schedule is edited while one of its ticks is due and not settled yet. */

const echo = "export const main = (input: unknown) => input;";
const iso = (ms: number) => new Date(ms).toISOString();

/** A line of every other minute, one tick of which is due; for a minute at least, no other one will be. */
async function due() {
  const application = await newApplication();
  const worklet = await newWorklet(application, echo);
  const { cron, last } = everyOtherMinute();
  const schedule = await newSchedule(worklet, { cron, worklet_input: "old", overlap: "allow" });
  await backdate(schedule, everyOtherMs);
  return { application, worklet, schedule, tick: last };
}

it("what was due before a change runs by the old rule and with the old input, what comes after by the new one", async () => {
  const { worklet, schedule, tick } = await due();
  const patched = await call("PATCH", schedule, { body: { worklet_input: "new" } });
  expect(patched.body).toMatchObject({ worklet_input: "new", last_tick: { tick: iso(tick), what: "started" } });
  await trigger(tick + everyOtherMs);
  const rows = await ledgerWith(schedule, 2);
  const outputs = await Promise.all(rows.map(async (row) => (await ended(worklet, row.worklet_run_id)).worklet_output));
  expect(outputs).toEqual(["old", "new"]);
});

it("another line is followed from now on", async () => {
  const { schedule, tick } = await due();
  const other = new Date(tick + 5 * minuteMs);
  await call("PATCH", schedule, { body: { cron: `${other.getUTCMinutes()} ${other.getUTCHours()} * * *` } });
  await trigger(tick + 7 * minuteMs);
  const rows = await ledgerWith(schedule, 2);
  expect(rows).toMatchObject([{ tick: iso(tick) }, { tick: other.toISOString(), what: "started" }]);
});

it("disabling does not lose the tick that was due, and deleting starts its run too", async () => {
  const disabled = await due();
  await call("PATCH", disabled.schedule, { body: { enabled: false } });
  await trigger(disabled.tick + 2 * everyOtherMs);
  expect(await ledgerOf(disabled.schedule)).toMatchObject([{ tick: iso(disabled.tick), what: "started" }]);
  const deleted = await due();
  expect((await call("DELETE", deleted.schedule)).status).toBe(204);
  await trigger(deleted.tick + 2 * everyOtherMs);
  const runs = await eventually(
    () => scheduledRuns(deleted.application),
    (found) => found.length > 0,
  );
  expect(runs).toHaveLength(1);
});

it("a change that overtakes a tick in progress neither doubles its run nor hides it", async () => {
  const { application, schedule, tick } = await due();
  const uid = await uidOf(schedule);
  // The consumer has started the run and is about to write when the schedule is changed.
  const DB = new Proxy(bindings.DB, {
    get(target, name) {
      const member = Reflect.get(target, name);
      if (name !== "batch") return typeof member === "function" ? member.bind(target) : member;
      return async (statements: D1PreparedStatement[]) => {
        await target
          .prepare(
            "update schedules set revision = revision + 1, enabled = 0, wake_at = null, watermark = ? where uid = ?",
          )
          .bind(tick - 1, uid)
          .run();
        return target.batch(statements);
      };
    },
  });
  await settle({ ...bindings, DB }, [uid], Date.now());
  expect(await ledgerOf(schedule)).toMatchObject([{ tick: iso(tick), what: "started" }]);
  await call("PATCH", schedule, { body: { enabled: true } });
  const runs = await eventually(
    () => scheduledRuns(application),
    (found) => found.length > 0,
  );
  expect(runs).toHaveLength(1);
});

it("changes and triggers at once: each tick has one row, and each started one exactly one run", async () => {
  const { application, schedule, tick } = await due();
  const uid = await uidOf(schedule);
  const statuses: number[] = [];
  const patches = Array.from({ length: 8 }, async (_, count) => {
    const body = count % 2 === 0 ? { worklet_input: count } : { enabled: count % 4 === 1 };
    statuses.push((await call("PATCH", schedule, { body })).status);
  });
  const settled = Array.from({ length: 8 }, (_, count) => settle(bindings, [uid], tick + (count % 4) * everyOtherMs));
  await Promise.all([...patches, ...settled]);
  // Who lost five times in a row is told to come back; nothing else may happen.
  expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
  await call("PATCH", schedule, { body: { enabled: false } });
  const rows = await ledgerOf(schedule);
  expect(new Set(rows.map((row) => row.tick)).size).toBe(rows.length);
  const started = rows.filter(({ what }) => what === "started").map((row) => row.worklet_run_id);
  const runs = await eventually(
    () => scheduledRuns(application),
    (found) => found.length >= started.length,
  );
  expect(runs.map((run) => run.worklet_run_id).sort()).toEqual([...started].sort());
});
