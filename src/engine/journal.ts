import type { Failure } from "../contract/failure.ts";
import type { Block } from "../contract/graph.ts";
import { counted, type EachRecord, type ItemRecord } from "./item.ts";

/**
 * What a run has done so far, as the engine tells it and as it reads it back. The engine itself keeps no values: outputs are
 * read from the journal. Memory serves a synchronous run; an object's storage serves a background run, which can then go on
 * in another executor. Every method is synchronous, as the storage of an object is: what `blockFinished` returns from is
 * kept before any later block starts.
 */
export type Journal = {
  /** What earlier executors of this run wrote, oldest first: one entry per attempt. Empty for a new run. */
  begin(): readonly Past[];
  blockStarted(entry: {
    block: string;
    kind: Block["kind"];
    attempt: number;
    input: string;
    at: number;
    /** How many items the block's `each` has. */
    items?: number;
  }): void;
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
    /** When the next attempt may begin; null: there is none. Absent for a block that was stopped. */
    notBefore?: number | null;
  }): void;
  blockSkipped(entry: { block: string; kind: Block["kind"]; at: number }): void;
  /** The output of a block that has finished. */
  value(block: string): string;
  /** An item of a block's `each` came to its end, or failed and is tried again: in place of what was kept of it before. */
  keepItem(item: ItemRecord): void;
  /** What is kept of a block's items, in any order. */
  items(block: string): Iterable<ItemRecord>;
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
  /** Of an attempt that failed: when the next one may begin; null: there is none. */
  notBefore?: number | null;
  /** Of a block with `each`. */
  each?: EachRecord;
};

/** What the engine must know of an attempt to go on without running it again: a record without its values. */
export type Past = Pick<
  BlockRecord,
  "block" | "attempt" | "status" | "env" | "chosen" | "failure" | "finishedAt" | "notBefore"
>;

export type MemoryJournal = Journal & { readonly records: readonly BlockRecord[] };

/** A journal in memory; `before` is what an earlier one kept. */
export function memoryJournal(
  before: readonly BlockRecord[] = [],
  itemsBefore: Iterable<ItemRecord> = [],
): MemoryJournal {
  const records = before.map((record) => ({ ...record }));
  const outputs = new Map<string, string>();
  for (const { block, output } of records) if (output !== null) outputs.set(block, output);

  const settle = (block: string, attempt: number, change: Partial<BlockRecord>) => {
    let record = records.at(-1);
    if (record?.block !== block || record.attempt !== attempt) {
      record = records.findLast((known) => known.block === block && known.attempt === attempt);
    }
    if (record === undefined) throw new Error(`Attempt ${attempt} of block ${block} never started.`);
    Object.assign(record, change);
  };
  const items = new Map<string, Map<number, ItemRecord>>();
  const keep = (item: ItemRecord) => {
    const known = items.get(item.block) ?? new Map<number, ItemRecord>();
    items.set(item.block, known.set(item.item, item));
    return known;
  };
  for (const item of itemsBefore) keep(item);
  return {
    records,
    begin: () => [...records],
    blockStarted({ block, kind, attempt, input, at, items: total }) {
      const record: BlockRecord = { ...blank, block, kind, attempt, input, startedAt: at };
      if (total !== undefined) record.each = eachOf(total, items.get(block));
      records.push(record);
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
    keepItem(item) {
      const known = keep(item);
      const record = records.findLast(({ block }) => block === item.block);
      if (record?.each !== undefined) record.each = { ...counted(record.each, item), items: () => known.values() };
    },
    items: (block) => items.get(block)?.values() ?? [],
  };
}

function eachOf(total: number, known: ReadonlyMap<number, ItemRecord> = new Map()): EachRecord {
  return { ...[...known.values()].reduce(counted, { total, done: 0, failed: 0 }), items: () => known.values() };
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
