import * as z from "zod";
import { Role } from "../contract/access.ts";
import { type FaultCode, faults } from "../contract/fault.ts";
import { nounOf, type Segment, segmentsOf } from "./operation-id.ts";
import type { Route } from "./route.ts";
import { nameOf, type Readings, type Schema } from "./schemas.ts";

/** What an operation answers, by status: its own answers, and the faults as problems. */

export type Content = Record<string, { schema: Schema; example?: unknown }>;
export type Answer = { description: string; headers: Record<string, { $ref: string }>; content?: Content };

export const Problem = z
  .object({
    type: z.url().describe("The heading of the code in this documentation."),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe("What is wrong and what to do about it, for a person."),
    instance: z.string().describe("The path of the request."),
    code: z.enum(Object.keys(faults) as [FaultCode, ...FaultCode[]]),
    request_id: z.string(),
    success: z.literal(false),
    errors: z
      .array(z.looseObject({ path: z.string(), message: z.string() }))
      .optional()
      .describe("Everything that is wrong with the request: a JSON pointer into the body, or `?name` of the query."),
    used_by: z.array(z.string()).optional().describe("What still uses the thing."),
  })
  .meta({ id: "Problem" });

const text = { type: "string" };

/** Every header that an answer may have besides those of HTTP itself. */
export const headers = {
  "X-Request-Id": { description: "Finds the request in the log.", schema: text },
  Location: { description: "The address of what was made, or the one to go to.", schema: text },
  ETag: { description: "The state that was read or written, for the `If-Match` of the next PUT.", schema: text },
  "Retry-After": { description: "Seconds after which trying again makes sense.", schema: { type: "integer" } },
  "WWW-Authenticate": { description: "The scheme of the key.", schema: text },
  "Worklet-Run-Id": { description: "The run.", schema: text },
  "Worklet-Outcome": {
    description: "How the run ended.",
    schema: { type: "string", enum: ["succeeded", "failed", "timed_out", "canceled"] },
  },
  "Server-Timing": { description: "Where the time went: `auth`, `load` (cold or warm), `run`, `total`.", schema: text },
} satisfies Record<string, { description: string; schema: Schema }>;

/** The responses of an operation. `hasEtag`: its address answers an `ETag`. */
export function responsesOf(
  route: Route,
  segments: Segment[],
  readings: Readings,
  hasEtag: boolean,
): Record<string, Answer> {
  const responses: Record<string, Answer> = {};
  for (const [status, answer] of Object.entries(route.page ? { ...route.answers, 303: null } : route.answers)) {
    const schema: Schema = answer && !("raw" in answer) ? readings.output(answer) : text;
    const isRun = nameOf(schema) === "SyncAnswer";
    const isAboutRun = isRun || route.open || nameOf(schema) === "Run" || nameOf(schema) === "Trace";
    const names: (keyof typeof headers)[] = ["X-Request-Id"];
    if ((status === "201" && route.method === "POST") || status.startsWith("3")) names.push("Location");
    if (hasEtag && status.startsWith("2") && status !== "204") names.push("ETag");
    if (isAboutRun) names.push("Worklet-Run-Id", "Worklet-Outcome");
    if (isRun) names.push("Server-Timing");
    responses[status] = {
      description: (isRun || (route.open && status in runMeanings) ? runMeanings : meanings)[status] ?? "The answer.",
      headers: headersNamed(names),
      ...(answer && { content: { ["raw" in answer ? answer.raw : "application/json"]: { schema } } }),
    };
  }
  for (const [status, codes] of Map.groupBy(faultsOf(route, segments), (code) => String(faults[code].status))) {
    const held = responses[status];
    const problem = { schema: { allOf: [readings.output(Problem), { properties: { code: { enum: codes } } }] } };
    const told = codes.map((code) => `\`${code}\`: ${faults[code].title}.`).join(" ");
    responses[status] = {
      description: held ? `${held.description} Or, as a problem, ${told}` : told,
      headers: { ...held?.headers, ...headersNamed(["X-Request-Id", ...(faultHeaders[status] ?? [])]) },
      content: { ...held?.content, "application/problem+json": problem },
    };
  }
  return responses;
}

function headersNamed(names: (keyof typeof headers)[]): Answer["headers"] {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

const faultHeaders: Record<string, (keyof typeof headers)[]> = { 401: ["WWW-Authenticate"], 503: ["Retry-After"] };

const meanings: Record<string, string> = {
  200: "Done.",
  201: "Made.",
  202: "Accepted: it goes on in the background.",
  204: "Done; there is no body.",
  303: "For a browser (it wants HTML more than JSON, and brings no key): the page of it in the console.",
  302: "It is at the address that Location names.",
};

/** What a status says when the worklet itself answers. */
const runMeanings: Record<string, string> = {
  200: "The run succeeded.",
  400: "The worklet's code threw an error with this status.",
  404: "The worklet's code threw an error with this status.",
  409: "The run was canceled, or the worklet's code threw an error with this status.",
  422: "The worklet's code threw an error with this status.",
  500: "The worklet failed.",
  504: "The run did not finish in time.",
};

/** The faults of a route: those that it names, and those that every route of its kind shares. */
export function faultsOf(route: Route, segments = segmentsOf(route.path)): FaultCode[] {
  const shared: FaultCode[] = [route.open ? "request.too_large" : "request.invalid"];
  if (route.needs !== "anybody") {
    shared.push("access.no_key", "access.denied", "session.ended", "platform.not_ready", "platform.unavailable");
    if (route.method !== "GET") shared.push("session.cross_site");
    // Whoever has a key has the lowest role; only a draft asks more of them than the route does.
    if (route.needs !== Role.options.at(-1) || route.environments) shared.push("access.role_too_low");
  }
  if (segments.some((segment) => nounOf(segment) === "application")) shared.push("application.not_found");
  if (route.body) shared.push("request.not_json", "request.too_large");
  if (route.body && !("raw" in route.body)) shared.push("request.too_deep");
  return [...new Set([...shared, ...route.faults])].sort((a, b) => faults[a].status - faults[b].status);
}
