import { DurableObject } from "cloudflare:workers";

/**
 * The least that a background run can cost. `POST /commit`: one row committed by an object that was never used before.
 * `POST /hop/ID`: one message through a queue, whose consumer writes into an object; `GET /hop/ID` waits there for it. Nothing
 * is checked, executed or listed.
 */

type Commits = { idFromName(name: string): unknown; get(id: unknown): { commit(text: string): Promise<void> } };
type Inboxes = {
  idFromName(name: string): unknown;
  get(id: unknown): { arrive(messages: string[]): Promise<void>; wait(id: string): Promise<void> };
};
type Hops = { send(id: string, options: { contentType: "text" }): Promise<unknown> };
type Batch = { messages: { body: string }[]; ackAll(): void };
type Env = { FRESH: Commits; INBOX: Inboxes; HOPS: Hops; ANSWER: string };

export class Fresh extends DurableObject {
  commit(text: string): void {
    this.ctx.storage.kv.put("run", text);
  }
}

export class Inbox extends DurableObject {
  readonly #waiting = new Map<string, () => void>();

  arrive(ids: string[]): void {
    for (const id of ids) {
      this.ctx.storage.kv.put(id, "arrived");
      this.#waiting.get(id)?.();
    }
  }

  async wait(id: string): Promise<void> {
    if (this.ctx.storage.kv.get(id) !== undefined) return;
    await new Promise<void>((done) => this.#waiting.set(id, done));
    this.#waiting.delete(id);
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const [, path, id = ""] = new URL(request.url).pathname.split("/");
    const text = await request.text();
    if (path === "commit") {
      await env.FRESH.get(env.FRESH.idFromName(crypto.randomUUID())).commit(text);
      return new Response(env.ANSWER, { status: 202 });
    }
    if (request.method === "POST") {
      await env.HOPS.send(id, { contentType: "text" });
      return new Response(env.ANSWER, { status: 202 });
    }
    await inboxOf(env).wait(id);
    return new Response(env.ANSWER);
  },

  async queue(batch: Batch, env: Env): Promise<void> {
    await inboxOf(env).arrive(batch.messages.map((message) => message.body));
    batch.ackAll();
  },
};

function inboxOf(env: Env) {
  return env.INBOX.get(env.INBOX.idFromName("inbox"));
}
