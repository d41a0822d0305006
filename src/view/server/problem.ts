/** What the server or the way to it has against a request, as a sentence for a visitor. */
export class Problem extends Error {
  override readonly name = "Problem";
  /** 0: the server was not reached. */
  readonly status: number;
  readonly code: string;
  /** When trying again makes sense; null: nobody said. */
  readonly retryAfterMs: number | null;

  constructor(status: number, code: string, message: string, retryAfterMs: number | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

export function unreachable(): Problem {
  return new Problem(0, "unreachable", "The server cannot be reached. Check the connection and try again.");
}

/** Reads the problem+json of a refusal; whatever else comes (a proxy's page) is told by its status. */
export async function problemOf(response: Response): Promise<Problem> {
  const { code, detail } = membersOf(await textOf(response));
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null;
  const message = detail ?? `The server refused this with status ${response.status}.`;
  return new Problem(
    response.status,
    code ?? "unknown",
    withPause(response.status, message, retryAfterMs),
    retryAfterMs,
  );
}

/** The JSON of an answer. */
export async function jsonOf(response: Response): Promise<unknown> {
  const text = await textOf(response);
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(response.status, "unreadable", "The server's answer cannot be read. Try again.");
  }
}

async function textOf(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw unreachable();
  }
}

function membersOf(text: string): { code: string | null; detail: string | null } {
  try {
    const problem: unknown = JSON.parse(text);
    if (typeof problem !== "object" || problem === null) return { code: null, detail: null };
    const { code = null, detail = null } = problem as Record<string, unknown>;
    return {
      code: typeof code === "string" ? code : null,
      detail: typeof detail === "string" && detail !== "" ? detail : null,
    };
  } catch {
    return { code: null, detail: null };
  }
}

/** Who called too often is told for how long to wait, unless the sentence says it already. */
function withPause(status: number, message: string, retryAfterMs: number | null): string {
  if (status !== 429 || retryAfterMs === null) return message;
  if (/\btry again\b/i.test(message)) return message;
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  return `${message} Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
}
