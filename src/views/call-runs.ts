import { Fault } from "../contract/fault.ts";
import type { Environment } from "../contract/run.ts";
import type { NewViewCall } from "../contract/view-call.ts";
import type { Reply } from "../http/route.ts";
import { waitThrough } from "../runs/background.ts";
import type { Report } from "../runs/object/order.ts";
import { objectOf, standingRunId } from "../runs/objects.ts";
import { type About, answerText, isOver } from "./answer.ts";
import { callStream } from "./call-stream.ts";
import type { Asked } from "./compiled-call.ts";

/** The runs of a view's calls. An id follows from who asked, so nobody else's run is ever found. */

/** Who asks: the visitor of a published view, or who edits a draft. */
export type Asker = {
  application: { id: string; uid: string };
  view: { uid: string; id: string };
  visitor: string;
  environment: Environment;
  isStranger: boolean;
  createdBy: string;
};

/** A call that was made before. */
export type MadeCall = {
  name: string;
  callId: NewViewCall["call_id"];
  /** The worklet that the call runs now; null: the view has the call no more. */
  worklet: string | null;
  /** Those that it may have run before. */
  formerWorklets(): Promise<string[]>;
};

export function runIdOf(env: Env, asker: Asker, worklet: string, name: string, callId: string): Promise<string> {
  const { application, view, visitor, environment } = asker;
  const kind = environment === "draft" ? "view draft" : "view";
  const address = { applicationUid: application.uid, worklet };
  return standingRunId(env, address, 0, [kind, view.uid, visitor, name, callId]);
}

/** 200 when the run is over, 202 while it is under way. Fault: `run.not_found`. */
export async function readCall(env: Env, asker: Asker, made: MadeCall, waitMs: number): Promise<Reply> {
  const { about, report } = await runFor(env, asker, made, waitMs);
  return answerReply(about, report, await askedFor(env, about.runId, report));
}

/** Server-sent events until the run is over: `progress`, then `done`. Fault: `run.not_found`. */
export async function followCall(env: Env, asker: Asker, made: MadeCall): Promise<Reply> {
  const { about, report } = await runFor(env, asker, made, 0);
  const stream = callStream(report, {
    report: (waitMs) => waitThrough(env, about.runId, waitMs),
    answer: async (ended) => answerText(about, ended, await askedFor(env, about.runId, ended)),
  });
  return { status: 200, stream, type: "text/event-stream" };
}

/** Cancels the run, also one whose order has not arrived yet. Fault: `run.not_found` when no order can ever arrive. */
export async function cancelCall(env: Env, asker: Asker, made: MadeCall): Promise<Reply> {
  const { name, callId, worklet } = made;
  const cancelIn = async (place: string) => {
    const object = objectOf(env, await runIdOf(env, asker, place, name, callId));
    await object.abandon();
    return object.report();
  };
  const report = worklet === null ? null : await cancelIn(worklet);
  if (report) return canceled(callId, report);
  const elsewhere = await runElsewhere(env, asker, made, 0);
  if (elsewhere) {
    await objectOf(env, elsewhere.about.runId).abandon();
    return canceled(callId, (await objectOf(env, elsewhere.about.runId).report()) ?? elsewhere.report);
  }
  if (worklet === null) throw notHere(callId);
  return { status: 200, body: { call_id: callId, status: "CANCELED" } };
}

export function answerReply(about: About, report: Report, asked: Asked | null): Reply {
  return { status: isOver(report.status) ? 200 : 202, text: answerText(about, report, asked) };
}

/** What was kept with the run; only an output needs it. */
export async function askedFor(env: Env, runId: string, { status }: Report): Promise<Asked | null> {
  const kept = status === "SUCCEEDED" ? await objectOf(env, runId).asked() : null;
  return kept === null ? null : (JSON.parse(kept) as Asked);
}

type Found = { about: About; report: Report };

async function runFor(env: Env, asker: Asker, made: MadeCall, waitMs: number): Promise<Found> {
  const here = made.worklet === null ? null : await runIn(env, asker, made, made.worklet, waitMs);
  const found = here ?? (await runElsewhere(env, asker, made, waitMs));
  if (!found) throw notHere(made.callId);
  return found;
}

/** Looks where an earlier version of the view ran the call: publishing anew loses nobody's run. */
async function runElsewhere(env: Env, asker: Asker, made: MadeCall, waitMs: number): Promise<Found | null> {
  for (const worklet of await made.formerWorklets()) {
    const found = worklet === made.worklet ? null : await runIn(env, asker, made, worklet, waitMs);
    if (found) return found;
  }
  return null;
}

async function runIn(
  env: Env,
  asker: Asker,
  { name, callId }: MadeCall,
  worklet: string,
  waitMs: number,
): Promise<Found | null> {
  const runId = await runIdOf(env, asker, worklet, name, callId);
  const report = await waitThrough(env, runId, waitMs);
  if (report === "interrupted") {
    const detail = "The run goes on, but cannot be asked now. Ask again in a second.";
    throw new Fault("platform.unavailable", detail, { retryAfterSeconds: 1 });
  }
  return report && { about: { callId, runId, isStranger: asker.isStranger }, report };
}

function canceled(callId: string, { status }: Report): Reply {
  return { status: 200, body: { call_id: callId, status } };
}

function notHere(callId: string): Fault {
  return new Fault("run.not_found", `You have made no call ${callId} here, or its run is no longer kept.`);
}
