import type { Definition } from "../catalog/definitions.ts";
import { errorLogOf, type FinalStatus, outcomeOf, type Trigger } from "../contract/run.ts";
import type { Reply } from "../http/route.ts";
import { log } from "../platform/log.ts";
import { settingsOf } from "../platform/settings.ts";
import { type Idempotency, keyedIds, recalled, reused } from "./idempotency.ts";
import { type Order, orderOf, type Receipt, type Report } from "./object/order.ts";
import type { RunStart } from "./object/run-journal.ts";
import { createRun, objectOf } from "./objects.ts";
import type { Done } from "./rerun/original.ts";
import { makeRunId } from "./run-id.ts";

/** Runs with an object, as the API starts them and waits for them. */

export type Start = {
  definition: Definition;
  /** JSON text. */
  input: string;
  trigger: Trigger;
  createdBy: string;
  now: number;
  /** null: no limit. */
  timeoutMs: number | null;
  /** The application's `on_failure` hears when it fails: nobody else may be listening. */
  tellsFailure: boolean;
  until?: string | undefined;
  idempotency?: Idempotency | undefined;
  callbackUrl?: string | undefined;
  rerunOf?: string | undefined;
  /** What does not run again. */
  done?: Done | undefined;
  /** Values of secrets that may be in the input and in what does not run again. */
  secrets?: readonly string[] | undefined;
};

/** Creates the run, or finds the one that the same `Idempotency-Key` made. Fault: `idempotency.key_reused`. */
export async function startRun(env: Env, start: Start): Promise<{ id: string; isNew: boolean }> {
  const { idempotency, definition } = start;
  const former = idempotency && keyedIds(env, definition, idempotency.key).former;
  const standing = former && (await recalled(env, former, idempotency));
  if (standing) return { id: standing, isNew: false };
  const order = orderFor(env, start, identityOf(env, start));
  const receipt = await createRun(env, order);
  if (receipt === "conflict") throw reused();
  return { id: order.start.id, isNew: receipt === "made" };
}

/** A run whose id follows from what asked for it. */
export type Named = {
  id: string;
  /** Of what was asked: the same id for something else is a conflict. */
  bodyHash: string;
  /** JSON text that is kept with the run for whoever asks for its output. */
  asked: string | null;
};

/** Creates the run under this id, or finds that it is there. */
export function startNamed(env: Env, start: Start, { id, bodyHash, asked }: Named): Promise<Receipt> {
  const order = orderFor(env, start, { id, bodyHash });
  return createRun(env, { ...order, ...(asked !== null && { asked }) });
}

/** The id of the run, and what it answers for. */
type Identity = Pick<RunStart, "id" | "bodyHash">;

function identityOf(env: Env, { definition, idempotency, now }: Start): Identity {
  if (idempotency) {
    return { id: keyedIds(env, definition, idempotency.key).id, bodyHash: idempotency.bodyHash };
  }
  const { worklet, applicationUid } = definition;
  return { id: makeRunId(settingsOf(env), "a", { applicationUid, worklet }, now), bodyHash: null };
}

function orderFor(env: Env, start: Start, { id, bodyHash }: Identity): Order {
  const { definition, callbackUrl = null } = start;
  const settings = settingsOf(env);
  const order = orderOf(
    definition,
    start.input,
    {
      id,
      trigger: start.trigger,
      createdBy: start.createdBy,
      depth: 0,
      callbackUrl,
      parent: null,
      rerunOf: start.rerunOf ?? null,
      until: start.until ?? null,
      bodyHash,
    },
    {
      begin: true,
      timeoutMs: start.timeoutMs,
      retentionMs: settings.retentionMs,
      tells: { parent: false, callback: callbackUrl !== null, onFailure: start.tellsFailure },
    },
  );
  const { done, secrets } = start;
  return { ...order, ...(done && { done }), ...(secrets && { secrets }) };
}

/** 202: accepted, with the address to poll. */
export function receiptReply({ application, worklet, environment }: Polled, id: string): Reply {
  const draft = environment === "draft" ? "/draft" : "";

  return {
    status: 202,
    body: {
      success: true,
      scheduled_worklet_run_id: id,
      worklet_run_id: id,
      message: "Worklet scheduled for background execution",
    },
    headers: {
      Location: `/applications/${application}${draft}/worklets/${worklet}/${id}`,
      "Worklet-Run-Id": id,
      "Worklet-Outcome": "accepted",
    },
  };
}

/** Slugs, and the environment of the run. */
type Polled = Pick<Definition, "application" | "worklet" | "environment">;

/** Waits for the end; null when it did not come in time. */
export async function waitFor(env: Env, id: string, ms: number): Promise<Report | null> {
  const report = await waitThrough(env, id, ms);
  return report && report !== "interrupted" && report.status !== "QUEUED" && report.status !== "RUNNING"
    ? report
    : null;
}

const pauseMs = 250;

/**
 * The report once the run is over, or after so many milliseconds; null: there is no such run. An object that was moved or started
 * again meanwhile is asked anew for the time that is left; `interrupted`: even then it did not answer.
 */
export async function waitThrough(env: Env, id: string, ms: number): Promise<Report | null | "interrupted"> {
  const endsAt = Date.now() + ms;
  for (;;) {
    const left = Math.max(0, endsAt - Date.now());
    try {
      return await objectOf(env, id).wait(left);
    } catch (error) {
      log.error("run.wait_interrupted", error, { run_id: id });
      if (left === 0) return "interrupted";
    }
    await new Promise((done) => setTimeout(done, Math.min(pauseMs, left)));
  }
}

/** An ended run in the form of a synchronous answer; `trace` is JSON text, which is sent on as it comes. */
export function answerReply(id: string, report: Report, trace: ReadableStream<Uint8Array> | null = null): Reply {
  const { status, failure, output } = report;
  const error = failure ? `,"error":${JSON.stringify(failure)}` : "";
  const errorLog = JSON.stringify(errorLogOf(failure));
  const members = `{"success":${status === "SUCCEEDED"},"worklet_run_id":"${id}","worklet_output":${output ?? "null"},"latency_ms":${latencyOf(report)},"error_log":${errorLog}${error}`;
  return {
    status: httpStatusOf(status as FinalStatus, failure?.status),
    ...(trace ? { stream: between(`${members},"trace":`, trace, "}\n") } : { text: `${members}}\n` }),
    headers: { "Worklet-Run-Id": id, "Worklet-Outcome": outcomeOf(status) },
  };
}

/** Of an ended run. */
export function latencyOf({ body }: Report): number {
  return (JSON.parse(body) as { latency_ms: number }).latency_ms;
}

function between(before: string, stream: ReadableStream<Uint8Array>, after: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode(before)),
      flush: (controller) => controller.enqueue(encoder.encode(after)),
    }),
  );
}

/** A worklet is an endpoint: its own thrown `status` counts. Ours are 503s, never a 500. */
export function httpStatusOf(status: FinalStatus, asked: number | undefined): number {
  switch (status) {
    case "SUCCEEDED":
      return 200;
    case "TIMED_OUT":
      return 504;
    case "CANCELED":
      return 409;
    case "FAILED":
      return asked ?? 500;
  }
}
