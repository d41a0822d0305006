import type { LogLine } from "../../contract/failure.ts";
import type { Environment, Trigger } from "../../contract/run.ts";
import type { BlockRecord, Journal } from "../../engine/journal.ts";
import { isOver, type Life } from "../life.ts";
import { RememberedStorage } from "./remembered.ts";
import { type RunEvent, RunEvents, type Told } from "./run-events.ts";
import { type BlockRow, RunRecords } from "./run-records.ts";
import { numbered, type RunStorage, RunTexts, type Stored } from "./stored-text.ts";

/** How a run was started: never changes. */
export type RunStart = {
  id: string;
  definition: {
    /** Slugs, then internal ids. */
    application: string;
    worklet: string;
    applicationUid: string;
    workletUid: string;
    environment: Environment;
    /** null: the draft, as it was when the run was accepted (`keepNote` holds it). */
    version: number | null;
  };
  trigger: Trigger;
  createdBy: string;
  /** 0 for a run that no worklet called. */
  depth: number;
  callbackUrl: string | null;
  parent: Parent | null;
  rerunOf: string | null;
  /** Run only what this block needs, and the block itself. */
  until: string | null;
  /** Of the request's body, when it came with an `Idempotency-Key`. */
  bodyHash: string | null;
};

export type Parent = { runId: string; application: string; worklet: string; block: string; item: number | null };

/** A run that this one has made, or is about to make. */
export type Child = {
  runId: string;
  application: string;
  worklet: string;
  block: string;
  item: number | null;
  /** Epoch milliseconds. */
  madeAt: number;
  /** The time of the block that waited for it was up. */
  isGivenUp: boolean;
  /** It was asked to stop, since this run has ended. */
  isStopped: boolean;
};

export type CallbackTry = { at: number; url: string; status: number | null; error: string | null };

/** `use` counts the uses of a name within the block, from 1. */
export type StepKey = { block: string; item: number | null; name: string; use: number };

/** What the executor of one turn writes. */
export type TurnJournal = Journal & {
  /** The result that an earlier start of the block stored, as JSON text. */
  step(key: StepKey): string | undefined;
  keepStep(key: StepKey, result: string): void;
  /** How many steps of this block and item are stored. */
  countSteps(of: Pick<StepKey, "block" | "item">): number;
  log(lines: readonly LogLine[], at: number): void;
};

/**
 * All that a background run knows, in the synchronous storage of its object: how it was started, its life, what its blocks did,
 * finished steps, children, events. Writes without an await between them commit together, so a run of one block has two
 * commits when it begins with its creation:
 *
 * 1. start, life, the turn, the start of the first block and the guard alarm, before the 202: the promise. An interruption is counted
 *    before the code runs that may cause it, and the call of the guest waits for this commit by itself;
 * 2. the block's end, the run's end and the alarm for what follows: the answer.
 *
 * In a run that waits for its hint, or whose code must be read first, the turn or the start of the first block is a commit of its
 * own. Each further block is one commit (the end of one and the start of the next are one write), each errand after the end
 * (parent, callback) two.
 */
export class RunJournal {
  private readonly storage: RememberedStorage;
  private texts: RunTexts;
  private records: RunRecords;
  private told: RunEvents;
  private known: { life: Life | null; start: Begun | null } = { life: null, start: null };
  /** The turn whose words are still taken. */
  private open: number | null = null;

  constructor(storage: RunStorage) {
    this.storage = new RememberedStorage(storage);
    this.texts = new RunTexts(this.storage);
    this.records = new RunRecords(this.storage, this.texts);
    this.told = new RunEvents(this.storage);
  }

  /** The storage was emptied: nothing that is remembered of it holds any more. */
  forget(): void {
    this.storage.forget();
    this.texts = new RunTexts(this.storage);
    this.records = new RunRecords(this.storage, this.texts);
    this.told = new RunEvents(this.storage);
    this.known = { life: null, start: null };
    this.open = null;
  }

  /** When nothing is stored. `done`: records of blocks that another run has finished, when this one starts behind them. */
  create(start: RunStart, input: string, life: Life, done: Iterable<BlockRecord> = []): void {
    this.storage.beginEmpty();
    this.write("start", { ...start, input: this.texts.keep("value", "input", input) } satisfies Begun);
    for (const record of done) this.records.copy(record);
    this.keepLife(life, life.createdAt);
  }

  /** null: no run was ever created here, or it is forgotten. */
  start(): RunStart | null {
    return this.begun();
  }

  /** JSON text. */
  input(): string {
    const begun = this.begun();
    if (begun === null) throw new Error("No run was created here.");
    return this.texts.read("value", begun.input);
  }

  life(): Life | null {
    this.known.life ??= this.read<Life>("life") ?? null;
    return this.known.life;
  }

  /** Writes the life if it is another one, with the events that tell of it. At the end no block is left running. */
  keepLife(life: Life, at: number): void {
    const before = this.life();
    if (before === life) return;
    this.known.life = life;
    this.write("life", life);
    if (!life.executing) this.open = null;
    const { status, attempt } = life;
    if (before?.status === status && before.attempt === attempt) return;
    const told: Told = { type: "status", status, attempt };
    if (!isOver(life)) {
      this.told.append(at, [told]);
      return;
    }
    const stopped = this.records.settle(life.status, life.failure, at);
    this.told.append(at, [...stopped.map(toldOf), told, { type: "done", status }]);
  }

  /** JSON text; null unless the run succeeded. */
  output(): string | null {
    const stored = this.read<Stored>("output");
    return stored === undefined ? null : this.texts.read("value", stored);
  }

  /**
   * The engine's journal of one turn, opened in the same write as the turn: blocks that an earlier turn left running were
   * interrupted. `checkpointed` is called within the write of whatever no later attempt does again. Once the turn is not
   * the run's any more (`keepLife` said so, or another turn was opened), what it writes changes nothing.
   */
  turn(turn: number, openedAt: number, checkpointed: () => void): TurnJournal {
    this.open = turn;
    this.told.append(openedAt, this.records.interrupt(openedAt).map(toldOf));
    const ifOpen =
      <Words extends unknown[]>(write: (...words: Words) => void) =>
      (...words: Words) => {
        if (this.open === turn) write(...words);
      };
    const tell = (at: number, record: BlockRow | null) => {
      if (record !== null) this.told.append(at, [toldOf(record)]);
    };
    return {
      begin: () => this.records.past(),
      value: (block) => this.records.value(block),
      blockStarted: ifOpen((entry) => tell(entry.at, this.records.start(entry))),
      blockFinished: ifOpen((entry) => {
        tell(entry.at, this.records.finish(entry));
        checkpointed();
      }),
      blockFailed: ifOpen((entry) => {
        const failed = this.records.fail(entry);
        // Whether a block that was stopped has only been waiting is known when the turn ends.
        if (failed.status === "CANCELED") return;
        tell(entry.at, failed);
        checkpointed();
      }),
      blockSkipped: ifOpen((entry) => tell(entry.at, this.records.skip(entry))),
      keepItem: ifOpen((item) => {
        this.records.items.keep(item);
        checkpointed();
      }),
      items: (block) => this.records.items.of(block),
      step: (key) => {
        const stored = this.read<Stored>(stepKey(key));
        return stored === undefined ? undefined : this.texts.read("step", stored);
      },
      keepStep: ifOpen((key, result) => {
        this.write(stepKey(key), this.texts.keep("step", stepKey(key), result));
        checkpointed();
      }),
      countSteps: ({ block, item }) => {
        const prefix = `step/${JSON.stringify([block, item]).slice(0, -1)},`;
        return [...this.storage.list({ prefix })].length;
      },
      log: ifOpen((lines, at) => this.told.log(at, lines)),
    };
  }

  /**
   * Before a happening by which the executor leaves on its own account (it yields or parks): blocks that it stopped go on in
   * the next turn, under the same attempt.
   */
  pause(): void {
    if (this.open !== null) this.records.pause();
  }

  /** Before the happening that ends a run that succeeded. */
  keepOutput(output: string): void {
    if (this.open !== null) this.write("output", this.texts.keep("value", "output", output));
  }

  /** What the blocks did, with whole values, read one by one. */
  blocks(): Generator<BlockRecord> {
    return this.records.all();
  }

  /** How often the block, or this one of its items, has failed by itself: interruptions are none of its. */
  failuresOf(block: string, item: number | null): number {
    return item === null ? this.records.failuresOf(block) : this.records.items.failuresOf(block, item);
  }

  /** How far the blocks with `each` have come that are at work. */
  underWay(): ReturnType<RunRecords["underWay"]> {
    return this.records.underWay();
  }

  /** Events after the one of this number, oldest first. */
  events(after: number): Generator<RunEvent> {
    return this.told.after(after);
  }

  /** The number of the newest event. */
  lastEvent(): number {
    return this.told.lastNumber();
  }

  /** Calls the listener whenever there are new events, until it is released. */
  listen(listener: () => void): () => void {
    return this.told.listen(listener);
  }

  /** Bytes of logs that the run may still keep. */
  logRoom(): number {
    return this.told.logRoom();
  }

  /** To be kept before the child is made, so that it is canceled with this run whatever happens in between. */
  keepChild(child: Child): void {
    this.write(`child/${child.runId}`, child);
  }

  child(id: string): Child | null {
    return this.read<Child>(`child/${id}`) ?? null;
  }

  /** So many of those that come after the one of this id, in the order of their ids, of which none begins with another. */
  childrenAfter(id: string, limit: number): Child[] {
    const page = this.storage.list({ prefix: "child/", start: `child/${id}.`, limit });
    return [...page].map(([, text]) => JSON.parse(text) as Child);
  }

  children(): Child[] {
    return this.all<Child>("child/");
  }

  keepCallback(made: CallbackTry): void {
    this.write(numbered("callback/", this.callbacks().length), made);
  }

  callbacks(): CallbackTry[] {
    return this.all<CallbackTry>("callback/");
  }

  /** Texts that mean something to others only: the draft that runs, the sealed values to mask. */
  keepNote(name: string, text: string): void {
    this.write(`note/${name}`, this.texts.keep("note", `note/${name}`, text));
  }

  note(name: string): string | null {
    const stored = this.read<Stored>(`note/${name}`);
    return stored === undefined ? null : this.texts.read("note", stored);
  }

  private begun(): Begun | null {
    this.known.start ??= this.read<Begun>("start") ?? null;
    return this.known.start;
  }

  private all<Value>(prefix: string): Value[] {
    return [...this.storage.list({ prefix })].map(([, text]) => JSON.parse(text) as Value);
  }

  private read<Value>(key: string): Value | undefined {
    const text = this.storage.get(key);
    return text === undefined ? undefined : (JSON.parse(text) as Value);
  }

  private write(key: string, value: unknown): void {
    this.storage.put(key, JSON.stringify(value));
  }
}

type Begun = RunStart & { input: Stored };

function toldOf({ block, kind, attempt, status }: BlockRow): Told {
  return { type: "block", block, kind, attempt, status: status === "PARKED" ? "RUNNING" : status };
}

function stepKey({ block, item, name, use }: StepKey): string {
  return `step/${JSON.stringify([block, item, name, use])}`;
}
