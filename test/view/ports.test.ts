import { describe, expect, it } from "vitest";
import { keptPending, makeCallPort } from "../../src/view/server/call-port.ts";
import { type ServerNews, ViewServer } from "../../src/view/server/view-server.ts";
import { answerOf, FakeServer, json, never, pageOf, place, refusal } from "./support/fake-server.ts";

/** A page's calls over the wire. */

const id = "0199a1b2-0000-7000-8000-000000000001";
const find = `${place}/calls/find`;
const request = { call: "find", callId: id, values: { q: "a" }, supersedes: null };
const lost = new TypeError("Failed to fetch");
const soon = { timeout: 10_000 };

const tokenOf = (visitor: string, end = "end") => `view.1.${end}.${visitor}.mac`;

async function portOf(fake: FakeServer, news: Partial<ServerNews> = {}) {
  const server = new ViewServer(place, fake.wire, { page: () => {}, signedOut: () => {}, ...news });
  const page = await server.page();
  const view = {
    calls: { find: { trigger: "event", debounce_ms: 0, overlap: "cancel", values: {} } },
  } as const;
  return { server, port: makeCallPort(server, fake.wire, { version: page.version, view }) };
}

function opened(answers: ConstructorParameters<typeof FakeServer>[0]): FakeServer {
  return new FakeServer({ [`GET ${place}`]: [json(pageOf())], ...answers });
}

describe("starting a call", () => {
  it("sends its id, its values and the page's token, and nothing else", async () => {
    const fake = opened({ [`POST ${find}`]: [json(answerOf("SUCCEEDED", { output: [1] }))] });
    const { port } = await portOf(fake);
    const answer = await port.start({ ...request, supersedes: "old" }, new AbortController().signal);
    expect(answer).toEqual({ outcome: "succeeded", runId: "run_a1", output: [1] });
    expect(fake.asked.at(-1)).toMatchObject({
      token: "View token-1",
      body: { call_id: id, values: { q: "a" }, supersedes: "old" },
    });
  });

  it("gives the worklet's error as the call's", async () => {
    const failed = answerOf("FAILED", { error: { message: "No such customer" } });
    const { port } = await portOf(opened({ [`POST ${find}`]: [json(failed)] }));
    const answer = await port.start(request, new AbortController().signal);
    expect(answer).toEqual({ outcome: "failed", runId: "run_a1", message: "No such customer" });
  });

  it("is accepted when its run is a background run", async () => {
    const { port } = await portOf(opened({ [`POST ${find}`]: [json(answerOf("QUEUED"), 202)] }));
    const answer = await port.start(request, new AbortController().signal);
    expect(answer).toEqual({ outcome: "accepted", runId: "run_a1" });
  });

  it("hangs up when nobody waits for the answer any more", async () => {
    const fake = opened({ [`POST ${find}`]: [never] });
    const { port } = await portOf(fake);
    const stop = new AbortController();
    const started = port.start(request, stop.signal);
    stop.abort();
    await expect(started).rejects.toThrow("aborted");
    expect(fake.requests.at(-1)).toBe(`POST ${find}`);
  });

  it("fails with the server's sentence when it is refused", async () => {
    const { port } = await portOf(opened({ [`POST ${find}`]: [refusal(422, "request.invalid", "`q` is too long.")] }));
    await expect(port.start(request, new AbortController().signal)).rejects.toThrow("`q` is too long.");
  });

  it.each([
    ["Too many calls.", "Too many calls. Try again in 12 seconds."],
    ["Too many calls. Try again in a minute.", "Too many calls. Try again in a minute."],
  ])("says for how long to wait after %j", async (detail, message) => {
    const tooMany = refusal(429, "view.too_many_calls", detail, { "Retry-After": "12" });
    const { port } = await portOf(opened({ [`POST ${find}`]: [tooMany] }));
    const started = port.start(request, new AbortController().signal);
    await expect(started).rejects.toThrow(new RegExp(`^${message}$`));
  });
});

describe("when the connection breaks during a call", () => {
  it("takes the answer of the run that began all the same", async () => {
    const fake = opened({ [`POST ${find}`]: [lost], [`GET ${find}/${id}`]: [json(answerOf("SUCCEEDED"))] });
    const { port } = await portOf(fake);
    expect(await port.start(request, new AbortController().signal)).toMatchObject({ outcome: "succeeded" });
    expect(fake.requests.filter((asked) => asked.startsWith("POST"))).toHaveLength(1);
  });

  it.each([
    ["is not there", refusal(404, "view.call_not_found", "No such call")],
    ["was canceled by that", json(answerOf("CANCELED"))],
    ["cannot be asked for", lost],
  ])("says that the server cannot be reached when the run %s", async (_, looked) => {
    const { port } = await portOf(opened({ [`POST ${find}`]: [lost], [`GET ${find}/${id}`]: [looked] }));
    const started = port.start(request, new AbortController().signal);
    await expect(started).rejects.toThrow("The server cannot be reached. Check the connection and try again.");
  });
});

describe("a token that is over", () => {
  const over = () => refusal(401, "view.token_invalid", "The token is over.");

  it("is renewed with the old one, and the call goes out again with the same id", async () => {
    const fake = opened({
      [`GET ${place}`]: [json(pageOf(1, "old")), json(pageOf(1, "new"))],
      [`POST ${find}`]: [over(), json(answerOf("SUCCEEDED"))],
    });
    const { port } = await portOf(fake);
    await port.start(request, new AbortController().signal);
    const sent = fake.asked
      .slice(1)
      .map(({ method, token, body }) => [method, token, (body as typeof body & { call_id: string })?.call_id]);
    expect(sent).toEqual([
      ["POST", "View old", id],
      ["GET", "View old", undefined],
      ["POST", "View new", id],
    ]);
  });

  it("is asked for once by all calls that need it", async () => {
    const fake = opened({
      [`GET ${place}`]: [json(pageOf(1, "old")), json(pageOf(1, "new"))],
      [`POST ${find}`]: [over(), over(), json(answerOf("SUCCEEDED"))],
    });
    const { port } = await portOf(fake);
    const { signal } = new AbortController();
    await Promise.all([port.start(request, signal), port.start({ ...request, callId: "b" }, signal)]);
    expect(fake.requests.filter((asked) => asked === `GET ${place}`)).toHaveLength(2);
  });

  it("is renewed before it ends", async () => {
    const fake = opened({ [`GET ${place}`]: [json(pageOf(1, "old")), json(pageOf(1, "new"))] });
    await portOf(fake);
    expect(fake.timers.map(({ milliseconds }) => milliseconds)).toEqual([48 * 60_000]);
    fake.timers[0]?.then();
    await expect.poll(() => [...fake.texts.values()], soon).toEqual(["new"]);
  });

  it("is measured by the server's clock and not by a visitor's that is wrong", async () => {
    const headers = { Date: "Sun, 22 Nov 2026 09:50:00 GMT" };
    const fake = opened({ [`GET ${place}`]: [json(pageOf(), 200, headers)] });
    await portOf(fake);
    expect(fake.timers.map(({ milliseconds }) => milliseconds)).toEqual([8 * 60_000]);
  });

  it("is kept for a reload, so that the visitor is the same", async () => {
    const fake = opened({});
    await portOf(fake);
    await portOf(fake);
    expect(fake.asked.map(({ token }) => token)).toEqual([null, "View token-1"]);
  });

  it("does not lock out a visitor when nobody knows it any more", async () => {
    const fake = opened({ [`GET ${place}`]: [over(), json(pageOf())] });
    fake.texts.set(`worklets${place}#token`, "of another installation");
    await portOf(fake);
    expect(fake.asked.map(({ token }) => token)).toEqual(["View of another installation", null]);
  });
});

describe("a view that was published anew", () => {
  it("leaves the refused call to the page that takes over, and tells of the new one", async () => {
    const seen: number[] = [];
    const fake = opened({
      [`GET ${place}`]: [json(pageOf(1)), json(pageOf(2))],
      [`POST ${find}`]: [refusal(409, "view.changed", "The view was published anew.")],
    });
    const { port } = await portOf(fake, { page: ({ version }) => void seen.push(version) });
    const stop = new AbortController();
    const started = port.start(request, stop.signal);
    await expect.poll(() => seen, soon).toEqual([1, 2]);
    await port.settled();
    stop.abort();
    await expect(started).rejects.toThrow("aborted");
  });

  it("gets no call of the old page under the new token", async () => {
    const fake = opened({ [`GET ${place}`]: [json(pageOf(1)), json(pageOf(2))] });
    const { server, port } = await portOf(fake);
    await server.page();
    const stop = new AbortController();
    const started = port.start(request, stop.signal);
    await port.settled();
    stop.abort();
    await expect(started).rejects.toThrow("aborted");
    expect(fake.requests).not.toContain(`POST ${find}`);
  });

  it("waits for what an action has under way", async () => {
    let answer: (response: Response) => void = () => {};
    const fake = opened({ [`POST ${find}`]: [() => new Promise((resolve) => (answer = resolve))] });
    const { port } = await portOf(fake);
    let isSettled = false;
    const started = port.start(request, new AbortController().signal);
    const settled = port.settled().then(() => (isSettled = true));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(isSettled).toBe(false);
    answer(json(answerOf("SUCCEEDED")));
    await Promise.all([started, settled]);
  });
});

it.each([
  ["session", "private", "You are signed out. Sign in again in another tab, then try once more."],
  ["link", "link", "This view is not open to everybody any more, or is gone."],
] as const)("a %s that is over is told once, and each call says what is wrong", async (_, access, sentence) => {
  const told: string[] = [];
  const fake = opened({
    [`GET ${place}`]: [json({ ...pageOf(), access })],
    [`POST ${find}`]: [refusal(401, "access.denied", "No valid key")],
  });
  const { port } = await portOf(fake, { signedOut: () => void told.push("signed out") });
  for (let again = 0; again < 2; again += 1) {
    const started = port.start(request, new AbortController().signal);
    await expect(started).rejects.toThrow(sentence);
  }
  expect(told).toEqual(["signed out"]);
});

it("a cancel goes out even while the page is being left, and its failing troubles nobody", async () => {
  const fake = opened({ [`POST ${find}/${id}/cancel`]: [lost] });
  const { port } = await portOf(fake);
  port.cancel("find", id);
  expect(fake.asked.at(-1)).toMatchObject({ method: "POST", address: `${find}/${id}/cancel`, keepalive: true });
});

it("background runs are handed to the next page of the tab, and nothing that is none", async () => {
  const fake = opened({ [`GET ${place}`]: [json(pageOf(1, tokenOf("anna")))] });
  const { server, port } = await portOf(fake);
  const pending = { call: "find", callId: id, runId: "run_a1", values: { q: "a" } };
  port.keepPending([pending]);
  expect(keptPending(fake.wire, server)).toEqual([pending]);
  port.keepPending([]);
  expect(keptPending(fake.wire, server)).toEqual([]);
  const listed = (list: string) => `{"visitor":"anna","pending":${list}}`;
  for (const broken of ["{", "7", "null", "[]", listed("7"), listed('[{"call":1}]'), listed("[null]")]) {
    fake.texts.set(`worklets${place}#pending`, broken);
    expect(keptPending(fake.wire, server)).toEqual([]);
  }
});

it("background runs of one visitor are not handed to the next who signs in in the tab", async () => {
  const tokens = [tokenOf("anna"), tokenOf("ben"), tokenOf("anna", "later")];
  const fake = opened({ [`GET ${place}`]: tokens.map((token) => json(pageOf(1, token))) });
  const { server, port } = await portOf(fake);
  const pending = { call: "find", callId: id, runId: "run_a1", values: { q: "Anna's" } };
  port.keepPending([pending]);
  await server.page();
  expect(keptPending(fake.wire, server)).toEqual([]);
  // What the page of the one still writes is not the other's either.
  port.keepPending([pending]);
  expect(keptPending(fake.wire, server)).toEqual([]);
  await server.page();
  expect(keptPending(fake.wire, server)).toEqual([pending]);
});
