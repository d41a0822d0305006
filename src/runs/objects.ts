import type { Environment } from "../contract/run.ts";
import { settingsOf } from "../platform/settings.ts";
import type { TurnCall } from "../sandbox/guest.ts";
import type { Followed } from "./object/follow.ts";
import type { Order, Receipt, Report } from "./object/order.ts";
import { deriveRunId, formerRunId, type RunAddress } from "./run-id.ts";

/** The owner of `env.RUN`: the way to a background run's object, by the run's id. Payloads cross as text. */
export type RunPort = {
  create(order: string): Promise<Receipt>;
  begin(): Promise<void>;
  report(): Promise<Report | null>;
  recall(bodyHash: string | null): Promise<Exclude<Receipt, "made"> | null>;
  environment(): Promise<Environment | null>;
  wait(ms: number): Promise<Report | null>;
  follow(after: number, waitMs: number): Promise<Followed | null>;
  cancel(): Promise<Report["status"] | null>;
  abandon(): Promise<void>;
  wake(child: string): Promise<void>;
  poke(): Promise<boolean>;
  streamTrace(): Promise<ReadableStream<Uint8Array> | null>;
  original(withBlocks: boolean): Promise<string | null>;
  /** A word of a guest's call, and its answer, as JSON text; null: that call is not open. */
  hear(at: TurnCall, word: string): Promise<string | null>;
  /** What was kept for whoever asks for the output; null: nothing. */
  asked(): Promise<string | null>;
  /** Values that the run has read, to be masked by whoever takes its output. */
  secrets(): Promise<string[]>;
};

/** `RunPort` is the part of `RunObject` that others call; over RPC the types of texts and promises are what they are here. */
export function objectOf(env: Env, runId: string): RunPort {
  return env.RUN.get(env.RUN.idFromName(runId)) as unknown as RunPort;
}

/** Faults of storage come out as they are: nothing was promised yet. */
export function createRun(env: Env, order: Order): Promise<Receipt> {
  return objectOf(env, order.start.id).create(JSON.stringify(order));
}

/**
 * The id of a run that follows from what it was made of: the one that the former master key gave it, when it was made before the
 * key was replaced.
 */
export async function standingRunId(
  env: Env,
  address: RunAddress,
  time: number,
  from: readonly unknown[],
): Promise<string> {
  const settings = settingsOf(env);
  const former = formerRunId(settings, address, time, from);
  if (former !== null && (await objectOf(env, former).environment()) !== null) return former;
  return deriveRunId(settings, address, time, from);
}
