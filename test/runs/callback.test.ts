import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { createHmac } from "node:crypto";
import { afterEach, describe, expect, inject, it, vi } from "vitest";
import { call, eventually, fresh, newApplication, newKey, newWorklet } from "../support/api.ts";

const witness = inject("witness");
const bindings = env as Env;
const minute = 60_000;

type Kept = { method: string; headers: Record<string, string>; body: string };
const kept = async (name: string) => (await (await fetch(`${witness}/kept/${name}`)).json()) as Kept[];
const soon = (name: string, count = 1) =>
  eventually(
    () => kept(name),
    (all) => all.length >= count,
  );

/** The signature that a receiver works out for itself. */
function signatureOf(secret: string, { headers, body }: Kept): string {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const text = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  return `v1,${createHmac("sha256", key).update(text).digest("base64")}`;
}

const withCallback = (worklet: string, url: string, input: unknown = null) =>
  call("POST", `${worklet}/invoke`, { body: { async: true, callback_url: url, worklet_input: input } });

const triesOf = async (worklet: string, id: string, count: number) => {
  const trace = await eventually(
    () => call("GET", `${worklet}/${id}/trace`),
    ({ body }) => (body.callbacks ?? []).length >= count,
  );
  return trace.body.callbacks;
};

const source = "export const main = (n: number) => { if (n < 0) throw new Error('negative'); return n + 1; };";

afterEach(() => {
  vi.useRealTimers();
});

describe("callback_url", () => {
  it("gets the poll body, signed so that the application's secret verifies it", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, source);
    const name = fresh("told");
    const { body } = await withCallback(worklet, `${witness}/keep/${name}`, 4);
    const [told] = await soon(name);
    const poll = await call("GET", `${worklet}/${body.worklet_run_id}`);
    expect(told?.method).toBe("POST");
    expect(JSON.parse(told?.body ?? "")).toEqual(poll.body);
    expect(poll.body.worklet_output).toBe(5);
    expect(told?.headers).toMatchObject({ "content-type": "application/json", "webhook-id": body.worklet_run_id });
    expect(Math.abs(Number(told?.headers["webhook-timestamp"]) - Date.now() / 1_000)).toBeLessThan(20);
    const { secret } = (await call("GET", `/applications/${application}/callback-secret`)).body;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(told?.headers["webhook-signature"]).toBe(signatureOf(secret, told as Kept));
    expect(await triesOf(worklet, body.worklet_run_id, 1)).toEqual([
      { at: expect.any(String), url: `${witness}/keep/${name}`, status: 200, error: null },
    ]);
    const other = await call("GET", `/applications/${await newApplication()}/callback-secret`);
    expect(other.body.secret).not.toBe(secret);
    const tooLow = await call("GET", `/applications/${application}/callback-secret`, { key: await newKey("operator") });
    expect(tooLow.status).toBe(403);
  });

  it("hears of a failure too", async () => {
    const worklet = await newWorklet(await newApplication(), source);
    const name = fresh("failed");
    await withCallback(worklet, `${witness}/keep/${name}`, -1);
    const [told] = await soon(name);
    expect(JSON.parse(told?.body ?? "")).toMatchObject({ status: "FAILED", error: { message: "Error: negative" } });
  });

  it("is tried five times within an hour, under one id, until it answers 2xx", async () => {
    const worklet = await newWorklet(await newApplication(), source);
    const name = fresh("deaf");
    const { body } = await withCallback(worklet, `${witness}/keep/${name}/500`, 1);
    await soon(name);
    const object = bindings.RUN.get(bindings.RUN.idFromName(body.worklet_run_id));
    const begun = Date.now();
    for (const [count, laterMs] of [
      [2, minute],
      [3, 5 * minute],
      [4, 20 * minute],
      [5, 50 * minute],
    ] as const) {
      await triesOf(worklet, body.worklet_run_id, count - 1);
      vi.setSystemTime(begun + laterMs);
      await runDurableObjectAlarm(object);
      expect(await soon(name, count)).toHaveLength(count);
    }
    await triesOf(worklet, body.worklet_run_id, 5);
    for (const laterMs of [59 * minute, 90 * minute, 600 * minute]) {
      vi.setSystemTime(begun + laterMs);
      await runDurableObjectAlarm(object);
    }
    vi.useRealTimers();
    await new Promise((done) => setTimeout(done, 300));
    const all = await kept(name);
    expect(all).toHaveLength(5);
    expect(new Set(all.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([body.worklet_run_id]));
    const tries = await triesOf(worklet, body.worklet_run_id, 5);
    expect(tries.map(({ status }: { status: number }) => status)).toEqual([500, 500, 500, 500, 500]);
  });

  it("is tried no more once it was delivered", async () => {
    const worklet = await newWorklet(await newApplication(), source);
    const name = fresh("once");
    const { body } = await withCallback(worklet, `${witness}/keep/${name}/204`, 1);
    await triesOf(worklet, body.worklet_run_id, 1);
    const begun = Date.now();
    const object = bindings.RUN.get(bindings.RUN.idFromName(body.worklet_run_id));
    for (const laterMs of [minute, 20 * minute]) {
      vi.setSystemTime(begun + laterMs);
      await runDurableObjectAlarm(object);
    }
    vi.useRealTimers();
    await new Promise((done) => setTimeout(done, 200));
    expect(await kept(name)).toHaveLength(1);
  });

  it("whose alarm was lost is tried again when somebody asks for the run", async () => {
    const worklet = await newWorklet(await newApplication(), source);
    const name = fresh("lost");
    const { body } = await withCallback(worklet, `${witness}/keep/${name}/500`, 1);
    await triesOf(worklet, body.worklet_run_id, 1);
    const object = bindings.RUN.get(bindings.RUN.idFromName(body.worklet_run_id));
    await runInDurableObject(object, (_, { storage }) => storage.deleteAlarm());
    vi.setSystemTime(Date.now() + 2 * minute);
    expect((await call("GET", `${worklet}/${body.worklet_run_id}`)).body.status).toBe("SUCCEEDED");
    await runDurableObjectAlarm(object);
    vi.useRealTimers();
    expect(await soon(name, 2)).toHaveLength(2);
  });

  it("never follows a redirect", async () => {
    const worklet = await newWorklet(await newApplication(), source);
    const name = fresh("elsewhere");
    const url = `${witness}/to?${encodeURIComponent(`${witness}/keep/${name}`)}`;
    const { body } = await withCallback(worklet, url, 1);
    expect(await triesOf(worklet, body.worklet_run_id, 1)).toMatchObject([{ status: 302, error: null }]);
    expect(await kept(name)).toEqual([]);
  });

  it("is refused when it leads to a private address or is no address", async () => {
    const worklet = await newWorklet(await newApplication(), source);
    for (const url of [
      "http://10.0.0.1/x",
      "http://169.254.169.254/",
      "ftp://example.com/",
      "https://u:p@example.com",
      "x",
    ]) {
      const { body } = await withCallback(worklet, url);
      expect(body, url).toMatchObject({ status: 422, errors: [{ path: "/callback_url" }] });
    }
  });

  it("that never answers delays nobody and is given up after 9 s", async () => {
    const worklet = await newWorklet(
      await newApplication(),
      "export const main = () => new Promise((done) => setTimeout(done, 60_000));",
    );
    const { body } = await withCallback(worklet, `${witness}/slow/${fresh("silent")}`);
    const before = Date.now();
    expect((await call("POST", `${worklet}/${body.worklet_run_id}/cancel`)).status).toBe(202);
    // The callback is given up after 9 s.
    expect(Date.now() - before).toBeLessThan(8_000);
    const [first] = await eventually(
      async () => (await call("GET", `${worklet}/${body.worklet_run_id}/trace`)).body.callbacks ?? [],
      (tries) => tries.length > 0,
      30_000,
    );
    expect(first).toMatchObject({ status: null, error: "No answer within 9000 ms" });
  }, 60_000);
});
