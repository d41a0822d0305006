import type { Failure, LogLine } from "../contract/failure.ts";
import type { Wrong } from "../contract/fault.ts";
import type { Block } from "../contract/graph.ts";
import type { Json } from "../expression/expression.ts";
import type { CallGuest, Closure, GuestRun } from "../sandbox/guest.ts";
import type { OutsideAnswer, OutsideRequest } from "../sandbox/outside.ts";

/**
 * What a kind of block is to the engine. The engine decides when a block runs, with which input, how long and how often; a
 * kind says what one attempt does. Values are JSON text, so that what nobody looks into is never parsed.
 */
export type BlockKind<B extends Block = Block> = {
  /** The members that are expressions, besides `input`, which every kind has. `BlockCall.evaluate(n)` gives the n-th one's value. */
  expressions(block: B): readonly Expression[];
  /** What else of the application the block needs: whoever saves, publishes or deletes looks here. */
  refers(block: B): References;
  /** Its own expressions may name `secrets`, each by its written name. */
  readsSecrets?: true;
  /** The time of one attempt when the block says nothing; absent: as long as a block may take. */
  timeoutMs?: number;
  /** What the schema cannot say about the block alone; `path` points to the block. */
  check(block: B, path: string): Wrong[];
  /** One attempt. A failure is a value; what is thrown is a fault of ours, except an ExpressionError out of `evaluate`. */
  run(block: B, call: BlockCall, tools: Tools): BlockAnswer | Promise<BlockAnswer>;
  /** For kinds of which several neighbours of a chain can run in one go, each taking the output of the one before. */
  runTogether?(blocks: readonly B[], call: BlockCall, tools: Tools): Promise<BlockAnswer>;
};

export type Expression = {
  /** Where it stands in the block, as the tail of a JSON pointer: `/branches/0/when`. */
  member: string;
  /** `condition`: with or without braces; `value`: any JSON whose strings are templates. */
  form: "condition" | "value";
  source: unknown;
};

/** `secrets` are those of members that are the name itself; those that expressions name come on top (`secretsOf`). */
export type References = {
  files: readonly string[];
  worklets: readonly string[];
  models: readonly string[];
  secrets: readonly { member: string; name: string }[];
};

export const refersToNothing: References = { files: [], worklets: [], models: [], secrets: [] };

/** One attempt of one block (or of several that run together: then `input` and `env` are the first one's). */
export type BlockCall = {
  input: string;
  env: string;
  run: GuestRun;
  /** Which of `each`'s items this is; null when the block runs once. */
  item: number | null;
  /** Milliseconds that are left for the attempt: the smallest of all limits that apply. */
  timeoutMs: number;
  /** The block's own limit for one attempt; null: it has none. */
  ownTimeoutMs: number | null;
  /** Aborts when the attempt must end: its time is up (`timeIsUp` is the reason), the run was stopped, another branch failed. */
  stop: AbortSignal;
  logBytes: number;
  /** Names of the secrets that the block's own expressions read: `evaluate` is given their values. */
  secrets: readonly string[];
  evaluate(expression: number, secrets?: Record<string, string>): unknown;
};

/** One block that came to its end. */
export type Done = {
  output: string;
  /** The whole env after the block; null when it left the env as it was. */
  env: string | null;
  /** Ids of the blocks that go on from here; null: every `next`. */
  chosen: readonly string[] | null;
  childRunId: string | null;
  /** Epoch milliseconds, for a kind that knows them better than the engine. */
  startedAt: number | null;
  finishedAt: number | null;
};

export type BlockAnswer = {
  /** In the order of the blocks; shorter than them exactly when there is a failure, which is that of the next one. */
  done: readonly Done[];
  failure: Failure | null;
  /** The failure is that `timeoutMs` of the call passed: the engine knows which limit that was. */
  outOfTime: boolean;
  /** Of the block that failed. */
  childRunId: string | null;
  /** What failed asks to be left alone so long before the next attempt. */
  retryAfterMs?: number;
  logs: readonly LogLine[];
  secrets: readonly string[];
  cold: boolean;
};

/** What lies above the engine, as functions. What one throws is a fault of ours. */
export type Tools = {
  callGuest: CallGuest;
  closure: Closure;
  /**
   * Runs a worklet of the application as a child of this run. Resolves when the child is over. A child outlives the executor, so
   * one that was made before this one began has its block's own time counted from then on, and may answer that it is up.
   */
  invoke(worklet: string, input: string, use: ChildUse): Promise<ChildAnswer>;
} & OutsideTools;

export type ChildUse = {
  block: string;
  item: number | null;
  signal: AbortSignal;
  timeoutMs: number;
  ownTimeoutMs: number | null;
};

/** Why `stop` aborts when the block's own time is up: what it has asked for is of no use to anybody any more. */
export const timeIsUp = new DOMException("The block's time is up.", "AbortError");

/** What reaches outside of the platform. */
export type OutsideTools = {
  /** Asks a model of the application. */
  predict(model: string, input: Json, use: ChildUse): Promise<Predicted>;
  /** The value of a secret of the application; a failure when there is none. */
  secret(name: string, use: ChildUse): Promise<{ value: string } | { failure: Failure }>;
  /** Sends a request to the public internet; a failure when nobody answered. */
  fetch(request: OutsideRequest, use: ChildUse): Promise<OutsideAnswer>;
};

export type Predicted = { secrets: readonly string[] } & (
  | { output: Json }
  | { failure: Pick<Failure, "kind" | "message" | "status"> }
);

export type ChildAnswer = { runId: string | null; secrets: readonly string[] } & (
  | { output: string }
  | { failure: Failure }
);

/** The same for every attempt of a block, so that what it calls can drop the second of two equal requests. */
export function idempotencyKeyOf(run: GuestRun, block: string, item: number | null): string {
  return item === null ? `${run.id}:${block}` : `${run.id}:${block}:${item}`;
}

const quiet = { outOfTime: false, childRunId: null, logs: [], secrets: [], cold: false } as const;

/** The answer of a kind that is done with one block. */
export function succeeded(output: string, done: Partial<Done> = {}, secrets: readonly string[] = []): BlockAnswer {
  const plain = { env: null, chosen: null, childRunId: null, startedAt: null, finishedAt: null };
  return { ...quiet, secrets, failure: null, done: [{ ...plain, ...done, output }] };
}

/** What a block may need of the tools, by its call. */
export function useOf(block: string, { item, stop: signal, timeoutMs, ownTimeoutMs }: BlockCall): ChildUse {
  return { block, item, signal, timeoutMs, ownTimeoutMs };
}

/** The answer of a kind whose block failed. */
export function failed(
  failure: Failure,
  more: Partial<Pick<BlockAnswer, "childRunId" | "secrets" | "retryAfterMs">> = {},
): BlockAnswer {
  return { ...quiet, ...more, done: [], failure };
}

/** One attempt of the block took longer than it may. */
export function tooLong(block: string, limitMs: number): Failure {
  return failureOf("timeout", `Block \`${block}\` did not finish within ${limitMs} ms`, block);
}

export function failureOf(kind: Failure["kind"], message: string, block: string | null): Failure {
  return { kind, message, block, stack: "" };
}
