import { type Context, Hono } from "hono";
import type * as z from "zod";
import type { Caller } from "../contract/access.ts";
import { Fault } from "../contract/fault.ts";
import { databaseFault } from "../platform/database.ts";
import { randomId } from "../platform/ids.ts";
import { log } from "../platform/log.ts";
import { readJson, readText } from "./body.ts";
import { checkBody, checkNoQuery, checkQuery } from "./check.ts";
import { pageFor } from "./page.ts";
import { problem, unexpected } from "./problem.ts";
import type { Call, Reply, Route } from "./route.ts";
import { RememberingRouter } from "./router.ts";

/** What `fetch` hands to Hono: the bindings, and what only `index.ts` can make. */
export type Bindings<Powers> = { env: Env; powers: Powers };

/** A leaf of plain values: it names no room above this one. */
export type Http<Powers> = { Bindings: Bindings<Powers>; Variables: { requestId: string } };

/** What the rooms above decide for each request. */
export type House<Powers> = {
  /** Who asks, and whether they may use this route; throws a fault otherwise. */
  admit(
    route: Route,
    request: Pick<Call, "env" | "environment" | "now" | "later"> & { headers: Headers; params: Record<string, string> },
  ): Promise<Caller>;
  /** Headers for a browser page of another origin; none when the application does not allow it. */
  crossOrigin(env: Env, params: Record<string, string>, origin: string): Promise<Record<string, string>>;
  powers?: Powers;
};

type Later = (work: () => Promise<unknown>) => void;

/** Turns the list of routes into the Worker's fetch handler. */
export function serverOf<Powers>(routes: Route[], house: House<Powers>): Hono<Http<Powers>> {
  // Paths like `:path{.+}` keep Hono's fastest router out.
  const app = new Hono<Http<Powers>>({ router: new RememberingRouter() });
  const methods = new Map<string, string[]>();
  for (const route of routes) {
    for (const path of addresses(route)) {
      app.on(route.method, path, (c) => serve(c, route, environmentOf(path), house));
      methods.set(path, [...(methods.get(path) ?? []), route.method]);
    }
  }
  // The first one that fits answers: `/applications/import` before `/applications/:application`.
  for (const [path, allowed] of [...methods].sort(([a], [b]) => segmentsGiven(b) - segmentsGiven(a))) {
    app.options(path, (c) => preflight(c, allowed, house));
    app.all(path, (c) => {
      const detail = `${c.req.method} is not served here; ${allowed.join(", ")} ${allowed.length > 1 ? "are" : "is"}.`;
      return problem(new Fault("route.method_not_allowed", detail, { allow: allowed }), identified(c));
    });
  }
  app.notFound((c) => {
    const fault = new Fault("route.not_found", "There is nothing at this address. /docs lists every address.");
    return problem(fault, identified(c));
  });
  app.onError((error, c) => problem(faultOf(error, c.get("requestId") ?? ""), identified(c)));
  return app;
}

/** How many segments of a path are written down. */
function segmentsGiven(path: string): number {
  return path.split("/").filter((part) => part !== "" && !part.startsWith(":")).length;
}

/** The addresses of a route: with environments, three. */
export function addresses(route: Route): string[] {
  if (!route.environments) return [route.path];
  return [
    route.path,
    ...["production", "draft"].map((environment) => route.path.replace("/worklets/", `/${environment}/worklets/`)),
  ];
}

async function serve<Powers>(
  c: Context<Http<Powers>>,
  route: Route,
  environment: Call["environment"],
  house: House<Powers>,
): Promise<Response> {
  const { env, powers } = c.env;
  const now = Date.now();
  const requestId = requestIdOf(c);
  const request = c.req.raw;
  const url = new URL(request.url);
  const params = paramsOf(c);
  const page = pageFor(route, request.headers, params);
  if (page !== null) return responseOf({ status: 303, headers: { Location: page, Vary: "Accept" } }, requestId);
  const afterwards: (() => Promise<unknown>)[] = [];
  const later: Later = (work) => afterwards.push(work);
  const origin = request.headers.get("Origin");
  const shared = origin ? await house.crossOrigin(env, params, origin) : undefined;
  let response: Response;
  let mustEnd = false;
  try {
    const caller = await house.admit(route, { env, environment, headers: request.headers, params, now, later });
    const query = route.open ? undefined : route.query ? checkQuery(route.query, url) : checkNoQuery(url);
    const body = await bodyOf(route, request);
    const call: Call = {
      env,
      request,
      url,
      requestId,
      now,
      admittedAt: Date.now(),
      caller,
      param: (name) => named(params, name),
      environment,
      query,
      body,
      powers,
      later,
      hold: (work) => c.executionCtx.waitUntil(work),
    };
    const reply = await route.serve(call as Call<never, never, never>);
    mustEnd = reply.mustEnd === true;
    response = responseOf(reply, requestId);
  } catch (error) {
    response = problem(faultOf(error, requestId), { url: request.url, requestId });
  }
  if (mustEnd) await Promise.race([Promise.all(afterwards.map(reported)), pause(lastWorkMs)]);
  else for (const work of afterwards) c.executionCtx.waitUntil(reported(work));
  for (const [name, value] of Object.entries(shared ?? {})) response.headers.set(name, value);
  if (route.page !== undefined) response.headers.append("Vary", "Accept");
  return response;
}

/** What is due when a request must end gets so long before the answer; what is not done then was a refresh, and comes again. */
const lastWorkMs = 250;

/** A HEAD or GET has no body to read; a route without a schema ignores what is sent. */
async function bodyOf(route: Route, request: Request): Promise<unknown> {
  if (!route.body) return undefined;
  if ("raw" in route.body) return readText(request, route.body.mostBytes, "The file");
  return checkBody(route.body as z.ZodType, await readJson(request, route.mostBytes));
}

/** Plain members cost half of a `Headers` object, which the response would copy. */
function responseOf(reply: Reply, requestId: string): Response {
  const headers: Record<string, string> = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": requestId,
    ...reply.headers,
  };
  const sent = reply.text ?? reply.stream;
  if (sent !== undefined) {
    headers["Content-Type"] = reply.type ?? "application/json";
    return new Response(sent, { status: reply.status, headers });
  }
  if (reply.body === undefined) return new Response(null, { status: reply.status, headers });
  headers["Content-Type"] = "application/json";
  return new Response(`${JSON.stringify(reply.body)}\n`, { status: reply.status, headers });
}

/** Everything that is not a known fault is ours: logged with the request id, told without its inside. */
function faultOf(error: unknown, requestId: string): Fault {
  const fault = Fault.of(error);
  if (fault) return fault;
  log.error("request.failed", error, { request_id: requestId });
  return databaseFault(error) ?? unexpected();
}

async function preflight<Powers>(c: Context<Http<Powers>>, allowed: string[], house: House<Powers>): Promise<Response> {
  const origin = c.req.header("Origin");
  const shared = origin ? await house.crossOrigin(c.env.env, paramsOf(c), origin) : {};
  const headers = new Headers({ Allow: [...allowed, "OPTIONS"].join(", "), ...shared });
  if ("Access-Control-Allow-Origin" in shared) {
    headers.set("Access-Control-Allow-Methods", allowed.join(", "));
    headers.set(
      "Access-Control-Allow-Headers",
      "Authorization, Content-Type, If-Match, Idempotency-Key, Last-Event-ID",
    );
    headers.set("Access-Control-Max-Age", "600");
  }
  return new Response(null, { status: 204, headers });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function reported(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error("later.failed", error);
  }
}

function paramsOf<Powers>(c: Context<Http<Powers>>): Record<string, string> {
  return c.req.param() as Record<string, string>;
}

function named(params: Record<string, string>, name: string): string {
  const value = params[name];
  if (value === undefined) throw new Error(`The route has no segment :${name}.`);
  return value;
}

/** Read from the route's path, not from the request's: `%64raft` in an address means `draft` to the router too. */
function environmentOf(path: string): Call["environment"] {
  const name = /^\/applications\/[^/]+\/(production|draft)\/worklets\//.exec(path)?.[1];
  return name === "production" || name === "draft" ? name : null;
}

function requestIdOf<Powers>(c: Context<Http<Powers>>): string {
  const id = c.req.header("cf-ray") ?? `req_${randomId(16)}`;
  c.set("requestId", id);
  return id;
}

function identified<Powers>(c: Context<Http<Powers>>): { url: string; requestId: string } {
  return { url: c.req.url, requestId: c.get("requestId") ?? requestIdOf(c) };
}
