import { beforeAll, describe, expect, it } from "vitest";
import { call, eventually, fresh, invoke, newApplication, newWorklet, rootKey, send } from "../support/api.ts";
import { gate, stands } from "../support/hits.ts";
import { deliver, deliverRaw, echoHook, newHook } from "./support.ts";

let application: string;
let echo: string;

beforeAll(async () => {
  application = await newApplication();
  echo = (await echoHook(application)).token;
});

const inputOf = async (delivery: Parameters<typeof deliver>[1]) => (await deliver(echo, delivery)).body;

describe("the input of a worklet behind a hook", () => {
  it("is the request: method, headers in lower case, query, and the body parsed and as it came", async () => {
    const text = '{"action": "opened",  "number": 1}';
    const body = await inputOf({
      query: "?a=1&b=2&b=3&empty=&a%20b=%C3%A9",
      headers: { "Content-Type": "application/json", "X-GitHub-Event": "issues", "X-Hub-Signature-256": "sha256=00" },
      body: text,
    });
    expect(body).toMatchObject({
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-github-event": "issues",
        "x-hub-signature-256": "sha256=00",
      },
      query: { a: "1", b: ["2", "3"], empty: "", "a b": "é" },
      body: { action: "opened", number: 1 },
      raw_body: text,
    });
    expect(body.raw_body_base64).toBeUndefined();
  });

  it.each(["GET", "POST", "PUT", "PATCH", "DELETE"])("says %s", async (method) => {
    expect(await inputOf({ method })).toMatchObject({ method, body: null, raw_body: "" });
  });

  it.each([
    ["application/json; charset=utf-8", "[1]", [1]],
    ["application/vnd.api+json", '{"a":null}', { a: null }],
    ["application/json", "{broken", null],
    ["application/json", "", null],
    ["application/json", "\uFEFF{}", {}],
    ["application/json", `${"[".repeat(100)}${"]".repeat(100)}`, null],
    ["application/x-www-form-urlencoded", "payload=%7B%7D&x=1&x=2", { payload: "{}", x: ["1", "2"] }],
    ["text/plain", "hello", "hello"],
    ["text/csv", "a;b", "a;b"],
    ["application/xml", "<a/>", null],
    ["multipart/form-data; boundary=x", "--x--", null],
  ])("reads a body of %s: %s", async (type, body, read) => {
    expect(await inputOf({ headers: { "Content-Type": type }, body })).toMatchObject({ body: read, raw_body: body });
  });

  it("has a body that is not UTF-8 in base 64", async () => {
    const bytes = new Uint8Array([0, 255, 254, 128, 10]);
    const input = await inputOf({ headers: { "Content-Type": "text/plain" }, body: bytes });
    expect(input).toMatchObject({ body: null, raw_body_base64: true });
    expect([...Buffer.from(input.raw_body, "base64")]).toEqual([...bytes]);
  });

  it("keeps names that mean something to JavaScript as plain names", async () => {
    const { token } = await newHook(
      application,
      await newWorklet(
        application,
        `export const main = (input) => [Object.keys(input.query), typeof input.query.toString, {}.polluted ?? null];`,
      ),
    );
    const { body } = await deliver(token, { query: "?__proto__=1&constructor=2&__proto__=3" });
    expect(body).toEqual([["__proto__", "constructor"], "function", null]);
  });

  it("has the sender's own authorization, but no cookie and no key of the platform", async () => {
    const headersFor = async (headers: Record<string, string>) => (await inputOf({ headers })).headers;
    expect(await headersFor({ Authorization: "Basic dTpw" })).toMatchObject({ authorization: "Basic dTpw" });
    expect(await headersFor({ Authorization: "Bearer theirs" })).toMatchObject({ authorization: "Bearer theirs" });
    const { body } = await call("POST", "/keys", { body: { name: "mine", role: "invoke" } });
    for (const key of [body.key, rootKey]) {
      for (const text of [`Bearer ${key}`, `Api-Key ${key}`, key, `Bearer\t${key}`, `Bearer ${key}, x`, `x="${key}"`]) {
        expect(await headersFor({ Authorization: text }), text).not.toHaveProperty("authorization");
      }
      for (const pair of [`x:${key}`, `${key}:`]) {
        expect(await headersFor({ Authorization: `Basic ${btoa(pair)}` })).not.toHaveProperty("authorization");
        expect(await headersFor({ "X-Forwarded-Authorization": `basic  ${btoa(pair)}` })).not.toHaveProperty(
          "x-forwarded-authorization",
        );
      }
      expect(await headersFor({ "X-Api-Key": key })).not.toHaveProperty("x-api-key");
      expect(await headersFor({ Referer: `https://app.example/?key=${key}` })).not.toHaveProperty("referer");
    }
    expect(await headersFor({ Cookie: "session=1" })).not.toHaveProperty("cookie");
  });

  it("has what is no key of the platform, though it looks like one", async () => {
    const { body } = await call("POST", "/keys", { body: { name: "mine", role: "invoke" } });
    const mistyped = `${body.key.slice(0, -1)}${body.key.endsWith("0") ? "1" : "0"}`;
    for (const text of ["Api-Key foreign", `Bearer ${mistyped}`, `Bearer ${rootKey.slice(1)}`, "Basic !", "Basic"]) {
      expect((await inputOf({ headers: { Authorization: text } })).headers.authorization).toBe(text);
    }
  });

  it("is refused when the worklet's schema does not take it, without saying why to a stranger", async () => {
    const worklet = await newWorklet(application, "export const main = () => 1;", {
      input_schema: {
        type: "object",
        required: ["body"],
        properties: { body: { type: "object", required: ["internal"] } },
      },
    });
    const { token } = await newHook(application, worklet);
    const json = { "Content-Type": "application/json" };
    const refused = await deliver(token, { headers: json, body: "{}" });
    expect(refused).toMatchObject({ status: 422, body: { code: "worklet.input_invalid" } });
    expect(JSON.stringify(refused.body)).not.toContain("internal");
    expect((await deliver(token, { headers: json, body: '{"internal": 1}' })).status).toBe(200);
  });
});

describe("the size of a body", () => {
  it("is a megabyte at most, said or not", async () => {
    const most = "x".repeat(1_000_000);
    const { token } = await newHook(
      application,
      await newWorklet(application, "export const main = (input) => input.raw_body.length;"),
    );
    expect((await deliver(token, { body: most })).body).toBe(1_000_000);
    const refusal = { status: 413, body: { code: "request.too_large" } };
    expect(await deliver(token, { body: `${most}x` })).toMatchObject(refusal);
    const stream = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 11; part++) controller.enqueue(new Uint8Array(100_000));
        controller.close();
      },
    });
    expect(await deliver(token, { body: stream })).toMatchObject(refusal);
  });
});

describe("a hook", () => {
  it("takes only the methods that it names", async () => {
    const { token } = await echoHook(application, { methods: ["POST", "PUT"] });
    expect((await deliver(token, { method: "PUT" })).status).toBe(200);
    const refused = await deliver(token, { method: "GET" });
    expect(refused).toMatchObject({ status: 405, body: { code: "route.method_not_allowed" } });
    expect(refused.headers.get("Allow")).toBe("POST, PUT");
  });

  it("answers HEAD without running anything, and a page of another origin without a permission", async () => {
    const { token, path } = await echoHook(application);
    const head = await deliverRaw(token, { method: "HEAD" });
    expect([head.status, head.headers.get("Worklet-Run-Id")]).toEqual([200, null]);
    const preflight = await deliverRaw(token, { method: "OPTIONS", headers: { Origin: "https://app.example.com" } });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("Access-Control-Allow-Origin")).toBeNull();
    expect((await call("GET", path)).body.last_used_at).toBeNull();
  });

  it("runs as trigger hook under its own name, and says when it was used", async () => {
    const { token, path, hook } = await echoHook(application);
    const answer = await deliver(token);
    expect(answer.headers.get("Worklet-Outcome")).toBe("succeeded");
    const id = answer.headers.get("Worklet-Run-Id");
    const { body } = await eventually(
      () => call("GET", `/applications/${application}/runs?worklet=${hook.worklet}`),
      (list) => list.body.items.length > 0,
    );
    expect(body.items).toMatchObject([
      { worklet_run_id: id, trigger: "hook", mode: "sync", created_by: `hook ${hook.id}`, environment: "production" },
    ]);
    expect((await call("GET", path)).body.last_used_at).toMatch(/^\d{4}-/);
  });

  it("runs the draft when it is set to, and says nothing of a draft that cannot run", async () => {
    const worklet = await newWorklet(application, "export const main = () => 1;");
    const file = `${worklet.split("/").at(-1)}.ts`;
    const { token } = await newHook(application, worklet, { environment: "draft" });
    const live = await newHook(application, worklet, { name: "live" });
    const save = (text: string) =>
      call("PUT", `/applications/${application}/files/${file}`, { body: text, headers: { "If-Match": "*" } });
    await save("export const main = () => 2;");
    expect((await deliver(token)).body).toBe(2);
    expect((await deliver(live.token)).body).toBe(1);
    await call("DELETE", `/applications/${application}/files/${file}?force=true`);
    const refused = await deliver(token);
    expect(refused).toMatchObject({ status: 422, body: { code: "file.invalid" } });
    expect(JSON.stringify(refused.body)).not.toContain(file);
    expect((await deliver(live.token)).body).toBe(1);
  });

  it("tells nothing of what went wrong inside but the run's id", async () => {
    const worklet = await newWorklet(
      application,
      `export async function main(input) {
        if (input.query.slow) await new Promise((done) => setTimeout(done, 60_000));
        throw Object.assign(new Error("the password is hunter2"), input.query.status ? { status: Number(input.query.status) } : {});
      }`,
      { settings: { timeout_ms: 4_000 } },
    );
    const { token } = await newHook(application, worklet);
    for (const [query, status, outcome] of [
      ["", 500, "failed"],
      ["?status=404", 404, "failed"],
      ["?status=403", 500, "failed"],
      ["?slow=1", 504, "timed_out"],
    ] as const) {
      const answer = await deliver(token, { query });
      expect([answer.status, answer.headers.get("Worklet-Outcome")]).toEqual([status, outcome]);
      const id = answer.headers.get("Worklet-Run-Id");
      expect(answer.body).toEqual({ success: false, worklet_run_id: id, message: expect.any(String) });
      expect(JSON.stringify(answer.body)).not.toContain("hunter2");
    }
    const seen = await invoke(worklet, { query: {} });
    expect(seen.body.error_log).toContain("hunter2");
  });

  it("stops the run of a sender that goes away", async () => {
    const name = fresh("gone");
    const worklet = await newWorklet(application, `${gate} export const main = () => opened("${name}");`);
    const { token, hook } = await newHook(application, worklet);
    const gone = new AbortController();
    const answer = send("POST", `/hooks/${token}`, { key: null, signal: gone.signal });
    const refused = expect(answer).rejects.toThrow();
    await stands(name);
    gone.abort();
    await refused;
    const { body } = await eventually(
      () => call("GET", `/applications/${application}/runs?worklet=${hook.worklet}`),
      (list) => list.body.items.length > 0,
    );
    expect(body.items).toMatchObject([{ status: "CANCELED", trigger: "hook" }]);
  });
});
