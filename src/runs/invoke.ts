import { checkAccess } from "../access/caller.ts";
import { type Definition, definitionOf } from "../catalog/definitions.ts";
import type { Caller } from "../contract/access.ts";
import { Fault, summaryOf } from "../contract/fault.ts";
import { limits } from "../contract/limits.ts";
import { errorLogOf, type Invocation, type InvokeQuery, outcomeOf, type Trigger } from "../contract/run.ts";
import { invalid } from "../http/check.ts";
import type { Call, Reply } from "../http/route.ts";
import { answerReply, httpStatusOf, latencyOf, receiptReply, startRun, waitFor } from "./background.ts";
import { bodyHashOf, keyedRun } from "./idempotency.ts";
import { noteRun } from "./list/journal.ts";
import { callbackRefusal } from "./object/callback.ts";
import { objectOf } from "./objects.ts";
import { type RunPowers, runSync, type SyncRun } from "./sync/sync-run.ts";

type InvokeCall = Call<Invocation, InvokeQuery, RunPowers>;

/**
 * Invokes a worklet and answers when it is over. A caller who goes away cancels the run. Faults: `worklet.not_found`,
 * `version.not_found`, `worklet.input_invalid` before anything runs. What the worklet does wrong is an answer, not a fault.
 */
export async function invokeWorklet(call: InvokeCall): Promise<Reply> {
  checkInvocation(call);
  const { env, body, caller, now, query } = call;
  const definition = await definitionOf(
    env,
    {
      application: call.param("application"),
      worklet: call.param("worklet"),
      environment: call.environment ?? "production",
      version: query.version ?? null,
    },
    now,
    call.later,
  );
  const loadedAt = Date.now();
  const key = idempotencyKeyOf(call);
  const refusal = refusalOf(definition, body);
  // What was accepted under a key stays accepted, although the worklet has changed since.
  const known = refusal && key !== null && (await keyedRun(env, definition, idempotencyOf(call, key)));
  if (refusal && !known) throw refusal;
  if (body.async || key !== null) return invokeWithObject(call, definition, key, { known: known || null, loadedAt });
  const { signal } = call.request;
  const running = runSync(
    env,
    {
      definition,
      input: JSON.stringify(body.worklet_input ?? null),
      trigger: triggerOf(caller),
      parentRunId: null,
      depth: 0,
      createdBy: caller.name,
      createdAt: now,
      timeoutMs: definition.draft.settings.timeout_ms,
      ...(body.until !== undefined && { until: body.until }),
    },
    call.powers,
    signal,
    call.powers.here,
  );
  const run = await endOf(call, running);
  const mustEnd = run.lingers || signal.aborted;
  if (!mustEnd) noteRun(env, { by: "request", later: call.later }, run.entry, run.isSmall);
  else if (!signal.aborted) {
    const noted = noteApart(call, run);
    call.hold(noted);
    await noted;
  }
  return {
    mustEnd,
    status: httpStatusOf(run.status, run.failure?.status),
    text: answerText(run, now, query.trace),
    headers: {
      "Worklet-Run-Id": run.id,
      "Worklet-Outcome": outcomeOf(run.status),
      "Server-Timing": `auth;dur=${call.admittedAt - now}, load;desc=${run.cold ? "cold" : "warm"};dur=${loadedAt - call.admittedAt}, run;dur=${run.finishedAt - loadedAt}, total;dur=${run.finishedAt - now}`,
    },
  };
}

/**
 * The run when it is over; the signal of the request stops it. The request of a caller who went away is kept alive until then (a
 * second at most) and the run noted. Nothing else may be pending meanwhile: any pending work would keep a deserted run going.
 */
export async function endOf(
  call: Pick<Call<unknown, unknown, RunPowers>, "env" | "request" | "hold" | "powers">,
  running: Promise<SyncRun>,
): Promise<SyncRun> {
  const { signal } = call.request;
  const desert = () => call.hold(running.then((run) => noteApart(call, run)));
  if (signal.aborted) desert();
  else signal.addEventListener("abort", desert, { once: true });
  try {
    return await running;
  } finally {
    // V8 collects the runtime's own objects late, and with a signal all that its listeners hold: the whole run.
    signal.removeEventListener("abort", desert);
  }
}

/** Notes a run whose request must end: whatever is still pending in it keeps a guest that did not stop. */
async function noteApart(
  { env, powers }: Pick<Call<unknown, unknown, RunPowers>, "env" | "powers">,
  run: SyncRun,
): Promise<void> {
  if (powers.here) return powers.here.note(run.entry());
  const sent: Promise<unknown>[] = [];
  noteRun(env, { by: "request", later: (work) => sent.push(work()) }, run.entry);
  await Promise.all(sent);
}

/** What a run is started by when somebody asks for it. */
export function triggerOf(caller: Caller): Trigger {
  return caller.session ? "console" : "api";
}

/** Refuses input that the worklet's schema does not take; everything wrong at once. */
export function checkInput(definition: Definition, input: unknown): void {
  const refusal = inputRefusal(definition, input);
  if (refusal) throw refusal;
}

function inputRefusal({ checkInput: check }: Definition, input: unknown): Fault | null {
  const errors = check?.(input) ?? [];
  return errors.length > 0 ? new Fault("worklet.input_invalid", summaryOf(errors), { errors }) : null;
}

/** Why the worklet, as it is now, does not take this. */
function refusalOf(definition: Definition, { worklet_input = null, until }: Invocation): Fault | null {
  const refusal = inputRefusal(definition, worklet_input);
  if (refusal || until === undefined || definition.draft.graph.blocks.some(({ id }) => id === until)) return refusal;
  return invalid([{ path: "/until", message: `The draft has no block ${until}.` }]);
}

function answerText(run: SyncRun, createdAt: number, withTrace: boolean): string {
  const { id, status, failure } = run;
  const latency = Math.max(0, run.finishedAt - createdAt);
  const error = failure ? `,"error":${JSON.stringify(failure)}` : "";
  const trace = withTrace ? `,"trace":{"worklet_run_id":"${id}",${run.trace().slice(1)}` : "";
  return `{"success":${status === "SUCCEEDED"},"worklet_run_id":"${id}","worklet_output":${run.output ?? "null"},"latency_ms":${latency},"error_log":${JSON.stringify(errorLogOf(failure))}${error}${trace}}\n`;
}

/** What needs a run with an object, or a higher role, is refused by name before anything is read. */
function checkInvocation(call: InvokeCall): void {
  const { body, query, caller, environment } = call;
  const draft = environment === "draft";
  if (draft || query.trace) checkAccess(caller, "operator", undefined);
  if (draft && query.version !== undefined) {
    throw invalid([{ path: "?version", message: "The draft has no version. Leave out /draft or ?version." }]);
  }
  if (body.until !== undefined && !draft) {
    throw invalid([{ path: "/until", message: "Only a draft runs up to a block: invoke /draft/worklets/..." }]);
  }
  if (!body.async && query.wait !== undefined) {
    throw invalid([{ path: "?wait", message: 'Only with "async": true: a synchronous call waits anyway.' }]);
  }
  if (!body.async && body.callback_url !== undefined) {
    throw invalid([{ path: "/callback_url", message: 'Only with "async": true.' }]);
  }
  const refusal = body.callback_url === undefined ? null : callbackRefusal(call.env, body.callback_url);
  if (refusal !== null) throw invalid([{ path: "/callback_url", message: refusal }]);
}

/** The header `Idempotency-Key`; null when it is absent. */
function idempotencyKeyOf(call: InvokeCall): string | null {
  const key = call.request.headers.get("Idempotency-Key");
  if (key === null || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  const message = "An Idempotency-Key is 1 to 255 visible ASCII characters.";
  throw invalid([{ path: "Idempotency-Key", message }]);
}

function idempotencyOf({ body, query, environment }: InvokeCall, key: string) {
  return { key, bodyHash: bodyHashOf(body, query.version, environment ?? "production") };
}

type Prepared = { /** The run that the key has made before. */ known: string | null; loadedAt: number };

/** A run with an object: in the background, or one whose answer is kept for the same `Idempotency-Key`. */
async function invokeWithObject(
  call: InvokeCall,
  definition: Definition,
  key: string | null,
  { known, loadedAt }: Prepared,
): Promise<Reply> {
  const { env, body, caller, query, now, admittedAt } = call;
  const { settings } = definition.draft;
  const start = () =>
    startRun(env, {
      definition,
      input: JSON.stringify(body.worklet_input ?? null),
      trigger: triggerOf(caller),
      createdBy: caller.name,
      now,
      timeoutMs: body.async ? settings.background_timeout_ms : settings.timeout_ms,
      tellsFailure: body.async,
      until: body.until,
      idempotency: key === null ? undefined : idempotencyOf(call, key),
      callbackUrl: body.callback_url,
    });
  const { id, isNew } = known === null ? await start() : { id: known, isNew: false };
  if (body.async && query.wait === undefined) return receiptReply(definition, id);
  const waitMs = body.async ? (query.wait ?? 0) * 1000 : isNew ? settings.timeout_ms + limits.graceMs + 1_000 : 0;
  const report = await waitFor(env, id, waitMs);
  if (report) {
    const answer = answerReply(id, report, query.trace ? await objectOf(env, id).streamTrace() : null);
    const timing = `auth;dur=${admittedAt - now}, load;dur=${loadedAt - admittedAt}, run;dur=${latencyOf(report)}, total;dur=${Date.now() - now}`;
    return { ...answer, headers: { ...answer.headers, "Server-Timing": timing } };
  }
  if (body.async) return receiptReply(definition, id);
  const detail = `The run ${id} of this Idempotency-Key is not over. Ask again in a second.`;
  throw new Fault("idempotency.in_progress", detail, { retryAfterSeconds: 1, run: { id, outcome: "accepted" } });
}
