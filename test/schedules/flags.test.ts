import { describe, expect, inject, it } from "vitest";
import { type End, flagAfter } from "../../src/schedules/flags.ts";
import { settle } from "../../src/schedules/settle.ts";
import { call, eventually, fresh, newApplication, newWorklet } from "../support/api.ts";
import { bindings, ended, ledgerWith, minute, minuteMs, newSchedule, trigger, uidOf } from "./minutes.ts";

/** What is wrong with a schedule is said once, and for as long as it is so. */

const witness = inject("witness");
const iso = (ms: number) => new Date(ms).toISOString();
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

// biome-ignore lint/suspicious/noExplicitAny: what a worklet was told is any JSON.
type Told = any;
async function told(name: string, count: number): Promise<Told[]> {
  const ask = async () => {
    const kept = (await (await fetch(`${witness}/kept/${name}`)).json()) as { body: string }[];
    return kept.map(({ body }) => JSON.parse(body) as Told).filter((each) => "schedule" in each);
  };
  await eventually(ask, (all) => all.length >= count);
  await pause(300);
  return ask();
}

/** An application whose `on_failure` keeps what it is told, and a worklet whose input says whether it fails. */
async function listening(schedule: object) {
  const application = await newApplication();
  const name = fresh("told");
  const keep = `export const main = async (input: unknown) => { await fetch("${witness}/keep/${name}", { method: "POST", body: JSON.stringify(input) }); };`;
  const listener = await newWorklet(application, keep);
  await call("PATCH", `/applications/${application}`, { body: { on_failure: listener.split("/").at(-1) } });
  const worklet = await newWorklet(
    application,
    "export const main = (ok: boolean) => { if (!ok) throw new Error('no tea'); };",
  );
  return { application, name, worklet, schedule: await newSchedule(worklet, { cron: "* * * * *", ...schedule }) };
}

it("three failed runs in a row flag a schedule, on_failure is told once, and a success takes the flag away", async () => {
  const { application, name, worklet, schedule } = await listening({ worklet_input: false });
  const uid = await uidOf(schedule);
  const runTick = async (count: number) => {
    await settle(bindings, [uid], minute(schedule, count));
    const rows = await ledgerWith(schedule, count);
    const run = rows.at(-1)?.worklet_run_id;
    await ended(worklet, run);
    await eventually(
      async () => (await ledgerWith(schedule, count)).at(-1)?.outcome,
      (outcome) => outcome === "FAILED" || outcome === "SUCCEEDED",
    );
    return run;
  };
  const flag = async () => (await call("GET", schedule)).body.flag;
  for (let count = 1; count <= 2; count++) await runTick(count);
  const third = await runTick(3);
  expect(await flag()).toBeNull();
  for (let count = 4; count <= 6; count++) await runTick(count);
  expect(await flag()).toEqual({
    reason: "failing",
    since: iso(minute(schedule, 3)),
    message: "Its last three runs failed.",
  });
  const calls = await told(name, 1);
  expect(calls).toEqual([
    {
      schedule: {
        id: "schedule",
        application,
        worklet: worklet.split("/").at(-1),
        environment: "production",
        flag: { reason: "failing", since: iso(minute(schedule, 3)), message: "Its last three runs failed." },
      },
      run: expect.objectContaining({ worklet_run_id: third, status: "FAILED", trigger: "schedule" }),
      error: expect.objectContaining({ kind: "user", message: "Error: no tea", block: "main" }),
    },
  ]);
  await call("PATCH", schedule, { body: { worklet_input: true } });
  await runTick(7);
  await settle(bindings, [uid], minute(schedule, 8));
  expect(await flag()).toBeNull();
});

it("missed ticks flag a schedule until one is in time again, and on_failure is told once, without a run", async () => {
  const { name, schedule } = await listening({ worklet_input: true, overlap: "allow" });
  const from = minute(schedule);
  await trigger(from + 60 * minuteMs);
  await ledgerWith(schedule, 60);
  const { flag } = (await call("GET", schedule)).body;
  const message = "59 ticks were missed while the platform did not run.";
  expect(flag).toEqual({ reason: "missed", since: iso(from + minuteMs), message });
  const [first, ...more] = await told(name, 1);
  expect(more).toEqual([]);
  expect(first).toMatchObject({ schedule: { flag }, run: null, error: { kind: "platform", message } });
  await trigger(from + 61 * minuteMs);
  await ledgerWith(schedule, 61);
  expect((await call("GET", schedule)).body.flag).toBeNull();
});

it("a tick that cannot start counts as missed, and its reason is told", async () => {
  const { name, worklet, schedule } = await listening({ worklet_input: true });
  const draft = (await call("GET", `${worklet}/draft`)).body;
  const changed = { ...draft, input_schema: { type: "string" } };
  await call("PUT", `${worklet}/draft`, { body: changed, headers: { "If-Match": "*" } });
  await call("POST", `${worklet}/publish`);
  for (let count = 1; count <= 2; count++) {
    await trigger(minute(schedule, count));
    await ledgerWith(schedule, count);
  }
  const calls = await told(name, 1);
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({ schedule: { flag: { reason: "missed" } }, run: null });
  expect(calls[0].error.message).toContain("The worklet refuses its input");
});

it("a scheduled run that fails is also told of as every failed background run is", async () => {
  const { name, schedule, worklet } = await listening({ worklet_input: false });
  await trigger(minute(schedule, 1));
  const [row] = await ledgerWith(schedule, 1);
  const kept = await eventually(
    async () => (await (await fetch(`${witness}/kept/${name}`)).json()) as { body: string }[],
    (all) => all.length > 0,
  );
  expect(JSON.parse(kept[0]?.body ?? "")).toMatchObject({
    run: { worklet_run_id: row?.worklet_run_id, worklet: worklet.split("/").at(-1), trigger: "schedule" },
    error: { message: "Error: no tea" },
  });
});

describe("the rule", () => {
  const clean = { failures: 0, flag: null };
  const ends = (...outcomes: End["outcome"][]) =>
    outcomes.map((outcome, at) => ({ tick: at * minuteMs, run: `run ${at}`, outcome }));
  const missed = [{ tick: 0, what: "skipped" as const, reason: "catch_up" as const, message: null }];

  it("counts failures and time-outs in a row; canceled runs are neither", () => {
    expect(flagAfter(clean, ends("FAILED", "TIMED_OUT"), [], true)).toMatchObject({ failures: 2, flag: null });
    const third = flagAfter({ ...clean, failures: 2 }, ends("CANCELED", "FAILED", "FAILED"), [], true);
    expect(third).toMatchObject({ failures: 4, flag: { reason: "failing", untold: { run: "run 1" } } });
    expect(flagAfter(clean, ends("FAILED", "FAILED", "SUCCEEDED", "FAILED"), [], true)).toMatchObject({ failures: 1 });
  });

  it("flags once, and failing stays until a run succeeds, whatever is missed meanwhile", () => {
    const failing = flagAfter({ ...clean, failures: 2 }, ends("FAILED"), [], true);
    const later = flagAfter(failing, ends("FAILED"), missed, true);
    expect(later).toEqual({ failures: expect.any(Number), flag: failing.flag });
    expect(flagAfter(later, ends("SUCCEEDED"), [], true)).toMatchObject({ failures: 0, flag: null });
  });

  it("keeps missed until a tick is in time", () => {
    const first = flagAfter(clean, [], missed, true);
    expect(first).toMatchObject({
      flag: { reason: "missed", message: expect.stringContaining("One tick") },
    });
    expect(flagAfter(first, [], missed, false)).toMatchObject({ flag: first.flag });
    expect(flagAfter(first, [], [], false)).toMatchObject({ flag: first.flag });
    expect(flagAfter(first, [], [], true)).toMatchObject({ flag: null });
  });
});
