import { describe, expect, it } from "vitest";
import { makeEffects } from "../../src/view/page/effects.ts";
import { makeCallPort } from "../../src/view/server/call-port.ts";
import { ViewServer } from "../../src/view/server/view-server.ts";
import { answerOf, FakeServer, json, never, pageOf, place, refusal } from "./support/fake-server.ts";

/** What becomes of things that somebody did on a page when what takes their place does not come about. */

const find = `${place}/calls/find`;
const request = { call: "find", callId: "new", values: {}, supersedes: "old" };
const canceled = `POST ${find}/old/cancel`;

async function portOf(answers: ConstructorParameters<typeof FakeServer>[0]) {
  const fake = new FakeServer({
    [`GET ${place}`]: [json(pageOf())],
    [`GET ${find}/old/events`]: [never],
    [canceled]: [json({})],
    ...answers,
  });
  const server = new ViewServer(place, fake.wire, { page: () => {}, signedOut: () => {} });
  const { version } = await server.page();
  const view = {
    calls: { find: { trigger: "event", debounce_ms: 0, overlap: "cancel", values: {} } },
  } as const;
  return { fake, port: makeCallPort(server, fake.wire, { version, view }) };
}

type Port = Awaited<ReturnType<typeof portOf>>["port"];

/** Follows the background run `old`, until nobody listens to it any more. */
async function followOld(port: Port): Promise<void> {
  const stop = new AbortController();
  const following = port.follow({ call: "find", callId: "old", runId: "run_a0" }, stop.signal, () => {});
  stop.abort();
  await expect(following).rejects.toThrow("aborted");
}

describe("a background run whose successor", () => {
  it("is refused is canceled all the same", async () => {
    const { fake, port } = await portOf({ [`POST ${find}`]: [refusal(422, "request.invalid", "`q` is too long.")] });
    await followOld(port);
    await expect(port.start(request, new AbortController().signal)).rejects.toThrow("`q` is too long.");
    expect(fake.requests).toContain(canceled);
  });

  it("is given up before it has arrived is canceled all the same", async () => {
    const { fake, port } = await portOf({ [`POST ${find}`]: [never] });
    await followOld(port);
    const stop = new AbortController();
    const started = port.start(request, stop.signal);
    stop.abort();
    await expect(started).rejects.toThrow("aborted");
    expect(fake.requests).toContain(canceled);
  });

  it("is made is left to the server", async () => {
    const { fake, port } = await portOf({ [`POST ${find}`]: [json(answerOf("SUCCEEDED"))] });
    await followOld(port);
    await port.start(request, new AbortController().signal);
    expect(fake.requests).not.toContain(canceled);
  });
});

it("a run of an earlier visit that is not kept any more is told in words that a visitor knows", async () => {
  const gone = refusal(404, "run.not_found", "You have made no call old here, or its run is no longer kept.");
  const { port } = await portOf({ [`GET ${find}/old/events`]: [gone] });
  const run = { call: "find", callId: "old", runId: "run_a0" };
  const following = port.follow(run, new AbortController().signal, () => {});
  await expect(following).rejects.toThrow("How this ended is not known any more.");
});

it("what an action started on a page that is replaced is told to have been refused", async () => {
  const { port } = await portOf({
    [`GET ${place}`]: [json(pageOf(1)), json(pageOf(2))],
    [`POST ${find}`]: [refusal(409, "view.changed", "The view was published anew.")],
  });
  expect(port.hasRefused()).toBe(false);
  const stop = new AbortController();
  const started = port.start({ ...request, supersedes: null }, stop.signal);
  await port.settled();
  expect(port.hasRefused()).toBe(true);
  stop.abort();
  await expect(started).rejects.toThrow("aborted");
});

it("questions of a page that is gone are answered with a no, and are asked no more", async () => {
  const { port, questions, withdraw } = makeEffects({ navigate: () => {} });
  const answers = [port.confirm("Approve?"), port.confirm("Really?")];
  withdraw();
  expect(await Promise.all(answers)).toEqual([false, false]);
  expect(questions.read()).toEqual([]);
});
