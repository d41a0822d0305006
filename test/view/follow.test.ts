import { expect, it } from "vitest";
import type { Progress } from "../../src/reactive/reactive.ts";
import { eventsOf, type ServerEvent } from "../../src/view/server/event-stream.ts";
import { followRun } from "../../src/view/server/follow.ts";
import { ViewServer } from "../../src/view/server/view-server.ts";
import { answerOf, event, events, FakeServer, json, never, place, refusal } from "./support/fake-server.ts";

/** A background run is followed to its end, whatever happens on the way. */

const path = "/calls/import/c1";
const stream = `GET ${place}${path}/events`;
const look = `GET ${place}${path}?wait=25`;
const done = event("done", answerOf("SUCCEEDED", { output: "all" }));
const half = event("progress", { status: "RUNNING", done: 5, failed: 1, total: 10 });
const lost = new TypeError("Failed to fetch");
const succeeded = { outcome: "succeeded", runId: "run_a1", output: "all" };

async function follow(fake: FakeServer, signal = new AbortController().signal) {
  const told: Progress[] = [];
  const server = new ViewServer(place, fake.wire, { page: () => {}, signedOut: () => {} });
  const onProgress = (progress: Progress) => void told.push(progress);
  return { answer: await followRun({ server, wire: fake.wire, path, signal, onProgress }), told };
}

it("tells progress and the answer", async () => {
  const { answer, told } = await follow(new FakeServer({ [stream]: [events(half, done)] }));
  expect(told).toEqual([{ status: "RUNNING", done: 5, failed: 1, total: 10 }]);
  expect(answer).toEqual(succeeded);
});

it("comes back when the connection is lost, again and again, with longer pauses", async () => {
  const fake = new FakeServer({ [stream]: [lost, lost, refusal(503, "down", "Down"), events(half), events(done)] });
  const { answer } = await follow(fake);
  expect(answer).toEqual(succeeded);
  expect(fake.pauses).toEqual([2_000, 4_000, 8_000, 1_000]);
});

it("never waits longer than half a minute, and keeps trying", async () => {
  const fake = new FakeServer({ [stream]: [...Array.from({ length: 40 }, () => lost), events(done)] });
  expect((await follow(fake)).answer).toEqual(succeeded);
  expect(Math.max(...fake.pauses)).toBe(30_000);
});

it("waits as long as the server asks", async () => {
  const busy = refusal(429, "view.too_many_calls", "Too many", { "Retry-After": "17" });
  const fake = new FakeServer({ [stream]: [busy, events(done)] });
  await follow(fake);
  expect(fake.pauses).toEqual([17_000]);
});

it("asks about the run where streams do not come through", async () => {
  const progress = { done: 2, failed: 0, total: null };
  const running = json(answerOf("RUNNING", { progress }));
  const fake = new FakeServer({
    [stream]: [events(), events(": ping\n\n")],
    [look]: [running, json(answerOf("SUCCEEDED", { output: "all" }))],
  });
  const { answer, told } = await follow(fake);
  expect(answer).toEqual(succeeded);
  expect(told).toEqual([{ status: "RUNNING", ...progress }]);
});

it("takes a stream that fell silent for a lost one", async () => {
  const fake = new FakeServer({ [stream]: [never, events(done)] });
  const followed = follow(fake);
  await expect.poll(() => fake.timers.length, { timeout: 10_000 }).toBe(1);
  fake.timers[0]?.then();
  expect((await followed).answer).toEqual(succeeded);
});

it("ends with the server's sentence when there is nothing to follow", async () => {
  const fake = new FakeServer({ [stream]: [refusal(404, "view.call_not_found", "There is no such call.")] });
  await expect(follow(fake)).rejects.toThrow("There is no such call.");
});

it("stops when nobody follows any more", async () => {
  const stop = new AbortController();
  const followed = follow(new FakeServer({ [stream]: [never] }), stop.signal);
  stop.abort();
  await expect(followed).rejects.toThrow("aborted");
});

it("goes on after what it cannot read", async () => {
  const fake = new FakeServer({ [stream]: [events("event: done\ndata: {oops\n\n"), events(done)] });
  expect((await follow(fake)).answer).toEqual(succeeded);
});

it.each(["\n", "\r\n", "\r"])("events are read with the line end %j, however they are cut", async (end) => {
  const text = `: hello${end}${end}event: a${end}data: 1${end}data:2${end}${end}data: größe${end}${end}data: cut off`;
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 2, 3, 7, bytes.length]) {
    const cuts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.slice(at * size, (at + 1) * size),
    );
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const cut of cuts) controller.enqueue(cut);
        controller.close();
      },
    });
    const read: ServerEvent[] = [];
    for await (const each of eventsOf(body)) read.push(each);
    expect(read).toEqual([
      { event: "a", data: "1\n2" },
      { event: "message", data: "größe" },
    ]);
  }
});
