import type { ViewCallAnswer, ViewPage } from "../../../src/contract/view-call.ts";
import type { Wire } from "../../../src/view/server/wire.ts";

/** The other side of the wire: answers requests by hand, and tells what was asked. */

export type Asked = {
  readonly method: string;
  readonly address: string;
  readonly token: string | null;
  readonly body: unknown;
  readonly signal: AbortSignal | null;
  readonly keepalive: boolean;
};

type Answer = Response | Error | ((asked: Asked) => Response | Promise<Response>);

export const place = "/v/shop/customers";

export function pageOf(version = 1, token = `token-${version}`): ViewPage {
  return {
    application: "shop",
    id: "customers",
    name: "Customers",
    version,
    access: "link",
    view: { components: [], state: {}, query: {}, events: {}, calls: {} },
    token,
    expires_at: "2026-11-22T10:00:00.000Z",
  };
}

export function answerOf(status: ViewCallAnswer["status"], more: Partial<ViewCallAnswer> = {}): ViewCallAnswer {
  return { call_id: "c1", run_id: "run_a1", status, output: null, error: null, progress: null, ...more };
}

export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(value, { status, headers });
}

export function refusal(status: number, code: string, detail: string, headers: Record<string, string> = {}): Response {
  return json({ code, detail, status }, status, { "Content-Type": "application/problem+json", ...headers });
}

export function events(...lines: string[]): Response {
  return new Response(lines.join(""), { headers: { "Content-Type": "text/event-stream" } });
}

export function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** What `answers` gives for "GET /v/shop/customers", one after the other; the last one stays. */
export class FakeServer {
  readonly asked: Asked[] = [];
  readonly pauses: number[] = [];
  readonly texts = new Map<string, string>();
  readonly timers: { milliseconds: number; then: () => void }[] = [];
  private readonly answers: Record<string, Answer[]>;

  constructor(answers: Record<string, Answer[]>) {
    this.answers = answers;
  }

  readonly wire: Wire = {
    fetch: async (address, init) => {
      const headers = new Headers(init.headers);
      const asked: Asked = {
        method: init.method ?? "GET",
        address,
        token: headers.get("Authorization"),
        body: init.body === undefined ? null : JSON.parse(String(init.body)),
        signal: init.signal ?? null,
        keepalive: init.keepalive ?? false,
      };
      this.asked.push(asked);
      init.signal?.throwIfAborted();
      const list = this.answers[`${asked.method} ${address}`] ?? [];
      const answer = list.length > 1 ? list.shift() : list[0];
      if (answer === undefined) throw new Error(`Nobody said what ${asked.method} ${address} answers.`);
      if (answer instanceof Error) throw answer;
      return answer instanceof Response ? answer.clone() : answer(asked);
    },
    now: () => Date.parse("2026-11-22T09:00:00.000Z"),
    after: (milliseconds, then) => {
      const timer = { milliseconds, then };
      this.timers.push(timer);
      return () => {
        const at = this.timers.indexOf(timer);
        if (at >= 0) this.timers.splice(at, 1);
      };
    },
    pause: async (milliseconds, signal) => {
      this.pauses.push(milliseconds);
      signal.throwIfAborted();
    },
    kept: {
      read: (name) => this.texts.get(name) ?? null,
      write: (name, text) => {
        if (text === null) this.texts.delete(name);
        else this.texts.set(name, text);
      },
    },
  };

  /** "METHOD address" of what was asked, in order. */
  get requests(): string[] {
    return this.asked.map(({ method, address }) => `${method} ${address}`);
  }
}

/** An answer that never comes: it fails when nobody waits for it any more. */
export function never({ signal }: Asked): Promise<Response> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}
