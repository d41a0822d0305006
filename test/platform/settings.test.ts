import { createExecutionContext, createScheduledController, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import worker from "../../src/index.ts";
import { derivedKey, settingsOf } from "../../src/platform/settings.ts";
import { call, newApplication, newWorklet } from "../support/api.ts";
import { ask } from "../support/unready.ts";

afterEach(() => vi.useRealTimers());

async function tick(at: number) {
  const context = createExecutionContext();
  await worker.scheduled(createScheduledController({ scheduledTime: new Date(at), cron: "* * * * *" }), env as Env);
  await waitOnExecutionContext(context);
}

describe("a platform that is not set up", () => {
  const master = Buffer.alloc(32, 7).toString("base64");

  it.each([
    ["ROOT_KEY", "", "ROOT_KEY is missing"],
    ["ROOT_KEY", "tiny-secret", "ROOT_KEY is shorter than 32 characters"],
    ["ROOT_KEY", `${"x".repeat(40)} y`, "ROOT_KEY has characters other than visible ASCII"],
    ["MASTER_KEY", "", "MASTER_KEY is missing"],
    ["MASTER_KEY", "bm90IDMyIGJ5dGVz", "MASTER_KEY is not 32 bytes of base 64"],
    ["MASTER_KEY_PREVIOUS", master.slice(4), "MASTER_KEY_PREVIOUS is not 32 bytes"],
  ])("answers 503 with what to run when %s is %j", async (name, value, sentence) => {
    for (const path of ["/health", "/me", "/applications"]) {
      const answer = await ask({ [name]: value }, path);
      expect(answer).toMatchObject({
        status: 503,
        body: { code: "platform.not_ready", title: "The platform is not set up" },
      });
      expect(answer.body.detail).toContain(sentence);
      expect(answer.body.detail).toContain("npm start");
      expect(answer.body.detail).toContain("npm run deploy");
      expect(answer.headers.get("Retry-After")).toBe("5");
      expect(JSON.stringify(answer.body)).not.toContain(value || "never");
    }
  });

  it("says the same to a caller without a key: nobody hunts for a key that cannot work", async () => {
    const answer = await ask({ MASTER_KEY: "" }, "/me", { headers: { Authorization: "" } });
    expect(answer).toMatchObject({ status: 503, body: { code: "platform.not_ready" } });
  });

  it("names the variable of wrangler.toml that is not a number of days", async () => {
    const answer = await ask({ RETENTION_DAYS: "for ever" }, "/health");
    expect(answer.body.detail).toContain('RETENTION_DAYS is "for ever"');
  });

  it("never tells what went wrong inside", async () => {
    const broken = {
      DB: {
        prepare: () => raise("SECRET INSIDE: connection string of the database"),
        batch: () => raise("SECRET INSIDE"),
      },
    };
    const silent = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const answer = await ask(broken, "/applications");
    expect(answer).toMatchObject({ status: 503, body: { code: "platform.unavailable" } });
    expect(JSON.stringify(answer.body)).not.toContain("SECRET");
    expect(silent.mock.calls.flat().join()).toContain(answer.body.request_id);
    silent.mockRestore();
  });
});

describe("keys that are derived from MASTER_KEY", () => {
  it("differ by purpose and by master key, and are the same each time", () => {
    const { masterKey } = settingsOf(env as Env);
    const one = derivedKey(masterKey, "run-id");
    expect(one).toHaveLength(32);
    expect(derivedKey(masterKey, "secrets-v1")).not.toEqual(one);
    expect(derivedKey(new Uint8Array(masterKey), "run-id")).toEqual(one);
    expect(derivedKey(new Uint8Array(32), "run-id")).not.toEqual(one);
  });
});

describe("/health", () => {
  it("answers without a key and says that the minute trigger does not come", async () => {
    const answer = await call("GET", "/health", { key: null });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: "ok", schedules: { running: false, last_tick_at: null } });
    expect(answer.body.schedules.detail).toContain("npm start");
  });

  it("says when it came last, and after two and a half minutes of silence that it does not come", async () => {
    const now = Date.now();
    await tick(now - 200_000);
    const silent = await call("GET", "/health", { key: null });
    expect(silent.body.schedules).toMatchObject({
      running: false,
      last_tick_at: new Date(now - 200_000).toISOString(),
    });
    await tick(now - 60_000);
    const answer = await call("GET", "/health", { key: null });
    expect(answer.body.schedules).toMatchObject({ running: true, last_tick_at: new Date(now - 60_000).toISOString() });
  });
});

describe("the minute trigger", () => {
  it("deletes runs that are past RETENTION_DAYS, and nothing younger", async () => {
    const application = await newApplication();
    const worklet = await newWorklet(application, "export const main = () => 1;");
    const { DB } = env as Env;
    await call("POST", `${worklet}/invoke`);
    const listed = () => DB.prepare("select count(*) as count from runs").first<number>("count");
    await expect.poll(listed, { timeout: 15_000 }).toBe(1);
    await tick(Date.now() + 29 * 86_400_000);
    expect(await DB.prepare("select count(*) as count from runs").first()).toEqual({ count: 1 });
    expect(await DB.prepare("select count(*) as count from traces").first()).toEqual({ count: 0 });
    await tick(Date.now() + 31 * 86_400_000);
    expect(await DB.prepare("select count(*) as count from runs").first()).toEqual({ count: 0 });
  });
});

function raise(message: string): never {
  throw new Error(message);
}
