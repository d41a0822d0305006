import type { Failure } from "../contract/failure.ts";
import type { RunStatus } from "../contract/run.ts";
import { ExpressionError } from "../expression/expression.ts";
import type { Report } from "../runs/object/order.ts";
import { type Asked, shownOutput } from "./compiled-call.ts";

/** What a page is told of its call. A stranger learns nothing of the worklet but what its own code says to them. Pure. */

export type Progress = { done: number; failed: number; total: number | null };

/** Which run it is, under both of its names, and whom it is told to. */
export type About = { callId: string; runId: string; isStranger: boolean };

export function isOver(status: RunStatus): boolean {
  return status !== "QUEUED" && status !== "RUNNING";
}

/** `ViewCallAnswer` as JSON text: an output that is given as it is is never parsed. */
export function answerText(about: About, report: Report, asked: Asked | null): string {
  const { status, error, output } = endOf(about, report, asked);
  const told = {
    call_id: about.callId,
    run_id: about.runId,
    status,
    error: error === null ? null : { message: error },
  };
  return `${JSON.stringify({ ...told, progress: progressOf(report) }).slice(0, -1)},"output":${output}}\n`;
}

/** What is known of a run that is under way, when its object cannot be asked now. */
export function underWayText({ callId, runId }: About): string {
  const told = { call_id: callId, run_id: runId, status: "RUNNING", error: null, progress: null, output: null };
  return `${JSON.stringify(told)}\n`;
}

/** Of all blocks with `each` that are running; null: there is none. */
export function progressOf({ body }: Pick<Report, "body">): Progress | null {
  const { progress } = JSON.parse(body) as { progress?: { done: number; failed: number; total: number }[] };
  if (!progress?.length) return null;
  const sum = (member: "done" | "failed" | "total") => progress.reduce((all, each) => all + each[member], 0);
  return { done: sum("done"), failed: sum("failed"), total: sum("total") };
}

type End = { status: RunStatus; error: string | null; output: string };

/** A call whose run has succeeded has failed all the same when its output cannot be worked out. */
function endOf(about: About, { status, failure, output }: Report, asked: Asked | null): End {
  const nothing = { status, error: null, output: "null" };
  if (!isOver(status)) return nothing;
  if (status !== "SUCCEEDED") return { ...nothing, error: messageOf(about, status, failure) };
  const given = output ?? "null";
  if (asked === null) return { ...nothing, output: given };
  try {
    return { ...nothing, output: shownOutput(asked, given) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const reason = `The output of the call cannot be worked out: ${error.message}`;
    return { ...nothing, status: "FAILED", error: about.isStranger ? "The answer cannot be shown." : reason };
  }
}

function messageOf({ runId, isStranger }: About, status: RunStatus, failure: Failure | null): string {
  // The name of an error is for developers where it says nothing.
  const message = failure?.message.replace(/^Error: /, "");
  if (!isStranger) return message ?? endings[status] ?? "The worklet has failed.";
  // What code throws with a status of its own is meant for whoever asked; which worklet it went through is not.
  if (status === "FAILED" && message !== undefined && failure?.for_caller) {
    return message.replaceAll(/Worklet [a-z0-9-]+ failed: (?:Error: )?/g, "");
  }
  // Who tells the owner of it can name the run, whose row says why.
  return endings[status] ?? `The call failed (${runId}).`;
}

const endings: Partial<Record<RunStatus, string>> = {
  TIMED_OUT: "It took too long.",
  CANCELED: "It was canceled.",
};
