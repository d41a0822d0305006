/**
 * When is the local runtime frozen? It runs user code on the thread that also answers requests and has no limit of time, so
 * an endless loop in a worklet silences everything. Pure: the poll and the clock come from outside.
 */

/** One look at `/health`: whether anything at all came back, and when the look began and ended. */
export type Look = { answered: boolean; from: number; to: number };

/** Since when nothing has come back, or null. */
export type Silence = number | null;

/** A look that took this much longer than its time-out was not slow: this machine slept, and the silence proves nothing. */
const sleptMs = 5_000;

/** Takes one look into account. `frozen` once looks without an answer cover `limitMs`. */
export function watch(
  silence: Silence,
  look: Look,
  rule: { limitMs: number; timeoutMs: number },
): { silence: Silence; frozen: boolean } {
  if (look.answered || look.to - look.from > rule.timeoutMs + sleptMs) return { silence: null, frozen: false };
  const since = silence ?? look.from;
  return { silence: since, frozen: look.to - since >= rule.limitMs };
}

/** A runtime that dies this young, this often in a row, will not get better by another start. */
export const quick = { lifeMs: 30_000, most: 5 };

/** Whether to stop starting it again, from how long each former one lived. */
export function isHopeless(livesMs: number[]): boolean {
  return livesMs.length >= quick.most && livesMs.slice(-quick.most).every((lifeMs) => lifeMs < quick.lifeMs);
}
