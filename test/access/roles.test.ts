import { beforeAll, describe, expect, it } from "vitest";
import { routes } from "../../src/app.ts";
import { call, invoke, newApplication, newKey, newWorklet } from "../support/api.ts";

let application: string;
let other: string;
let worklet: string;

beforeAll(async () => {
  application = await newApplication();
  other = await newApplication();
  worklet = await newWorklet(application, "export const main = (input: unknown) => input;");
  await newWorklet(other, "export const main = () => 'theirs';");
});

describe("what each role may do, read from the routes themselves", () => {
  const may = (needs: string) =>
    routes
      .filter((route) => route.needs === needs)
      .map((route) => `${route.method} ${route.path.replaceAll(/\{[^/]*\}/g, "")}`);

  it("is: anybody only reads the documents, the console's shell and /health, signs in and out, calls a hook whose token they have, and opens a published view, which asks for more itself", () => {
    const open = [
      /^GET \/(health|openapi\.json|docs.*|console.*)?$/,
      /^(POST|DELETE) \/session$/,
      /^\w+ \/hooks\/:token$/,
      /^GET \/v\/:view_application\/:view$/,
      /^(GET|POST) \/v\/:view_application\/:view\/calls\/:call/,
    ];
    for (const line of may("anybody")) expect([line, open.some((each) => each.test(line))]).toEqual([line, true]);
  });

  it("is: invoke calls, reads single runs, cancels them, and asks who it is", () => {
    expect(may("invoke").sort()).toEqual([
      "GET /applications/:application/worklets/:worklet/:run",
      "GET /me",
      "POST /applications/:application/worklets/:worklet/:run",
      "POST /applications/:application/worklets/:worklet/:run/cancel",
      "POST /applications/:application/worklets/:worklet/invoke",
    ]);
  });

  it("is: operator reads everything of an application, runs runs again and schedules by hand, tries models and the calls of views, and changes nothing", () => {
    for (const line of may("operator"))
      expect(line).toMatch(
        /^(GET \/applications|POST .*\/(rerun|run|preview|predict)$|POST .*\/draft\/calls\/:call(\/:call_id\/cancel)?$)/,
      );
  });

  it("is: creator changes applications, and only admin touches keys", () => {
    const changes = /^((POST|PUT|PATCH|DELETE) \/applications|GET .*\/callback-secret$)/;
    for (const line of may("creator")) expect(line).toMatch(changes);
    for (const line of may("admin")) expect(line).toMatch(/^\w+ \/keys/);
    expect(routes.filter((route) => route.path.startsWith("/keys")).every((route) => route.needs === "admin")).toBe(
      true,
    );
  });
});

describe("the role invoke", () => {
  it("cannot run a draft, ask for a trace or look at the catalog", async () => {
    const key = await newKey("invoke", application);
    expect((await invoke(worklet, 1, { key })).status).toBe(200);
    expect((await invoke(worklet, 1, { key, query: "?version=1" })).status).toBe(200);
    expect((await invoke(worklet.replace("/worklets", "/production/worklets"), 1, { key })).status).toBe(200);
    for (const answer of [
      await invoke(worklet.replace("/worklets", "/draft/worklets"), 1, { key }),
      await invoke(worklet, 1, { key, query: "?trace=true" }),
      await call("GET", worklet, { key }),
      await call("GET", `/applications/${application}/runs`, { key }),
      await call("GET", `/applications/${application}/secrets`, { key }),
    ]) {
      expect(answer).toMatchObject({ status: 403, body: { code: "access.role_too_low" } });
    }
  });
});

describe("a key that is limited to an application", () => {
  it("sees that application and no other, as if there were none", async () => {
    const key = await newKey("creator", application);
    const list = await call("GET", "/applications", { key });
    expect(list.body.items.map((item: { id: string }) => item.id)).toEqual([application]);
    const theirs = await call("GET", `/applications/${other}`, { key });
    const nobodys = await call("GET", "/applications/not-there", { key });
    expect([theirs.status, nobodys.status]).toEqual([404, 404]);
    expect(theirs.body.detail.replace(other, "X")).toBe(nobodys.body.detail.replace("not-there", "X"));
    expect((await call("DELETE", `/applications/${other}?force=true`, { key })).status).toBe(404);
  });

  it("is told 404 before it is told that its role is too low", async () => {
    const key = await newKey("invoke", application);
    expect((await call("DELETE", `/applications/${other}`, { key })).status).toBe(404);
  });

  it("cannot make another application", async () => {
    const key = await newKey("creator", application);
    expect((await call("POST", "/applications", { key, body: { name: "mine" } })).status).toBe(403);
  });
});

describe("an admin who is limited to an application", () => {
  it("sees and makes keys of that application only", async () => {
    const key = await newKey("admin", application);
    const elsewhere = await call("POST", "/keys", { body: { name: "theirs", role: "invoke", application: other } });
    const unlimited = await call("POST", "/keys", { body: { name: "everywhere", role: "invoke" } });
    const list = await call("GET", "/keys", { key });
    expect(list.body.items.length).toBeGreaterThan(0);
    for (const item of list.body.items) expect(item.application).toBe(application);
    for (const { body } of [elsewhere, unlimited]) {
      for (const [method, path, sent] of [
        ["GET", `/keys/${body.id}`, {}],
        ["PATCH", `/keys/${body.id}`, { body: { name: "x" } }],
        ["POST", `/keys/${body.id}/rotate`, {}],
        ["DELETE", `/keys/${body.id}`, {}],
      ] as const) {
        expect(await call(method, path, { key, ...sent })).toMatchObject({
          status: 404,
          body: { code: "key.not_found" },
        });
      }
    }
    for (const wish of [{}, { application: null }, { application: other }]) {
      const answer = await call("POST", "/keys", { key, body: { name: "x", role: "invoke", ...wish } });
      expect(answer).toMatchObject({ status: 403, body: { code: "access.role_too_low" } });
    }
    const made = await call("POST", "/keys", { key, body: { name: "ours", role: "admin", application } });
    expect(made).toMatchObject({ status: 201, body: { application } });
  });

  it("cannot lift its own limit", async () => {
    const key = await newKey("admin", application);
    const id = key.split("_")[1];
    const answer = await call("PATCH", `/keys/${id}`, { key, body: { application: null } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: "/application" }] } });
  });
});
