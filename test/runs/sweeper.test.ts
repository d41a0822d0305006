import {
  abortAllDurableObjects,
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  getQueueResult,
  runInDurableObject,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import worker from "../../src/index.ts";
import { call, eventually, fresh, newApplication, newWorklet } from "../support/api.ts";
import { gate, open } from "../support/hits.ts";

const bindings = env as Env;
const objectOf = (id: string) => bindings.RUN.get(bindings.RUN.idFromName(id));

/** The minute trigger, as it comes `laterMs` from now. */
async function tick(laterMs: number): Promise<void> {
  await worker.scheduled?.(
    createScheduledController({ scheduledTime: Date.now() + laterMs, cron: "* * * * *" }),
    bindings,
  );
}

async function loseAlarm(id: string): Promise<void> {
  await runInDurableObject(objectOf(id), (_, { storage }) => storage.deleteAlarm());
}

async function rowOf(application: string, id: string) {
  const { body } = await call("GET", `/applications/${application}/runs`);
  return body.items.find((item: { worklet_run_id: string }) => item.worklet_run_id === id);
}

const isListed = (application: string, id: string, status: string) =>
  eventually(
    () => rowOf(application, id),
    (row) => row?.status === status,
  );

it("a waiting run whose alarm and hint were lost moves again with the next tick after a minute", async () => {
  const application = await newApplication();
  const worklet = await newWorklet(application, "export const main = () => 'here';");
  const { body } = await call("POST", `${worklet}/invoke?wait=10`, { body: { async: true } });
  const id = body.worklet_run_id;
  await isListed(application, id, "SUCCEEDED");
  // As it was before its begin: nothing will ever ring.
  await runInDurableObject(objectOf(id), (_, { storage }) => {
    const life = JSON.parse(storage.kv.get<string>("life") ?? "");
    const waiting = { status: "QUEUED", startedAt: null, finishedAt: null, turn: 0, firstTurn: null, errands: {} };
    storage.kv.put("life", JSON.stringify({ ...life, ...waiting, startAt: life.createdAt, deadlineAt: null }));
    for (const [key] of [...storage.kv.list({ prefix: "block/" })]) storage.kv.delete(key);
    storage.kv.delete("output");
    return storage.deleteAlarm();
  });
  await bindings.DB.prepare("update runs set status = 'QUEUED', revision = 0 where id = ?").bind(id).run();
  await abortAllDurableObjects();
  expect((await call("GET", `${worklet}/${id}`)).body.status).toBe("QUEUED");
  await tick(30_000);
  expect((await call("GET", `${worklet}/${id}`)).body.status).toBe("QUEUED");
  await tick(61_000);
  expect((await call("GET", `${worklet}/${id}?wait=10`)).body).toMatchObject({
    status: "SUCCEEDED",
    worklet_output: "here",
  });
});

it("a running run whose executor and alarm were lost runs on", async () => {
  const application = await newApplication();
  const worklet = await newWorklet(
    application,
    "let starts = 0; export const main = async () => { starts += 1; if (starts === 1) await new Promise((d) => setTimeout(d, 60_000)); return starts; };",
  );
  const { body } = await call("POST", `${worklet}/invoke`, { body: { async: true } });
  const id = body.worklet_run_id;
  await isListed(application, id, "RUNNING");
  await abortAllDurableObjects();
  await loseAlarm(id);
  await tick(61_000);
  expect((await call("GET", `${worklet}/${id}?wait=15`)).body).toMatchObject({ status: "SUCCEEDED", attempt: 2 });
});

it("a healthy run is not touched, and a row whose last message was lost learns how the run ended", async () => {
  const application = await newApplication();
  const name = fresh("healthy");
  const worklet = await newWorklet(
    application,
    `${gate} export const main = async (isSlow: boolean) => { if (isSlow) await opened("${name}"); };`,
  );
  const slow = await call("POST", `${worklet}/invoke`, { body: { async: true, worklet_input: true } });
  const quick = await call("POST", `${worklet}/invoke?wait=10`, { body: { async: true, worklet_input: false } });
  await isListed(application, slow.body.worklet_run_id, "RUNNING");
  await isListed(application, quick.body.worklet_run_id, "SUCCEEDED");
  await bindings.DB.prepare("update runs set status = 'RUNNING', revision = 1 where id = ?")
    .bind(quick.body.worklet_run_id)
    .run();
  await tick(61_000);
  expect((await isListed(application, quick.body.worklet_run_id, "SUCCEEDED")).status).toBe("SUCCEEDED");
  await open(name);
  const ended = await call("GET", `${worklet}/${slow.body.worklet_run_id}?wait=10`);
  expect(ended.body).toMatchObject({ status: "SUCCEEDED", attempt: 1 });
});

it("an open row without an object leaves the list", async () => {
  const application = await newApplication();
  const worklet = await newWorklet(application, "export const main = () => 1;");
  const { body } = await call("POST", `${worklet}/invoke?wait=10`, { body: { async: true } });
  await isListed(application, body.worklet_run_id, "SUCCEEDED");
  const orphan = `run_a${"0".repeat(32)}`;
  await bindings.DB.prepare("update runs set id = ?, status = 'RUNNING' where id = ?")
    .bind(orphan, body.worklet_run_id)
    .run();
  await tick(61_000);
  expect(await rowOf(application, orphan)).toBeUndefined();
});

it("a hint in the dead letter queue pokes its run", async () => {
  const application = await newApplication();
  const worklet = await newWorklet(
    application,
    "let starts = 0; export const main = async () => { starts += 1; if (starts === 1) await new Promise((d) => setTimeout(d, 60_000)); return starts; };",
  );
  const { body } = await call("POST", `${worklet}/invoke`, { body: { async: true } });
  await isListed(application, body.worklet_run_id, "RUNNING");
  await abortAllDurableObjects();
  await loseAlarm(body.worklet_run_id);
  const message = { id: "1", timestamp: new Date(), attempts: 1, body: body.worklet_run_id };
  const batch = createMessageBatch("worklets-runs-dead", [message]);
  const context = createExecutionContext();
  await worker.queue?.(batch, bindings);
  expect((await getQueueResult(batch, context)).explicitAcks).toEqual(["1"]);
  expect((await call("GET", `${worklet}/${body.worklet_run_id}?wait=15`)).body.status).toBe("SUCCEEDED");
});

it("many hundred runs are looked after in one minute, those too that wait behind the others", async () => {
  const application = await newApplication();
  const worklet = await newWorklet(
    application,
    "let starts = 0; export const main = async () => { starts += 1; if (starts === 1) await new Promise((d) => setTimeout(d, 60_000)); return starts; };",
  );
  const { body } = await call("POST", `${worklet}/invoke`, { body: { async: true } });
  const lost = body.worklet_run_id;
  await isListed(application, lost, "RUNNING");
  await abortAllDurableObjects();
  await loseAlarm(lost);
  // Older open rows, whose objects are not there: whoever is poked among them leaves the list.
  const orphans = 600;
  await bindings.DB.prepare(
    `with recursive n(n) as (select 1 union all select n + 1 from n where n < ${orphans})
     insert into runs (id, application, worklet, worklet_id, environment, mode, "trigger", status, attempt, created_at, created_by, revision)
     select 'run_a' || printf('%032d', n), application, worklet, worklet_id, environment, mode, "trigger", 'RUNNING', 1, created_at - n, created_by, 1
     from n, runs where id = ?`,
  )
    .bind(lost)
    .run();
  await tick(61_000);
  const count = () =>
    bindings.DB.prepare("select count(*) as open from runs where status = 'RUNNING' and id <> ?")
      .bind(lost)
      .first("open");
  expect(await eventually(count, (left) => left === 0, 90_000)).toBe(0);
  expect((await call("GET", `${worklet}/${lost}?wait=15`)).body).toMatchObject({ status: "SUCCEEDED", attempt: 2 });
}, 120_000);
