/** What went wrong with a request, as the console shows it. */

/** One wrong member: a JSON pointer into the body (or `?name` of the query) and a sentence. */
export type Wrong = { path: string; message: string } & Record<string, unknown>;

/** An answer of the platform that is no success: its problem+json, or what stands in for it. */
export class Problem extends Error {
  override readonly name = "Problem";
  /** 0: no answer came. */
  readonly status: number;
  /** The platform's fault code (`noun.what`), else `network.unreachable` or `answer.unreadable`. */
  readonly code: string;
  readonly title: string;
  readonly errors: Wrong[];
  readonly usedBy: string[];
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(members: {
    status: number;
    code: string;
    title: string;
    detail: string;
    errors?: Wrong[];
    usedBy?: string[];
    requestId?: string | null;
    retryAfterSeconds?: number | null;
  }) {
    super(members.detail);
    this.status = members.status;
    this.code = members.code;
    this.title = members.title;
    this.errors = members.errors ?? [];
    this.usedBy = members.usedBy ?? [];
    this.requestId = members.requestId ?? null;
    this.retryAfterSeconds = members.retryAfterSeconds ?? null;
  }

  /** What is said about one member of the body: `/name`. */
  about(path: string): string | undefined {
    return this.errors.find((wrong) => wrong.path === path)?.message;
  }
}

/** No answer: the network, or a server that is not there. */
export function unreachable(): Problem {
  return new Problem({
    status: 0,
    code: "network.unreachable",
    title: "No answer",
    detail: "The server cannot be reached. Check that it runs and that you are online, then try again.",
  });
}

/** Reads the problem of an answer that is no success. */
export async function problemOf(response: Response): Promise<Problem> {
  const seconds = Number(response.headers.get("Retry-After"));
  const retryAfterSeconds = response.headers.has("Retry-After") && Number.isFinite(seconds) ? seconds : null;
  const requestId = response.headers.get("X-Request-Id");
  const body = membersOf(await response.text());
  if (typeof body.code !== "string") {
    return new Problem({
      status: response.status,
      code: "answer.unreadable",
      title: "Unexpected answer",
      detail: `The server answered ${response.status} without saying why. Try again.`,
      requestId,
      retryAfterSeconds,
    });
  }
  return new Problem({
    status: response.status,
    code: body.code,
    title: textOr(body.title, "The request was refused"),
    detail: textOr(body.detail, textOr(body.title, "The request was refused.")),
    errors: Array.isArray(body.errors) ? (body.errors as Wrong[]) : [],
    usedBy: Array.isArray(body.used_by) ? body.used_by.map(String) : [],
    requestId,
    retryAfterSeconds,
  });
}

/** The problem behind any error that a request can end with. */
export function problemFrom(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new Problem({ status: 0, code: "console.failed", title: "The console failed", detail });
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" && value !== "" ? value : otherwise;
}

function membersOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // Not from the platform: a proxy's page, say.
  }
}
