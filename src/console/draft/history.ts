/** Steps that can be undone and done again. */

export type History<T> = {
  past: readonly T[];
  present: T;
  future: readonly T[];
  /** What the last step was about, for the next one that goes on with it. */
  last: { merge: string; at: number } | null;
};

const mostSteps = 200;
const mergeMs = 2_000;

export function newHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], last: null };
}

/** Steps with the same `merge` that follow each other within two seconds are one. */
export function stepTo<T>(history: History<T>, next: T, merge: string | undefined, now: number): History<T> {
  if (next === history.present) return history;
  const { last, past, present } = history;
  const goesOn = merge !== undefined && last?.merge === merge && now - last.at < mergeMs;
  return {
    past: goesOn ? past : [...past, present].slice(-mostSteps),
    present: next,
    future: [],
    last: merge === undefined ? null : { merge, at: now },
  };
}

export function undone<T>({ past, present, future }: History<T>): History<T> | null {
  const before = past.at(-1);
  if (before === undefined) return null;
  return { past: past.slice(0, -1), present: before, future: [present, ...future], last: null };
}

export function redone<T>({ past, present, future }: History<T>): History<T> | null {
  const [after, ...rest] = future;
  if (after === undefined) return null;
  return { past: [...past, present], present: after, future: rest, last: null };
}
