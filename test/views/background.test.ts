import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { callStream } from "../../src/views/call-stream.ts";
import { call, eventually, fresh, newApplication, newWorklet, send } from "../support/api.ts";
import {
  ask,
  cancel,
  documentOf,
  make,
  newCaller,
  newId,
  newPublished,
  open,
  type Page,
  read,
  republish,
} from "./visits.ts";

/** Calls of worklets that run as background tasks: promised at once, followed, and read long after. */

const witness = inject("witness");
const bindings = env as Env;
const background = { settings: { run_as_background_task: true } };
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const slow =
  "export const main = async (input: any) => { await new Promise((done) => setTimeout(done, input.ms ?? 300)); return { n: input.q, secret: 1 }; };";

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came and says what it expects of it.
type Event = { type: string; data: any };
const eventsIn = (text: string): Event[] =>
  [...text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, type = "", data = ""]) => ({
    type,
    data: JSON.parse(data),
  }));

async function follow({ address, token }: Page, id: string, more: Record<string, string> = {}): Promise<Event[]> {
  const headers = { Authorization: `View ${token}`, ...more };
  const response = await send("GET", `${address}/calls/find/${id}/events`, { key: null, headers });
  expect(response.headers.get("Content-Type")).toBe("text/event-stream");
  return eventsIn(await response.text());
}

let view: Awaited<ReturnType<typeof newCaller>>;
let page: Page;
beforeAll(async () => {
  view = await newCaller(slow, {
    call: { values: { q: {}, ms: {} }, output: "{{ output.n + values.q }}" },
    worklet: background,
  });
  page = await open(view);
});

describe("a call in the background", () => {
  it("is accepted at once, followed to its end, and read again afterwards", async () => {
    const id = newId();
    const { status, body } = await make(page, { id, values: { q: 2, ms: 800 } });
    expect({ status, body }).toMatchObject({ status: 202, body: { call_id: id, status: "RUNNING", output: null } });
    const events = await follow(page, id);
    expect(events[0]).toEqual({ type: "progress", data: { status: "RUNNING", done: 0, failed: 0, total: null } });
    const done = { call_id: id, run_id: body.run_id, status: "SUCCEEDED", output: 4, error: null, progress: null };
    expect(events.at(-1)).toEqual({ type: "done", data: done });
    expect(await follow(page, id, { "Last-Event-ID": "99" })).toEqual([{ type: "done", data: done }]);
    expect(await read(page, id)).toMatchObject({ status: 200, body: done });
    expect(await make(page, { id, values: { q: 2, ms: 800 } })).toMatchObject({ status: 200, body: done });
  });

  it("is waited for as long as the page says", async () => {
    const id = newId();
    await make(page, { id, values: { q: 1, ms: 1_000 } });
    expect(await read(page, id)).toMatchObject({ status: 202, body: { status: "RUNNING", output: null } });
    expect(await read(page, id, "?wait=20")).toMatchObject({ status: 200, body: { output: 2 } });
    expect((await read(page, id, "?wait=61")).body.errors).toMatchObject([{ path: "?wait" }]);
  });

  it("means what it meant, though the view is published anew meanwhile with another call under the name", async () => {
    const changing = await newCaller(slow, {
      call: { values: { q: {} }, output: "{{ output.n * 10 }}" },
      worklet: background,
    });
    const before = await open(changing);
    const id = newId();
    await make(before, { id, values: { q: 5 } });
    const other = (await newWorklet(changing.application, slow, background)).split("/").at(-1) ?? "";
    await republish(changing, documentOf({ find: { worklet: other, output: "{{ 'changed' }}" } }));
    const after = await open(changing, before.token);
    expect((await read(before, id, "?wait=20")).body.output).toBe(50);
    expect((await read(after, id)).body.output).toBe(50);
    expect((await follow(after, id)).at(-1)?.data.output).toBe(50);
    const second = newId();
    await make(after, { id: second });
    await republish(changing, documentOf({}));
    const last = await open(changing, after.token);
    expect((await cancel(last, second)).body).toEqual({ call_id: second, status: "CANCELED" });
    expect((await cancel(last, newId())).body.code).toBe("run.not_found");
  });

  it("goes on when its page goes away, and ends when it is canceled or superseded", async () => {
    const [id, leaving] = [newId(), new AbortController()];
    await make(page, { id, values: { q: 1, ms: 1_500 }, signal: leaving.signal });
    leaving.abort();
    await pause(300);
    expect((await read(page, id)).body.status).toBe("RUNNING");
    const next = newId();
    await make(page, { id: next, supersedes: id, values: { q: 1, ms: 5_000 } });
    expect((await read(page, id)).body.status).toBe("CANCELED");
    const [events] = await Promise.all([follow(page, next), pause(300).then(() => cancel(page, next))]);
    expect(events.at(-1)).toMatchObject({
      type: "done",
      data: { status: "CANCELED", error: { message: "It was canceled." } },
    });
  });

  it("takes no place when its id was used with other values", async () => {
    const [used, id] = [newId(), newId()];
    await make(page, { id: used, values: { q: 1, ms: 10 } });
    await make(page, { id, values: { q: 1, ms: 5_000 } });
    const refused = await make(page, { id: used, supersedes: id, values: { q: 2 } });
    expect(refused).toMatchObject({ status: 422, body: { code: "idempotency.key_reused" } });
    expect((await read(page, id)).body.status).toBe("RUNNING");
    expect((await cancel(page, id)).body.status).toBe("CANCELED");
  });

  it("of a stranger has an hour when its worklet gives it none, and its worklet's time when that gives one", async () => {
    const withTime = (background_timeout_ms: number) => ({
      worklet: { settings: { run_as_background_task: true, background_timeout_ms } },
      call: { values: { q: {}, ms: {} } },
    });
    const longer = await open(await newCaller(slow, withTime(7_200_000)));
    const limitOf = async (visitor: Page) => {
      const { body } = await make(visitor, { values: { q: 1, ms: 100 } });
      const run = bindings.RUN.get(bindings.RUN.idFromName(body.run_id));
      return runInDurableObject(run, (_, { storage }) => JSON.parse(storage.kv.get<string>("life") ?? "").timeoutMs);
    };
    expect([await limitOf(page), await limitOf(longer)]).toEqual([3_600_000, 7_200_000]);
    const brief = await open(await newCaller(slow, withTime(200)));
    const id = newId();
    await make(brief, { id, values: { q: 1, ms: 5_000 } });
    expect((await read(brief, id, "?wait=20")).body).toMatchObject({
      status: "TIMED_OUT",
      error: { message: "It took too long." },
    });
  });

  it("tells how many items are done", async () => {
    const application = await newApplication();
    const file = `${fresh("items")}.ts`;
    const source =
      "export const list = () => [1, 2, 3, 4]; export const work = async (n: number) => { await new Promise((done) => setTimeout(done, 600)); return n; };";
    const worklet = await newWorklet(application, source, {
      files: { [file]: source },
      graph: {
        blocks: [
          { id: "list", kind: "code", file, function: "list" },
          { id: "work", kind: "code", file, function: "work", each: { items: "{{ input }}", concurrency: 1 } },
        ],
      },
      ...background,
    });
    const items = await newPublished(application, documentOf({ find: { worklet: worklet.split("/").at(-1) ?? "" } }));
    const visitor = await open(items);
    const id = newId();
    await make(visitor, { id });
    const events = await follow(visitor, id);
    const told = events.filter(({ type }) => type === "progress").map(({ data }) => data);
    expect(told.at(-1)).toMatchObject({ status: "RUNNING", total: 4, failed: 0 });
    const counts = told.map(({ done }) => done);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts.at(-1)).toBeGreaterThan(0);
    expect(events.at(-1)?.data).toMatchObject({ status: "SUCCEEDED", output: expect.any(Array) });
  });

  it("that fails is told to the application's on_failure, which nobody else may hear", async () => {
    const application = await newApplication();
    const name = fresh("told");
    const listener = await newWorklet(
      application,
      `export async function main() { await fetch("${witness}/hit/${name}"); }`,
    );
    await call("PATCH", `/applications/${application}`, { body: { on_failure: listener.split("/").at(-1) } });
    const failing = await newWorklet(application, "export const main = () => { throw new Error('no'); };", background);
    const visitor = await open(
      await newPublished(application, documentOf({ find: { worklet: failing.split("/").at(-1) ?? "" } })),
    );
    await make(visitor);
    const hits = async () => Number(await (await fetch(`${witness}/count/${name}`)).text());
    expect(await eventually(hits, (count) => count > 0)).toBe(1);
  });

  it("is nothing to follow for another visitor", async () => {
    const id = newId();
    await make(page, { id, values: { q: 1 } });
    const other = await ask(await open(view), "GET", `find/${id}/events`);
    expect(other).toMatchObject({ status: 404, body: { code: "run.not_found" } });
  });
});

describe("the stream of a call", () => {
  const report = { status: "RUNNING", failure: null, body: "{}", output: null } as const;
  const settings = { askMs: 1, beatMs: 20, lastsMs: 100 };

  it("shows that it lives while there is nothing to tell, and ends in time", async () => {
    const source = { report: () => pause(5).then(() => report), answer: async () => "{}" };
    const text = await new Response(callStream(report, source, settings)).text();
    expect(text.match(/^event: progress/gm)).toHaveLength(1);
    expect(text.match(/^: the run goes on/gm)?.length).toBeGreaterThan(1);
  });

  it("ends when the run cannot be asked, so that the page comes back", async () => {
    const source = { report: async () => "interrupted" as const, answer: async () => "{}" };
    const text = await new Response(callStream(report, source, settings)).text();
    expect(eventsIn(text).map(({ type }) => type)).toEqual(["progress"]);
  });
});
