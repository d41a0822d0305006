import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { objectOf } from "../../src/runs/objects.ts";
import { call, eventually, newApplication, newWorklet } from "../support/api.ts";

const bindings = env as Env;
const stubOf = (id: string) => bindings.RUN.get(bindings.RUN.idFromName(id));
const statusOf = async (id: string) => (await objectOf(bindings, id).report())?.status;
const endless = "export const main = () => new Promise((done) => setTimeout(done, 60_000));";
const start = async (worklet: string) =>
  (await call("POST", `${worklet}/invoke`, { body: { async: true } })).body.worklet_run_id as string;
const isRunning = (id: string) =>
  eventually(
    () => statusOf(id),
    (status) => status === "RUNNING",
  );

describe("the runs of an application that is deleted", () => {
  it("are canceled, and those of others are not", async () => {
    const application = await newApplication();
    const id = await start(await newWorklet(application, endless));
    const other = await start(await newWorklet(await newApplication(), endless));
    await isRunning(id);
    await isRunning(other);
    await eventually(
      () => call("GET", `/applications/${application}/runs?status=RUNNING`),
      ({ body }) => body.items.length === 1,
    );
    expect((await call("DELETE", `/applications/${application}?force=true`)).status).toBe(204);
    expect(
      await eventually(
        () => statusOf(id),
        (status) => status === "CANCELED",
      ),
    ).toBe("CANCELED");
    expect(await statusOf(other)).toBe("RUNNING");
    await objectOf(bindings, other).cancel();
  });

  it("go on when the deletion came to nothing", async () => {
    const application = await newApplication();
    const id = await start(await newWorklet(application, endless));
    await isRunning(id);
    expect((await call("DELETE", `/applications/${application}`)).body.code).toBe("application.in_use");
    await new Promise((done) => setTimeout(done, 1_500));
    expect(await statusOf(id)).toBe("RUNNING");
    await objectOf(bindings, id).cancel();
  });

  it("end with their next turn when the list did not know of them", async () => {
    const application = await newApplication();
    const id = await start(await newWorklet(application, endless));
    await isRunning(id);
    await bindings.DB.prepare("delete from applications where id = ?").bind(application).run();
    await abortAllDurableObjects();
    // The guard, then the next attempt.
    await runDurableObjectAlarm(stubOf(id));
    const ring = async () => {
      await runDurableObjectAlarm(stubOf(id));
      return statusOf(id);
    };
    await eventually(ring, (status) => status === "CANCELED");
    expect(await statusOf(id)).toBe("CANCELED");
  });
});

describe("an object without a run", () => {
  it("that was told to give up before its order came puts itself away in the end", async () => {
    const id = "run_anobody";
    await objectOf(bindings, id).abandon();
    const left = () =>
      runInDurableObject(stubOf(id), async (_, { storage }) => ({
        keys: [...storage.kv.list()].length,
        alarm: await storage.getAlarm(),
      }));
    expect((await left()).alarm).toBeGreaterThan(Date.now() + 29 * 86_400_000);
    await runDurableObjectAlarm(stubOf(id));
    expect(await left()).toEqual({ keys: 0, alarm: null });
  });

  it("or with one that it cannot read rings again", async () => {
    const id = await start(await newWorklet(await newApplication(), "export const main = () => 1;"));
    await eventually(
      () => statusOf(id),
      (status) => status === "SUCCEEDED",
    );
    await runInDurableObject(stubOf(id), (_, { storage }) => storage.kv.put("life", "{"));
    await abortAllDurableObjects();
    await runDurableObjectAlarm(stubOf(id));
    const alarm = await runInDurableObject(stubOf(id), (_, { storage }) => storage.getAlarm());
    expect(Math.abs((alarm ?? 0) - Date.now() - 60_000)).toBeLessThan(15_000);
    await runInDurableObject(stubOf(id), (_, { storage }) => storage.deleteAll());
  });
});
