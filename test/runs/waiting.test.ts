import { abortAllDurableObjects, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, inject, it } from "vitest";
import { settingsOf } from "../../src/platform/settings.ts";
import type { Life } from "../../src/runs/life.ts";
import { Children } from "../../src/runs/object/children.ts";
import { type Child, RunJournal } from "../../src/runs/object/run-journal.ts";
import { RunSecrets } from "../../src/runs/object/run-secrets.ts";
import { call, eventually, fresh, newApplication, newWorklet } from "../support/api.ts";
import { hits } from "../support/hits.ts";

/** Runs that wait: for children, for the time of a retry, for an executor that is gone. */

const witness = inject("witness");
const bindings = env as Env;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const slugOf = (worklet: string) => worklet.split("/").at(-1);
const objectOf = (id: string) => bindings.RUN.get(bindings.RUN.idFromName(id));
const sleep = "const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));";
const sleeper = `${sleep} export const main = (input: any) => sleep(input.ms).then(() => input.ms);`;

const lifeOf = (id: string) =>
  runInDurableObject(objectOf(id), (_, { storage }) => JSON.parse(storage.kv.get<string>("life") ?? "") as Life);
const childrenOf = (id: string) =>
  runInDurableObject(objectOf(id), (_, { storage }) =>
    [...storage.kv.list<string>({ prefix: "child/" })].map(([, text]) => JSON.parse(text) as Child),
  );

/** A worklet of these blocks, whose functions are in `source`, beside one that sleeps so long as its input says. */
async function beside(source: string, blocks: (sleeper: string, file: string) => object[], more: object = {}) {
  const application = await newApplication();
  const child = await newWorklet(application, sleeper);
  const file = `${fresh("blocks")}.ts`;
  const parts = blocks(slugOf(child) ?? "", file) as { id: string; previous?: true }[];
  const start = parts.filter(({ previous }) => !previous).map(({ id }) => id);
  const graph = { start, blocks: parts.map(({ previous: _, ...block }) => ({ next: [], ...block })) };
  const worklet = await newWorklet(application, source, { files: { [file]: source }, graph, ...more });
  return { worklet, child };
}

const kid = (worklet: string, ms: number, more: object = {}) => ({
  id: `kid${ms}`,
  kind: "worklet",
  worklet,
  input: { ms },
  ...more,
});
const code = (id: string, file: string, more: object = {}) => ({ id, kind: "code", file, function: id, ...more });
const runWithin = (worklet: string, seconds: number) =>
  call("POST", `${worklet}/invoke?wait=${seconds}`, { body: { async: true } });
const start = async (worklet: string) =>
  (await call("POST", `${worklet}/invoke`, { body: { async: true } })).body.worklet_run_id as string;
const traceOf = async (worklet: string, id: string) =>
  (await call("GET", `${worklet}/${id}/trace`)).body.blocks as Record<string, string>[];

describe("a run that waits for a child", () => {
  it("fails at once when another block throws, whose code runs once", async () => {
    const name = fresh("boom");
    const { worklet } = await beside(
      `${sleep} export async function boom() { await fetch("${witness}/hit/${name}"); await sleep(500); throw new Error("no"); }`,
      (sleeper, file) => [kid(sleeper, 60_000), code("boom", file)],
    );
    const { body } = await runWithin(worklet, 18);
    expect(body.error).toMatchObject({ kind: "user", block: "boom" });
    expect(await hits(name)).toBe(1);
    const boom = (await traceOf(worklet, body.worklet_run_id)).filter(({ block }) => block === "boom");
    expect(boom.map(({ status }) => status)).toEqual(["FAILED"]);
  });

  it("begins the next block of a chain beside it when the one before ends, not when the child does", async () => {
    const { worklet } = await beside(
      `${sleep} export const a = () => sleep(500); export const b = () => Date.now();`,
      (sleeper, file) => [kid(sleeper, 60_000), code("a", file, { next: ["b"] }), code("b", file, { previous: true })],
    );
    const id = await start(worklet);
    const blocks = await eventually(
      () => traceOf(worklet, id),
      (all) => all.some(({ block, status }) => block === "b" && status === "SUCCEEDED"),
    );
    const statuses = Object.fromEntries(blocks.map(({ block, status }) => [block, status]));
    expect(statuses).toEqual({ kid60000: "RUNNING", a: "SUCCEEDED", b: "SUCCEEDED" });
    await call("POST", `${worklet}/${id}/cancel`);
  });

  it("tries a block again beside it when its pause is over, not when the child ends", async () => {
    const name = fresh("again");
    const { worklet } = await beside(
      `export async function flaky() { await fetch("${witness}/hit/${name}"); throw new Error("no"); }`,
      (sleeper, file) => [
        kid(sleeper, 60_000),
        code("flaky", file, { retry: { max_attempts: 3, backoff_ms: 1_000, factor: 1 } }),
      ],
    );
    const { body } = await runWithin(worklet, 18);
    expect(body.error).toMatchObject({ block: "flaky" });
    expect(await hits(name)).toBe(3);
  });

  it("goes on behind each of several that ends, not only behind the first", async () => {
    const { worklet } = await beside("export const b = () => Date.now();", (sleeper, file) => [
      kid(sleeper, 60_000),
      kid(sleeper, 1_500, { next: ["b"] }),
      code("b", file, { previous: true }),
    ]);
    const id = await start(worklet);
    const blocks = await eventually(
      () => traceOf(worklet, id),
      (all) => all.some(({ block, status }) => block === "b" && status === "SUCCEEDED"),
    );
    const statuses = Object.fromEntries(blocks.map(({ block, status }) => [block, status]));
    expect(statuses).toEqual({ kid60000: "RUNNING", kid1500: "SUCCEEDED", b: "SUCCEEDED" });
    await call("POST", `${worklet}/${id}/cancel`);
  });
});

describe("a worklet block with a time-out", () => {
  it("fails when its time is up though its run is parked, and its child is canceled", async () => {
    const { worklet, child } = await beside("export const none = 0;", (sleeper) => [
      kid(sleeper, 60_000, { timeout_ms: 4_000 }),
    ]);
    const { body } = await runWithin(worklet, 18);
    expect(body.error).toMatchObject({
      kind: "timeout",
      block: "kid60000",
      message: "Block `kid60000` did not finish within 4000 ms",
    });
    const [made, ...others] = await childrenOf(body.worklet_run_id);
    expect([made?.isGivenUp, others]).toEqual([true, []]);
    const given = await call("GET", `${child}/${made?.runId}?wait=15`);
    expect(given.body.status).toBe("CANCELED");
    expect((await lifeOf(body.worklet_run_id)).turn).toBeGreaterThan(1);
  });

  it("is tried again with another child, not with the one that it gave up", async () => {
    const { worklet, child } = await beside("export const none = 0;", (sleeper) => [
      kid(sleeper, 60_000, { timeout_ms: 3_000, retry: { max_attempts: 2, backoff_ms: 100, factor: 1 } }),
    ]);
    const { body } = await runWithin(worklet, 18);
    expect(body.error).toMatchObject({ kind: "timeout" });
    const made = await childrenOf(body.worklet_run_id);
    expect(made).toHaveLength(2);
    for (const { runId } of made) {
      expect((await call("GET", `${child}/${runId}?wait=15`)).body.status).toBe("CANCELED");
    }
  });
});

describe("a retry after a long pause", () => {
  const flaky = (name: string) =>
    `export async function main() {
      const count = Number(await (await fetch("${witness}/hit/${name}")).text());
      if (count < 2) throw new Error("not yet");
      return count;
    }`;

  it("is waited for without an executor, by the alarm, under the same attempt", async () => {
    const name = fresh("later");
    const settings = { retry: { max_attempts: 2, backoff_ms: 6_500, factor: 1 } };
    const worklet = await newWorklet(await newApplication(), flaky(name), { settings });
    const { body } = await runWithin(worklet, 18);
    expect(body.worklet_output).toBe(2);
    const { turn, attempt, startedAt, finishedAt } = await lifeOf(body.worklet_run_id);
    expect({ turn, attempt }).toEqual({ turn: 2, attempt: 1 });
    expect((finishedAt ?? 0) - (startedAt ?? 0)).toBeGreaterThanOrEqual(6_500);
  });

  it("of an hour sets the alarm an hour ahead, and nothing runs meanwhile", async () => {
    const settings = { retry: { max_attempts: 2, backoff_ms: 3_600_000, factor: 1 } };
    const worklet = await newWorklet(await newApplication(), flaky(fresh("hour")), { settings });
    const id = await start(worklet);
    const life = await eventually(
      () => lifeOf(id),
      ({ executing, turn }) => turn === 1 && !executing,
    );
    expect(life).toMatchObject({ status: "RUNNING", executing: false, attempt: 1 });
    expect(life.startAt).toBeGreaterThan(Date.now() + 3_500_000);
    const alarmAt = await runInDurableObject(objectOf(id), (_, { storage }) => storage.getAlarm());
    expect(alarmAt).toBe(life.startAt);
    await call("POST", `${worklet}/${id}/cancel`);
    expect((await lifeOf(id)).status).toBe("CANCELED");
  });
});

describe("a run with many children", () => {
  it("cancels all of them, page by page, and keeps which ones know", async () => {
    const application = await newApplication();
    const child = await newWorklet(application, sleeper);
    const many = await newWorklet(
      application,
      `export const main = (input: any, env: any, { invoke }: any) =>
        Promise.all(Array.from({ length: 130 }, () => invoke("${slugOf(child)}", { ms: 60_000 })));`,
    );
    const id = await start(many);
    await eventually(
      () => childrenOf(id),
      (made) => made.length === 130,
      30_000,
    );
    await call("POST", `${many}/${id}/cancel`);
    const told = await eventually(
      () => childrenOf(id),
      (made) => made.every(({ isStopped }) => isStopped),
      30_000,
    );
    expect(told.filter(({ isStopped }) => isStopped)).toHaveLength(130);
    expect((await lifeOf(id)).errands.children).toBeUndefined();
    const { body } = await call("GET", `${child}/${told[129]?.runId}`);
    expect(body.status).toBe("CANCELED");
  }, 90_000);

  it("asks none again that it asked before it was interrupted", async () => {
    const { worklet, child } = await beside("export const none = 0;", (sleeper) => [
      kid(sleeper, 60_000),
      kid(sleeper, 60_001),
    ]);
    const id = await start(worklet);
    const made = await eventually(
      () => childrenOf(id),
      (all) => all.length === 2,
    );
    const [first, second] = made as [Child, Child];
    await eventually(
      () => call("GET", `${child}/${first.runId}`),
      ({ body }) => body.status === "RUNNING",
    );
    await runInDurableObject(objectOf(id), (_, { storage }) =>
      storage.kv.put(`child/${first.runId}`, JSON.stringify({ ...first, isStopped: true })),
    );
    await call("POST", `${worklet}/${id}/cancel`);
    const canceled = await eventually(
      () => call("GET", `${child}/${second.runId}`),
      ({ body }) => body.status === "CANCELED",
    );
    expect(canceled.body.status).toBe("CANCELED");
    expect((await call("GET", `${child}/${first.runId}`)).body.status).toBe("RUNNING");
    await call("POST", `${child}/${first.runId}/cancel`);
  });

  it("makes none for a turn that was given up meanwhile, and cancels every one that it notes", async () => {
    const { worklet } = await beside("export const none = 0;", (sleeper) => [kid(sleeper, 60_000)]);
    const id = await start(worklet);
    await eventually(
      () => lifeOf(id),
      ({ parked }) => parked !== null,
    );
    const { answer, noted, rows } = await runInDurableObject(objectOf(id), async (_, { storage }) => {
      const { kv } = storage;
      const journal = new RunJournal({
        get: (key) => kv.get<string>(key),
        put: (key, text) => kv.put(key, text),
        list: (options) => kv.list<string>(options),
      });
      const noted: number[] = [];
      const secrets = new RunSecrets(() => settingsOf(bindings), journal);
      const children = new Children(bindings, journal, secrets, async (turn) => void noted.push(turn));
      const use = { block: "late", item: null };
      const answer = await children.make(1, { worklet: journal.children()[0]?.worklet ?? "", input: "{}", use });
      return { answer, noted, rows: journal.children().length };
    });
    expect({ answer, noted, rows }).toMatchObject({
      answer: { answer: { failure: { kind: "canceled" } } },
      noted: [],
      rows: 1,
    });
    await call("POST", `${worklet}/${id}/cancel`);
  });
});

it("a poll notices that the executor of a run is gone, long before its guard alarm does", async () => {
  const name = fresh("gone");
  const worklet = await newWorklet(
    await newApplication(),
    `${sleep} export async function main() {
      const count = Number(await (await fetch("${witness}/hit/${name}")).text());
      if (count === 1) await sleep(60_000);
      return count;
    }`,
  );
  const id = await start(worklet);
  await eventually(
    () => hits(name),
    (count) => count === 1,
  );
  await pause(100);
  await abortAllDurableObjects();
  const { body } = await call("GET", `${worklet}/${id}`);
  expect(body).toMatchObject({ status: "RUNNING", attempt: 2 });
  const life = await lifeOf(id);
  expect((life.startAt ?? 0) - Date.now()).toBeLessThan(4_000);
  const over = await call("GET", `${worklet}/${id}?wait=15`);
  expect(over.body).toMatchObject({ status: "SUCCEEDED", worklet_output: 2 });
});
