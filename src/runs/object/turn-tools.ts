import type { ChildAnswer, ChildUse, OutsideTools } from "../../engine/kind.ts";
import type { CallGuest } from "../../sandbox/guest.ts";

/** What one turn of a background run has to work with, and what it leaves behind. */

/** What a turn can do, as its object gives it. */
export type TurnTools = {
  callGuest: CallGuest;
  /** Makes the child of a block, or finds it, and waits so long for its end. */
  child(worklet: string, input: string, use: ChildUse, waitMs: number): Promise<ChildNews>;
  /** Asks the child of a block to stop, if there is one: nobody waits for it any more. */
  giveUpChild(worklet: string, input: string, use: ChildUse): Promise<void>;
  outside: OutsideTools;
};

/**
 * `answer` null: it still runs. `madeAt`: epoch milliseconds; null: it could not be made yet. `isGivenUp`: an executor that gave
 * it up was interrupted before it could note why.
 */
export type ChildNews = { id: string; answer: ChildAnswer | null; madeAt: number | null; isGivenUp: boolean };

/** How a turn leaves before the run is over. `until`: something is to be done then even if none of the children is over. */
export type Left = { type: "yielded" } | { type: "parked"; children: string[]; until: number | null };

/** What comes first: the answer, or null because of the signal. */
export async function untilAborted<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T | null> {
  if (signal.aborted) return null;
  const aborted = Promise.withResolvers<null>();
  const abort = () => aborted.resolve(null);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([ask(), aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
