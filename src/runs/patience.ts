import { pause, wallClock } from "../engine/clock.ts";
import { databaseFault } from "../platform/database.ts";
import { log } from "../platform/log.ts";

/** How a background run outlasts an outage of the database: whoever asks for its code waits, as long as its block may last. */

const pausesMs = [500, 1_000, 2_000, 5_000, 10_000, 20_000];

/** Asks until there is an answer; null: not now. */
export async function patiently<T>(stop: AbortSignal, ask: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (stop.aborted) throw new Error("The platform could not answer before the block was stopped.");
    await pause(wallClock, pausesMs[Math.min(tries, pausesMs.length - 1)] ?? 0, stop);
  }
}

/** Null while the database does not answer. */
export async function unlessAway<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (!isAway(error)) throw error;
    log.error("background.database_away", error);
    return null;
  }
}

/** Whether the database does not answer now; tables that are missing will not come by waiting. */
export function isAway(error: unknown): boolean {
  return databaseFault(error)?.code === "platform.unavailable";
}
