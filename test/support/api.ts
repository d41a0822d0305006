import { SELF } from "cloudflare:test";
import { env } from "cloudflare:workers";

/** The API as a client sees it. Every helper makes fresh ids, since a test file shares one database. */

export const host = "https://worklets.example";
export const rootKey = (env as Env & { ROOT_KEY: string }).ROOT_KEY;

let count = 0;

/** An id that no other test of this file has. */
export function fresh(name: string): string {
  count += 1;
  return `${name}-${count}-${Math.random().toString(36).slice(2, 8)}`;
}

export type Sent = { key?: string | null; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal };

/** Sends a request; a body that is a string goes out as it is. */
export function send(method: string, path: string, { key = rootKey, body, headers = {}, signal }: Sent = {}) {
  return SELF.fetch(host + path, {
    method,
    redirect: "manual",
    headers: { ...(key === null ? {} : { Authorization: `Api-Key ${key}` }), ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    ...(signal && { signal }),
  });
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came and says what it expects of it.
export type Answer = { status: number; headers: Headers; body: any };

/** Sends a request and reads the answer as JSON (null when it has no body). */
export async function call(method: string, path: string, sent: Sent = {}): Promise<Answer> {
  const response = await send(method, path, sent);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}

export async function newApplication(name = "app"): Promise<string> {
  const id = fresh(name);
  const { status, body } = await call("POST", "/applications", { body: { name: id, id } });
  if (status !== 201) throw new Error(`No application: ${JSON.stringify(body)}`);
  return id;
}

export async function newKey(role: string, application: string | null = null): Promise<string> {
  const { body } = await call("POST", "/keys", { body: { name: fresh(role), role, application } });
  return body.key;
}

/** A worklet of one code block whose file exports `main`. Gives the address of the worklet. */
export async function newWorklet(application: string, source: string, more: object = {}): Promise<string> {
  const id = fresh("worklet");
  const { status, body } = await call("POST", `/applications/${application}/worklets`, {
    body: {
      name: id,
      id,
      files: { [`${id}.ts`]: source },
      graph: { blocks: [{ id: "main", kind: "code", file: `${id}.ts`, function: "main" }] },
      ...more,
    },
  });
  if (status !== 201) throw new Error(`No worklet: ${JSON.stringify(body)}`);
  return `/applications/${application}/worklets/${id}`;
}

/** Invokes a worklet by its address. */
export function invoke(worklet: string, input: unknown = null, sent: Sent & { query?: string } = {}): Promise<Answer> {
  return call("POST", `${worklet}/invoke${sent.query ?? ""}`, { body: { worklet_input: input }, ...sent });
}

/** Asks again until the answer is there: what runs did reaches the list a little later. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isThere: (answer: T) => boolean,
  withinMs = 15_000,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isThere(answer) || Date.now() > end) return answer;
    await new Promise((done) => setTimeout(done, 50));
  }
}
