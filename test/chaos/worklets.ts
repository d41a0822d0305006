import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Answer, Platform } from "../support/platform.ts";

/** The worklets of these tests, and a client that does not give up. */

export const blocks = ["first", "second", "third"] as const;

/** What one path of `mixed` tells the counter, in this order; beside it runs a child, which tells it `leaf`. */
export const path = ["split", "step", "prepare", "flaky", "join"] as const;

const address = "/applications/chaos/worklets";

/**
 * `steps` calls the counter from each of three blocks, `nap` sleeps, `quick` returns, `loop` never does. `mixed` has a child beside
 * a block with a step and one that fails the first time; the pause before its retry is longer than an executor waits.
 */
export async function makeWorklets(platform: Platform, counter: string): Promise<void> {
  const step = (name: string) =>
    `export const ${name} = (input: Input, env: unknown, context: any) => tell("${name}", input, context);`;
  const steps = `
    type Input = { ms: Record<string, number>; seen?: string[] };
    async function tell(block: string, input: Input, { run }: any) {
      const query = new URLSearchParams({ run: run.id, block, key: run.idempotencyKey, ms: String(input.ms[block]) });
      await fetch("${counter}/hit?" + query);
      return { ...input, seen: [...(input.seen ?? []), block] };
    }
    ${blocks.map(step).join("\n")}`;
  const rest = `
    export const nap = (ms: number) => new Promise((done) => setTimeout(() => done("woke up!"), ms));
    export const quick = (input: number) => input + 1;
    export function loop() { while (true) {} }`;
  const mixed = `
    const hit = (block: string, ms: number, { run }: any) =>
      fetch("${counter}/hit?" + new URLSearchParams({ run: run.id, block, key: run.idempotencyKey, ms: String(ms) }))
        .then((answer) => answer.text());
    export const split = (input: any, env: any, context: any) => hit("split", 50, context).then(() => input);
    export async function prepare(input: any, env: any, context: any) {
      await context.step("once", () => hit("step", 100, context));
      await hit("prepare", 300, context);
      return input;
    }
    export async function flaky(input: any, env: any, context: any) {
      if (await hit("flaky", 50, context) === "1") throw new Error("not the first time");
      return input;
    }
    export const join = (input: any, env: any, context: any) => hit("join", 50, context).then(() => input);
    export const leaf = (input: any, env: any, context: any) => hit("leaf", 1_500, context).then(() => input.n);`;
  const graph = {
    blocks: [
      { ...codeBlock("split", "mixed.ts"), next: ["kid", "prepare"] },
      { id: "kid", kind: "worklet", worklet: "leaf", next: ["join"] },
      { ...codeBlock("prepare", "mixed.ts"), next: ["flaky"] },
      {
        ...codeBlock("flaky", "mixed.ts"),
        next: ["join"],
        retry: { max_attempts: 2, backoff_ms: 5_500, factor: 1 },
      },
      { ...codeBlock("join", "mixed.ts"), next: [] },
    ],
  };
  await must(platform, "POST", "/applications", { name: "Chaos", id: "chaos" });
  await must(platform, "POST", address, worklet("leaf", { "mixed.ts": mixed }, ["leaf"]));
  await must(platform, "POST", address, { ...worklet("mixed", { "mixed.ts": mixed }, []), graph });
  await must(platform, "POST", address, worklet("steps", { "steps.ts": steps }, [...blocks]));
  const files = { "rest.ts": rest };
  for (const id of ["nap", "quick", "loop"]) await must(platform, "POST", address, worklet(id, files, [id]));
}

/** Asks for a background run until it is promised, always under the same key. Gives its id. */
export async function invoke(platform: Platform, id: string, key: string, input: unknown): Promise<string> {
  const body = { async: true, worklet_input: input };
  for (;;) {
    const answer = await platform.call("POST", `${address}/${id}/invoke`, body, { "Idempotency-Key": key });
    if (answer?.status === 202) return String(answer.body.worklet_run_id);
    // No answer, or "come back later": the only two that a client may get from a platform that is being killed.
    if (answer !== null) expect(answer).toMatchObject({ status: 503 });
    await sleep(200);
  }
}

/** One poll. */
export function poll(platform: Platform, id: string, run: string, waitSeconds = 0): Promise<Answer | null> {
  return platform.call("GET", `${address}/${id}/${run}${waitSeconds > 0 ? `?wait=${waitSeconds}` : ""}`);
}

/** Polls until the run is over; fails when it is not known, or not over in time. */
export async function ending(
  platform: Platform,
  id: string,
  run: string,
  limitMs: number,
): Promise<Record<string, unknown>> {
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await poll(platform, id, run, 5);
    if (answer !== null && answer.status !== 503) expect(answer).toMatchObject({ status: 200 });
    const status = answer?.body.status;
    if (answer?.status === 200 && status !== "QUEUED" && status !== "RUNNING") return answer.body;
    if (Date.now() > end) throw new Error(`${run} is not over after ${limitMs} ms: ${JSON.stringify(answer)}`);
    await sleep(200);
  }
}

export async function cancel(platform: Platform, id: string, run: string): Promise<void> {
  await must(platform, "POST", `${address}/${id}/${run}/cancel`);
}

/** At most so many at once: a client has only so many connections. */
export async function eachOf<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = [...items.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: most }, worker));
  return results;
}

/** Figures go to the terminal past the reporter: whoever reads the log of a green run wants them too. */
export function tell(text: string): void {
  process.stdout.write(`chaos: ${text}\n`);
}

function worklet(id: string, files: Record<string, string>, names: readonly string[]) {
  const [file] = Object.keys(files);
  return {
    id,
    name: id,
    files,
    graph: { blocks: names.map((name) => codeBlock(name, file)) },
  };
}

function codeBlock(id: string, file: string | undefined) {
  return { id, kind: "code", file, function: id };
}

async function must(platform: Platform, method: string, path: string, body?: unknown): Promise<void> {
  const answer = await platform.call(method, path, body);
  if (answer === null || answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
}
