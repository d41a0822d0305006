import type { Failure } from "../../contract/failure.ts";
import type { FinalStatus } from "../../contract/run.ts";
import type { EachProgress } from "../../engine/item.ts";
import type { BlockRecord, BlockStatus, Journal, Past } from "../../engine/journal.ts";
import { RunItems } from "./run-items.ts";
import { numbered, type Role, type RunStorage, type RunTexts, type Stored } from "./stored-text.ts";

/** What the blocks of a background run did: one row for each attempt of a block, in the order of their starts. */

type Entry<Method extends "blockStarted" | "blockFinished" | "blockFailed" | "blockSkipped"> = Parameters<
  Journal[Method]
>[0];

/** A record as it is stored. `PARKED`: its executor left before the block was over, and the same attempt goes on in another turn. */
export type BlockRow = Omit<BlockRecord, "status" | "input" | "output" | "env" | "each"> & {
  status: BlockStatus | "PARKED";
  input: Stored | null;
  output: Stored | null;
  env: Stored | null;
  /** Of a block with `each`. */
  each?: { total: number };
};

const prefix = "block/";

export class RunRecords {
  private readonly storage: RunStorage;
  private readonly texts: RunTexts;
  private readonly records: BlockRow[];
  /** Of blocks with `each`. */
  readonly items: RunItems;
  /** Places of the records that were stopped since the last `interrupt`. */
  private stopped: number[] = [];

  constructor(storage: RunStorage, texts: RunTexts) {
    this.storage = storage;
    this.texts = texts;
    this.items = new RunItems(storage, texts);
    this.records = [...storage.list({ prefix })].map(([, text]) => JSON.parse(text) as BlockRow);
  }

  /** Takes over what another run did, when this one starts behind it. */
  copy({ input, output, env, each: _, ...record }: BlockRecord): void {
    const place = this.records.length;
    const keep = (role: Role, name: string, text: string | null) =>
      text === null ? null : this.texts.keep(role, numbered(name, place), text);
    this.put(place, {
      ...record,
      input: keep("value", "input/", input),
      output: keep("value", "output/", output),
      env: keep("env", "env/", env),
    });
  }

  /** Gives null when a parked attempt goes on, which nobody needs to hear. */
  start({ at, input, items, ...rest }: Entry<"blockStarted">): BlockRow | null {
    const parked = this.records.findIndex(
      ({ status, block, attempt }) => status === "PARKED" && block === rest.block && attempt === rest.attempt,
    );
    if (parked >= 0) {
      this.change(parked, { status: "RUNNING" });
      return null;
    }
    const place = this.records.length;
    const kept = this.texts.keep("value", numbered("input/", place), input);
    const each = items !== undefined && { each: { total: items } };
    return this.put(place, { ...blank, ...rest, ...each, input: kept, startedAt: at });
  }

  finish({ block, attempt, at, output, env, ...rest }: Entry<"blockFinished">): BlockRow {
    const place = this.placeOf(block, attempt);
    return this.change(place, {
      ...rest,
      status: "SUCCEEDED",
      output: this.texts.keep("value", numbered("output/", place), output),
      env: this.texts.keep("env", numbered("env/", place), env),
      finishedAt: at,
    });
  }

  fail({ block, attempt, at, ...rest }: Entry<"blockFailed">): BlockRow {
    const place = this.placeOf(block, attempt);
    if (rest.status === "CANCELED") this.stopped.push(place);
    return this.change(place, { ...rest, finishedAt: at });
  }

  skip({ block, kind }: Pick<Entry<"blockSkipped">, "block" | "kind">): BlockRow {
    return this.put(this.records.length, { ...blank, block, kind, attempt: 0, status: "SKIPPED" });
  }

  /** A new turn begins: what an earlier one left running was interrupted. Gives what has not told its end. */
  interrupt(at: number): BlockRow[] {
    const stopped = this.stopped.flatMap((place) => this.records[place] ?? []);
    this.stopped = [];
    const message = "The run was interrupted here; the block starts again.";
    const interrupted = this.changeAll(["RUNNING"], ({ block }) => ({
      status: "CANCELED",
      finishedAt: at,
      failure: { kind: "platform", message, block, stack: "" },
    }));
    return [...stopped, ...interrupted];
  }

  /** The executor leaves on its own account: what it stopped has only been waiting. */
  pause(): void {
    for (const place of this.stopped) this.change(place, { status: "PARKED", finishedAt: null, failure: null });
    this.stopped = [];
  }

  /** The run is over: nothing runs any more. Gives what stopped with it. */
  settle(ended: FinalStatus, failure: Failure | null, at: number): BlockRow[] {
    const stopped = this.stopped.flatMap((place) => this.records[place] ?? []);
    this.stopped = [];
    const settled = this.changeAll(["RUNNING", "PARKED"], ({ block }) => ({
      status: ended === "TIMED_OUT" ? "TIMED_OUT" : "CANCELED",
      finishedAt: at,
      failure: { kind: "canceled", message: "The run ended here.", stack: "", ...failure, block },
    }));
    return [...stopped, ...settled];
  }

  /** A parked attempt is as if it had not begun, so that it begins again under its number; but no pause comes before it. */
  past(): Past[] {
    const parked = new Set(this.records.filter(({ status }) => status === "PARKED").map(({ block }) => block));
    return this.records.flatMap(({ status, env, each: _, ...record }) => {
      if (status === "PARKED") return [];
      const goesOn = parked.has(record.block) && { notBefore: 0 };
      return [{ ...record, ...goesOn, status, env: env === null ? null : this.texts.read("env", env) }];
    });
  }

  value(block: string): string {
    const record = this.records.findLast((one) => one.block === block && one.status === "SUCCEEDED");
    if (record === undefined || record.output === null) throw new Error(`Block ${block} has no output in the journal.`);
    return this.texts.read("value", record.output);
  }

  failuresOf(block: string): number {
    return this.records.filter((one) => one.block === block && (one.status === "FAILED" || one.status === "TIMED_OUT"))
      .length;
  }

  /** Reads the values of one record at a time: those of all may be more than memory holds. */
  *all(): Generator<BlockRecord> {
    const read = (role: Role, stored: Stored | null) => (stored === null ? null : this.texts.read(role, stored));
    for (const { status, input, output, env, each, ...record } of [...this.records]) {
      const values = { input: read("value", input), output: read("value", output), env: read("env", env) };
      const { block } = record;
      const items = each && { each: { ...each, ...this.items.progress(block), items: () => this.items.of(block) } };
      yield { ...record, ...values, ...items, status: status === "PARKED" ? "RUNNING" : status };
    }
  }

  /** How far the blocks with `each` have come that are at work. */
  underWay(): (EachProgress & { block: string })[] {
    return this.records.flatMap(({ block, status, each }) =>
      each && (status === "RUNNING" || status === "PARKED") ? [{ block, ...each, ...this.items.progress(block) }] : [],
    );
  }

  private placeOf(block: string, attempt: number): number {
    const place = this.records.findLastIndex((one) => one.block === block && one.attempt === attempt);
    if (place < 0) throw new Error(`Attempt ${attempt} of block ${block} never started.`);
    return place;
  }

  private changeAll(statuses: BlockRow["status"][], change: (record: BlockRow) => Partial<BlockRow>): BlockRow[] {
    return [...this.records.entries()]
      .filter(([, { status }]) => statuses.includes(status))
      .map(([place, record]) => this.put(place, { ...record, ...change(record) }));
  }

  private change(place: number, change: Partial<BlockRow>): BlockRow {
    const record = this.records[place];
    if (record === undefined) throw new Error(`There is no record ${place}.`);
    return this.put(place, { ...record, ...change });
  }

  private put(place: number, record: BlockRow): BlockRow {
    this.records[place] = record;
    this.storage.put(numbered(prefix, place), JSON.stringify(record));
    return record;
  }
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
} as const satisfies Partial<BlockRow>;
