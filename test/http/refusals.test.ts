import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { routes } from "../../src/app.ts";
import type { Role } from "../../src/contract/access.ts";
import { addresses } from "../../src/http/http.ts";
import type { Route } from "../../src/http/route.ts";
import { type Answer, call, newApplication, newKey, newWorklet, send } from "../support/api.ts";

/**
 * What every route refuses in the same way. The list of routes is the Worker's own, so that a new route is tested from the
 * moment it is served; one with a segment that has no example here fails.
 */

const below: Record<Role, Role | null> = { admin: "creator", creator: "operator", operator: "invoke", invoke: null };

let segments: Record<string, string>;
/** What a view's calls ask for in place of a key. */
let viewToken: string;
const keys: Partial<Record<Role | "elsewhere", string>> = {};

beforeAll(async () => {
  const application = await newApplication();
  const worklet = await newWorklet(application, "export const main = (input: unknown) => input;");
  const invoked = await call("POST", `${worklet}/invoke`);
  const hook = await call("POST", `/applications/${application}/hooks`, {
    body: { worklet: worklet.split("/").at(-1) },
  });
  const key = await call("POST", "/keys", { body: { name: "target", role: "invoke" } });
  const view = await call("POST", `/applications/${application}/views`, { body: { name: "target", id: "target" } });
  await call("POST", `/applications/${application}/views/target/publish`);
  const published = await call("GET", `/v/${application}/target`);
  segments = {
    application,
    worklet: worklet.split("/").at(-1) ?? "",
    path: "some.ts",
    number: "1",
    name: "name",
    key: key.body.id,
    schedule: "schedule",
    run: invoked.body.worklet_run_id,
    page: "errors",
    console_page: "applications",
    hook: hook.body.id,
    view: view.body.id,
    view_application: application,
    call: "find",
    call_id: "0198b2a0-0000-7000-8000-000000000000",
    token: hook.body.token,
  };
  viewToken = published.body.token;
  for (const role of ["creator", "operator", "invoke"] as const) keys[role] = await newKey(role);
  keys.elsewhere = await newKey("admin", await newApplication("other"));
});

/** The address of a route with things that exist. */
function addressOf(path: string): string {
  return path.replaceAll(/:(\w+)(?:\{[^/]*\})?/g, (_, name: string) => {
    const value = segments[name];
    if (value === undefined) throw new Error(`Give :${name} an example in this test.`);
    return value;
  });
}

function isRefused(answer: Answer, status: number, code: string) {
  expect(answer.body).toMatchObject({ status, code, success: false, detail: expect.any(String) });
  expect(answer.status).toBe(status);
  expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
  expect(answer.body.type).toBe(`https://worklets.example/docs/errors#${code}`);
  expect(answer.headers.get("X-Request-Id")).toBe(answer.body.request_id);
}

const wrongKey = "wk_0123456789_0123456789abcdefghjkmnpqrstvwxyz_000000";
/** Pages are found by links of strangers, which may carry anything. */
const isPage = (path: string) =>
  path === "/" || path === "/openapi.json" || /^\/(docs|console)|^\/v\/[^/]+\/[^/]+$/.test(path);
const hasSchema = (route: Route) => route.body !== undefined && !("raw" in route.body);

describe.each(
  routes.flatMap((route) => addresses(route).map((path) => ({ route, path, name: `${route.method} ${path}` }))),
)("$name", ({ route, path }) => {
  const ask = (sent: Parameters<typeof call>[2] = {}, query = "") => call(route.method, addressOf(path) + query, sent);

  if (route.needs !== "anybody")
    it("refuses who brings no key, or one that is not ours", async () => {
      isRefused(await ask({ key: null }), 401, "access.no_key");
      isRefused(await ask({ key: wrongKey }), 401, "access.denied");
      isRefused(await ask({ key: null, headers: { Authorization: "Basic YWRtaW46YWRtaW4=" } }), 401, "access.no_key");
    });

  if (route.needs !== "anybody" && below[route.needs])
    it("refuses a key whose role is too low", async () => {
      const role = below[route.needs as Role] as Role;
      const answer = await ask({ key: keys[role] ?? "" });
      isRefused(answer, 403, "access.role_too_low");
      expect(answer.body.detail).toContain(`needs the role ${route.needs}`);
    });

  if (path.includes(":application"))
    it("is not there for a key of another application", async () => {
      isRefused(await ask({ key: keys.elsewhere ?? "" }), 404, "application.not_found");
    });

  if (!isPage(path) && !route.open)
    it("refuses a query parameter that it does not know", async () => {
      const answer = await ask({}, "?surprise=1&another=2");
      isRefused(answer, 422, "request.invalid");
      expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual(["?surprise", "?another"]);
    });

  if (hasSchema(route))
    it("refuses a body that is not JSON, or holds what it does not know", async () => {
      isRefused(await ask({ body: '{"name": ' }), 400, "request.not_json");
      const answer = await ask({ body: { surprise: 1 } });
      isRefused(answer, 422, "request.invalid");
      expect(answer.body.errors).toContainEqual({
        path: "/surprise",
        // A folder takes any path as a member, but no number as its text.
        message: expect.stringMatching(route.body instanceof z.ZodRecord ? /./ : /no such member/),
      });
      isRefused(await ask({ body: [] }), 422, "request.invalid");
    });

  if (path.startsWith("/v/") && path.includes("/calls/"))
    it("refuses who brings no token of the view, or only the token of a private one", async () => {
      const body = route.body ? { call_id: segments.call_id } : undefined;
      isRefused(await ask({ body }), 401, "view.token_invalid");
      isRefused(await ask({ key: null, body }), 401, "view.token_invalid");
      const headers = { Authorization: `View ${viewToken}` };
      isRefused(await ask({ key: null, headers, body }), 401, "access.no_key");
    });

  it("answers 405 and what is allowed for another method", async () => {
    const response = await send("PROPFIND", addressOf(path));
    expect(response.status).toBe(405);
    expect(response.headers.get("Allow")?.split(", ")).toContain(route.method);
  });
});

it("finds every operation of the OpenAPI document in the list above", async () => {
  const { body } = await call("GET", "/openapi.json");
  const plain = (path: string) => path.replaceAll(/:(\w+)(?:\{[^/]*\})?/g, "{$1}");
  const tested = new Set(routes.flatMap((route) => addresses(route).map((path) => `${route.method} ${plain(path)}`)));
  const documented = Object.entries(body.paths as Record<string, object>).flatMap(([path, operations]) =>
    Object.keys(operations).flatMap((method) => {
      if (!["get", "post", "put", "patch", "delete"].includes(method)) return [];
      const all = path.includes("{environment}") ? ["production", "draft"] : [""];
      return all.map((environment) => `${method.toUpperCase()} ${path.replace("{environment}", environment)}`);
    }),
  );
  expect(documented.length).toBeGreaterThan(30);
  expect(documented.filter((operation) => !tested.has(operation))).toEqual([]);
});
