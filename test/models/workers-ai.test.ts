import { describe, expect, it } from "vitest";
import { eventually } from "../support/api.ts";
import { ask } from "../support/unready.ts";
import { newModel, withKey } from "./support.ts";

/** A binding of the shape that Cloudflare's has; the platform runs here in the isolate of the test. */

type Run = (model: string, input: object, options: { signal: AbortSignal }) => unknown;

async function askWith(run: Run | null, input: unknown, more: object = {}) {
  const model = await newModel(await withKey(), { kind: "workers-ai", model: "@cf/baai/bge-m3", ...more });
  const AI = run && { run: async (...told: Parameters<Run>) => run(...told) };
  return ask(AI ? { AI } : {}, `${model}/predict`, { method: "POST", body: JSON.stringify({ input }) });
}

function failing(messages: string[]): { run: Run; count(): number } {
  let count = 0;
  const run = () => {
    const message = messages[count++];
    if (message !== undefined) throw Object.assign(new Error(message), { name: "InferenceUpstreamError" });
    return { response: "good" };
  };
  return { run, count: () => count };
}

describe("workers-ai", () => {
  it("gives the binding model and input, with the config's params below the input's members", async () => {
    const calls: unknown[] = [];
    const run: Run = (model, input) => {
      calls.push([model, input]);
      return { data: [[0.1]], shape: [1, 1] };
    };
    const params = { truncate: true, pooling: "cls" };
    const { status, body } = await askWith(run, { text: ["Hello"], pooling: "mean", stream: true }, { params });
    expect([status, body.output]).toEqual([200, { data: [[0.1]], shape: [1, 1] }]);
    expect(calls).toEqual([["@cf/baai/bge-m3", { truncate: true, pooling: "mean", text: ["Hello"] }]]);
  });

  it("takes a text as the prompt, and nothing but texts and objects", async () => {
    const run: Run = (_, input) => input;
    expect((await askWith(run, "Hello")).body.output).toEqual({ prompt: "Hello" });
    expect((await askWith(run, [1])).body.errors).toMatchObject([{ path: "/input" }]);
  });

  it("gives bytes as base 64, whole or in pieces", async () => {
    const bytes = new TextEncoder().encode("a picture");
    const expected = { base64: btoa("a picture") };
    expect((await askWith(() => new Response(bytes).body, "cat")).body.output).toEqual(expected);
    expect((await askWith(() => bytes, "cat")).body.output).toEqual(expected);
    const part = new Uint8Array(new TextEncoder().encode("not a picture").buffer, 4, 9);
    expect((await askWith(() => part, "cat")).body.output).toEqual(expected);
  });

  it("tries again when there is no capacity, and not when the request is wrong", async () => {
    const busy = failing(["3040: Capacity temporarily exceeded, please try again."]);
    expect((await askWith(busy.run, "Hello")).body.output).toEqual({ response: "good" });
    const unknown = failing(["5007: No such model @cf/baai/bge-m3 or task"]);
    const { status, body } = await askWith(unknown.run, "Hello");
    expect([status, body.code, unknown.count()]).toEqual([502, "model.failed", 1]);
    expect(body.detail).toContain("failed at Workers AI: 5007: No such model");
  });

  it("ends with the model's time, also when the binding hears of no signal", async () => {
    const signals: AbortSignal[] = [];
    const run: Run = (_, __, { signal }) => {
      signals.push(signal);
      return new Promise(() => {});
    };
    const { body } = await askWith(run, "Hello", { timeout_ms: 200 });
    expect(body.detail).toMatch(/did not answer within 200 ms\.$/);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it("pulls nothing more out of a stream once the time is up", async () => {
    let pulled = 0;
    let reason: unknown = null;
    const stream = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          pulled += 1;
          await new Promise((done) => setTimeout(done, 20));
          controller.enqueue(new Uint8Array(1));
        },
        cancel(why) {
          reason = why;
        },
      },
      { highWaterMark: 0 },
    );
    const { body } = await askWith(() => stream, "Hello", { timeout_ms: 1_500 });
    expect(body.detail).toMatch(/did not answer within 1500 ms\.$/);
    const atTheEnd = pulled;
    await new Promise((done) => setTimeout(done, 300));
    expect(atTheEnd).toBeGreaterThan(1);
    expect(pulled).toBe(atTheEnd);
    expect(String(reason)).toContain("did not answer");
  });

  it("gives a stream up that comes after the time", async () => {
    let isCanceled = false;
    const cancel = () => {
      isCanceled = true;
    };
    const stream = new ReadableStream({ cancel }, { highWaterMark: 0 });
    const run: Run = () => new Promise((answer) => setTimeout(() => answer(stream), 400));
    await askWith(run, "Hello", { timeout_ms: 200 });
    expect(await eventually(async () => isCanceled, Boolean)).toBe(true);
  });

  it("has the limits of every model", async () => {
    expect((await askWith(() => ({ response: "x".repeat(1_000_000) }), "Hello")).body.detail).toContain(
      "1000000 bytes",
    );
    expect((await askWith(() => new Uint8Array(800_000), "Hello")).body.detail).toContain("1000000 bytes");
    expect((await askWith(() => new Response("x".repeat(800_000)).body, "Hello")).body.detail).toContain("bytes");
    const deep = JSON.parse("[".repeat(100) + "]".repeat(100));
    expect((await askWith(() => deep, "Hello")).body.detail).toContain("64 levels");
  });

  it("says what to do where the deployment has no such binding", async () => {
    const { status, body } = await askWith(null, "Hello");
    expect([status, body.code]).toEqual([502, "model.failed"]);
    expect(body.detail).toContain("needs the binding AI, which this deployment does not have. Take the # from [ai]");
  });
});
