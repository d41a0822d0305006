import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { digestOf, makeToken } from "../../src/hooks/token.ts";
import { call, eventually, newApplication } from "../support/api.ts";
import { ask, countedDatabase } from "../support/unready.ts";
import { deliver, echoHook } from "./support.ts";

const { DB } = env as Env;
let application: string;
beforeAll(async () => {
  application = await newApplication();
});
afterEach(() => vi.useRealTimers());

const statusOf = async (token: string) => (await deliver(token)).status;

/** What this isolate remembers is as old as if so much time had passed. */
function later(ms: number) {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

describe("a token", () => {
  it("is shown once, in the address that the sender needs, and kept nowhere", async () => {
    const { token, hook, path } = await echoHook(application);
    expect(token).toMatch(/^hook_[0-9a-z]{32}_[0-9a-f]{6}$/);
    expect(hook.url).toBe(`https://worklets.example/hooks/${token}`);
    expect(await statusOf(token)).toBe(200);
    const read = await call("GET", path);
    const list = await call("GET", `/applications/${application}/hooks`);
    const rows = await DB.prepare("select * from hooks").all();
    for (const text of [read.body, list.body, rows.results].map((each) => JSON.stringify(each))) {
      expect(text).toContain(hook.id);
      expect(text).not.toContain(token.split("_")[1]);
    }
  });

  it("has a checksum over all of it: no single mistyped character passes", () => {
    const { text } = makeToken();
    expect(digestOf(text)).not.toBeNull();
    for (let at = 0; at < text.length; at++) {
      const other = text[at] === "a" ? "b" : "a";
      expect(digestOf(text.slice(0, at) + other + text.slice(at + 1))).toBeNull();
    }
    for (const wrong of ["", "hook_", text.slice(1), `${text}0`, text.toUpperCase(), ` ${text}`, `${text}\n`]) {
      expect(digestOf(wrong)).toBeNull();
    }
  });

  it("that is malformed never reaches the database", async () => {
    const { token } = await echoHook(application);
    const { DB: counted, count } = countedDatabase();
    for (const text of [`${token.slice(0, -2)}zz`, "hook_a_b", "x".repeat(5_000), `${token}x`, "%00", "%F0%9F%98%80"]) {
      const answer = await ask({ DB: counted }, `/hooks/${text}`, { method: "POST" });
      expect(answer).toMatchObject({ status: 404, body: { code: "hook.not_found" } });
    }
    expect(count()).toBe(0);
    await ask({ DB: counted }, `/hooks/${makeToken().text}`, { method: "POST" });
    expect(count()).toBe(1);
  });

  it("that is unknown reads like one that is malformed or revoked", async () => {
    const { token, path } = await echoHook(application);
    await call("DELETE", path);
    const details = new Set<string>();
    for (const text of [token, makeToken().text, "anything"]) {
      const { status, body } = await deliver(text);
      expect(status).toBe(404);
      details.add(`${body.code} ${body.detail}`);
    }
    expect(details.size).toBe(1);
  });

  it("is no key, and a key is no token", async () => {
    const { token } = await echoHook(application);
    expect((await call("GET", "/me", { key: token })).status).toBe(401);
    const { body } = await call("POST", "/keys", { body: { name: "k", role: "admin" } });
    expect(await statusOf(body.key)).toBe(404);
  });
});

describe("a hook that is revoked or rotated", () => {
  it("is refused at once where that was done", async () => {
    const { token, path } = await echoHook(application);
    expect(await statusOf(token)).toBe(200);
    const rotated = await call("POST", `${path}/rotate`);
    expect(rotated.status).toBe(200);
    expect(rotated.body).toMatchObject({ rotated_by: "root key", rotated_at: expect.stringMatching(/^\d{4}-/) });
    expect(await statusOf(token)).toBe(404);
    expect(await statusOf(rotated.body.token)).toBe(200);
    expect((await call("DELETE", path)).status).toBe(204);
    expect(await statusOf(rotated.body.token)).toBe(404);
    expect((await call("DELETE", path)).body.code).toBe("hook.not_found");
  });

  it("is refused within 10 s elsewhere, and sooner when it is used meanwhile", async () => {
    const [used, unused] = [await echoHook(application), await echoHook(application)];
    for (const { token } of [used, unused]) expect(await statusOf(token)).toBe(200);
    await DB.prepare("update hooks set digest = uid").run();
    expect(await statusOf(used.token)).toBe(200);
    later(3_000);
    expect(await statusOf(used.token)).toBe(200);
    const refused = (status: number) => status === 404;
    expect(await eventually(() => statusOf(used.token), refused)).toBe(404);
    vi.useRealTimers();
    later(10_000);
    expect(await statusOf(unused.token)).toBe(404);
  });

  it("is not asked of the database each time it is called", async () => {
    const { token } = await echoHook(application);
    // What is remembered does not grow old meanwhile.
    later(0);
    await statusOf(token);
    const { DB: counted, count } = countedDatabase();
    const headers = { "X-Any": "1" };
    const answer = await ask({ DB: counted }, `/hooks/${token}`, { method: "HEAD", headers });
    expect([answer.status, count()]).toEqual([200, 0]);
  });
});
