import { describe, expect, it } from "vitest";
import { limits } from "../../src/contract/limits.ts";
import { call, eventually, fresh, newApplication, newKey, newWorklet } from "../support/api.ts";
import { bindings, ended, ledgerOf, minuteMs, newSchedule, scheduledRuns } from "./minutes.ts";

/** Schedules through the API. */

const echo = "export const main = (input: unknown) => input;";
const needsText = { input_schema: { type: "object", required: ["text"], properties: { text: { type: "string" } } } };
const iso = (ms: number) => new Date(ms).toISOString();

const twoWorklets = async () => {
  const application = await newApplication();
  return { application, one: await newWorklet(application, echo), two: await newWorklet(application, echo) };
};

describe("a schedule", () => {
  it("needs a line only, and is read with its sentence, its next five ticks and what else was set for it", async () => {
    const { one } = await twoWorklets();
    const made = await call("POST", `${one}/schedules`, { body: { cron: "0 6 * * 1-5", time_zone: "Europe/Berlin" } });
    expect(made.status).toBe(201);
    expect(made.headers.get("Location")).toBe(`${one}/schedules/schedule`);
    expect(made.body).toMatchObject({
      ...{ id: "schedule", cron: "0 6 * * 1-5", every: null, time_zone: "Europe/Berlin", worklet_input: null },
      ...{ environment: "production", enabled: true, overlap: "skip", catch_up: "latest", paused_until: null },
      ...{ last_tick: null, flag: null, created_by: "root key" },
    });
    expect(made.body.sentence).toMatch(/06:00|6:00/);
    expect(made.body.next_ticks).toHaveLength(5);
    for (const { local } of made.body.next_ticks) expect(local).toMatch(/T06:00:00\+0[12]:00$/);
    expect((await call("GET", `${one}/schedules/schedule`)).body).toEqual(made.body);
    const second = await call("POST", `${one}/schedules`, { body: { every: { unit: "day", count: 1 } } });
    expect(second.body.id).toBe("schedule-2");
    const list = await call("GET", `${one}/schedules`);
    expect(list.body.items).toEqual([made.body, second.body]);
    const page = await call("GET", `${one}/schedules?limit=1`);
    expect((await call("GET", `${one}/schedules?cursor=${page.body.next_cursor}`)).body.items).toEqual([second.body]);
  });

  it("is refused with everything that is wrong with it", async () => {
    const { one } = await twoWorklets();
    const refused = async (body: object) => (await call("POST", `${one}/schedules`, { body })).body;
    const paths = async (body: object) =>
      (await refused(body)).errors.map((error: { path: string }) => error.path).sort();
    expect(await paths({})).toEqual(["/cron"]);
    expect(await paths({ cron: "* * * * *", every: { unit: "day", count: 1 } })).toEqual(["/cron"]);
    expect(await paths({ cron: "61 * * * *", time_zone: "Mars/Olympus" })).toEqual(["/cron", "/time_zone"]);
    expect(await paths({ cron: "0 0 31 2 *" })).toEqual(["/cron"]);
    expect(await paths({ cron: "0 * * * * *" })).toEqual(["/cron"]);
    expect(await paths({ every: { unit: "day", count: 0 }, overlap: "maybe" })).toEqual(["/every/count", "/overlap"]);
    expect(await refused({ cron: "* * * * *", id: "new" })).toMatchObject({ code: "request.invalid" });
    expect(await paths({ cron: "61 * * * *", enabled: false })).toEqual(["/cron"]);
    const large = { cron: "* * * * *", worklet_input: "x".repeat(limits.scheduleInputBytes) };
    expect(await paths(large)).toEqual(["/worklet_input"]);
    expect((await call("GET", `${one}/schedules`)).body.items).toEqual([]);
  });

  it("is refused when the worklet would refuse its input, also when it is changed", async () => {
    const worklet = await newWorklet(await newApplication(), echo, needsText);
    const wrong = await call("POST", `${worklet}/schedules`, {
      body: { cron: "* * * * *", worklet_input: { text: 1 } },
    });
    expect(wrong).toMatchObject({
      status: 422,
      body: { code: "worklet.input_invalid", errors: [{ path: "/worklet_input/text" }] },
    });
    const schedule = await newSchedule(worklet, { cron: "* * * * *", worklet_input: { text: "a" } });
    const patched = await call("PATCH", schedule, { body: { worklet_input: {} } });
    expect(patched).toMatchObject({ status: 422, body: { errors: [{ path: "/worklet_input" }] } });
    expect((await call("GET", schedule)).body.worklet_input).toEqual({ text: "a" });
  });

  it("has an id of its own in its worklet", async () => {
    const { one, two } = await twoWorklets();
    await newSchedule(one, { id: "nightly", cron: "0 3 * * *" });
    await newSchedule(two, { id: "nightly", cron: "0 3 * * *" });
    const again = await call("POST", `${one}/schedules`, { body: { id: "nightly", cron: "0 4 * * *" } });
    expect(again).toMatchObject({ status: 409, body: { code: "schedule.exists" } });
    const missing = await call("GET", `${one}/schedules/hourly`);
    expect(missing).toMatchObject({ status: 404, body: { code: "schedule.not_found" } });
  });

  it("is one of a hundred at most, however many are made at once", async () => {
    const { one } = await twoWorklets();
    const make = () => call("POST", `${one}/schedules`, { body: { id: fresh("s"), cron: "0 3 * * *" } });
    const answers = await Promise.all(Array.from({ length: limits.schedules + 5 }, make));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(limits.schedules);
    const refused = answers.filter(({ status }) => status !== 201);
    for (const { body } of refused) expect(body).toMatchObject({ status: 409, code: "schedule.too_many" });
  });

  it("is changed by a merge patch: a line takes the place of the simple form, and the other way round", async () => {
    const { one } = await twoWorklets();
    const schedule = await newSchedule(one, { cron: "0 3 * * *", worklet_input: { a: 1 } });
    const patch = async (body: object) => (await call("PATCH", schedule, { body })).body;
    expect(await patch({ every: { unit: "hour", count: 6 } })).toMatchObject({ cron: null, every: { count: 6 } });
    expect(await patch({ cron: "0 4 * * *" })).toMatchObject({ cron: "0 4 * * *", every: null });
    expect(await patch({ worklet_input: { b: 2 }, overlap: "allow" })).toMatchObject({
      ...{ cron: "0 4 * * *", worklet_input: { b: 2 }, overlap: "allow" },
    });
    expect(await patch({ worklet_input: null })).toMatchObject({ worklet_input: null, overlap: "allow" });
    expect(await patch({ cron: null })).toMatchObject({ status: 422, errors: [{ path: "/cron" }] });
    expect(await patch({ time_zone: "Nowhere" })).toMatchObject({ status: 422, errors: [{ path: "/time_zone" }] });
    expect(await patch({ id: "other" })).toMatchObject({ status: 422, errors: [{ path: "/id" }] });
    expect(await patch({})).toMatchObject({ cron: "0 4 * * *", overlap: "allow" });
  });

  it("is deleted", async () => {
    const { one } = await twoWorklets();
    const schedule = await newSchedule(one, { cron: "0 3 * * *" });
    expect((await call("DELETE", schedule)).status).toBe(204);
    for (const method of ["GET", "DELETE"]) expect((await call(method, schedule)).status).toBe(404);
    expect((await call("GET", `${schedule}/ticks`)).status).toBe(404);
  });

  it("runs now with its input and environment, and its ledger knows nothing of that", async () => {
    const { application, one } = await twoWorklets();
    const schedule = await newSchedule(one, { cron: "0 3 * * *", worklet_input: { by: "hand" } });
    const key = await newKey("operator", application);
    const receipt = await call("POST", `${schedule}/run`, { key });
    expect(receipt).toMatchObject({
      status: 202,
      body: { success: true, message: expect.stringContaining("background") },
    });
    const id = receipt.body.worklet_run_id;
    expect(receipt.headers.get("Location")).toBe(`${one}/${id}`);
    expect(await ended(one, id)).toMatchObject({ status: "SUCCEEDED", worklet_output: { by: "hand" } });
    const [run] = await eventually(
      () => scheduledRuns(application),
      (runs) => runs.length > 0,
    );
    expect(run).toMatchObject({ worklet_run_id: id, trigger: "schedule" });
    expect(await ledgerOf(schedule)).toEqual([]);
  });
});

describe("a preview", () => {
  it("says what an unsaved schedule would do, and what is wrong with it", async () => {
    const { application } = await twoWorklets();
    const path = `/applications/${application}/schedules/preview`;
    const { status, body } = await call("POST", path, { body: { cron: "*/15 * * * *", time_zone: "Asia/Kolkata" } });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(["next_ticks", "sentence"]);
    const ticks = body.next_ticks.map(({ utc }: { utc: string }) => Date.parse(utc));
    expect(ticks.map((tick: number) => tick - ticks[0])).toEqual([0, 15, 30, 45, 60].map((count) => count * minuteMs));
    expect(body.next_ticks[0].local).toMatch(/\+05:30$/);
    const paused_until = iso(Date.now() + 86_400_000);
    const paused = await call("POST", path, { body: { cron: "* * * * *", paused_until } });
    expect(Date.parse(paused.body.next_ticks[0].utc)).toBeGreaterThanOrEqual(Date.parse(paused_until));
    const never = await call("POST", path, { body: { cron: "0 0 30 2 *" } });
    expect(never).toMatchObject({
      status: 422,
      body: { errors: [{ path: "/cron", message: expect.stringContaining("never") }] },
    });
  });
});

describe("a worklet with schedules", () => {
  it("says when it is started next, in lists and alone", async () => {
    const { application, one, two } = await twoWorklets();
    const next = async (worklet: string) => (await call("GET", worklet)).body.next_tick_at;
    expect(await next(one)).toBeNull();
    const yearly = await newSchedule(one, { id: "yearly", cron: "0 0 1 1 *" });
    const hourly = await newSchedule(one, { id: "hourly", cron: "0 * * * *" });
    const tickOf = async (schedule: string) => (await call("GET", schedule)).body.next_ticks[0].utc;
    expect(await next(one)).toBe(await tickOf(hourly));
    const until = iso(Date.now() + 5 * 86_400_000);
    await call("PATCH", hourly, { body: { paused_until: until } });
    expect(Date.parse(await next(one))).toBeGreaterThanOrEqual(
      Math.min(Date.parse(until), Date.parse(await tickOf(yearly))),
    );
    await call("PATCH", hourly, { body: { enabled: false } });
    expect(await next(one)).toBe(await tickOf(yearly));
    const { body } = await call("GET", `/applications/${application}/worklets`);
    const listed = Object.fromEntries(
      body.items.map((item: { id: string; next_tick_at: string }) => [item.id, item.next_tick_at]),
    );
    expect(listed).toEqual({
      [one.split("/").at(-1) ?? ""]: await tickOf(yearly),
      [two.split("/").at(-1) ?? ""]: null,
    });
  });

  it("is deleted only by force, and then with them", async () => {
    const { one } = await twoWorklets();
    await newSchedule(one, { id: "nightly", cron: "0 3 * * *" });
    await newSchedule(one, { id: "weekly", cron: "0 3 * * 1" });
    const refused = await call("DELETE", one);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "worklet.in_use", used_by: ["schedule nightly", "schedule weekly"] },
    });
    expect((await call("DELETE", `${one}?force=true`)).status).toBe(204);
    const id = one.split("/").at(-1);
    const again = await call("POST", one.slice(0, one.lastIndexOf("/")), { body: { name: "again", id } });
    expect(again.status).toBe(201);
    expect((await call("GET", `${one}/schedules`)).body.items).toEqual([]);
  });

  it("loses them with its application", async () => {
    const { application, one } = await twoWorklets();
    await newSchedule(one, { cron: "0 3 * * *" });
    const count = async () =>
      (await bindings.DB.prepare("select count(*) as rows from schedules").first<{ rows: number }>())?.rows ?? 0;
    const before = await count();
    await call("DELETE", `/applications/${application}?force=true`);
    expect(await count()).toBe(before - 1);
  });
});
