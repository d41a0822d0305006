import { type Definition, definitionOf } from "../catalog/definitions.ts";
import { Fault } from "../contract/fault.ts";
import { limits } from "../contract/limits.ts";
import type { Call as ViewCall } from "../contract/view.ts";
import type { NewViewCall } from "../contract/view-call.ts";
import { viewLimits } from "../contract/view-limits.ts";
import { ExpressionError, type Json } from "../expression/expression.ts";
import { invalid } from "../http/check.ts";
import type { Call, Reply } from "../http/route.ts";
import { log } from "../platform/log.ts";
import { startNamed, waitThrough } from "../runs/background.ts";
import { hashOf } from "../runs/idempotency.ts";
import { checkInput } from "../runs/invoke.ts";
import { objectOf } from "../runs/objects.ts";
import { underWayText } from "./answer.ts";
import { type Asker, answerReply, askedFor, runIdOf } from "./call-runs.ts";
import { type Asked, askedOf, inputFault, inputOf, misfit, type Values, valuesOf } from "./compiled-call.ts";
import { takePlace } from "./open-runs.ts";

/** Makes a call of a view: a run of its worklet that whoever asked can wait for, follow, cancel and take the place of. */

type Request = Pick<Call, "env" | "request" | "now" | "later" | "hold">;

export type Wish = { name: string; call: ViewCall; body: NewViewCall };

/** A call that is checked and may be made. */
export type ReadyCall = Wish & { values: Values; input: Json; asked: Asked | null; definition: Definition };

/** Faults: `request.invalid`, `worklet.input_invalid`, `view.call_not_found` when its worklet is gone; of a draft those of its code. */
export async function readyCall({ env, now, later }: Request, asker: Asker, wish: Wish): Promise<ReadyCall> {
  const { name, call, body } = wish;
  if (body.supersedes === body.call_id) {
    throw invalid([{ path: "/supersedes", message: "A call cannot take its own place." }]);
  }
  const address = { application: asker.application.id, worklet: call.worklet, environment: asker.environment };
  try {
    const values = valuesOf(call, body.values as Values);
    const definition = await definitionOf(env, { ...address, version: null }, now, later);
    const input = inputOf(call, values);
    checkInput(definition, input);
    return { ...wish, values, input, asked: askedOf(call, values), definition };
  } catch (error) {
    throw told(error, asker, name);
  }
}

/** What is said of a call that cannot be made. The owner finds the reason in the log when a stranger is not told. */
function told(error: unknown, { isStranger, application, view, environment }: Asker, name: string): unknown {
  const fault = error instanceof ExpressionError ? inputFault(name, error, isStranger) : Fault.of(error);
  if (fault === null || environment === "draft") return fault ?? error;
  const tellOwner = () => {
    const reason = error instanceof Error ? error.message : String(error);
    log.info("view.call_refused", { view: `${application.id}/${view.id}`, call: name, reason });
  };
  if (fault.code === "worklet.not_found") {
    tellOwner();
    return new Fault("view.call_not_found", `What the call ${name} runs is gone. Whoever made this view can mend it.`);
  }
  if (!isStranger || (fault.code !== "worklet.input_invalid" && !(error instanceof ExpressionError))) return fault;
  tellOwner();
  return misfit(name);
}

/**
 * Starts the run and waits for its end, unless its worklet runs as a background task: of those a stranger has only so many. The
 * run that it takes the place of is canceled as soon as the new one is there. Whoever goes away while it is waited for cancels it.
 * Fault: `view.too_many_calls`.
 */
export async function makeCall(request: Request, asker: Asker, ready: ReadyCall): Promise<Reply> {
  const { env, now } = request;
  const { settings } = ready.definition.draft;
  const ids = await idsOf(env, asker, ready);
  if (settings.run_as_background_task) {
    if (asker.isStranger) await takePlace(env, asker, ids, now);
    return startCall(env, asker, ready, ids, now, 0);
  }
  const stay = cancelWhenDeserted(request, ids.run);
  try {
    const patienceMs = settings.timeout_ms + limits.graceMs + 1_000;
    return await startCall(env, asker, ready, ids, now, patienceMs);
  } finally {
    stay();
  }
}

type Ids = { run: string; former: string | null };

async function idsOf(env: Env, asker: Asker, { name, call, body }: ReadyCall): Promise<Ids> {
  const idOf = (callId: string) => runIdOf(env, asker, call.worklet, name, callId);
  return { run: await idOf(body.call_id), former: body.supersedes ? await idOf(body.supersedes) : null };
}

async function startCall(
  env: Env,
  asker: Asker,
  ready: ReadyCall,
  { run: runId, former }: Ids,
  now: number,
  waitMs: number,
): Promise<Reply> {
  const receipt = await startNamed(env, startOf(asker, ready, now), {
    id: runId,
    bodyHash: hashOf(ready.values),
    asked: ready.asked && JSON.stringify(ready.asked),
  });
  if (receipt === "conflict") {
    const detail = "This call_id was used with other values. Choose a new one for each call.";
    throw new Fault("idempotency.key_reused", detail);
  }
  // Not before: a call that is refused takes nobody's place. It costs nothing while the new run is waited for.
  const superseding = former && supersede(env, former);
  const about = { callId: ready.body.call_id, runId, isStranger: asker.isStranger };
  const isNew = receipt === "made";
  const report = isNew && waitMs === 0 ? null : await waitThrough(env, runId, waitMs);
  await superseding;
  // It goes on, and whoever follows it finds out how: 202.
  if (report === null || report === "interrupted") return { status: 202, text: underWayText(about) };
  return answerReply(about, report, isNew ? ready.asked : await askedFor(env, runId, report));
}

function startOf(
  { createdBy, isStranger }: Asker,
  { definition, input }: ReadyCall,
  now: number,
): Parameters<typeof startNamed>[1] {
  const { run_as_background_task: isBackground, timeout_ms, background_timeout_ms } = definition.draft.settings;
  // A stranger can start many and is gone then: nobody would end them.
  const backgroundMs = background_timeout_ms ?? (isStranger ? viewLimits.strangersRunMs : null);
  return {
    definition,
    input: JSON.stringify(input),
    trigger: "view",
    createdBy,
    now,
    timeoutMs: isBackground ? backgroundMs : timeout_ms,
    tellsFailure: isBackground,
  };
}

/** Cancels the run when its only reader goes away, also before its order has arrived. What is given back ends the watch. */
function cancelWhenDeserted({ env, request: { signal }, hold }: Request, runId: string): () => void {
  const desert = () => hold(supersede(env, runId));
  if (signal.aborted) desert();
  else signal.addEventListener("abort", desert, { once: true });
  return () => signal.removeEventListener("abort", desert);
}

/** A run that cannot be told to stop must not keep the new one from starting: nobody waits for its answer any more. */
async function supersede(env: Env, runId: string): Promise<void> {
  try {
    await objectOf(env, runId).abandon();
  } catch (error) {
    log.error("view.call_not_canceled", error, { run_id: runId });
  }
}
