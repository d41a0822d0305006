import type { Clock } from "../../engine/clock.ts";
import { type ChildAnswer, type ChildUse, type Tools, timeIsUp, tooLong } from "../../engine/kind.ts";
import type { GuestAnswer, GuestCall } from "../../sandbox/guest.ts";
import type { TurnJournal } from "./run-journal.ts";
import { type ChildNews, type Left, type TurnTools, untilAborted } from "./turn-tools.ts";

/** How much one turn may do. */
export type Bounds = {
  handlerMs: number;
  /** Of guests, of children and of requests. */
  mostCalls: number;
  /** Characters of what blocks give and read: what nobody uses any more may lie in memory until the turn is over. */
  mostValues: number;
};

/** An alarm's handler may last 15 minutes, a block 14. */
export const usualBounds: Bounds = { handlerMs: 14.5 * 60_000, mostCalls: 500, mostValues: 32_000_000 };

/** A child that ends at once is not worth leaving for. */
const patienceMs = 250;
/** Nor is a pause before a retry that is over so soon. */
const shortPauseMs = 5_000;
const longestWaitMs = 60_000;

type Use = Pick<ChildUse, "item" | "timeoutMs">;

/**
 * Decides when a turn leaves: it yields before a call that may not fit into what is left of the handler's time, or when it has
 * done so much that its memory and its requests may run out; it parks when nothing is left but to wait, for children or for
 * the time of a retry.
 */
export class Leaving {
  readonly signal: AbortSignal;
  /** For the engine: it tells its pauses. */
  readonly clock: Clock;
  readonly #bounds: Bounds;
  readonly #leave = new AbortController();
  readonly #startedAt: number;
  #calls = 0;
  #values = 0;
  /** Calls other than of children that have not come back. */
  #open = 0;
  /** Blocks that wait for a child, and how many of them do not know yet whether it ends at once. */
  #waits = 0;
  #asking = 0;
  /** Children that are known to run, and when the time of the block is up that waits for each. */
  readonly #children = new Map<string, number | null>();
  /** When each block goes on that pauses now. */
  readonly #pauses = new Set<{ until: number }>();
  /** Items that would begin wait here until nothing is open, and then the turn yields. */
  #drained: PromiseWithResolvers<boolean> | null = null;
  #isConsidering = false;
  #end: Left | null = null;

  constructor(stop: AbortSignal, clock: Clock, bounds: Bounds = usualBounds) {
    this.signal = this.#leave.signal;
    const end = () => this.#leave.abort(stop.reason);
    if (stop.aborted) end();
    else stop.addEventListener("abort", end, { once: true });
    this.clock = { ...clock, pausing: (until) => this.#pausing(until) };
    this.#bounds = bounds;
    this.#startedAt = clock.now();
  }

  end(): Left | null {
    return this.#end;
  }

  /** The tools of the turn, each use of them weighed. */
  through({ callGuest, child, giveUpChild, outside }: TurnTools): Omit<Tools, "closure"> {
    return {
      callGuest: (closure, call, stop) =>
        this.#call(
          { timeoutMs: call.timeoutMs, item: call.item ?? null },
          () => callGuest(closure, call, stop),
          () => stopped(call),
        ),
      invoke: (name, input, use) =>
        this.#await(
          use,
          (waitMs) => child(name, input, use, waitMs),
          () => giveUpChild(name, input, use),
        ),
      predict: (model, input, use) =>
        this.#call(
          use,
          () => outside.predict(model, input, use),
          () => ({ failure: canceled, secrets: [] }),
        ),
      secret: (name, use) => this.#keepOpen(() => outside.secret(name, use)),
      fetch: (request, use) =>
        this.#call(
          use,
          () => outside.fetch(request, use),
          () => ({ failure: "was stopped" }),
        ),
    };
  }

  /** The journal, with the values weighed that go through it. */
  weigh(journal: TurnJournal): TurnJournal {
    return {
      ...journal,
      value: (block) => {
        const text = journal.value(block);
        this.#values += text.length;
        return text;
      },
      blockFinished: (entry) => {
        this.#values += entry.output.length + entry.env.length;
        journal.blockFinished(entry);
      },
      keepItem: (item) => {
        this.#values += item.output?.length ?? 0;
        journal.keepItem(item);
      },
    };
  }

  /** Without an await where there is nothing to wait for: what was written before is one commit with the call. */
  async #call<A>(use: Use, run: () => Promise<A>, stopped: () => A): Promise<A> {
    const entered = this.#enter(use);
    if (entered !== true && !(await entered)) return stopped();
    return await this.#keepOpen(run);
  }

  async #keepOpen<A>(run: () => Promise<A>): Promise<A> {
    this.#open += 1;
    try {
      return await run();
    } finally {
      this.#open -= 1;
      if (this.#open === 0 && this.#drained !== null) this.#considerYielding(this.#drained);
      else this.#considerParking();
    }
  }

  /**
   * Whether the call is made; else the turn leaves instead. Never before its first one, nor while another one is open: each turn
   * comes further than the one before, and nothing is thrown away. Of items there is always another one, so they wait until
   * those that are open have ended.
   */
  #enter({ timeoutMs, item }: Use): true | false | Promise<boolean> {
    const { handlerMs, mostCalls, mostValues } = this.#bounds;
    const leftMs = handlerMs - (this.clock.now() - this.#startedAt);
    this.#calls += 1;
    if (this.#calls === 1) return true;
    const fits = timeoutMs <= leftMs && this.#calls <= mostCalls && this.#values <= mostValues;
    if (fits && (item === null || this.#drained === null)) return true;
    if (this.#open > 0) return item === null ? true : this.#drain();
    // A child goes on without its parent, but a single block that waits for one may be all that is left.
    if (this.#waits > 0 && item === null) return true;
    this.#go({ type: "yielded" });
    return false;
  }

  /** Not at once: what the last item gave is kept first. */
  #considerYielding(drained: PromiseWithResolvers<boolean>): void {
    this.clock.after(0, () => {
      if (this.#open > 0) return;
      this.#go({ type: "yielded" });
      drained.resolve(false);
    });
  }

  #drain(): Promise<boolean> {
    this.#drained ??= Promise.withResolvers<boolean>();
    return this.#drained.promise;
  }

  /** Waits for a child with the executor while something runs beside it; alone, only as long as its patience lasts. */
  async #await(
    use: ChildUse,
    ask: (waitMs: number) => Promise<ChildNews>,
    giveUp: () => Promise<void>,
  ): Promise<ChildAnswer> {
    // A child has a time of its own: its parent need not be there.
    const entered = this.#enter({ item: use.item, timeoutMs: 0 });
    if (entered !== true && !(await entered)) return { runId: null, secrets: [], failure: canceled };
    let known: string | null = null;
    let isFirst = true;
    const heard = () => {
      if (isFirst) this.#asking -= 1;
      isFirst = false;
    };
    this.#waits += 1;
    this.#asking += 1;
    try {
      for (let waitMs = patienceMs; ; ) {
        const told = await untilAborted(() => ask(waitMs), use.signal);
        if (told === null) {
          if (use.signal.reason === timeIsUp) await this.#giveUp(known, giveUp);
          return { runId: known, secrets: [], failure: canceled };
        }
        if (told.answer) return told.answer;
        known = told.id;
        const endsAt = endOf(use, told);
        const leftMs = (endsAt ?? Number.POSITIVE_INFINITY) - this.clock.now();
        if (told.isGivenUp || leftMs <= 0) {
          await this.#giveUp(known, giveUp);
          return { runId: known, secrets: [], failure: tooLong(use.block, use.ownTimeoutMs ?? 0) };
        }
        heard();
        this.#children.set(known, endsAt);
        this.#considerParking();
        waitMs = Math.min(longestWaitMs, leftMs);
      }
    } finally {
      heard();
      this.#waits -= 1;
      if (known !== null) this.#children.delete(known);
      this.#considerParking();
    }
  }

  /** Before the block's end is noted: a process that ends in between leaves no child that runs on for nobody. */
  #giveUp(child: string | null, giveUp: () => Promise<void>): Promise<void> {
    if (child !== null) this.#children.delete(child);
    return this.#keepOpen(giveUp);
  }

  #pausing(until: number): () => void {
    const pause = { until };
    this.#pauses.add(pause);
    this.#considerParking();
    return () => {
      this.#pauses.delete(pause);
      this.#considerParking();
    };
  }

  /**
   * Not at once: between the answer to a block and what the engine makes of it (another block, a failure, a retry) nothing seems
   * to run. The engine needs no more than microtasks for that, and tells where it needs longer.
   */
  #considerParking(): void {
    if (this.#isConsidering || !this.#isWaitingOnly()) return;
    this.#isConsidering = true;
    this.clock.after(0, () => {
      this.#isConsidering = false;
      if (!this.#isWaitingOnly()) return;
      const instants = [...this.#children.values(), ...this.#pauseEnds()].filter((at) => at !== null);
      const until = instants.length === 0 ? null : Math.min(...instants);
      this.#go({ type: "parked", children: [...this.#children.keys()], until });
    });
  }

  #isWaitingOnly(): boolean {
    if (this.#open > 0 || this.#asking > 0) return false;
    if (this.#children.size === 0 && this.#pauses.size === 0) return false;
    const soon = this.clock.now() + shortPauseMs;
    return this.#pauseEnds().every((until) => until > soon);
  }

  #pauseEnds(): number[] {
    return [...this.#pauses].map(({ until }) => until);
  }

  #go(end: Left): void {
    if (this.#end || this.signal.aborted) return;
    this.#end = end;
    this.#leave.abort();
  }
}

/** When the own time of a block is up that waits for this child: counted from when the child was made, whoever waits. */
function endOf({ ownTimeoutMs }: ChildUse, { madeAt }: ChildNews): number | null {
  return ownTimeoutMs === null || madeAt === null ? null : madeAt + ownTimeoutMs;
}

const canceled = { kind: "canceled", message: "The run was canceled.", block: null, stack: "" } as const;

function stopped(call: GuestCall): GuestAnswer {
  const failure = { ...canceled, block: call.blocks[0]?.id ?? null };
  return { results: [], failure, logs: [], cold: false, secrets: [] };
}
