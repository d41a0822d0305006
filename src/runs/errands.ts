/**
 * What an ended run still has to get done with others: each is done at once and again, later and later, until somebody says
 * that it arrived. Losing the process between the end and an errand therefore loses nothing.
 */

export type ErrandName = "parent" | "children" | "callback" | "onFailure" | "row";

/** When it is due (again), and how often it was done. */
export type Errand = { at: number; tries: number };

export type Errands = Partial<Record<ErrandName, Errand>>;

const minute = 60_000;

/** The pauses after each try. After the last one there is no further try, unless the errand is never given up. */
const pauses: Record<ErrandName, { ms: readonly number[]; isEndless: boolean }> = {
  parent: { ms: [1_000, 2_000, 5_000, 10_000, 30_000, minute], isEndless: true },
  children: { ms: [1_000, 2_000, 5_000, 10_000, 30_000, minute], isEndless: true },
  // Tries at 0, 10 s, 2, 15 and 45 minutes.
  callback: { ms: [10_000, 110_000, 13 * minute, 30 * minute], isEndless: false },
  onFailure: { ms: [10_000, minute, 10 * minute, 30 * minute], isEndless: false },
  // The row was sent with the end; it goes again once, in case its message was lost.
  row: { ms: [10 * minute], isEndless: false },
};

/** No errand ever waits longer than this. */
export const longestPauseMs = 30 * minute;

/** Does the errand now: null when this was its last time. */
export function tried(name: ErrandName, tries: number, now: number): Errand | null {
  const { ms, isEndless } = pauses[name];
  const pauseMs = ms[tries] ?? (isEndless ? ms.at(-1) : undefined);
  return pauseMs === undefined ? null : { at: now + pauseMs, tries: tries + 1 };
}

/** Those that are due, and what is left to do later. */
export function takeDue(errands: Errands, now: number): { due: ErrandName[]; errands: Errands } {
  const due = namesOf(errands).filter((name) => (errands[name]?.at ?? Number.POSITIVE_INFINITY) <= now);
  let left = errands;
  for (const name of due) {
    const next = tried(name, errands[name]?.tries ?? 0, now);
    left = next === null ? without(left, name) : { ...left, [name]: next };
  }
  return { due, errands: left };
}

export function without(errands: Errands, name: ErrandName): Errands {
  const { [name]: _, ...left } = errands;
  return left;
}

export function namesOf(errands: Errands): ErrandName[] {
  return Object.keys(errands) as ErrandName[];
}
