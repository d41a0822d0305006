import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, inject, it, vi } from "vitest";
import type { Life } from "../../src/runs/life.ts";
import { call, eventually, fresh, invoke, newApplication, newWorklet } from "../support/api.ts";
import { gate, hits, open, stands } from "../support/hits.ts";

const witness = inject("witness");
const stubOf = (id: string) => env.RUN.get(env.RUN.idFromName(id));
const lifeOf = (id: string) =>
  runInDurableObject(stubOf(id), (_, { storage }) => JSON.parse(storage.kv.get<string>("life") ?? "") as Life);
const inBackground = (worklet: string, input: unknown = null) =>
  call("POST", `${worklet}/invoke?wait=15`, { body: { async: true, worklet_input: input } });
const retry = { settings: { retry: { max_attempts: 3, backoff_ms: 10 } } };
/** `hit(name)` counts outside the runtime and gives the count. */
const hitter = `const hit = async (name: string) => Number(await (await fetch("${witness}/hit/" + name)).text());`;

afterEach(() => {
  vi.useRealTimers();
});

describe("a step in a background run", () => {
  it("does not run again when its block is retried: it answers from the store", async () => {
    const name = fresh("retried");
    const worklet = await newWorklet(
      await newApplication(),
      `${hitter}
      export async function main(input: any, env: any, { step }: any) {
        const first = await step("pay", async () => ({ count: await hit("${name}-step") }));
        const block = await hit("${name}-block");
        if (block < 3) throw new Error("not yet");
        return { first, block };
      }`,
      retry,
    );
    const answer = await inBackground(worklet);
    expect(answer.body).toMatchObject({ success: true, worklet_output: { first: { count: 1 }, block: 3 } });
    expect(await hits(`${name}-step`)).toBe(1);
  });

  it("keeps each use of a name apart, and gives what JSON makes of a result from the first time on", async () => {
    const name = fresh("uses");
    const worklet = await newWorklet(
      await newApplication(),
      `${hitter}
      export async function main(input: any, env: any, { step }: any) {
        const results = [];
        for (let n = 0; n < 3; n++) results.push(await step("one", () => hit("${name}-one")));
        results.push(await step("date", () => new Date(0)), await step("nothing", () => undefined));
        if (await hit("${name}-block") < 2) throw new Error("not yet");
        return results;
      }`,
      retry,
    );
    const answer = await inBackground(worklet);
    expect(answer.body.worklet_output).toEqual([1, 2, 3, "1970-01-01T00:00:00.000Z", null]);
    expect(await hits(`${name}-one`)).toBe(3);
  });

  it("stores nothing when it throws", async () => {
    const name = fresh("throws");
    const worklet = await newWorklet(
      await newApplication(),
      `${hitter}
      export const main = (input: any, env: any, { step }: any) => step("pay", async () => {
        const count = await hit("${name}");
        if (count < 3) throw new RangeError("declined");
        return count;
      });`,
      retry,
    );
    expect((await inBackground(worklet)).body).toMatchObject({ success: true, worklet_output: 3 });
  });

  it("refuses a step inside a step, a result that is not JSON or too large, and a name that is none", async () => {
    const worklet = await newWorklet(
      await newApplication(),
      `export async function main(input: any, env: any, { step }: any) {
        const said = [];
        for (const one of [
          () => step("outer", () => step("inner", () => 1)), () => step("function", () => () => 1),
          () => step("large", () => "x".repeat(1_000_001)), () => step("", () => 1), () => step("x".repeat(201), () => 1),
        ]) said.push(await one().catch((error: any) => error.message));
        return said;
      }`,
    );
    const said = (await inBackground(worklet)).body.worklet_output;
    expect(said).toEqual([
      expect.stringContaining("A step inside a step is refused"),
      "The step function returned a function, which is not JSON.",
      expect.stringContaining("The step large returned more than 1000000 bytes"),
      expect.stringContaining("context.step takes a name of 1 to 200 characters"),
      expect.stringContaining("context.step takes a name of 1 to 200 characters"),
    ]);
  });

  it("survives the death of the run's object in mid-turn, and an eviction after it", async () => {
    const name = fresh("aborted");
    const worklet = await newWorklet(
      await newApplication(),
      `${hitter}
      export async function main(input: any, env: any, { step, run }: any) {
        const first = await step("pay", () => hit("${name}-step"));
        const block = await hit("${name}-block");
        if (block === 1) await new Promise((done) => setTimeout(done, 60_000));
        const second = await step("ship", () => hit("${name}-second"));
        return { first, second, block, attempt: run.attempt };
      }`,
    );
    const { body } = await call("POST", `${worklet}/invoke`, { body: { async: true } });
    const id = body.worklet_run_id;
    await eventually(
      () => hits(`${name}-block`),
      (count) => count === 1,
    );
    await abortAllDurableObjects();
    await runDurableObjectAlarm(stubOf(id));
    expect((await call("GET", `${worklet}/${id}`)).body).toMatchObject({ status: "RUNNING", attempt: 2 });
    await evictDurableObject(stubOf(id));
    const run = await call("GET", `${worklet}/${id}?wait=15`);
    expect(run.body).toMatchObject({
      status: "SUCCEEDED",
      worklet_output: { first: 1, second: 1, block: 2, attempt: 2 },
    });
    expect(await hits(`${name}-step`)).toBe(1);
  });
});

/** As if earlier starts of the block had kept so many steps. */
function keepSteps(id: string, count: number): Promise<void> {
  return runInDurableObject(stubOf(id), (_, { storage }) => {
    for (let n = 0; n < count; n += 1) storage.kv.put(`step/["main",null,"kept ${n}",1]`, JSON.stringify('"before"'));
  });
}

describe("a block that keeps steps under ever new names", () => {
  it("has room for 1,000 of them in all its starts together", async () => {
    const name = fresh("many");
    const worklet = await newWorklet(
      await newApplication(),
      `${gate}
      export async function main(input: any, env: any, { step }: any) {
        await opened("${name}");
        const said = [await step("kept 3", () => "not again")];
        for (let n = 0; n < 4; n++) said.push(await step("new " + n, () => n).catch((error: any) => error.message));
        return said;
      }`,
    );
    const { body } = await call("POST", `${worklet}/invoke`, { body: { async: true } });
    await stands(name);
    await keepSteps(body.worklet_run_id, 998);
    await abortAllDurableObjects();
    await open(name);
    const run = await call("GET", `${worklet}/${body.worklet_run_id}?wait=30`);
    const full = "A block can keep 1000 steps, those of its earlier starts included.";
    expect(run.body.worklet_output).toEqual(["before", 0, 1, full, full]);
  });

  it("is given up like any other when it is interrupted again and again", async () => {
    const name = fresh("forever");
    const worklet = await newWorklet(
      await newApplication(),
      `${hitter}
      export async function main(input: any, env: any, { step }: any) {
        await step("start " + Math.random(), () => 1).catch(() => null);
        await hit("${name}");
        await new Promise((done) => setTimeout(done, 60_000));
      }`,
    );
    const { body } = await call("POST", `${worklet}/invoke`, { body: { async: true } });
    const object = () => stubOf(body.worklet_run_id);
    const life = () => lifeOf(body.worklet_run_id);
    for (let start = 1; start <= 6; start += 1) {
      const isThere = async () => (await hits(name)) >= start;
      await eventually(async () => (await isThere()) || (await life()).status === "FAILED", Boolean);
      if ((await life()).status === "FAILED") break;
      await abortAllDurableObjects();
      // From the second start on there is no room for another step.
      await keepSteps(body.worklet_run_id, 1_000);
      // The guard finds the process gone; after the pause the next attempt begins.
      vi.setSystemTime(Date.now() + 70_000);
      await runDurableObjectAlarm(object());
      vi.setSystemTime(Date.now() + 70_000);
      // It stays as long as the block runs.
      void runDurableObjectAlarm(object()).catch(() => null);
      // The clock goes back when that has begun, and stands still until then.
      const hasBegun = ({ executing, status }: Life) => executing || status === "FAILED";
      await eventually(life, hasBegun);
      vi.useRealTimers();
    }
    const run = await call("GET", `${worklet}/${body.worklet_run_id}`);
    expect(run.body).toMatchObject({ status: "FAILED", attempt: 4, error: { kind: "limit" } });
    expect(await hits(name)).toBe(4);
  });
});

it("a step of a synchronous run just runs", async () => {
  const worklet = await newWorklet(
    await newApplication(),
    "export const main = async (n: number, env: any, { step }: any) => (await step('map', () => new Map([[1, n]]))).get(1);",
  );
  expect((await invoke(worklet, 7)).body.worklet_output).toBe(7);
});
