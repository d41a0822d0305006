import type { Retry } from "../../contract/graph.ts";
import { durationWords } from "./duration-text.ts";

/** No pause between two attempts is longer, whatever the factor says. */
const longestPauseMs = 3_600_000;
const mostTold = 4;

/** The pauses between the attempts, in milliseconds. */
export function retryPauses({ max_attempts, backoff_ms, factor }: Retry): number[] {
  return Array.from({ length: max_attempts - 1 }, (_, failures) =>
    Math.round(Math.min(backoff_ms * factor ** failures, longestPauseMs)),
  );
}

/** What a retry does, in a sentence: `A block that fails runs again after 1 s, 2 s and 4 s, then it has failed.` */
export function retryWords(retry: Retry): string {
  const pauses = retryPauses(retry);
  if (pauses.length === 0) return "One attempt only: a block that fails is not run again.";
  const told = pauses.slice(0, mostTold).map((ms) => (ms === 0 ? "no pause" : durationWords(readable(ms))));
  const more = pauses.length - told.length;
  const last = more > 0 ? `${more} more` : told.pop();
  const list = told.length === 0 ? last : `${told.join(", ")} and ${last}`;
  return `A block that fails runs again after ${list}; then it has failed.`;
}

/** A pause of 1,371 ms is told as 1.4 s. */
function readable(ms: number): number {
  return ms < 1_000 ? ms : ms < 60_000 ? Math.round(ms / 100) * 100 : Math.round(ms / 1_000) * 1_000;
}
