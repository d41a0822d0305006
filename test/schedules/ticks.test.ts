import { expect, it } from "vitest";
import { settle } from "../../src/schedules/settle.ts";
import { call, eventually, fresh, newApplication, newWorklet } from "../support/api.ts";
import { gate, open } from "../support/hits.ts";
import {
  backdate,
  bindings,
  ended,
  everyOtherMinute,
  everyOtherMs,
  ledgerOf,
  ledgerWith,
  minute,
  minuteMs,
  newSchedule,
  scheduledRuns,
  trigger,
  uidOf,
} from "./minutes.ts";

/** The minute trigger with all that it sets going: queue, ledger and runs. */

const echo = "export const main = (input: unknown, _: unknown, { run }: any) => ({ input, trigger: run.trigger });";
const slow = "export const main = (ms: number) => new Promise((done) => setTimeout(() => done('slept'), ms));";

async function scheduled(body: object, source = echo, more: object = {}) {
  const application = await newApplication();
  const worklet = await newWorklet(application, source, more);
  return { application, worklet, schedule: await newSchedule(worklet, body) };
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** The runs of the list once so many are there, and any more have had their time to come. */
async function listedRuns(application: string, count: number) {
  await eventually(
    () => scheduledRuns(application),
    (found) => found.length >= count,
  );
  await pause(500);
  return scheduledRuns(application);
}

const brokenObject = { create: () => Promise.reject(new Error("The object is away.")) };
/** A little later than that: what the settling itself takes counts too. */
const about = (ms: number) => expect.toSatisfy((late: number) => late >= ms && late < ms + 30_000);
const iso = (ms: number) => new Date(ms).toISOString();

it("a tick becomes a run with the schedule's input, and a row that says how late it was", async () => {
  const { application, worklet, schedule } = await scheduled({ cron: "* * * * *", worklet_input: { n: 7 } });
  await trigger(minute(schedule, 1));
  const [row] = await ledgerWith(schedule, 1);
  expect(row).toMatchObject({ tick: iso(minute(schedule, 1)), what: "started", reason: null, message: null });
  expect(row?.late_ms).toBeLessThan(minuteMs);
  const run = await ended(worklet, row?.worklet_run_id);
  expect(run).toMatchObject({ status: "SUCCEEDED", worklet_output: { input: { n: 7 }, trigger: "schedule" } });
  const [listed] = await eventually(
    () => scheduledRuns(application),
    (runs) => runs[0]?.status === "SUCCEEDED",
  );
  expect(listed).toMatchObject({
    mode: "async",
    trigger: "schedule",
    created_by: "root key",
    environment: "production",
  });
  const [noted] = await ledgerOf(schedule);
  expect(noted?.outcome).toBe("SUCCEEDED");
  const { body } = await call("GET", schedule);
  expect(body.last_tick).toMatchObject({ tick: iso(minute(schedule, 1)), what: "started" });
});

it("the trigger called twice, and a page settled five times at once, start one run", async () => {
  const { application, schedule } = await scheduled({ cron: "* * * * *" });
  const uid = await uidOf(schedule);
  const at = minute(schedule, 1);
  await Promise.all([trigger(at), trigger(at), ...Array.from({ length: 5 }, () => settle(bindings, [uid], at))]);
  await trigger(at);
  await pause(500);
  expect(await ledgerOf(schedule)).toMatchObject([{ what: "started", reason: null }]);
  expect(await listedRuns(application, 1)).toHaveLength(1);
});

it("three hours late, latest runs once for all that was missed, and the rest is told as skipped", async () => {
  const { application, schedule } = await scheduled({ cron: "* * * * *", overlap: "allow" });
  const from = minute(schedule);
  await trigger(from + 180 * minuteMs);
  const rows = await ledgerWith(schedule, 180);
  expect(rows.map(({ tick }) => tick)).toEqual(Array.from({ length: 180 }, (_, at) => iso(from + (at + 1) * minuteMs)));
  expect(rows.slice(0, -1).every(({ what, reason }) => what === "skipped" && reason === "catch_up")).toBe(true);
  expect(rows.at(-1)).toMatchObject({ what: "started", late_ms: about(0) });
  expect(await listedRuns(application, 1)).toHaveLength(1);
});

it("three hours late, a line of every two hours runs the tick that it missed, unless it is told not to", async () => {
  const application = await newApplication();
  const worklet = await newWorklet(application, echo);
  const every = { unit: "hour", count: 2 };
  const latest = await newSchedule(worklet, { every });
  const none = await newSchedule(worklet, { every, catch_up: "none" });
  const hours2 = 2 * 60 * minuteMs;
  const due = Math.ceil((Date.now() + 1) / hours2) * hours2;
  await trigger(due + 90 * minuteMs);
  expect(await ledgerWith(latest, 1)).toMatchObject([
    { tick: iso(due), what: "started", late_ms: about(90 * minuteMs) },
  ]);
  expect(await ledgerWith(none, 1)).toMatchObject([{ tick: iso(due), what: "skipped", reason: "catch_up" }]);
  await trigger(due + hours2);
  expect((await ledgerWith(none, 2))[1]).toMatchObject({ tick: iso(due + hours2), what: "started", late_ms: about(0) });
});

it("without catch-up, ticks that are not two minutes late are in time", async () => {
  const { schedule } = await scheduled({ cron: "* * * * *", catch_up: "none", overlap: "allow" });
  const from = minute(schedule);
  await trigger(from + 5 * minuteMs);
  const rows = await ledgerWith(schedule, 5);
  expect(rows.map(({ what, reason }) => reason ?? what)).toEqual([
    "catch_up",
    "catch_up",
    "started",
    "started",
    "started",
  ]);
});

it("a trigger that comes a minute late loses nothing", async () => {
  const { application, schedule } = await scheduled({ cron: "* * * * *", overlap: "allow" });
  await trigger(minute(schedule, 2));
  expect(await ledgerWith(schedule, 2)).toMatchObject([
    { what: "started", late_ms: about(minuteMs) },
    { what: "started", late_ms: about(0) },
  ]);
  expect(await listedRuns(application, 2)).toHaveLength(2);
});

it("after two days of silence a line of every minute is settled in steps, every tick with its row", async () => {
  const { schedule } = await scheduled({ cron: "* * * * *" });
  const from = minute(schedule);
  const count = 2 * 1_440;
  await trigger(from + count * minuteMs);
  await eventually(
    async () => (await call("GET", schedule)).body.last_tick?.tick,
    (tick) => tick === iso(from + count * minuteMs),
  );
  const rows = await ledgerOf(schedule);
  expect(rows).toHaveLength(count);
  expect(new Set(rows.map(({ tick }) => tick)).size).toBe(count);
  expect(rows.filter(({ what }) => what === "started")).toHaveLength(1);
  expect(rows.at(-1)?.what).toBe("started");
}, 60_000);

it("a paused schedule skips its ticks until the instant that it is paused to", async () => {
  const { cron, last } = everyOtherMinute();
  const { schedule } = await scheduled({ cron });
  const until = iso(last + 3 * everyOtherMs);
  const paused = await call("PATCH", schedule, { body: { paused_until: until } });
  expect(paused.body.next_ticks[0].utc).toBe(until);
  for (let count = 1; count <= 3; count++) {
    await trigger(last + count * everyOtherMs);
    await ledgerWith(schedule, count);
  }
  expect((await ledgerOf(schedule)).map(({ what, reason }) => reason ?? what)).toEqual(["paused", "paused", "started"]);
});

it("a tick is skipped while the last run is not over, unless runs may overlap", async () => {
  const application = await newApplication();
  const name = fresh("overlap");
  const worklet = await newWorklet(application, `${gate} export const main = () => opened("${name}");`);
  const skip = await newSchedule(worklet, { cron: "* * * * *" });
  const allow = await newSchedule(worklet, { cron: "* * * * *", overlap: "allow" });
  const from = minute(allow);
  await trigger(from + minuteMs);
  const [first] = await ledgerWith(skip, 1);
  await ledgerWith(allow, 1);
  await trigger(from + 2 * minuteMs);
  expect((await ledgerWith(skip, 2))[1]).toMatchObject({ what: "skipped", reason: "overlap", worklet_run_id: null });
  expect((await ledgerWith(allow, 2))[1]?.what).toBe("started");
  await open(name);
  await ended(worklet, first?.worklet_run_id);
  // Only its object knows yet that the run is over.
  await bindings.DB.prepare("update runs set status = 'RUNNING', revision = 1000 where id = ?")
    .bind(first?.worklet_run_id)
    .run();
  await trigger(from + 3 * minuteMs);
  const rows = await ledgerWith(skip, 3);
  expect(rows.map(({ what }) => what)).toEqual(["started", "skipped", "started"]);
  expect(rows[0]?.outcome).toBe("SUCCEEDED");
});

it("what cannot start is told, with the reason, and the next tick is tried again", async () => {
  const { worklet, schedule } = await scheduled({ cron: "* * * * *", worklet_input: { text: 1 } });
  const draft = (await call("GET", `${worklet}/draft`)).body;
  const input_schema = { type: "object", properties: { text: { type: "string" } } };
  await call("PUT", `${worklet}/draft`, { body: { ...draft, input_schema }, headers: { "If-Match": "*" } });
  await call("POST", `${worklet}/publish`);
  await trigger(minute(schedule, 1));
  const [row] = await ledgerWith(schedule, 1);
  expect(row).toMatchObject({ what: "failed_to_start", worklet_run_id: null, late_ms: null });
  expect(row?.message).toContain("/worklet_input/text");
  await call("PATCH", schedule, { body: { worklet_input: { text: "words" } } });
  await trigger(minute(schedule, 2));
  expect((await ledgerWith(schedule, 2))[1]?.what).toBe("started");
});

it("a schedule of the draft runs the draft", async () => {
  const { worklet, schedule } = await scheduled({ cron: "* * * * *", environment: "draft" });
  const path = `${worklet.split("/").at(-1)}.ts`;
  const file = worklet.replace(/worklets\/.*$/, `files/${path}`);
  await call("PUT", file, { body: "export const main = () => 'the draft';", headers: { "If-Match": "*" } });
  await trigger(minute(schedule, 1));
  const [row] = await ledgerWith(schedule, 1);
  expect((await ended(worklet, row?.worklet_run_id)).worklet_output).toBe("the draft");
});

it("a run is limited by timeout_ms, and by background_timeout_ms when the worklet is a background task", async () => {
  const application = await newApplication();
  const short = { timeout_ms: 200 };
  const limited = await newWorklet(application, slow, { settings: short });
  const background = await newWorklet(application, slow, { settings: { ...short, run_as_background_task: true } });
  const wish = { cron: "* * * * *", worklet_input: 600 };
  const one = await newSchedule(limited, wish);
  const two = await newSchedule(background, wish);
  await trigger(minute(two, 1));
  const runOf = async (schedule: string) => (await ledgerWith(schedule, 1))[0]?.worklet_run_id;
  expect((await ended(limited, await runOf(one))).status).toBe("TIMED_OUT");
  expect((await ended(background, await runOf(two))).worklet_output).toBe("slept");
});

it("a disabled schedule has no ticks, and enabling it does not make up for them", async () => {
  const { cron, last } = everyOtherMinute();
  const { schedule } = await scheduled({ cron, enabled: false });
  expect((await call("GET", schedule)).body.next_ticks).toEqual([]);
  await trigger(last + 3 * everyOtherMs);
  const uid = await uidOf(schedule);
  await backdate(schedule, 3 * 60 * minuteMs);
  await call("PATCH", schedule, { body: { enabled: true } });
  await settle(bindings, [uid], Date.now());
  expect(await ledgerOf(schedule)).toEqual([]);
  await trigger(last + everyOtherMs);
  expect(await ledgerWith(schedule, 1)).toMatchObject([{ tick: iso(last + everyOtherMs), what: "started" }]);
});

it("an object that cannot be reached settles nothing; the tick is started later, as the same run", async () => {
  const { worklet, schedule } = await scheduled({ cron: "* * * * *" });
  const uid = await uidOf(schedule);
  const RUN = new Proxy(bindings.RUN, {
    get: (target, name) => (name === "get" ? () => brokenObject : Reflect.get(target, name).bind(target)),
  });
  expect(await settle({ ...bindings, RUN }, [uid], minute(schedule, 1))).toMatchObject({ broken: [uid] });
  expect(await ledgerOf(schedule)).toEqual([]);
  await trigger(minute(schedule, 1));
  const [row] = await ledgerWith(schedule, 1);
  expect(row).toMatchObject({ tick: iso(minute(schedule, 1)), what: "started" });
  expect((await ended(worklet, row?.worklet_run_id)).status).toBe("SUCCEEDED");
});

it("a process that dies between a run and its row starts no second run, and the row comes with the next trigger", async () => {
  const { application, schedule } = await scheduled({ cron: "* * * * *", catch_up: "none", overlap: "allow" });
  const uid = await uidOf(schedule);
  const DB = new Proxy(bindings.DB, {
    get(target, name) {
      if (name === "batch") return () => Promise.reject(new Error("D1_ERROR: gone"));
      const member = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
  const at = minute(schedule, 1);
  await expect(settle({ ...bindings, DB }, [uid], at)).rejects.toThrow("gone");
  const [run] = await eventually(
    () => scheduledRuns(application),
    (runs) => runs.length === 1,
  );
  expect(await ledgerOf(schedule)).toEqual([]);
  // So late that it would have been skipped, had it not run.
  await trigger(at + 10 * minuteMs);
  const rows = await ledgerWith(schedule, 11);
  expect(rows[0]).toMatchObject({ tick: iso(at), what: "started", worklet_run_id: run.worklet_run_id });
  expect(rows.slice(1, 8).every(({ reason }) => reason === "catch_up")).toBe(true);
});

it("rows of the ledger go when their time comes", async () => {
  const { schedule } = await scheduled({ cron: "* * * * *" });
  await trigger(minute(schedule, 1));
  await ledgerWith(schedule, 1);
  await call("PATCH", schedule, { body: { enabled: false } });
  await trigger(minute(schedule, 1) + 29 * 86_400_000);
  expect(await ledgerOf(schedule)).toHaveLength(1);
  await trigger(minute(schedule, 2) + 30 * 86_400_000);
  expect(await ledgerOf(schedule)).toEqual([]);
});

it("a tick that is older than the ledger reaches back is passed by, and the next one is waited for", async () => {
  const { schedule } = await scheduled({ cron: "0 0 1 1 *" });
  const uid = await uidOf(schedule);
  const now = Date.UTC(new Date().getUTCFullYear() + 1, 1, 15);
  expect(await settle(bindings, [uid], now)).toEqual({ left: [], broken: [] });
  expect(await ledgerOf(schedule)).toEqual([]);
  const row = await bindings.DB.prepare("select wake_at from schedules where uid = ?").bind(uid).first();
  expect(row?.wake_at).toBe(Date.UTC(new Date().getUTCFullYear() + 2, 0, 1));
});

it("a schedule whose worklet was deleted behind its back goes with its next tick", async () => {
  const { worklet, schedule } = await scheduled({ cron: "* * * * *" });
  const uid = await uidOf(schedule);
  await bindings.DB.prepare("delete from worklets where id = ?").bind(worklet.split("/").at(-1)).run();
  await settle(bindings, [uid], minute(schedule, 1));
  const left = await bindings.DB.prepare("select uid from schedules where uid = ?").bind(uid).first();
  expect(left).toBeNull();
});
