import { exports } from "cloudflare:workers";
import { callGuestThrough, type RunnerPort } from "../../src/sandbox/call-guest.ts";
import type { Closure, GuestAnswer, GuestBlock, GuestCall } from "../../src/sandbox/guest.ts";

/** What the tests of the sandbox share: a call with everything that a test does not care about. */

const runner = (exports as unknown as { Runner: RunnerPort }).Runner;
export const callGuest = callGuestThrough(runner);

export function block(file: string, name = "main", id = name): GuestBlock {
  return { id, file, function: name, idempotencyKey: `key of ${id}` };
}

export function callOf(blocks: GuestBlock[], members: Partial<GuestCall> = {}): GuestCall {
  const run = {
    ...{ id: "run_s1", attempt: 1, trigger: "api", environment: "production" as const },
    ...{ application: "desk", worklet: "triage", parent_run_id: null },
  };
  return { blocks, input: "null", env: "{}", run, timeoutMs: 10_000, logBytes: 256_000, ...members };
}

/** Calls function `main` of `a.ts`, or the given ones one after another. */
export function callMain(
  closure: Closure,
  members: Partial<GuestCall> = {},
  stop: AbortSignal = new AbortController().signal,
): Promise<GuestAnswer> {
  return callGuest(closure, callOf([block("a.ts")], members), stop);
}

export function outputOf(answer: GuestAnswer): unknown {
  if (answer.failure) throw new Error(`failed: ${JSON.stringify(answer.failure)}`);
  return JSON.parse(answer.results.at(-1)?.output ?? "");
}

export function textsOf(answer: GuestAnswer): string[] {
  return answer.logs.map(({ text }) => text);
}

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
