import { SELF } from "cloudflare:test";
import { describe, expect, inject, test } from "vitest";
import type { GuestAnswer } from "../../src/sandbox/guest.ts";
import { falls, hits, isSilent } from "../support/hits.ts";
import { block, callGuest, callMain, callOf, outputOf, textsOf } from "./guests.ts";
import { answered, closureOf, serveCall } from "./worker.ts";

const witness = inject("witness");
const never = new AbortController().signal;
/** It comes within about a second; a busy machine takes longer. */
const soon = { timeout: 10_000 };

/** Calls the witness every 25 ms for as long as it is let, whatever its signal says. */
const stubborn = (name: string) => `
  export async function main() {
    try { for (;;) { await fetch("${witness}/hit/${name}"); await new Promise((r) => setTimeout(r, 25)); } }
    finally { await fetch("${witness}/hit/${name}-finally"); }
  }`;

async function timed(answer: Promise<GuestAnswer>): Promise<{ answer: GuestAnswer; ms: number }> {
  const start = Date.now();
  return { answer: await answer, ms: Date.now() - start };
}

describe.concurrent("the end of a guest", () => {
  test("a guest that ignores its deadline is stopped a second later, and nothing of it runs on", async () => {
    const { answer, ms } = await timed(callMain(closureOf({ "a.ts": stubborn("deadline") }), { timeoutMs: 300 }));
    expect(answer.failure).toEqual({ kind: "timeout", message: "Timed out after 300 ms.", block: "main", stack: "" });
    expect(ms).toBeGreaterThanOrEqual(1_250);
    expect(ms).toBeLessThan(9_000);
    expect(await hits("deadline")).toBeGreaterThan(0);
    expect(await isSilent("deadline")).toBe(true);
    expect(await hits("deadline-finally")).toBe(0);
  });

  test("a guest that ignores a stop is stopped a second later, and nothing of it runs on", async () => {
    const stop = new AbortController();
    const ended = timed(callMain(closureOf({ "a.ts": stubborn("stop") }), {}, stop.signal));
    await expect.poll(() => hits("stop"), soon).toBeGreaterThan(4);
    stop.abort();
    const { answer, ms } = await ended;
    expect(answer.failure).toEqual({ kind: "canceled", message: "The run was canceled.", block: "main", stack: "" });
    expect(ms).toBeLessThan(9_000);
    expect(await isSilent("stop")).toBe(true);
  });

  test("a stop in the first milliseconds counts too", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 2);
    const { answer, ms } = await timed(callMain(closureOf({ "a.ts": stubborn("early") }), {}, stop.signal));
    expect(answer.failure?.kind).toBe("canceled");
    expect(ms).toBeLessThan(9_000);
    expect(await isSilent("early")).toBe(true);
  });

  test("a stop before the start runs nothing", async () => {
    const answer = await callMain(closureOf({ "a.ts": stubborn("before") }), {}, AbortSignal.abort());
    expect(answer).toMatchObject({ failure: { kind: "canceled" }, results: [] });
    expect(await hits("before")).toBe(0);
  });

  test("code that listens to its signal has a second to tidy up, and the outcome stands", async () => {
    const text = `export async function main(input, env, context) {
      const { signal } = context.run;
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      console.log(signal.reason.name + ": " + signal.reason.message);
      await fetch("${witness}/hit/tidy");
      return "tidied up";
    }`;
    const late = await callMain(closureOf({ "a.ts": text }), { timeoutMs: 2_000 });
    expect(late).toMatchObject({ results: [], failure: { kind: "timeout", block: "main" } });
    expect(textsOf(late)).toEqual(["TimeoutError: Timed out after 2000 ms."]);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1_000);
    const stopped = await callMain(closureOf({ "a.ts": text }), {}, stop.signal);
    expect(stopped).toMatchObject({ results: [], failure: { kind: "canceled" } });
    expect(textsOf(stopped)).toEqual(["AbortError: The run was canceled."]);
    expect(await hits("tidy")).toBe(2);
  });

  test("a killed chain names the block that ran and keeps the results and logs from before", async () => {
    const closure = closureOf({
      "a.ts": `export const quick = () => { console.log("quick ran"); return 1 };
               export const slow = async () => { console.log("slow began"); await new Promise((r) => setTimeout(r, 5000)) };`,
    });
    const call = callOf([block("a.ts", "quick"), block("a.ts", "slow")], { timeoutMs: 400 });
    const answer = await callGuest(closure, call, never);
    expect(answer.failure).toMatchObject({ kind: "timeout", block: "slow" });
    expect(answer.results).toMatchObject([{ block: "quick", output: "1" }]);
    expect(answer.logs.map(({ block, text }) => [block, text])).toEqual([
      ["quick", "quick ran"],
      ["slow", "slow began"],
    ]);
  });

  test("a request of a killed guest is given up", async () => {
    const closure = closureOf({
      "a.ts": `export const main = () => fetch("${witness}/slow/flight").then((r) => r.text());`,
    });
    expect((await callMain(closure, { timeoutMs: 100 })).failure?.kind).toBe("timeout");
    const gone = async () => (await fetch(`${witness}/gone/flight`)).text();
    await expect.poll(gone, soon).toBe("1");
  });

  test("a caller who disconnects stops the guest", async () => {
    serveCall("deserted", closureOf({ "a.ts": stubborn("deserted") }), callOf([block("a.ts")], { timeoutMs: 60_000 }));
    const caller = new AbortController();
    const response = SELF.fetch("http://worklets/deserted", { signal: caller.signal });
    await expect.poll(() => hits("deserted"), soon).toBeGreaterThan(4);
    caller.abort();
    await expect(response).rejects.toThrow();
    await falls("deserted");
    expect(answered.get("deserted")?.failure?.kind).toBe("canceled");
  });

  test("a host that is gone without a word stops the guest as well", async () => {
    const call = callOf([block("a.ts")], { timeoutMs: 60_000 });
    serveCall("orphan", closureOf({ "a.ts": stubborn("orphan") }), call);
    const caller = new AbortController();
    const response = SELF.fetch("http://worklets/orphan?careless", { signal: caller.signal });
    await expect.poll(() => hits("orphan"), soon).toBeGreaterThan(4);
    caller.abort();
    await expect(response).rejects.toThrow();
    await falls("orphan");
    expect(answered.has("orphan")).toBe(false);
  });

  test("a block that is tried again never overlaps its former attempt", async () => {
    const closure = closureOf({ "a.ts": stubborn("attempts") });
    for (let attempt = 1; attempt <= 2; attempt++) {
      await callMain(closure, { timeoutMs: 100 });
      expect(await isSilent("attempts")).toBe(true);
    }
  });

  test("the next call of the same isolate passes", async () => {
    const closure = closureOf({
      "a.ts": `export const main = (wait) => wait ? new Promise((r) => setTimeout(r, 9000)) : "fine";`,
    });
    expect((await callMain(closure, { input: "true", timeoutMs: 50 })).failure?.kind).toBe("timeout");
    const next = await callMain(closure, { input: "false" });
    expect(outputOf(next)).toBe("fine");
    expect(next.cold).toBe(false);
  });

  test("a request body that never ends holds nothing open", async () => {
    const text = `export async function main() {
      const body = new ReadableStream({ async pull(c) {
        await new Promise((r) => setTimeout(r, 25)); await fetch("${witness}/hit/pull"); c.enqueue(new Uint8Array(10));
      } });
      await fetch("${witness}/echo", { method: "POST", body });
    }`;
    expect((await callMain(closureOf({ "a.ts": text }), { timeoutMs: 300 })).failure?.kind).toBe("timeout");
    expect(await hits("pull")).toBeGreaterThan(5);
    expect(await isSilent("pull")).toBe(true);
  });

  test("what user code started and did not await ends with its answer", async () => {
    const text = `export function main() {
      let heard = 0;
      return new Promise((r) => setInterval(() => fetch("${witness}/hit/left").then(() => ++heard === 4 && r()), 25)); }`;
    await callMain(closureOf({ "a.ts": text }));
    expect(await hits("left")).toBeGreaterThan(3);
    expect(await isSilent("left")).toBe(true);
  });
});

describe.concurrent("the end of a guest that its request called itself", () => {
  /** Answers, or null when the caller went away before: as soon as the guest was heard of more often than so. */
  async function ask(id: string, text: string, { query = "here", timeoutMs = 60_000, leaveAfter = 0 } = {}) {
    serveCall(id, closureOf({ "a.ts": text }), callOf([block("a.ts")], { timeoutMs }));
    const caller = new AbortController();
    const response = SELF.fetch(`http://worklets/${id}?${query}`, { signal: caller.signal });
    if (leaveAfter === 0) return (await (await response).json()) as GuestAnswer;
    await expect.poll(() => hits(id), soon).toBeGreaterThan(leaveAfter);
    caller.abort();
    await expect(response).rejects.toThrow();
    return null;
  }

  test("a guest that ignores its deadline is answered for a second later, and ends with that answer", async () => {
    const { answer, ms } = await timed(
      ask("here-late", stubborn("here-late"), { timeoutMs: 300 }) as Promise<GuestAnswer>,
    );
    expect(answer).toMatchObject({ failure: { kind: "timeout", message: "Timed out after 300 ms." }, lingers: true });
    expect(ms).toBeLessThan(9_000);
    expect(await hits("here-late")).toBeGreaterThan(0);
    expect(await isSilent("here-late")).toBe(true);
    expect(await hits("here-late-finally")).toBe(0);
  });

  test("a caller who disconnects stops the guest, whatever it holds of the platform", async () => {
    const text = `export async function main(input, env, context) {
      const { signal } = context.run;
      signal.addEventListener("abort", () => fetch("${witness}/hit/here-told"));
      context.invoke("nobody", 1).catch(() => {});
      for (;;) { await fetch("${witness}/hit/here-left"); await new Promise((r) => setTimeout(r, 25)); }
    }`;
    await ask("here-left", text, { leaveAfter: 6 });
    await falls("here-left");
    expect(await hits("here-told")).toBe(1);
    expect(answered.get("here-left")).toMatchObject({ failure: { kind: "canceled" }, lingers: true });
  });

  test("a host that is gone without a word stops the guest as well", async () => {
    await ask("here-orphan", stubborn("here-orphan"), { query: "here&careless", leaveAfter: 4 });
    await falls("here-orphan");
  });

  test("code that listens to its signal has a second to tidy up, and does not linger", async () => {
    const text = `export async function main(input, env, context) {
      const { signal } = context.run;
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      console.log(signal.reason.name + ": " + signal.reason.message);
    }`;
    const answer = (await ask("here-tidy", text, { timeoutMs: 700 })) as GuestAnswer;
    expect(answer).toMatchObject({ results: [], failure: { kind: "timeout", block: "main" } });
    expect(textsOf(answer)).toEqual(["TimeoutError: Timed out after 700 ms."]);
    expect(answer.lingers).toBeUndefined();
  });

  test("what user code started and did not await ends with its answer, though the request goes on", async () => {
    const text = `export function main() {
      let heard = 0;
      (async () => { for (;;) { await fetch("${witness}/hit/here-loop"); await new Promise((r) => setTimeout(r, 25)); } })();
      return new Promise((r) => setInterval(() => fetch("${witness}/hit/here-timer").then(() => ++heard === 4 && r()), 25)); }`;
    await ask("here-unawaited", text, { query: "here&busy" });
    expect(await hits("here-timer")).toBeGreaterThan(3);
    expect(await isSilent("here-timer")).toBe(true);
    expect(await isSilent("here-loop")).toBe(true);
  });
});
