import type { Failure } from "../contract/failure.ts";
import type { Block } from "../contract/graph.ts";

/**
 * What a run has done so far, as the engine tells it and as it reads it back. The engine itself keeps no values: outputs are
 * read from the journal. Memory serves a synchronous run; an object's storage serves a background run, which can then go on
 * in another executor. Every method is synchronous, as the storage of an object is: what `blockFinished` returns from is
 * kept before any later block starts.
 */
export type Journal = {
  /** What earlier executors of this run wrote, oldest first: one entry per attempt. Empty for a new run. */
  begin(): readonly Past[];
  blockStarted(entry: { block: string; kind: Block["kind"]; attempt: number; input: string; at: number }): void;
  blockFinished(entry: {
    block: string;
    attempt: number;
    output: string;
    /** The whole env after the block. */
    env: string;
    chosen: readonly string[] | null;
    childRunId: string | null;
    at: number;
  }): void;
  /** An attempt that did not succeed. `CANCELED` and a run's `TIMED_OUT` carry the failure of the run. */
  blockFailed(entry: {
    block: string;
    attempt: number;
    status: "FAILED" | "TIMED_OUT" | "CANCELED";
    failure: Failure;
    childRunId: string | null;
    at: number;
  }): void;
  blockSkipped(entry: { block: string; kind: Block["kind"]; at: number }): void;
  /** The output of a block that has finished. */
  value(block: string): string;
};

export type BlockStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "SKIPPED" | "CANCELED" | "TIMED_OUT";

/** One attempt of one block: what a trace shows. A skipped block has one record, without times. */
export type BlockRecord = {
  block: string;
  kind: Block["kind"];
  attempt: number;
  status: BlockStatus;
  input: string | null;
  output: string | null;
  /** The env after the block. */
  env: string | null;
  chosen: readonly string[] | null;
  startedAt: number | null;
  finishedAt: number | null;
  failure: Failure | null;
  childRunId: string | null;
};

/** What the engine must know of an attempt to go on without running it again: a record without its values. */
export type Past = Pick<BlockRecord, "block" | "attempt" | "status" | "env" | "chosen" | "failure" | "finishedAt">;

export type MemoryJournal = Journal & { readonly records: readonly BlockRecord[] };

/** A journal in memory; `before` is what an earlier one kept. */
export function memoryJournal(before: readonly BlockRecord[] = []): MemoryJournal {
  const records = before.map((record) => ({ ...record }));
  const outputs = new Map<string, string>();
  for (const { block, output } of records) if (output !== null) outputs.set(block, output);

  const settle = (block: string, attempt: number, change: Partial<BlockRecord>) => {
    const record = records.findLast((known) => known.block === block && known.attempt === attempt);
    if (record === undefined) throw new Error(`Attempt ${attempt} of block ${block} never started.`);
    Object.assign(record, change);
  };
  return {
    records,
    begin: () => [...records],
    blockStarted({ block, kind, attempt, input, at }) {
      records.push({ ...blank, block, kind, attempt, input, startedAt: at });
    },
    blockFinished({ block, attempt, at, ...rest }) {
      outputs.set(block, rest.output);
      settle(block, attempt, { ...rest, status: "SUCCEEDED", finishedAt: at });
    },
    blockFailed({ block, attempt, at, ...rest }) {
      settle(block, attempt, { ...rest, finishedAt: at });
    },
    blockSkipped({ block, kind }) {
      records.push({ ...blank, block, kind, attempt: 0, status: "SKIPPED" });
    },
    value(block) {
      const output = outputs.get(block);
      if (output === undefined) throw new Error(`Block ${block} has no output in the journal.`);
      return output;
    },
  };
}

const blank = {
  status: "RUNNING",
  input: null,
  output: null,
  env: null,
  chosen: null,
  startedAt: null,
  finishedAt: null,
  failure: null,
  childRunId: null,
} as const satisfies Partial<BlockRecord>;
