import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, inject, it, vi } from "vitest";
import type { Life } from "../../src/runs/life.ts";
import { tellFailure } from "../../src/runs/object/on-failure.ts";
import type { RunStart } from "../../src/runs/object/run-journal.ts";
import { call, eventually, fresh, newApplication, newWorklet } from "../support/api.ts";

const witness = inject("witness");
const bindings = env as Env;

type Told = { run: Record<string, unknown>; error: Record<string, unknown> };
const told = async (name: string): Promise<Told[]> => {
  const all = (await (await fetch(`${witness}/kept/${name}`)).json()) as { body: string }[];
  return all.map(({ body }) => JSON.parse(body));
};
const soon = (name: string, count = 1) =>
  eventually(
    () => told(name),
    (all) => all.length >= count,
  );
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

const failing = "export const main = () => { throw new TypeError('out of tulips'); };";
const keeps = (name: string, after = "") =>
  `export const main = async (input: any) => { await fetch("${witness}/keep/${name}", { method: "POST", body: JSON.stringify(input) }); ${after} };`;

/** An application whose `on_failure` keeps what it is told under `name`. */
async function listening(name: string, after = ""): Promise<{ application: string; listener: string }> {
  const application = await newApplication();
  return { application, listener: await listenIn(application, name, after) };
}

async function listenIn(application: string, name: string, after = ""): Promise<string> {
  const listener = await newWorklet(application, keeps(name, after));
  const { status } = await call("PATCH", `/applications/${application}`, {
    body: { on_failure: listener.split("/").at(-1) },
  });
  expect(status).toBe(200);
  return listener;
}

/** What the object of a run keeps of it. */
function startOf(id: string) {
  return runInDurableObject(bindings.RUN.get(bindings.RUN.idFromName(id)), (_, { storage }) => ({
    start: JSON.parse(storage.kv.get<string>("start") ?? "") as RunStart,
    life: JSON.parse(storage.kv.get<string>("life") ?? "") as Life,
  }));
}

const inBackground = async (worklet: string) =>
  (await call("POST", `${worklet}/invoke?wait=10`, { body: { async: true } })).body;

afterEach(() => {
  vi.useRealTimers();
});

describe("on_failure", () => {
  it("is called with the run and its error when a background run fails", async () => {
    const name = fresh("told");
    const { application } = await listening(name);
    const worklet = await newWorklet(application, failing);
    const { worklet_run_id } = await inBackground(worklet);
    const [first] = await soon(name);
    expect(first).toEqual({
      run: expect.objectContaining({
        worklet_run_id,
        application,
        worklet: worklet.split("/").at(-1),
        environment: "production",
        version: 1,
        trigger: "api",
        status: "FAILED",
        message: "Worklet has failed: TypeError: out of tulips",
      }),
      error: expect.objectContaining({ kind: "user", message: "TypeError: out of tulips", block: "main" }),
    });
  });

  it("is called when a run does not finish in time, and not for one that succeeds or is canceled", async () => {
    const name = fresh("late");
    const { application } = await listening(name);
    const slow = "export const main = () => new Promise((done) => setTimeout(done, 60_000));";
    const late = await newWorklet(application, slow, { settings: { background_timeout_ms: 200 } });
    await inBackground(late);
    expect((await soon(name))[0]).toMatchObject({ run: { status: "TIMED_OUT" }, error: { kind: "timeout" } });
    await inBackground(await newWorklet(application, "export const main = () => 1;"));
    const canceled = await newWorklet(application, slow);
    const { body } = await call("POST", `${canceled}/invoke`, { body: { async: true } });
    await call("POST", `${canceled}/${body.worklet_run_id}/cancel`);
    await pause(500);
    expect(await told(name)).toHaveLength(1);
  });

  it("is not called for a synchronous run: its caller has heard", async () => {
    const name = fresh("sync");
    const { application } = await listening(name);
    const worklet = await newWorklet(application, failing);
    await call("POST", `${worklet}/invoke`);
    await call("POST", `${worklet}/invoke`, { headers: { "Idempotency-Key": "one" } });
    await pause(500);
    expect(await told(name)).toEqual([]);
  });

  it("is called once in any minute for each worklet that fails, also across the end of a minute", async () => {
    const name = fresh("often");
    const application = await newApplication();
    const [one, two] = [await newWorklet(application, failing), await newWorklet(application, failing)];
    const failed = async (worklet: string) => startOf((await inBackground(worklet)).worklet_run_id);
    const [a, b, c] = [await failed(one), await failed(one), await failed(one)];
    const [other, draft] = [await failed(two), await failed(one.replace("/worklets/", "/draft/worklets/"))];
    // Nobody has listened until now.
    await listenIn(application, name);
    const from = Math.ceil(Date.now() / 60_000) * 60_000;
    const tell = async (seconds: number, { start, life }: Awaited<ReturnType<typeof startOf>>) => {
      vi.setSystemTime(from + seconds * 1_000);
      await tellFailure(bindings, start, life, JSON.stringify({ worklet_run_id: start.id, error: null }));
    };
    await tell(-0.5, a);
    await tell(0.5, b);
    // Interrupted after it had taken its turn: the same run may go on, and is told once.
    await tell(1, a);
    // Others are not silenced.
    await tell(1, other);
    await tell(1, draft);
    await tell(60, b);
    await tell(61.5, c);
    vi.useRealTimers();
    await soon(name, 4);
    await pause(500);
    expect((await told(name)).map(({ run }) => run.worklet_run_id).sort()).toEqual(
      [a, other, draft, c].map(({ start }) => start.id).sort(),
    );
  });

  it("is called once when many runs of a worklet fail together", async () => {
    const name = fresh("together");
    const { application } = await listening(name);
    const worklet = await newWorklet(application, failing);
    await Promise.all(Array.from({ length: 10 }, () => inBackground(worklet)));
    await soon(name);
    await pause(500);
    expect(await told(name)).toHaveLength(1);
  });

  it("is never called for itself", async () => {
    const name = fresh("itself");
    const { application, listener } = await listening(name, "throw new Error('me too');");
    const worklet = await newWorklet(application, failing);
    await inBackground(worklet);
    await soon(name);
    const isOver = await eventually(
      () => call("GET", `/applications/${application}/runs?status=FAILED&worklet=${listener.split("/").at(-1)}`),
      ({ body }) => body.items.length === 1,
    );
    expect(isOver.body.items).toHaveLength(1);
    await inBackground(listener);
    await pause(500);
    expect(await told(name)).toHaveLength(2);
  });

  it("hears of a child's failure from its parent only", async () => {
    const name = fresh("parent");
    const { application } = await listening(name);
    const child = await newWorklet(application, failing);
    const parent = await newWorklet(application, "export const main = 1;", {
      graph: { blocks: [{ id: "ask", kind: "worklet", worklet: child.split("/").at(-1) }] },
    });
    await inBackground(parent);
    await soon(name);
    await pause(500);
    expect((await told(name)).map(({ run }) => run.worklet)).toEqual([parent.split("/").at(-1)]);
  });
});
