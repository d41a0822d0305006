import type { Failure, LogLine } from "../contract/failure.ts";
import type { Retry } from "../contract/graph.ts";
import type { GuestRun } from "../sandbox/guest.ts";
import type { Plan } from "./plan.ts";

/** One run, as the engine needs to know it. Values are JSON text. */
export type EngineRun = {
  plan: Plan;
  input: string;
  /** The env that the first blocks find; absent: an empty one. */
  env?: string;
  settings: {
    /** The run's own limit, counted from `startedAt`; null when it has none. */
    timeoutMs: number | null;
    /** For blocks that say nothing themselves. */
    retry: Retry | null;
  };
  /** Epoch milliseconds; absent: now. */
  startedAt?: number;
  /** Run only what this block needs, and the block itself: its output is the run's. */
  until?: string;
  /** Let neighbouring blocks share a guest call. Off where every block must be kept as soon as it has finished. */
  fuse: boolean;
  /** Bytes of outputs that the run may collect, about; absent: no bound. For journals that keep everything in memory. */
  valueBytes?: number;
  guest: GuestRun;
};

export type Outcome = Ended & {
  logs: LogLine[];
  /** Values of secrets that the blocks read: mask them in everything that is kept or shown. */
  secrets: string[];
  /** Whether a guest call had to make an isolate. */
  cold: boolean;
};

export type Ended = { status: "SUCCEEDED"; output: string } | Broken;

/** A run that came to an end before its last block. */
export type Broken = { status: "FAILED" | "TIMED_OUT" | "CANCELED"; failure: Failure };
