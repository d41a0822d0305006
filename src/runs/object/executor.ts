import type { Draft } from "../../contract/catalog.ts";
import { wallClock } from "../../engine/clock.ts";
import { execute } from "../../engine/execute.ts";
import type { ChildAnswer, ChildUse } from "../../engine/kind.ts";
import { planOf } from "../../engine/plan.ts";
import type { Ended } from "../../engine/run.ts";
import type { CallGuest, Closure, GuestAnswer, GuestCall } from "../../sandbox/guest.ts";
import type { Life } from "../life.ts";
import type { RunStart, TurnJournal } from "./run-journal.ts";

/** One turn of a background run: the engine over the run's journal, until the run is over or the turn has to leave. */

/** What a run executes, frozen when it was accepted: publishing and deleting do not reach it. */
export type Frozen = { draft: Draft; closure: Closure };

export type Turn = {
  start: RunStart;
  frozen: Frozen;
  life: Life;
  input: string;
  journal: TurnJournal;
  callGuest: CallGuest;
  /** Makes the child of a block, or finds it, and waits so long for its end; null: it still runs. */
  child(
    worklet: string,
    input: string,
    use: ChildUse,
    waitMs: number,
  ): Promise<{ id: string; answer: ChildAnswer | null }>;
  stop: AbortSignal;
};

/** How a turn ended. `secrets` are values to mask in what is kept. */
export type TurnEnd = (
  | { type: "returned"; ended: Ended }
  | { type: "yielded" }
  | { type: "parked"; children: string[] }
) & { secrets: readonly string[]; logs: GuestAnswer["logs"] };

/** An alarm's handler may last 15 minutes, a block 14. */
const handlerMs = 14.5 * 60_000;
const mostCalls = 500;
/** A child that ends at once is not worth leaving for. */
const patienceMs = 250;
const longestWaitMs = 60_000;

/** Rejects for faults of ours only. */
export async function runTurn(turn: Turn): Promise<TurnEnd> {
  const leaving = new Leaving(turn.stop);
  const { start, life, frozen } = turn;
  const { application, worklet, environment } = start.definition;
  const outcome = await execute(
    {
      plan: planOf(frozen.draft.graph),
      input: turn.input,
      settings: { timeoutMs: life.timeoutMs, retry: frozen.draft.settings.retry },
      startedAt: life.startedAt ?? Date.now(),
      ...(start.until !== null && { until: start.until }),
      fuse: false,
      guest: {
        id: start.id,
        attempt: life.attempt,
        trigger: start.trigger,
        environment,
        application,
        worklet,
        parent_run_id: start.parent?.runId ?? null,
      },
    },
    turn.journal,
    {
      callGuest: (closure, call, stop) => leaving.call(call, () => turn.callGuest(closure, call, stop)),
      closure: frozen.closure,
      invoke: (name, input, use) => leaving.await(use.signal, (waitMs) => turn.child(name, input, use, waitMs)),
    },
    leaving.signal,
    wallClock,
  );
  const { secrets, logs } = outcome;
  const end = turn.stop.aborted ? null : leaving.end();
  return end ? { ...end, secrets, logs } : { type: "returned", ended: outcome, secrets, logs };
}

/**
 * Decides when a turn leaves before the run is over: it yields before a block that may not fit into what is left of the
 * handler's time, and parks when all that runs are children.
 */
class Leaving {
  readonly signal: AbortSignal;
  readonly #leave = new AbortController();
  readonly #startedAt = Date.now();
  #calls = 0;
  #guests = 0;
  readonly #children = new Set<string>();
  #end: { type: "yielded" } | { type: "parked"; children: string[] } | null = null;

  constructor(stop: AbortSignal) {
    this.signal = AbortSignal.any([stop, this.#leave.signal]);
  }

  end(): { type: "yielded" } | { type: "parked"; children: string[] } | null {
    return this.#end;
  }

  async call(call: GuestCall, run: () => Promise<GuestAnswer>): Promise<GuestAnswer> {
    const left = handlerMs - (Date.now() - this.#startedAt);
    const isFirst = this.#calls === 0;
    this.#calls += 1;
    if (!isFirst && this.#guests === 0 && (call.timeoutMs > left || this.#calls > mostCalls)) {
      this.#go({ type: "yielded" });
      return stopped(call);
    }
    this.#guests += 1;
    try {
      return await run();
    } finally {
      this.#guests -= 1;
      if (this.#guests === 0 && this.#children.size > 0) this.#park();
    }
  }

  /** Waits for a child with the executor while guests run beside it; without them, only as long as its patience lasts. */
  async await(
    signal: AbortSignal,
    ask: (waitMs: number) => Promise<{ id: string; answer: ChildAnswer | null }>,
  ): Promise<ChildAnswer> {
    let waitMs = patienceMs;
    let known: string | null = null;
    try {
      for (;;) {
        const told = await untilAborted(ask(waitMs), signal);
        if (told === null) return { runId: known, secrets: [], failure: canceled };
        if (told.answer) return told.answer;
        known = told.id;
        this.#children.add(known);
        if (this.#guests === 0) this.#park();
        waitMs = longestWaitMs;
      }
    } finally {
      if (known !== null && !signal.aborted) this.#children.delete(known);
    }
  }

  #park(): void {
    this.#go({ type: "parked", children: [...this.#children] });
  }

  #go(end: NonNullable<ReturnType<Leaving["end"]>>): void {
    if (this.#end || this.signal.aborted) return;
    this.#end = end;
    this.#leave.abort();
  }
}

/** What comes first: the answer, or null because of the signal. */
async function untilAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T | null> {
  if (signal.aborted) return null;
  const aborted = Promise.withResolvers<null>();
  const abort = () => aborted.resolve(null);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([answer, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

const canceled = { kind: "canceled", message: "The run was canceled.", block: null, stack: "" } as const;

function stopped(call: GuestCall): GuestAnswer {
  const failure = { ...canceled, block: call.blocks[0]?.id ?? null };
  return { results: [], failure, logs: [], cold: false, secrets: [] };
}
