import { Stop } from "./stop.ts";

/** The platform's own HTTP API, as the scripts use it. */

/** Sends one request. `body` as text goes out as it is, anything else as JSON. */
export type Call = (method: string, path: string, body?: unknown, timeoutMs?: number) => Promise<Answer>;

/** What came back: `body` is the parsed JSON, or null when it was none. */
export type Answer = { status: number; body: unknown };

/** A caller of the API at `origin` with a key. Throws only when nothing answers. */
export function client(origin: string, key: string): Call {
  return async (method, path, body, timeoutMs = 30_000) => {
    const response = await fetch(origin + path, {
      method,
      headers: { Authorization: `Api-Key ${key}` },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    const isJson = response.headers.get("Content-Type")?.includes("json") ?? false;
    return { status: response.status, body: isJson ? JSON.parse(text) : null };
  };
}

/** The answer, or null when nothing came back: no connection, a broken one, or none in time. */
export async function answerOf(call: Promise<Answer>): Promise<Answer | null> {
  try {
    return await call;
  } catch (error) {
    if (isBroken(error)) return null;
    throw error;
  }
}

/** Waits out a restart of the runtime in the middle of our own requests: a run of an earlier day may freeze it again. */
export function patient(call: Call, tries = 60, pauseMs = 1_000): Call {
  return async (...request) => {
    for (let count = 1; ; count++) {
      try {
        return await call(...request);
      } catch (error) {
        if (count === tries || !isBroken(error)) throw error;
        await new Promise((done) => setTimeout(done, pauseMs));
      }
    }
  };
}

/** No connection, one that ended in the middle of the body, or no answer in time. */
function isBroken(error: unknown): boolean {
  if (error instanceof DOMException) return error.name === "TimeoutError";
  return error instanceof TypeError && (error.message === "fetch failed" || error.message === "terminated");
}

/** The platform refused: the message says what and why, in its own words. */
export class Refusal extends Stop {
  readonly status: number;

  constructor(request: string, answer: Answer) {
    super(`${request} answered ${answer.status}${detailOf(answer)}`);
    this.status = answer.status;
  }
}

/** Sends a request that has to succeed. */
export async function must(call: Call, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await call(method, path, body);
  if (answer.status >= 400) throw new Refusal(`${method} ${path}`, answer);
  return answer.body;
}

/** What a problem document says: its detail, and each wrong member. */
export function detailOf(answer: Answer): string {
  const { detail, errors } = (answer.body ?? {}) as { detail?: string; errors?: { path: string; message: string }[] };
  const wrong = (errors ?? []).map(({ path, message }) => `\n  ${path}: ${message}`);
  return detail ? `: ${detail}${wrong.join("")}` : "";
}
