import type * as z from "zod";
import type { Caller, Role } from "../contract/access.ts";
import type { FaultCode } from "../contract/fault.ts";

/** Who may use a route: a role, or anybody. It stands beside the route as data, so that nothing is served without one. */
export type Needs = Role | "anybody";

/** What a verb is given: everything is parsed and allowed already. */
export type Call<Body = unknown, Query = unknown, Powers = unknown> = {
  env: Env;
  request: Request;
  url: URL;
  requestId: string;
  /** The instant at which the request came, in epoch milliseconds. */
  now: number;
  /** When the caller was known; with `now` it says how long access took. */
  admittedAt: number;
  caller: Caller;
  /** A segment of the address by its name in the route's path. */
  param(name: string): string;
  /** The environment that the address names; null when it names none. */
  environment: "production" | "draft" | null;
  query: Query;
  body: Body;
  /** What only `index.ts` can give: the way into the sandbox. */
  powers: Powers;
  /** Work that starts when the answer is made and that nobody waits for. */
  later(work: () => Promise<unknown>): void;
  /** Keeps the request alive now; only a run that is being stopped may need it. */
  hold(work: Promise<unknown>): void;
};

/** What a verb answers; `body` is sent as JSON, `text` and `stream` as they are. */
export type Reply = {
  status: number;
  body?: unknown;
  text?: string;
  stream?: ReadableStream;
  /** Of `text` or `stream`; absent: JSON. */
  type?: string;
  headers?: Record<string, string>;
  /** Something ends with this request only, and shall: nothing goes on after the answer. */
  mustEnd?: boolean;
};

/** One row of the API. The OpenAPI document, the checks of input and the router are readings of it. */
export type Route = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With `:name` for a segment and `:path{.+}` for the rest. */
  path: string;
  /** Served with `/production` and `/draft` before `/worklets` too. */
  environments?: boolean;
  /** The page of the console to which a browser is led that opens the address, with `:name` for the segments of `path`. */
  page?: string;
  needs: Needs;
  tag: string;
  summary: string;
  /** The name of the operation, where the address makes one that is taken. */
  operation?: string;
  query?: z.ZodType;
  /** A schema for JSON, or the media type of a raw text with its limit in bytes. */
  body?: z.ZodType | { raw: string; mostBytes: number };
  /** Of a JSON body that may be larger than others. */
  mostBytes?: number;
  /** For callers who are not told how to ask: any query is taken, and any body up to this size. The verb reads both itself. */
  open?: { mostBytes: number };
  /** Begins to read what the verb will want, while the caller's key is read; it cannot fail. */
  begin?(request: Pick<Call, "env" | "environment" | "now" | "later"> & { params: Record<string, string> }): void;
  /** Schema of the body by status; null: no body. */
  answers: Record<number, z.ZodType | null | { raw: string }>;
  faults: FaultCode[];
  serve(call: Call<never, never, never>): Promise<Reply>;
};

/** Ties the types of a route's body and query to its verb. */
export function route<
  Powers,
  Body extends z.ZodType | { raw: string; mostBytes: number } | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
>(
  row: Omit<Route, "serve" | "body" | "query"> & {
    body?: Body;
    query?: Query;
    serve(
      call: Call<
        Body extends z.ZodType ? z.infer<Body> : Body extends { raw: string } ? string : undefined,
        Query extends z.ZodType ? z.infer<Query> : undefined,
        Powers
      >,
    ): Promise<Reply>;
  },
): Route {
  // The server parses query and body by this very row before it calls its verb.
  return row as unknown as Route;
}
