import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import worker from "../../src/index.ts";
import type { Life } from "../../src/runs/life.ts";
import { encoded } from "../../src/runs/list/entry.ts";
import { entryOf } from "../../src/runs/object/report.ts";
import type { RunStart } from "../../src/runs/object/run-journal.ts";
import { call, eventually, fresh, newApplication, newKey, newWorklet } from "../support/api.ts";
import { gate, open, stands } from "../support/hits.ts";

/** The database of this file can be taken away (`test/support/database-server.ts`): it then breaks connections and answers nonsense. */

const bindings = env as Env;
const objectOf = (id: string) => bindings.RUN.get(bindings.RUN.idFromName(id));
const takeDatabase = () => fetch(`${inject("database")}/off`);
const giveDatabase = () => fetch(`${inject("database")}/on`);
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const slugOf = (worklet: string) => worklet.split("/").at(-1);
const napping = "const nap = (ms: number) => new Promise((done) => setTimeout(done, ms));";

/** What the object keeps of a run: whoever polls needs the database to know the application. */
function kept<T>(id: string, key: string): Promise<T> {
  return runInDurableObject(objectOf(id), (_, { storage }) => JSON.parse(storage.kv.get<string>(key) ?? "null") as T);
}

const lifeOf = (id: string) => kept<Life>(id, "life");

async function invokeAsync(worklet: string, input: unknown = null, key?: string) {
  const { status, body, headers } = await call("POST", `${worklet}/invoke`, {
    body: { async: true, worklet_input: input },
    ...(key !== undefined && { key }),
  });
  return { status, headers, body, id: body.worklet_run_id as string };
}

/** Asks for twenty seconds, whatever the clock says. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let asked = 0; !(await isSo()); asked += 1) {
    expect(asked).toBeLessThan(400);
    await pause(50);
  }
}

/** Lets so much time pass for one run: the clock moves from alarm to alarm. */
async function passTime(id: string, ms: number): Promise<void> {
  const end = Date.now() + ms;
  for (;;) {
    const alarmAt = await runInDurableObject(objectOf(id), (_, { storage }) => storage.getAlarm());
    if (alarmAt === null || alarmAt > end) break;
    vi.setSystemTime(Math.max(alarmAt, Date.now()));
    await runDurableObjectAlarm(objectOf(id));
  }
  vi.setSystemTime(end);
}

beforeEach(giveDatabase);
afterEach(async () => {
  vi.useRealTimers();
  await giveDatabase();
});

describe("while the database does not answer", () => {
  it("runs that were accepted finish, new ones are 503 once the caches are old, and the list agrees afterwards", async () => {
    const application = await newApplication();
    const key = await newKey("operator");
    await call("POST", `/applications/${application}/secrets`, { body: { name: "TOKEN", value: "s3cret-value" } });
    const quick = await newWorklet(application, "export const main = (n: number) => n + 1;");
    const slow = await newWorklet(
      application,
      `${napping} export const main = (ms: number) => nap(ms).then(() => "woke");`,
    );
    const caller = await newWorklet(
      application,
      `${napping} export async function main(input: any, env: any, { invoke, secrets }: any) {
        await nap(11_000);
        return [await invoke("${slugOf(quick)}", 1), (await secrets.get("TOKEN")).length];
      }`,
    );
    // Its definition is in memory, its code is not: nothing of it ever ran.
    const cold = await newWorklet(application, "export const main = (n: number) => n * 2;", {
      input_schema: { type: "integer" },
    });
    const sync = (worklet: string) => call("POST", `${worklet}/invoke`, { body: { worklet_input: 1 }, key });
    expect((await sync(quick)).status).toBe(200);
    expect((await call("POST", `${slow}/invoke`, { body: { worklet_input: 1 }, key })).status).toBe(200);
    expect((await call("POST", `${cold}/invoke`, { body: { worklet_input: "no" } })).status).toBe(422);
    const before = await invokeAsync(slow, 14_000);
    const calling = await invokeAsync(caller);
    await eventually(
      () => lifeOf(calling.id),
      ({ executing }) => executing,
    );

    await takeDatabase();
    const takenAt = Date.now();
    const during = await invokeAsync(slow, 1_000, key);
    const waiting = await invokeAsync(cold, 21);
    expect([during.status, waiting.status, (await sync(quick)).status]).toEqual([202, 202, 200]);
    await pause(takenAt + 10_500 - Date.now());
    for (const refused of [await sync(quick), await invokeAsync(quick, 1, key), await invokeAsync(slow, 1)]) {
      expect(refused).toMatchObject({ status: 503, body: { code: "platform.unavailable" } });
      expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
      expect(JSON.stringify(refused.body)).not.toMatch(/D1|select|gateway/);
    }
    expect(await lifeOf(during.id)).toMatchObject({ status: "SUCCEEDED", attempt: 1 });
    expect(await lifeOf(waiting.id)).toMatchObject({ status: "QUEUED", attempt: 1, interruptions: 0 });
    // By now the code that calls has been refused a lookup.
    await pause(takenAt + 15_500 - Date.now());
    expect(await lifeOf(calling.id)).toMatchObject({ status: "RUNNING", attempt: 1, interruptions: 0 });

    await giveDatabase();
    const ends = [
      [slow, before.id, "woke"],
      [slow, during.id, "woke"],
      [cold, waiting.id, 42],
      [caller, calling.id, [2, 12]],
    ] as const;
    for (const [address, id, output] of ends) {
      const { body } = await call("GET", `${address}/${id}?wait=20`);
      expect(body).toMatchObject({ status: "SUCCEEDED", attempt: 1, worklet_output: output });
    }
    const list = await eventually(
      () => call("GET", `/applications/${application}/runs?status=SUCCEEDED`),
      ({ body }) => body.items.length === 8,
      30_000,
    );
    const listed = list.body.items.map((item: { worklet_run_id: string }) => item.worklet_run_id);
    expect(listed).toEqual(expect.arrayContaining(ends.map(([, id]) => id)));
    // The four above, the child of the one that calls, and three synchronous ones.
    expect(listed).toHaveLength(8);
  });

  it("ten minutes cost a run no attempt, neither one whose code is missing nor one whose child cannot be looked up", async () => {
    const application = await newApplication();
    const child = await newWorklet(application, "export const main = (n: number) => n + 1;");
    const name = fresh("gate");
    const parent = await newWorklet(application, "export const main = 1;", {
      graph: {
        blocks: [
          { id: "nap", kind: "code", file: "nap.ts", function: "main" },
          { id: "ask", kind: "worklet", worklet: slugOf(child) },
        ],
      },
      files: {
        "nap.ts": `${gate} export const main = async (n: number) => { if (n > 0) await opened("${name}"); return n; };`,
      },
    });
    const cold = await newWorklet(application, "export const main = (n: number) => n + n;", {
      input_schema: { type: "integer" },
    });
    expect((await call("POST", `${cold}/invoke`, { body: { worklet_input: "no" } })).status).toBe(422);
    await call("POST", `${parent}/invoke`, { body: { worklet_input: 0 } });
    const asking = await invokeAsync(parent, 1);
    await stands(name);
    await takeDatabase();
    const waiting = await invokeAsync(cold, 21);
    // What memory holds is older than 10 s from now on.
    vi.setSystemTime(Date.now() + 11_000);
    await open(name);
    await until(async () => (await lifeOf(waiting.id)).unavailable > 0);
    await until(async () => (await lifeOf(asking.id)).parked !== null);
    const from = Date.now();
    await passTime(waiting.id, 600_000);
    vi.setSystemTime(from);
    await passTime(asking.id, 600_000);
    expect(await lifeOf(waiting.id)).toMatchObject({ status: "QUEUED", attempt: 1, interruptions: 0 });
    expect((await lifeOf(waiting.id)).unavailable).toBeGreaterThan(15);
    expect(await lifeOf(asking.id)).toMatchObject({ status: "RUNNING", attempt: 1, interruptions: 0 });

    await giveDatabase();
    await passTime(waiting.id, 30_000);
    await passTime(asking.id, 60_000);
    for (const [address, id, output] of [
      [cold, waiting.id, 42],
      [parent, asking.id, 2],
    ] as const) {
      const { body } = await call("GET", `${address}/${id}?wait=20`);
      expect(body).toMatchObject({ status: "SUCCEEDED", attempt: 1, worklet_output: output });
    }
    const trace = await call("GET", `${parent}/${asking.id}/trace`);
    expect(trace.body.blocks).toMatchObject([
      { block: "nap", status: "SUCCEEDED", attempt: 1 },
      { block: "ask", status: "SUCCEEDED", attempt: 1, output: 2 },
    ]);
  });

  it("a journal message is tried again at most 60 s later, and sent anew before its queue gives it up", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, "export const main = () => 1;");
    const { body } = await call("POST", `${worklet}/invoke?wait=10`, { body: { async: true } });
    const id = body.worklet_run_id;
    const text = encoded(
      entryOf(await kept<RunStart>(id, "start"), { ...(await lifeOf(id)), revision: 99, attempt: 7 }),
    );
    const sent: { body: unknown; delaySeconds: number | undefined }[] = [];
    const watched = {
      ...bindings,
      JOURNAL: { send: async (body: unknown, { delaySeconds }: QueueSendOptions) => sent.push({ body, delaySeconds }) },
    } as unknown as Env;
    /** What becomes of a message that was tried so often before. */
    const deliver = async (attempts: number, sentBody: unknown) => {
      const told = { isAcked: false, delaySeconds: undefined as number | undefined };
      const message = {
        ...{ id: fresh("message"), timestamp: new Date(), attempts, body: sentBody },
        ack() {
          told.isAcked = true;
        },
        retry(options?: QueueRetryOptions) {
          told.delaySeconds = options?.delaySeconds;
        },
      };
      await worker.queue?.({ queue: "worklets-journal", messages: [message] } as unknown as MessageBatch, watched);
      return told;
    };

    await takeDatabase();
    for (let attempts = 1; attempts < 100; attempts += 1) {
      sent.length = 0;
      const { isAcked, delaySeconds } = await deliver(attempts, text);
      const next = isAcked ? sent[0]?.delaySeconds : delaySeconds;
      expect(next).toBeGreaterThan(0);
      expect(next).toBeLessThanOrEqual(60);
      if (isAcked) expect(sent).toEqual([{ body: text, delaySeconds: 60 }]);
    }
    expect(sent).toHaveLength(1);
    await giveDatabase();
    expect(await deliver(1, sent[0]?.body)).toMatchObject({ isAcked: true });
    const list = await call("GET", `/applications/${application}/runs`);
    expect(list.body.items).toMatchObject([{ worklet_run_id: id, attempt: 7 }]);
  });
});
