import type { Failure, LogLine } from "../contract/failure.ts";

/**
 * The code of one version (or draft), as the sandbox sees it: who it belongs to and what is in it. Everything that grants
 * authority or changes behaviour is part of the loader id, so two closures never share an isolate unless they are equal.
 */
export type Closure = {
  /** The application's internal id: isolates are never shared between applications. */
  application: string;
  /** Path to the hash of the compiled text. */
  files: Record<string, string>;
  /** Path to the hash of the source map; files whose text is the source have none. */
  maps: Record<string, string>;
  compatibilityDate: string;
  compatibilityFlags: string[];
};

/** Compiled texts of a closure by path, read before the loader is asked. */
export type Modules = Record<string, string>;

/** What user code may read of its run as `context.run`. */
export type GuestRun = {
  id: string;
  attempt: number;
  trigger: string;
  environment: "production" | "draft";
  application: string;
  worklet: string;
  parent_run_id: string | null;
};

export type GuestBlock = { id: string; file: string; function: string; idempotencyKey: string };

/** One call into the isolate: one block, or several neighbouring blocks of a chain. Values are JSON text. */
export type GuestCall = {
  blocks: GuestBlock[];
  input: string;
  env: string;
  run: GuestRun;
  /** Milliseconds from now until the blocks must have answered. */
  timeoutMs: number;
  /** Bytes of log that the run may still keep. */
  logBytes: number;
  /** Which of `each`'s items this is; absent or null when the block runs once. */
  item?: number | null;
  /** What the powers must know of the run and user code need not: set by the room that starts runs. */
  lineage?: Lineage;
};

/**
 * `depth` is 0 for a run that no worklet called; `createdBy` names the key that invoked the first one. `turn` is null unless the
 * run is durable: then it has an object, which keeps steps and lines while the block runs.
 */
export type Lineage = {
  depth: number;
  createdBy: string;
  turn: TurnCall | null;
  /** Values that the run has read before this call; they stay outside of the isolate. */
  secrets?: readonly string[];
};

/** Which call of which turn this is: the object takes the words of calls that it has open, and of no others. */
export type TurnCall = { turn: number; call: number };

/** A block that returned. `env` is null when the block left it as it was. Times are epoch milliseconds inside the isolate. */
export type GuestResult = { block: string; output: string; env: string | null; startedAt: number; finishedAt: number };

export type GuestAnswer = {
  /** In the order of the call's blocks; shorter than them when one failed. */
  results: GuestResult[];
  failure: Failure | null;
  logs: LogLine[];
  /** Whether an isolate had to be made for this call. */
  cold: boolean;
  /** The guest did not stop in its second, and runs until the request context that called it ends. Never of `Runner`'s calls. */
  lingers?: true;
  /** Values of the secrets that the code read: whoever keeps or shows something of the run masks them first. */
  secrets: string[];
  /** Runs that the code made in a run without an object, which does not hear of them otherwise. */
  children?: { runId: string; worklet: string; block: string }[];
};

/** What user code can ask of the platform, made in the Runner's own context by the rooms above. Values are JSON text. */
export type Powers = {
  secret(name: string): Promise<string>;
  /** Runs another worklet of the application as a child of this run. */
  invoke(worklet: string, input: string, use: InvokeUse): Promise<Invoked>;
  /** Asks a model of the application; `error` becomes an Error that the code can catch. */
  predict(model: string, input: string): Promise<GuestPrediction>;
  /** Of a durable run only. */
  durable?: DurablePowers;
};

/** The n-th use of a name within a block, from 1. */
export type StepUse = { name: string; use: number };

/** `count` says how many calls the block made before, or the step when the call was made inside one. */
export type InvokeUse = { block: string; count: number; step?: StepUse };

export type GuestPrediction = ({ output: string } | { error: string }) & { secrets: readonly string[] };

export type DurablePowers = {
  /** The result that an earlier start of the block kept; null: none did. */
  step(use: StepUse): Promise<string | null>;
  keepStep(use: StepUse, result: string): Promise<void>;
  /** Lines of a call that lasts; `from` counts those before them. All of them come with the answer once more. */
  hear(from: number, lines: LogLine[]): Promise<void>;
};

/** How a child run ended for the code that waits for it; `error` becomes an Error that it can catch. */
export type Invoked = ({ output: string } | { error: string }) & {
  /** Of the child, where whoever made it has not noted it already. */
  runId?: string | null;
  /** Values of the secrets that the child read: they are masked in this run too. */
  secrets: readonly string[];
};

/**
 * How the engine reaches a guest: resolves, never rejects, once the guest is over. Only an answer that says `lingers` comes
 * while the guest still runs.
 */
export type CallGuest = (closure: Closure, call: GuestCall, stop: AbortSignal) => Promise<GuestAnswer>;
