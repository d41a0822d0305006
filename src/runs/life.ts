import type { Failure } from "../contract/failure.ts";
import type { FinalStatus, RunStatus } from "../contract/run.ts";
import { type ErrandName, type Errands, longestPauseMs, namesOf, takeDue, tried, without } from "./errands.ts";

/**
 * A background run's life as one pure function: no clock, no storage, no bindings. Its object keeps the life, commits it
 * together with one alarm at `nextAlarm(life)`, and only then does the deeds. Whatever is lost between the two (the process, a
 * message, an alarm's second half) is made good by the next alarm, so no deed needs a transaction with the outside.
 */

/** Plain JSON. Instants are epoch milliseconds; null: never. */
export type Life = {
  status: RunStatus;
  createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  /** Why it did not succeed. */
  failure: Failure | null;
  /** Starts that nobody asked for: the first, and one after each interruption. */
  attempt: number;
  /** Starts of an executor: attempts, and turns after a yield, a park or a wait for the code. */
  turn: number;
  /** A turn was committed and has not said how it ended. */
  executing: boolean;
  /** The turn that `startedAt` comes from. */
  firstTurn: number | null;
  /** Interruptions since the last new checkpoint. */
  interruptions: number;
  /** How often in a row the code could not be read. */
  unavailable: number;
  /** When the next turn begins. */
  startAt: number | null;
  /** How long the wait for `startAt` was when it began. */
  waitMs: number;
  /** When a running executor is looked after. */
  guardAt: number | null;
  /** `timeoutMs` after `startedAt`. */
  deadlineAt: number | null;
  timeoutMs: number | null;
  /** Children that a run without an executor waits for. */
  parked: string[] | null;
  /** Children whose end was told while an executor was running: it may be about to park for them. */
  woken: string[];
  hasChildren: boolean;
  /** Whom the end concerns. */
  tells: { parent: boolean; callback: boolean; onFailure: boolean };
  errands: Errands;
  /** When everything of the run is deleted. */
  forgetAt: number;
  /** Of the row in the list. */
  revision: number;
};

/** What can happen to a run. `turn` is the one that the executor was started with; a former one's words change nothing. */
export type Happening =
  /** The queue's hint. */
  | { type: "begun" }
  /** The alarm; `alive`: an executor of the run is at work in this process. If none is while executing, its process is gone. */
  | { type: "rang"; alive: boolean }
  /** A sweeper looks after the run. */
  | { type: "poked"; alive: boolean }
  /** A block came to its end, or a step inside a block: something that no further attempt does again. */
  | { type: "checkpointed"; turn: number }
  /** A child is about to be made. */
  | { type: "childMade"; turn: number }
  | { type: "returned"; turn: number; status: "SUCCEEDED" }
  | { type: "returned"; turn: number; status: "FAILED" | "TIMED_OUT"; failure: Failure }
  /** The executor left and asks for another turn at once. */
  | { type: "yielded"; turn: number }
  /** The executor left until one of these children is over, or until an instant: of a block's time-out, or of a retry. */
  | { type: "parked"; turn: number; children: string[]; until: number | null }
  /** A fault of ours ended the executor. */
  | { type: "crashed"; turn: number }
  /** The code could not be read, so nothing has run. */
  | { type: "unavailable"; turn: number }
  /** A child is over. */
  | { type: "woken"; child: string }
  | { type: "canceled" }
  /** An errand arrived: the parent knows, the callback was answered well, all children are canceled, ... */
  | { type: "delivered"; errand: ErrandName };

/** What the object does once the life is kept. None of them may fail the happening. */
export type Deed =
  | { type: "enqueue" }
  /** Starts the executor. The alarm's handler stays for as long as one is at work. */
  | { type: "execute"; turn: number }
  /** Aborts the executor of this process, if there is one. */
  | { type: "stop" }
  /** Sends the row, as the life now is, to the list. */
  | { type: "row" }
  | { type: "wakeParent" }
  | { type: "cancelChildren" }
  /** `try` counts from 1 to 5. */
  | { type: "callBack"; try: number }
  | { type: "onFailure" }
  /** Deletes storage and alarm. */
  | { type: "forget" };

export type Change = { life: Life; deeds: Deed[] };

export type NewLife = {
  /** Somebody has asked for the run just now, or waits for it: the first turn is committed with it, without the queue. */
  begin: boolean;
  timeoutMs: number | null;
  retentionMs: number;
  tells: Life["tells"];
};

const second = 1_000;
/** A run whose hint was lost begins by itself. */
const hintMs = 7 * second;
const guardMs = 10 * second;
const lookAgainMs = 60 * second;
/** At least so long after an interruption, and at most twice as long. */
const backoffMs = [2 * second, 10 * second, 30 * second] as const;
const unavailableMs = [2 * second, 5 * second, 10 * second, 20 * second, 30 * second] as const;
/** An ended run stays long enough for its errands. */
export const errandsMs = 3_600 * second;

export function newLife({ begin, timeoutMs, retentionMs, tells }: NewLife, now: number): Change {
  const life: Life = {
    status: "QUEUED",
    createdAt: now,
    startedAt: null,
    finishedAt: null,
    failure: null,
    attempt: 1,
    turn: 0,
    executing: false,
    firstTurn: null,
    interruptions: 0,
    unavailable: 0,
    startAt: now + hintMs,
    waitMs: hintMs,
    guardAt: null,
    deadlineAt: null,
    timeoutMs,
    parked: null,
    woken: [],
    hasChildren: false,
    tells,
    errands: {},
    forgetAt: now + retentionMs,
    revision: 1,
  };
  return begin ? start(life, now) : { life, deeds: [{ type: "enqueue" }, { type: "row" }] };
}

export function isOver(life: Life): life is Life & { status: FinalStatus; finishedAt: number } {
  return life.status !== "QUEUED" && life.status !== "RUNNING";
}

/** Whether what an executor of this turn says still counts. */
export function isCurrent(life: Life, turn: number): boolean {
  return life.executing && life.turn === turn;
}

/** The one alarm of the object: whatever is next. */
export function nextAlarm(life: Life): number {
  const errands = namesOf(life.errands).flatMap((name) => life.errands[name]?.at ?? []);
  const instants = [life.startAt, life.guardAt, life.deadlineAt, life.forgetAt, ...errands];
  return Math.min(...instants.filter((at) => at !== null));
}

/**
 * What comes too late changes nothing: a queue delivers twice, a turn answers after it was given up. The same `life` comes back
 * exactly when nothing has changed. `chance`, from 0 to 1, spreads the further attempts of runs that were interrupted together:
 * side by side with the one that takes the process down, the others would use up their attempts with it.
 */
export function advance(before: Life, happening: Happening, now: number, chance = 0): Change {
  const life = withinReach(before, now);
  const nothing = { life, deeds: [] };
  if (isOver(life)) return afterEnd(life, happening, now);
  if ("turn" in happening && !isCurrent(life, happening.turn)) return nothing;
  switch (happening.type) {
    case "begun":
      // The alarm that would have begun the run guards it instead: it need not be set anew.
      return life.turn === 0 && life.startAt !== null ? start(life, now, life.startAt) : nothing;
    case "rang":
      return life.executing && happening.alive ? hold(life, now) : ring(life, now, chance);
    case "poked":
      return life.executing && !happening.alive ? interrupt(life, now, chance) : nothing;
    case "checkpointed":
      if (life.interruptions === 0 && life.unavailable === 0) return nothing;
      return { life: { ...life, interruptions: 0, unavailable: 0 }, deeds: [] };
    case "childMade":
      return life.hasChildren ? nothing : { life: { ...life, hasChildren: true }, deeds: [] };
    case "returned":
      // Nothing is left to stop.
      return end({ ...life, executing: false }, happening.status, failureIn(happening), now);
    case "yielded":
      return leave(life, now);
    case "parked":
      return park(life, happening, now);
    case "crashed":
      return interrupt(life, now, chance);
    case "unavailable":
      return waitForCode(life, now);
    case "woken":
      return wake(life, happening.child, now);
    case "canceled":
      return end(life, "CANCELED", failureOf("canceled", "Worklet run was canceled"), now);
    case "delivered":
      return nothing;
  }
}

function ring(life: Life, now: number, chance: number): Change {
  if (life.deadlineAt !== null && life.deadlineAt <= now) {
    return end(life, "TIMED_OUT", failureOf("timeout", `Worklet did not finish within ${life.timeoutMs} ms`), now);
  }
  if (life.forgetAt <= now) {
    return end(life, "FAILED", failureOf("limit", "The run was still going when runs of its age are deleted"), now);
  }
  if (life.executing) return interrupt(life, now, chance);
  if (life.startAt === null || life.startAt > now) return { life, deeds: [] };
  return start(life, now);
}

/** `guardAt`: an alarm that is set already; it may ring early, since an executor that is alive is only held then. */
function start(life: Life, now: number, guardAt = now + guardMs): Change {
  const turn = life.turn + 1;
  const startedAt = life.startedAt ?? now;
  const begun: Life = {
    ...life,
    status: "RUNNING",
    startedAt,
    firstTurn: life.startedAt === null ? turn : life.firstTurn,
    deadlineAt: life.timeoutMs === null ? null : startedAt + life.timeoutMs,
    turn,
    executing: true,
    startAt: null,
    guardAt: Math.min(guardAt, now + guardMs),
    parked: null,
    woken: [],
  };
  const execute: Deed = { type: "execute", turn };
  if (life.status === "RUNNING") return { life: begun, deeds: [execute] };
  return { life: revised(begun), deeds: [{ type: "row" }, execute] };
}

/**
 * The alarm's handler takes over an executor that was started without one: as an alarm never overlaps its handler, the next
 * rings when this one has left or its process is gone. The executor looks after the deadline itself.
 */
function hold(life: Life, now: number): Change {
  return { life: { ...life, guardAt: now + guardMs }, deeds: [] };
}

/** One interruption is never a failure; a run that moves forward between them is never given up. */
function interrupt(life: Life, now: number, chance: number): Change {
  const interruptions = life.interruptions + 1;
  const waitMs = backoffMs[interruptions - 1];
  if (waitMs === undefined) {
    const message = `The run was interrupted ${interruptions} times without finishing another block: user code may use up its memory or never give the processor back.`;
    return end({ ...life, interruptions }, "FAILED", failureOf("limit", message), now);
  }
  const { life: left } = leave(life, now, waitMs + Math.floor(chance * waitMs));
  return { life: revised({ ...left, interruptions, attempt: life.attempt + 1 }), deeds: [{ type: "row" }] };
}

/** Without an executor for so long. */
function leave(life: Life, now: number, waitMs = 0): Change {
  return { life: { ...life, executing: false, startAt: now + waitMs, waitMs, guardAt: null }, deeds: [] };
}

function park(life: Life, { children, until }: Extract<Happening, { type: "parked" }>, now: number): Change {
  if (children.some((child) => life.woken.includes(child))) return leave(life, now);
  const untilMs = until === null ? null : Math.max(until - now, 0);
  if (children.length === 0) return leave(life, now, untilMs ?? 0);
  const { life: left } = leave(life, now, Math.min(lookAgainMs, untilMs ?? lookAgainMs));
  return { life: { ...left, parked: children, woken: [] }, deeds: [] };
}

function wake(life: Life, child: string, now: number): Change {
  if (life.executing && !life.woken.includes(child)) {
    return { life: { ...life, woken: [...life.woken, child] }, deeds: [] };
  }
  return life.parked?.includes(child) ? leave({ ...life, parked: null }, now) : { life, deeds: [] };
}

/** A run that has not begun is as if it had not been started: its time does not run. */
function waitForCode(life: Life, now: number): Change {
  const waitMs = unavailableMs[life.unavailable] ?? unavailableMs[unavailableMs.length - 1] ?? 0;
  const { life: left } = leave({ ...life, unavailable: life.unavailable + 1 }, now, waitMs);
  if (life.firstTurn !== life.turn) return { life: left, deeds: [] };
  const waiting: Life = { ...left, status: "QUEUED", startedAt: null, firstTurn: null, deadlineAt: null };
  // The list may have heard that it runs; a try that fails at once is one row with its start.
  return { life: revised(waiting), deeds: [{ type: "row" }] };
}

function end(life: Life, status: FinalStatus, failure: Failure | null, now: number): Change {
  const over: Life = revised({
    ...life,
    status,
    failure,
    finishedAt: Math.max(now, life.startedAt ?? life.createdAt),
    executing: false,
    startAt: null,
    guardAt: null,
    deadlineAt: null,
    parked: null,
    woken: [],
    forgetAt: Math.max(life.forgetAt, now + errandsMs),
  });
  const owed: ErrandName[] = [];
  if (life.hasChildren && status !== "SUCCEEDED") owed.push("children");
  if (life.tells.parent) owed.push("parent");
  if (life.tells.callback) owed.push("callback");
  if (life.tells.onFailure && (status === "FAILED" || status === "TIMED_OUT")) owed.push("onFailure");
  const errands: Errands = {};
  for (const name of [...owed, "row"] as const) errands[name] = tried(name, 0, now) ?? { at: now, tries: 1 };
  const stop: Deed[] = life.executing ? [{ type: "stop" }] : [];
  return { life: { ...over, errands }, deeds: [...stop, { type: "row" }, ...owed.map((name) => deedOf(name, 1))] };
}

function afterEnd(life: Life, happening: Happening, now: number): Change {
  if (happening.type === "delivered" && life.errands[happening.errand] !== undefined) {
    return { life: { ...life, errands: without(life.errands, happening.errand) }, deeds: [] };
  }
  if (happening.type !== "rang" && happening.type !== "poked") return { life, deeds: [] };
  if (happening.type === "rang" && life.forgetAt <= now) return { life, deeds: [{ type: "forget" }] };
  // Whoever pokes read a list that does not know of the end. The alarm may have been lost since, even until the end of all.
  const row: Deed[] = happening.type === "poked" ? [{ type: "row" }] : [];
  const { due, errands } = takeDue(life.errands, now);
  if (due.length === 0) return { life, deeds: row };
  const deeds = due.map((name) => deedOf(name, (life.errands[name]?.tries ?? 0) + 1));
  return { life: { ...life, errands }, deeds: [...row, ...deeds] };
}

function deedOf(errand: ErrandName, count: number): Deed {
  switch (errand) {
    case "parent":
      return { type: "wakeParent" };
    case "children":
      return { type: "cancelChildren" };
    case "callback":
      return { type: "callBack", try: count };
    case "onFailure":
    case "row":
      return { type: errand };
  }
}

/** A clock that was set back must not make a short wait a long one: no wait is longer than when it was begun. */
function withinReach(life: Life, now: number): Life {
  const { startAt, waitMs, guardAt, errands } = life;
  const far = (at: number | null, ms: number): at is number => at !== null && at > now + ms;
  const farErrands = namesOf(errands).filter((name) => far(errands[name]?.at ?? null, longestPauseMs));
  if (!far(startAt, waitMs) && !far(guardAt, guardMs) && farErrands.length === 0) return life;
  const nearer = { ...errands };
  for (const name of farErrands) nearer[name] = { tries: errands[name]?.tries ?? 0, at: now + longestPauseMs };
  return {
    ...life,
    startAt: far(startAt, waitMs) ? now + waitMs : startAt,
    guardAt: far(guardAt, guardMs) ? now + guardMs : guardAt,
    errands: nearer,
  };
}

function revised(life: Life): Life {
  return { ...life, revision: life.revision + 1 };
}

function failureIn(end: Extract<Happening, { type: "returned" }>): Failure | null {
  return end.status === "SUCCEEDED" ? null : end.failure;
}

function failureOf(kind: Failure["kind"], message: string): Failure {
  return { kind, message, block: null, stack: "" };
}
