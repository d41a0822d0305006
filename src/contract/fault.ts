/**
 * Every way in which a request can go wrong that is ours or the caller's. The code is `noun.what`; the status lives here
 * and nowhere else. Each code is a heading of `docs/errors.md`.
 */
export const faults = {
  "request.not_json": { status: 400, title: "The body is not JSON" },
  "request.too_deep": { status: 400, title: "The body is nested too deeply" },
  "request.invalid": { status: 422, title: "The request does not fit its schema" },
  "request.too_large": { status: 413, title: "The body is too large" },
  "route.not_found": { status: 404, title: "No such address" },
  "route.method_not_allowed": { status: 405, title: "The address has no such method" },
  "access.no_key": { status: 401, title: "No key" },
  "access.denied": { status: 401, title: "No valid key" },
  "access.role_too_low": { status: 403, title: "The key's role may not do this" },
  "session.cross_site": { status: 403, title: "The session is used from elsewhere" },
  "session.ended": { status: 401, title: "The session is over" },
  "session.link_invalid": { status: 401, title: "The sign-in link is not valid" },
  "key.not_found": { status: 404, title: "No such key" },
  "key.own": { status: 409, title: "A key cannot revoke itself or lower its own role" },
  "application.not_found": { status: 404, title: "No such application" },
  "application.exists": { status: 409, title: "The id is taken" },
  "application.in_use": { status: 409, title: "The application is in use" },
  "worklet.not_found": { status: 404, title: "No such worklet" },
  "worklet.exists": { status: 409, title: "The id is taken" },
  "worklet.in_use": { status: 409, title: "The worklet is in use" },
  "worklet.input_invalid": { status: 422, title: "The input does not fit the worklet's input schema" },
  "file.not_found": { status: 404, title: "No such file" },
  "file.exists": { status: 409, title: "The file exists and differs" },
  "file.in_use": { status: 409, title: "The file is in use" },
  "file.invalid": { status: 422, title: "The file does not compile" },
  "graph.invalid": { status: 422, title: "The graph cannot run" },
  "draft.if_match_required": { status: 428, title: "If-Match is required" },
  "draft.changed": { status: 412, title: "It was changed by somebody else" },
  "version.not_found": { status: 404, title: "No such version" },
  "secret.not_found": { status: 404, title: "No such secret" },
  "secret.exists": { status: 409, title: "The secret exists" },
  "model.not_found": { status: 404, title: "No such model" },
  "model.exists": { status: 409, title: "The model exists" },
  "model.in_use": { status: 409, title: "The model is in use" },
  "model.failed": { status: 502, title: "The model gave no prediction" },
  "hook.not_found": { status: 404, title: "No such hook" },
  "hook.exists": { status: 409, title: "The id is taken" },
  "hook.signature_invalid": { status: 401, title: "The request is not signed by its sender" },
  "schedule.not_found": { status: 404, title: "No such schedule" },
  "schedule.exists": { status: 409, title: "The id is taken" },
  "schedule.too_many": { status: 409, title: "The worklet has too many schedules" },
  "view.not_found": { status: 404, title: "No such view" },
  "view.exists": { status: 409, title: "The id is taken" },
  "view.invalid": { status: 422, title: "The view cannot be a page" },
  "view.changed": { status: 409, title: "The view was published anew" },
  "view.token_invalid": { status: 401, title: "No valid token of the view" },
  "view.call_not_found": { status: 404, title: "No such call" },
  "view.too_many": { status: 409, title: "The application has too many views" },
  "view.too_many_calls": { status: 429, title: "Too many calls" },
  "run.not_found": { status: 404, title: "No such run" },
  "run.input_not_kept": { status: 409, title: "The run's input is not kept" },
  "run.values_too_large": { status: 409, title: "What the run's blocks gave is too large to hand on" },
  "run.already_finished": { status: 409, title: "The run is over" },
  "run.not_cancelable": { status: 409, title: "The run cannot be canceled by id" },
  "idempotency.key_reused": { status: 422, title: "The Idempotency-Key was used for something else" },
  "idempotency.in_progress": { status: 409, title: "The run of this Idempotency-Key is not over" },
  "platform.not_ready": { status: 503, title: "The platform is not set up" },
  "platform.unavailable": { status: 503, title: "The platform cannot answer now" },
} as const satisfies Record<string, { status: number; title: string }>;

export type FaultCode = keyof typeof faults;

/** What one wrong member is: a JSON pointer into the body (or `?name` of the query) and a sentence. */
export type Wrong = { path: string; message: string } & Record<string, unknown>;

/** The first of several wrongs with its place, unless it is the whole, and how many more there are. `errors` is not empty. */
export function summaryOf<W extends Wrong>(
  errors: readonly W[],
  placeOf: (first: W) => string = ({ path }) => (path === "" ? "" : `${path}:`),
): string {
  const [first] = errors;
  const rest = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return first ? `${placeOf(first)} ${first.message}${rest}`.trimStart() : "";
}

/** A JSON pointer. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** What others say without a full stop. */
export function sentence(message: string): string {
  return message.endsWith(".") ? message : `${message}.`;
}

export type FaultDetails = {
  errors?: Wrong[];
  usedBy?: string[];
  retryAfterSeconds?: number;
  allow?: string[];
  /** The run that the fault is about: named in the headers, as in every answer about a run. */
  run?: { id: string; outcome?: string };
};

/** A request that went wrong: thrown anywhere, answered in one place. `message` is a sentence for a person, with what to do. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: FaultCode;
  readonly details: FaultDetails;

  constructor(code: FaultCode, message: string, details: FaultDetails = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }

  /** What crossed RPC is a plain Error that kept its members: recognised by name and code, never by `instanceof`. */
  static of(error: unknown): Fault | null {
    if (error instanceof Fault) return error;
    if (!(error instanceof Error) || error.name !== "Fault") return null;
    const { code, details } = error as Error & { code?: unknown; details?: unknown };
    if (typeof code !== "string" || !(code in faults)) return null;
    return new Fault(code as FaultCode, error.message, (details ?? {}) as FaultDetails);
  }
}
