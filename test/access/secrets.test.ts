import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { seal, unseal } from "../../src/access/seal.ts";
import { settingsOf } from "../../src/platform/settings.ts";
import { call, eventually, invoke, newApplication, newKey, newWorklet } from "../support/api.ts";
import { ask } from "../support/unready.ts";

const settings = settingsOf(env as Env);
const { DB } = env as Env;

async function withSecret(name: string, value: string) {
  const application = await newApplication();
  const secrets = `/applications/${application}/secrets`;
  const made = await call("POST", secrets, { body: { name, value } });
  return { application, secrets, made };
}

const reading = "export const main = (name: string, env: any, context: any) => context.secrets.get(name);";

describe("a secret", () => {
  it("goes in and is never given out", async () => {
    const { secrets, made } = await withSecret("TOKEN", "hunter2-hunter2");
    expect(made).toMatchObject({ status: 201, body: { name: "TOKEN", created_by: "root key" } });
    const answers = [
      made,
      await call("GET", secrets),
      await call("PUT", `${secrets}/TOKEN`, { body: { value: "hunter2-hunter3" } }),
    ];
    expect(JSON.stringify(answers.map(({ body }) => body))).not.toContain("hunter2");
    expect((await call("GET", `${secrets}/TOKEN`)).status).toBe(405);
    const rows = JSON.stringify((await DB.prepare("select * from secrets").all()).results);
    expect(rows).not.toContain("hunter2");
    expect(rows).not.toContain(btoa("hunter2").slice(0, 8));
  });

  it("is read by code of its application, as it was typed", async () => {
    const value = '  "ü"\n\u{1f511} line two ';
    const { application } = await withSecret("TOKEN", value);
    const worklet = await newWorklet(application, reading);
    expect((await invoke(worklet, "TOKEN")).body.worklet_output).toBe(value);
    const theirs = await newWorklet(await newApplication(), reading);
    const answer = await invoke(theirs, "TOKEN");
    expect(answer.body.error).toMatchObject({ kind: "user", message: expect.stringContaining("no secret TOKEN") });
  });

  it("has its new value at once in the isolate that set it, and is gone at once when deleted", async () => {
    const { application, secrets } = await withSecret("TOKEN", "first-value");
    const worklet = await newWorklet(application, reading);
    expect((await invoke(worklet, "TOKEN")).body.worklet_output).toBe("first-value");
    await call("PUT", `${secrets}/TOKEN`, { body: { value: "second-value" } });
    expect((await invoke(worklet, "TOKEN")).body.worklet_output).toBe("second-value");
    expect((await call("DELETE", `${secrets}/TOKEN`)).status).toBe(204);
    expect((await invoke(worklet, "TOKEN")).status).toBe(500);
    expect((await call("DELETE", `${secrets}/TOKEN`)).body.code).toBe("secret.not_found");
  });

  it("is made by PUT too, and POST does not overwrite one", async () => {
    const { secrets } = await withSecret("TOKEN", "one-value");
    expect((await call("POST", secrets, { body: { name: "TOKEN", value: "x" } })).body).toMatchObject({
      status: 409,
      code: "secret.exists",
    });
    const key = await newKey("creator");
    const put = await call("PUT", `${secrets}/OTHER`, { key, body: { value: "x" } });
    expect(put.body.created_by).toMatch(/^creator/);
    expect((await call("GET", secrets)).body.items.map((each: { name: string }) => each.name)).toEqual([
      "OTHER",
      "TOKEN",
    ]);
  });

  it("does not stay for an application that is made anew under the same id", async () => {
    const { application } = await withSecret("TOKEN", "old-value");
    await call("DELETE", `/applications/${application}`);
    await call("POST", "/applications", { body: { name: "again", id: application } });
    const worklet = await newWorklet(application, reading);
    expect((await invoke(worklet, "TOKEN")).status).toBe(500);
  });

  it.each([
    [{ name: "1ST", value: "x" }, "/name"],
    [{ name: "A-B", value: "x" }, "/name"],
    [{ name: "A".repeat(101), value: "x" }, "/name"],
    [{ name: "A", value: "" }, "/value"],
    [{ name: "A", value: "é".repeat(32_001) }, "/value"],
    [{ name: "A", value: 5 }, "/value"],
  ])("is refused when it cannot be one: %#", async (body, path) => {
    const answer = await call("POST", `/applications/${await newApplication()}/secrets`, { body });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });

  it("is taken up to 64 KB, and its name in the address is checked like one in the body", async () => {
    const { secrets, made } = await withSecret("BIG", "x".repeat(64_000));
    expect(made.status).toBe(201);
    expect((await call("PUT", `${secrets}/not-a-name`, { body: { value: "x" } })).body.errors).toMatchObject([
      { path: "/name" },
    ]);
    expect((await call("PUT", `${secrets}/__proto__`, { body: { value: "x" } })).status).toBe(200);
  });
});

describe("a sealed row", () => {
  const row = { application: "app", name: "TOKEN" };

  it("opens where it stands and nowhere else", () => {
    const sealed = seal(settings, row, "value");
    expect(unseal(settings, row, sealed)).toBe("value");
    expect(unseal(settings, { ...row, application: "other" }, sealed)).toBeNull();
    expect(unseal(settings, { ...row, name: "OTHER" }, sealed)).toBeNull();
    expect(unseal(settings, { application: 'app","TOKEN', name: "" }, sealed)).toBeNull();
  });

  it("is different each time, and a single changed character keeps it shut", () => {
    const sealed = seal(settings, row, "value");
    expect(seal(settings, row, "value")).not.toBe(sealed);
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
      const opened = unseal(settings, row, changed);
      // The last character of base 64 may hold bits that mean nothing.
      expect(opened === null || /=$/.test(sealed)).toBe(true);
      expect([null, "value"]).toContain(opened);
    }
    for (const text of [
      "",
      "v1",
      "v1..",
      "v1.AAAA.AAAA",
      `v2.${sealed.slice(3)}`,
      sealed.slice(0, -8),
      "v1..AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ]) {
      expect(unseal(settings, row, text)).toBeNull();
    }
  });

  it("opens under MASTER_KEY_PREVIOUS, while what is new is sealed under MASTER_KEY", () => {
    const sealed = seal(settings, row, "value");
    const turned = { ...settings, masterKey: new Uint8Array(32).fill(9), previousMasterKey: settings.masterKey };
    expect(unseal(turned, row, sealed)).toBe("value");
    expect(unseal({ ...turned, previousMasterKey: null }, row, sealed)).toBeNull();
    expect(unseal(settings, row, seal(turned, row, "value"))).toBeNull();
  });

  it("that was moved to another application's row is a failure with what to do, not a value", async () => {
    const { application, secrets } = await withSecret("TOKEN", "mine-value");
    const thief = await withSecret("TOKEN", "other-value");
    await DB.prepare(
      `update secrets set sealed = (select sealed from secrets where application = (select uid from applications where id = ?))
       where application = (select uid from applications where id = ?)`,
    )
      .bind(application, thief.application)
      .run();
    const answer = await invoke(await newWorklet(thief.application, reading), "TOKEN");
    expect(answer.status).toBe(500);
    expect(answer.body.error.message).toContain("cannot be opened with this MASTER_KEY");
    expect(JSON.stringify(answer.body)).not.toContain("mine-value");
    await call("PUT", `${secrets}/TOKEN`, { body: { value: "again" } });
  });
});

describe("a secret's value", () => {
  it("is *** in the answer's error, in logs and in the trace, in the spelling that it has there", async () => {
    const value = 'p4ss"word\\with/quotes';
    const { application } = await withSecret("TOKEN", value);
    const worklet = await newWorklet(
      application,
      `export const main = async (input: unknown, env: any, context: any) => {
         env.kept = await context.secrets.get("TOKEN");
         console.log("the secret is", env.kept);
         throw new Error("wrong: " + env.kept);
       };`,
    );
    const answer = await invoke(worklet, null, { query: "?trace=true" });
    const run = await eventually(
      () => call("GET", `${worklet}/${answer.body.worklet_run_id}`),
      (found) => found.status === 200,
    );
    const trace = await call("GET", `${worklet}/${answer.body.worklet_run_id}/trace`);
    expect(answer.body.error.message).toBe("Error: wrong: ***");
    for (const { body } of [answer, run, trace]) expect(JSON.stringify(body)).not.toContain("p4ss");
    expect(trace.body.logs).toMatchObject([{ text: "the secret is ***" }]);
    const rows = JSON.stringify((await DB.prepare("select * from traces join runs on run = id").all()).results);
    expect(rows).not.toContain("p4ss");
  });
});

it("secrets page by name, and a cursor of another list is refused", async () => {
  const { secrets } = await withSecret("B", "x");
  for (const name of ["A", "C", "_d"]) await call("POST", secrets, { body: { name, value: "x" } });
  const first = await call("GET", `${secrets}?limit=3`);
  const second = await call("GET", `${secrets}?limit=3&cursor=${first.body.next_cursor}`);
  const names = (answer: typeof first) => answer.body.items.map((each: { name: string }) => each.name);
  expect([names(first), names(second), second.body.next_cursor]).toEqual([["A", "B", "C"], ["_d"], null]);
  const keys = await call("GET", "/keys?limit=1");
  if (keys.body.next_cursor) expect((await call("GET", `${secrets}?cursor=${keys.body.next_cursor}`)).status).toBe(422);
});

it("a platform without MASTER_KEY keeps no secret in the clear: it does not answer at all", async () => {
  const silent = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const answer = await ask({ MASTER_KEY: "" }, "/applications/x/secrets", {
    method: "POST",
    body: '{"name":"A","value":"x"}',
  });
  silent.mockRestore();
  expect(answer.status).toBe(503);
});
