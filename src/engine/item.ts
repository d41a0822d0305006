import type { Failure } from "../contract/failure.ts";

/** What is kept of one item of a block with `each`: enough to go on without running it again. */
export type ItemRecord = {
  block: string;
  /** The place in the list, from 0. */
  item: number;
  /** `RETRYING`: it failed and is tried again. */
  status: "SUCCEEDED" | "FAILED" | "RETRYING";
  /** JSON text. */
  output: string | null;
  /** JSON text of the changes to the env; null: none. */
  changes: string | null;
  failure: Failure | null;
  failures: number;
  /** When the next attempt may begin; epoch milliseconds. */
  notBefore: number;
  childRunId: string | null;
  startedAt: number;
  finishedAt: number;
};

/** How far a block with `each` has come; `done` counts the failed ones too. */
export type EachProgress = { total: number; done: number; failed: number };

/** `items` reads them anew: their values may be more than a trace shows. */
export type EachRecord = EachProgress & { items(): Iterable<ItemRecord> };

/** Counts an item that came to its end. */
export function counted(progress: EachProgress, { status }: Pick<ItemRecord, "status">): EachProgress {
  if (status === "RETRYING") return progress;
  const { total, done, failed } = progress;
  return { total, done: done + 1, failed: failed + (status === "FAILED" ? 1 : 0) };
}
