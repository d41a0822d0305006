import type { Definition } from "../catalog/definitions.ts";
import { Fault } from "../contract/fault.ts";
import { errorLogOf, type FinalStatus, outcomeOf, type Trigger } from "../contract/run.ts";
import type { Reply } from "../http/route.ts";
import { sha256 } from "../platform/ids.ts";
import { settingsOf } from "../platform/settings.ts";
import { type Order, orderOf, type Report } from "./object/order.ts";
import { createRun, objectOf } from "./objects.ts";
import type { Done } from "./original.ts";
import { deriveRunId, makeRunId } from "./run-id.ts";

/** Runs with an object, as the API starts them and waits for them. */

export type Start = {
  definition: Definition;
  /** JSON text. */
  input: string;
  trigger: Trigger;
  createdBy: string;
  now: number;
  /** Somebody waits: it begins without the queue. */
  begin: boolean;
  /** null: no limit. */
  timeoutMs: number | null;
  /** The application's `on_failure` hears when it fails: nobody else may be listening. */
  tellsFailure: boolean;
  until?: string | undefined;
  idempotency?: { key: string; bodyHash: string } | undefined;
  callbackUrl?: string | undefined;
  rerunOf?: string | undefined;
  /** What does not run again. */
  done?: Done | undefined;
};

/** Creates the run, or finds the one that the same `Idempotency-Key` made. Fault: `idempotency.key_reused`. */
export async function startRun(env: Env, start: Start): Promise<{ id: string; isNew: boolean }> {
  const order = orderFor(env, start);
  const receipt = await createRun(env, order);
  if (receipt === "conflict") {
    const detail = "This Idempotency-Key was used with another body. Send the same body again, or another key.";
    throw new Fault("idempotency.key_reused", detail);
  }
  return { id: order.start.id, isNew: receipt === "made" };
}

function orderFor(env: Env, start: Start): Order {
  const { definition, idempotency, now, callbackUrl = null } = start;
  const { worklet, applicationUid, workletUid, environment } = definition;
  const settings = settingsOf(env);
  const place = { applicationUid, worklet };
  const id = idempotency
    ? deriveRunId(settings, place, 0, ["key", applicationUid, workletUid, environment, idempotency.key])
    : makeRunId(settings, "a", place, now);
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
      bodyHash: idempotency?.bodyHash ?? null,
    },
    {
      begin: start.begin,
      timeoutMs: start.timeoutMs,
      retentionMs: settings.retentionMs,
      tells: { parent: false, callback: callbackUrl !== null, onFailure: start.tellsFailure },
    },
  );
  return start.done ? { ...order, done: start.done } : order;
}

/** What a body is for an `Idempotency-Key`: the same members with the same values, however they were written. */
export function bodyHashOf(body: unknown): string {
  return sha256(JSON.stringify(sorted(body)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => [key, sorted(member)]);
}

/** 202: accepted, with the address to poll. */
export function receiptReply(address: string, id: string): Reply {
  return {
    status: 202,
    body: {
      success: true,
      scheduled_worklet_run_id: id,
      worklet_run_id: id,
      message: "Worklet scheduled for background execution",
    },
    headers: { Location: `${address}/${id}`, "Worklet-Run-Id": id, "Worklet-Outcome": "accepted" },
  };
}

/** Waits for the end; null when it did not come in time. */
export async function waitFor(env: Env, id: string, ms: number): Promise<Report | null> {
  const report = await objectOf(env, id).wait(ms);
  return report && report.status !== "QUEUED" && report.status !== "RUNNING" ? report : null;
}

/** An ended run in the form of a synchronous answer. */
export function answerReply(id: string, { status, failure, body, output }: Report): Reply {
  const { latency_ms } = JSON.parse(body) as { latency_ms: number };
  const error = failure ? `,"error":${JSON.stringify(failure)}` : "";
  const log = JSON.stringify(errorLogOf(failure));
  return {
    status: httpStatusOf(status as FinalStatus, failure?.status),
    text: `{"success":${status === "SUCCEEDED"},"worklet_run_id":"${id}","worklet_output":${output ?? "null"},"latency_ms":${latency_ms},"error_log":${log}${error}}\n`,
    headers: { "Worklet-Run-Id": id, "Worklet-Outcome": outcomeOf(status) },
  };
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
