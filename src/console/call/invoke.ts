import type { RunStatus, SyncAnswer } from "../../contract/run.ts";
import { type Problem, problemOf, unreachable } from "../api/problem.ts";
import { request } from "../api/request.ts";

/** Calls a worklet and waits for its answer. */

export type Answered =
  | { type: "answer"; answer: SyncAnswer; status: RunStatus }
  /** Nothing ran. */
  | { type: "refused"; problem: Problem };

/** What the worklet does wrong is an answer too. Aborting `signal` closes the connection, which cancels the run; then it throws. */
export async function callWorklet(place: string, input: unknown, signal: AbortSignal): Promise<Answered> {
  const response = await fetchAnswer(`${place}/invoke`, input, signal);
  if (response === null) return { type: "refused", problem: unreachable() };
  const outcome = response.headers.get("Worklet-Outcome")?.toUpperCase();
  if (isFinal(outcome) && response.headers.get("Content-Type")?.startsWith("application/json")) {
    return { type: "answer", answer: (await response.json()) as SyncAnswer, status: outcome };
  }
  const problem = await problemOf(response);
  // Whoever asks who is signed in is asked to sign in again.
  if (problem.status === 401) await request("GET", "/me").catch(() => undefined);
  return { type: "refused", problem };
}

async function fetchAnswer(address: string, input: unknown, signal: AbortSignal): Promise<Response | null> {
  try {
    return await fetch(address, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify({ worklet_input: input }),
      credentials: "same-origin",
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    return null;
  }
}

const finals: readonly string[] = ["SUCCEEDED", "FAILED", "TIMED_OUT", "CANCELED"] satisfies RunStatus[];

function isFinal(outcome: string | undefined): outcome is RunStatus {
  return outcome !== undefined && finals.includes(outcome);
}
