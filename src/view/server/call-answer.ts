import type { ViewCallAnswer } from "../../contract/view-call.ts";
import type { Json } from "../../expression/expression.ts";
import type { CallAnswer, FinalAnswer, Progress } from "../../reactive/reactive.ts";
import { Problem } from "./problem.ts";

/** What the server says of a call's run, as the page's engine takes it. */

type Status = ViewCallAnswer["status"];

const endings: Readonly<Record<Status, string | null>> = {
  QUEUED: null,
  RUNNING: null,
  SUCCEEDED: "",
  FAILED: "The worklet has failed.",
  TIMED_OUT: "The worklet did not finish in time.",
  CANCELED: "The call was canceled.",
};

/** What came as JSON, if it is an answer about a call. */
export function callAnswerOf(json: unknown): ViewCallAnswer {
  const answer = json as Partial<ViewCallAnswer> | null;
  const isAnswer =
    typeof answer === "object" &&
    answer !== null &&
    typeof answer.run_id === "string" &&
    typeof answer.status === "string" &&
    Object.hasOwn(endings, answer.status);
  if (!isAnswer) throw new Problem(200, "unreadable", "The server's answer is no answer to a call. Try again.");
  return answer as ViewCallAnswer;
}

/** How the run ended; null while it is under way. */
export function endingOf({ status, run_id, output, error }: ViewCallAnswer): FinalAnswer | null {
  const ending = endings[status];
  if (ending === null) return null;
  if (status === "SUCCEEDED") return { outcome: "succeeded", runId: run_id, output: (output ?? null) as Json };
  return { outcome: "failed", runId: run_id, message: error?.message || ending };
}

export function startedOf(answer: ViewCallAnswer): CallAnswer {
  return endingOf(answer) ?? { outcome: "accepted", runId: answer.run_id };
}

export function progressOf({ status, progress }: ViewCallAnswer): Progress {
  return { status, done: progress?.done ?? 0, failed: progress?.failed ?? 0, total: progress?.total ?? null };
}

/** The data of a stream's event `progress`; null when it is none. */
export function progressFrom(json: unknown): Progress | null {
  if (typeof json !== "object" || json === null) return null;
  const { status, done, failed, total } = json as Record<string, unknown>;
  if (typeof status !== "string") return null;
  const count = (value: unknown) => (typeof value === "number" ? value : 0);
  return { status, done: count(done), failed: count(failed), total: typeof total === "number" ? total : null };
}
