import type { Failure } from "../../src/contract/failure.ts";
import { Graph } from "../../src/contract/graph.ts";
import type { Clock } from "../../src/engine/clock.ts";
import { execute } from "../../src/engine/execute.ts";
import { type MemoryJournal, memoryJournal } from "../../src/engine/journal.ts";
import type { OutsideTools, Tools } from "../../src/engine/kind.ts";
import { planOf } from "../../src/engine/plan.ts";
import type { EngineRun, Outcome } from "../../src/engine/run.ts";
import type { GuestAnswer, GuestCall, GuestResult } from "../../src/sandbox/guest.ts";

/** A clock that stands still until nothing is left to do but wait. */
export function simulatedClock() {
  let now = 1_000_000;
  const timers = new Set<{ at: number; then: () => void }>();
  const clock: Clock = {
    now: () => now,
    after(ms, then) {
      const timer = { at: now + ms, then };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
  const settleMicrotasks = async () => {
    for (let n = 0; n < 40; n += 1) await Promise.resolve();
  };
  /** Lets time pass until the promise is settled. */
  async function drive<Value>(promise: Promise<Value>): Promise<Value> {
    let isSettled = false;
    const settled = promise.finally(() => {
      isSettled = true;
    });
    settled.catch(() => {});
    for (;;) {
      await settleMicrotasks();
      if (isSettled) return settled;
      const [next] = [...timers].sort((a, b) => a.at - b.at);
      if (next === undefined) throw new Error("Nothing is left to wait for, and the run is not over.");
      timers.delete(next);
      now = Math.max(now, next.at);
      next.then();
    }
  }
  return { clock, drive, pending: () => timers.size };
}

type Json = unknown;
export type Env = Record<string, Json>;
export type BlockFunction = (input: never, env: Env, call: { attempt: number; guest: GuestCall }) => Json;

/** Functions by block id; `ms` says how long a block takes (0 when not said). */
export type Behaviour = { functions?: Record<string, BlockFunction>; ms?: (block: string, attempt: number) => number };

export type GuestCallSeen = {
  blocks: string[];
  input: Json;
  env: Env;
  timeoutMs: number;
  startedAt: number;
  endedAt: number;
};

/** A guest as the engine sees it: it takes its time, answers failures as values, and is over soon after `stop`. */
export function fakeGuest(clock: Clock, { functions = {}, ms = () => 0 }: Behaviour) {
  const calls: GuestCallSeen[] = [];
  const attempts = new Map<string, number>();
  const callGuest: Tools["callGuest"] = async (_closure, guest, stop) => {
    const seen: GuestCallSeen = {
      blocks: guest.blocks.map((block) => block.id),
      input: JSON.parse(guest.input),
      env: JSON.parse(guest.env),
      timeoutMs: guest.timeoutMs,
      startedAt: clock.now(),
      endedAt: 0,
    };
    calls.push(seen);
    const answer: GuestAnswer = { results: [], failure: null, logs: [], cold: false, secrets: [] };
    let [input, env] = [guest.input, guest.env];
    for (const block of guest.blocks) {
      const attempt = (attempts.get(block.id) ?? 0) + 1;
      attempts.set(block.id, attempt);
      const startedAt = clock.now();
      const interrupted = await waitFor(
        clock,
        ms(block.id, attempt),
        guest.timeoutMs - (startedAt - seen.startedAt),
        stop,
      );
      answer.failure = interrupted ?? null;
      if (answer.failure !== null) break;
      const outcome = callFunction(functions[block.id], input, env, { attempt, guest });
      if ("failure" in outcome) answer.failure = { ...outcome.failure, block: block.id };
      if ("failure" in outcome) break;
      answer.results.push({ block: block.id, ...outcome, startedAt, finishedAt: clock.now() });
      input = outcome.output;
      env = outcome.env ?? env;
    }
    seen.endedAt = clock.now();
    return answer;
  };
  return { callGuest, calls, callsOf: (block: string) => calls.filter((call) => call.blocks.includes(block)) };
}

function callFunction(
  work: BlockFunction | undefined,
  input: string,
  env: string,
  call: { attempt: number; guest: GuestCall },
): Pick<GuestResult, "output" | "env"> | { failure: Failure } {
  const state: Env = JSON.parse(env);
  try {
    const output = work === undefined ? JSON.parse(input) : work(JSON.parse(input) as never, state, call);
    const after = JSON.stringify(state);
    return { output: JSON.stringify(output ?? null), env: after === env ? null : after };
  } catch (error) {
    if (error instanceof Error) return { failure: failure("user", `${error.name}: ${error.message}`) };
    return { failure: { ...failure("user", "Thrown"), ...(error as Partial<Failure>) } };
  }
}

export function failure(kind: Failure["kind"], message: string, block: string | null = null): Failure {
  return { kind, message, block, stack: "" };
}

/** Null when the time has passed, else why it did not. */
async function waitFor(clock: Clock, ms: number, limitMs: number, stop: AbortSignal): Promise<Failure | null> {
  if (stop.aborted) return failure("canceled", "stopped");
  if (ms === 0) return null;
  return new Promise((resolve) => {
    const end = (result: Failure | null) => {
      callOff();
      stop.removeEventListener("abort", onStop);
      resolve(result);
    };
    const onStop = () => end(failure("canceled", "stopped"));
    const callOff = clock.after(Math.min(ms, limitMs), () =>
      end(ms > limitMs ? failure("timeout", "guest time-out") : null),
    );
    stop.addEventListener("abort", onStop);
  });
}

export const guestRun: EngineRun["guest"] = {
  id: "run_1",
  attempt: 1,
  trigger: "api",
  environment: "production",
  application: "desk",
  worklet: "triage",
  parent_run_id: null,
};

export const closure = {
  application: "app",
  files: {},
  maps: {},
  compatibilityDate: "2026-10-01",
  compatibilityFlags: [],
};

/** There is neither a model nor a secret nor a server. */
export const nothingOutside: OutsideTools = {
  predict: async (model) => ({ failure: failure("user", `No model ${model}`), secrets: [] }),
  secret: async (name) => ({ failure: failure("user", `No secret ${name}`) }),
  fetch: async () => ({ failure: "cannot be reached" }),
};

/** A code block; its function is the one of its id. */
export function codeBlock(id: string, more: Record<string, unknown> = {}) {
  return { id, kind: "code", file: "a.ts", function: id, ...more };
}

export function graphOf(...blocks: Record<string, unknown>[]): Graph {
  return Graph.parse({ blocks });
}

type Options = Partial<Omit<EngineRun, "input" | "settings">> &
  Behaviour & {
    graph: Graph;
    input?: unknown;
    settings?: Partial<EngineRun["settings"]>;
    journal?: MemoryJournal;
    invoke?: Tools["invoke"];
    outside?: Partial<OutsideTools>;
    stop?: AbortSignal;
    /** Stops the run after so many milliseconds. */
    stopAfterMs?: number;
  };

export type Ran = {
  outcome: Outcome;
  output: unknown;
  failure: Failure | null;
  journal: MemoryJournal;
  guest: ReturnType<typeof fakeGuest>;
  tookMs: number;
  timersLeft: number;
};

/** Runs a graph on a simulated clock with a fake guest. */
export async function runGraph(options: Options): Promise<Ran> {
  const {
    graph,
    input = null,
    settings,
    journal = memoryJournal(),
    functions,
    ms,
    invoke,
    outside,
    stopAfterMs,
    ...rest
  } = options;
  const { clock, drive, pending } = simulatedClock();
  const guest = fakeGuest(clock, { ...(functions && { functions }), ...(ms && { ms }) });
  const noChild: Tools["invoke"] = async () => ({
    runId: null,
    secrets: [],
    failure: failure("user", "No such worklet"),
  });
  const tools: Tools = {
    callGuest: guest.callGuest,
    closure,
    invoke: invoke ?? noChild,
    ...nothingOutside,
    ...outside,
  };
  const run: EngineRun = {
    plan: planOf(graph),
    input: JSON.stringify(input),
    fuse: false,
    guest: guestRun,
    ...rest,
    settings: { timeoutMs: 300_000, retry: null, ...settings },
  };
  const stopper = new AbortController();
  if (stopAfterMs !== undefined) clock.after(stopAfterMs, () => stopper.abort());
  const startedAt = clock.now();
  const outcome = await drive(execute(run, journal, tools, options.stop ?? stopper.signal, clock));
  const output = outcome.status === "SUCCEEDED" ? JSON.parse(outcome.output) : undefined;
  const broken = outcome.status === "SUCCEEDED" ? null : outcome.failure;
  return { outcome, output, failure: broken, journal, guest, tookMs: clock.now() - startedAt, timersLeft: pending() };
}

/** `block status` of every record, oldest first. */
export function story(journal: MemoryJournal): string[] {
  return journal.records.map(({ block, attempt, status }) => `${block} ${attempt > 1 ? `#${attempt} ` : ""}${status}`);
}
