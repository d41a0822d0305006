import {
  abortAllDurableObjects,
  createScheduledController,
  runDurableObjectAlarm,
  runInDurableObject,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, inject, it, vi } from "vitest";
import { applicationRow } from "../../src/catalog/rows.ts";
import worker from "../../src/index.ts";
import { settingsOf } from "../../src/platform/settings.ts";
import { deriveRunId } from "../../src/runs/run-id.ts";
import { call, eventually, fresh, invoke, newApplication, newWorklet } from "../support/api.ts";

const bindings = env as Env;
const witness = inject("witness");
const dayMs = 86_400_000;
const objectOf = (id: string) => bindings.RUN.get(bindings.RUN.idFromName(id));

/** What lies in a run's object: its keys, its tables, its alarm. */
function leftIn(id: string) {
  return runInDurableObject(objectOf(id), async (_, { storage }) => ({
    keys: [...storage.kv.list()].map(([key]) => key),
    tables: [...storage.sql.exec("select name from sqlite_master")].map(({ name }) => name),
    alarm: await storage.getAlarm(),
  }));
}

/** So many days later: the object's alarm rings, and the minute trigger comes. */
async function moveTo(days: number, ...ids: string[]): Promise<void> {
  vi.setSystemTime(Date.now() + days * dayMs);
  for (const id of ids) await runDurableObjectAlarm(objectOf(id));
  await worker.scheduled?.(createScheduledController({ scheduledTime: Date.now(), cron: "* * * * *" }), bindings);
}

const rowsOf = async (id: string) => {
  const count = async (sql: string) => (await bindings.DB.prepare(sql).bind(id).first<{ n: number }>())?.n;
  return [
    await count("select count(*) n from runs where id = ?"),
    await count("select count(*) n from traces where run = ?"),
  ];
};

const listed = (id: string, traces: number) =>
  eventually(
    () => rowsOf(id),
    ([rows, kept]) => rows === 1 && kept === traces,
  );

/** Everything that can be asked of a run by its id. */
const asked = (address: string) =>
  Promise.all([
    call("GET", address),
    call("POST", address),
    call("GET", `${address}/trace`),
    call("GET", `${address}/events`),
    call("POST", `${address}/cancel`),
    call("POST", `${address}/rerun`),
  ]);

async function isGone(address: string): Promise<void> {
  for (const answer of await asked(address)) expect(answer.body).toMatchObject({ status: 404, code: "run.not_found" });
}

afterEach(() => {
  vi.useRealTimers();
});

describe("after RETENTION_DAYS", () => {
  it("a background run's row, object and trace are gone, and asking for it leaves nothing behind", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = (n: number) => n + 1;");
    const start = (headers: Record<string, string>) =>
      call("POST", `${worklet}/invoke?wait=10`, { body: { async: true, worklet_input: 1 }, headers });
    const timed = (await start({})).body.worklet_run_id;
    // The id of this one does not say when it was made, so only its object knows that it is over.
    const timeless = (await start({ "Idempotency-Key": "k" })).body.worklet_run_id;
    for (const id of [timed, timeless]) await listed(id, 0);

    await moveTo(29, timed, timeless);
    for (const id of [timed, timeless]) {
      expect((await call("GET", `${worklet}/${id}`)).body).toMatchObject({ status: "SUCCEEDED", worklet_output: 2 });
      expect(await rowsOf(id)).toEqual([1, 0]);
    }

    await moveTo(1.01, timed, timeless);
    for (const id of [timed, timeless]) {
      await isGone(`${worklet}/${id}`);
      expect(await leftIn(id)).toEqual({ keys: [], tables: [], alarm: null });
      expect(await rowsOf(id)).toEqual([0, 0]);
    }
    // Neither does an object that remembers nothing any more.
    await abortAllDurableObjects();
    await isGone(`${worklet}/${timeless}`);
    expect(await leftIn(timeless)).toEqual({ keys: [], tables: [], alarm: null });
  });

  it("an object whose alarm was lost after its end tells what it still owes and deletes itself, and its row stays until then", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = (n: number) => n + 1;");
    const name = fresh("owed");
    const callback_url = `${witness}/keep/${name}/500`;
    const { body } = await call("POST", `${worklet}/invoke`, { body: { async: true, worklet_input: 1, callback_url } });
    const id = body.worklet_run_id;
    const told = async () => ((await (await fetch(`${witness}/kept/${name}`)).json()) as unknown[]).length;
    await eventually(told, (count) => count === 1);
    await listed(id, 0);
    await runInDurableObject(objectOf(id), (_, { storage }) => storage.deleteAlarm());

    await moveTo(30.01);
    vi.useRealTimers();
    expect(await eventually(told, (count) => count === 2)).toBe(2);
    expect((await leftIn(id)).alarm).not.toBeNull();
    expect(await rowsOf(id)).toEqual([1, 0]);
    await moveTo(30.02, id);
    expect(await leftIn(id)).toEqual({ keys: [], tables: [], alarm: null });
    expect(await rowsOf(id)).toEqual([0, 0]);
  });

  it("the same Idempotency-Key makes a new run", async () => {
    const worklet = await newWorklet(await newApplication(), "export const main = (n: number) => n + 1;");
    const start = (input: number) =>
      call("POST", `${worklet}/invoke?wait=10`, {
        body: { async: true, worklet_input: input },
        headers: { "Idempotency-Key": "again" },
      });
    const first = (await start(1)).body;
    await listed(first.worklet_run_id, 0);
    await moveTo(30.01, first.worklet_run_id);
    vi.useRealTimers();
    expect((await start(5)).body).toMatchObject({ success: true, worklet_output: 6 });
  });

  it("a synchronous run's row and trace are gone, its trace before when it succeeded", async () => {
    const source = "export const main = (n: number) => { if (n < 0) throw new Error('negative'); return n; };";
    const worklet = await newWorklet(await newApplication(), source);
    const good = (await invoke(worklet, 1)).body.worklet_run_id;
    const bad = (await invoke(worklet, -1)).body.worklet_run_id;
    for (const id of [good, bad]) await listed(id, 1);
    await moveTo(3.01);
    expect([await rowsOf(good), await rowsOf(bad)]).toEqual([
      [1, 0],
      [1, 1],
    ]);
    await moveTo(27.1);
    expect([await rowsOf(good), await rowsOf(bad)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
    await isGone(`${worklet}/${bad}`);
  });
});

it("more old rows than one statement deletes are gone after one minute's trigger", async () => {
  const old = Date.now() - 31 * dayMs;
  const many = `with recursive n(i) as (select 1 union all select i + 1 from n where i < 11000)
    insert into runs (id, application, worklet, worklet_id, environment, mode, "trigger", status, attempt, created_at, created_by, revision)
    select 'run_sold' || i, 'gone', 'w', 'w', 'production', 'sync', 'api', 'SUCCEEDED', 1, ?, 'k', 1 from n`;
  await bindings.DB.prepare(many).bind(old).run();
  await moveTo(0);
  const left = await bindings.DB.prepare("select count(*) n from runs where application = 'gone'").first<{
    n: number;
  }>();
  expect(left?.n).toBe(0);
});

it("a good id of a run that never was creates nothing", async () => {
  const worklet = await newWorklet(await newApplication(), "export const main = () => 1;");
  const [, , application = "", , slug = ""] = worklet.split("/");
  const { uid: applicationUid } = await applicationRow(bindings, application);
  const id = deriveRunId(settingsOf(bindings), { applicationUid, worklet: slug }, 0, ["nobody made this"]);
  await isGone(`${worklet}/${id}`);
  expect(await leftIn(id)).toEqual({ keys: [], tables: [], alarm: null });
});
