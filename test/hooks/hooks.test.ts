import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { call, fresh, newApplication, newKey, newWorklet } from "../support/api.ts";
import { deliver, echo, echoHook, idOf, newHook } from "./support.ts";

const { DB } = env as Env;
let application: string;
beforeAll(async () => {
  application = await newApplication();
});

const list = (query = "") => call("GET", `/applications/${application}/hooks${query}`);

describe("a hook", () => {
  it("is made with one member, named after its worklet, and open to every method", async () => {
    const worklet = await newWorklet(application, echo);
    const { hook, path } = await newHook(application, worklet);
    const { token, url, ...kept } = hook;
    expect(kept).toEqual({
      id: idOf(worklet),
      worklet: idOf(worklet),
      name: null,
      environment: "production",
      background: false,
      verification: { kind: "none" },
      methods: null,
      idempotency_header: null,
      created_at: expect.any(String),
      created_by: "root key",
      rotated_at: null,
      rotated_by: null,
      last_used_at: null,
      last_refused_at: null,
      last_refusal: null,
    });
    expect(url.endsWith(token)).toBe(true);
    expect((await call("GET", path)).body).toEqual(kept);
  });

  it("gets its id from its name, once", async () => {
    const worklet = await newWorklet(application, echo);
    const name = fresh("From GitHub");
    const { hook } = await newHook(application, worklet, { name });
    expect(hook.id).toMatch(/^from-github-/);
    const again = await call("POST", `/applications/${application}/hooks`, { body: { worklet: idOf(worklet), name } });
    expect(again).toMatchObject({ status: 409, body: { code: "hook.exists" } });
    const elsewhere = await newApplication();
    const other = await newHook(elsewhere, await newWorklet(elsewhere, echo), { name });
    expect(other.hook.id).toBe(hook.id);
  });

  it("needs a worklet of its own application", async () => {
    const elsewhere = await newApplication();
    const worklet = idOf(await newWorklet(elsewhere, echo));
    const refused = await call("POST", `/applications/${application}/hooks`, { body: { worklet } });
    expect(refused).toMatchObject({ status: 404, body: { code: "worklet.not_found" } });
  });

  it("is changed member by member, with the token that it has", async () => {
    const { path, token } = await echoHook(application, { name: "Before", methods: ["POST"] });
    expect((await call("PATCH", path, { body: { name: null, background: true } })).body).toMatchObject({
      name: null,
      background: true,
      methods: ["POST"],
    });
    expect((await deliver(token)).status).toBe(202);
    expect((await call("PATCH", path, { body: { methods: null, background: false } })).status).toBe(200);
    expect((await deliver(token, { method: "GET" })).status).toBe(200);
    for (const [body, member] of [
      [{ worklet: "other" }, "/worklet"],
      [{ methods: [] }, "/methods"],
      [{ methods: ["POST", "POST"] }, "/methods"],
      [{ methods: ["HEAD"] }, "/methods/0"],
      [{ environment: "test" }, "/environment"],
      [{ idempotency_header: "a b" }, "/idempotency_header"],
      [{ verification: { kind: "magic" } }, "/verification/kind"],
    ] as const) {
      const refused = await call("PATCH", path, { body });
      expect([refused.status, refused.body.errors?.[0]?.path], JSON.stringify(body)).toEqual([422, member]);
    }
  });

  it("stands in a list that is read page by page", async () => {
    application = await newApplication();
    const worklet = await newWorklet(application, echo);
    for (const id of ["c", "a", "b"]) await newHook(application, worklet, { id });
    const first = await list("?limit=2");
    expect(first.body.items.map((each: { id: string }) => each.id)).toEqual(["a", "b"]);
    const second = await list(`?limit=2&cursor=${first.body.next_cursor}`);
    expect(second.body).toMatchObject({ items: [{ id: "c" }], next_cursor: null });
  });
});

describe("who may", () => {
  it("see hooks is an operator, and make, change, rotate and revoke them a creator", async () => {
    const { path } = await echoHook(application);
    const operator = await newKey("operator", application);
    const creator = await newKey("creator", application);
    expect((await call("GET", path, { key: operator })).status).toBe(200);
    for (const [method, address] of [
      ["PATCH", path],
      ["POST", `${path}/rotate`],
      ["DELETE", path],
    ] as const) {
      expect((await call(method, address, { key: operator, body: {} })).body.code).toBe("access.role_too_low");
      expect((await call(method, address, { key: creator, body: {} })).status).toBeLessThan(300);
    }
  });

  it("not reach a hook through another application", async () => {
    const { hook } = await echoHook(application);
    const elsewhere = await newApplication();
    for (const method of ["GET", "PATCH", "DELETE"]) {
      const answer = await call(method, `/applications/${elsewhere}/hooks/${hook.id}`, {
        ...(method === "PATCH" && { body: {} }),
      });
      expect(answer).toMatchObject({ status: 404, body: { code: "hook.not_found" } });
    }
  });
});

describe("a hook whose worklet is gone", () => {
  it("was told of before: the worklet is deleted only when that is forced", async () => {
    const worklet = await newWorklet(application, echo);
    const { hook, path } = await newHook(application, worklet, { id: fresh("door") });
    const refused = await call("DELETE", worklet);
    expect(refused).toMatchObject({ status: 409, body: { code: "worklet.in_use", used_by: [`hook ${hook.id}`] } });
    await call("DELETE", path);
    expect((await call("DELETE", worklet)).status).toBe(204);
  });

  it("opens nothing, not even a worklet that is made anew under the id", async () => {
    const worklet = await newWorklet(application, echo);
    const { token } = await newHook(application, worklet);
    expect((await deliver(token)).status).toBe(200);
    expect((await call("DELETE", `${worklet}?force=true`)).status).toBe(204);
    expect(await deliver(token)).toMatchObject({ status: 404, body: { code: "hook.not_found" } });
    await call("POST", `/applications/${application}/worklets`, { body: { name: "again", id: idOf(worklet) } });
    expect(await deliver(token)).toMatchObject({ status: 404, body: { code: "hook.not_found" } });
    expect((await list()).body.items.map((each: { worklet: string }) => each.worklet)).not.toContain(idOf(worklet));
    await newHook(application, worklet);
  });

  it("gives its id free, even when it was made in the moment of the deletion", async () => {
    const worklet = await newWorklet(application, echo);
    const { hook } = await echoHook(application);
    await DB.prepare("update hooks set worklet = 'gone' where id = ?").bind(hook.id).run();
    expect((await newHook(application, worklet, { id: hook.id })).hook.worklet).toBe(idOf(worklet));
  });

  it("is refused with its application", async () => {
    const gone = await newApplication();
    const { token } = await echoHook(gone);
    expect((await deliver(token)).status).toBe(200);
    await call("DELETE", `/applications/${gone}?force=true`);
    expect((await deliver(token)).status).toBe(404);
  });
});
