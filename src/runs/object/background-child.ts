import { type Definition, definitionOf } from "../../catalog/definitions.ts";
import type { Failure } from "../../contract/failure.ts";
import { Fault } from "../../contract/fault.ts";
import { limits } from "../../contract/limits.ts";
import type { ChildAnswer, ChildUse } from "../../engine/kind.ts";
import { sha256 } from "../../platform/ids.ts";
import { log } from "../../platform/log.ts";
import { settingsOf } from "../../platform/settings.ts";
import type { StepUse } from "../../sandbox/guest.ts";
import type { Life } from "../life.ts";
import { isAway } from "../patience.ts";
import { deriveRunId, formerRunId } from "../run-id.ts";
import { type Order, orderOf, type Report } from "./order.ts";
import type { Child, RunStart } from "./run-journal.ts";

/** A child of a background run: a run of its own, whose id follows from who asked for it. */

/** `call`: user code asks, and waits with the executor; else a block does, and its run may leave until the child wakes it. */
export type ChildWish = {
  worklet: string;
  input: string;
  use: Pick<ChildUse, "block" | "item"> & Partial<Pick<ChildUse, "signal">>;
  call?: { count: number; step: StepUse | null };
};

/**
 * The id of the child that is asked for after so many failures of the block: asked for again after an interruption it is the
 * same child. `former`: the one that it had before the master key was replaced.
 */
export function childIds(
  env: Env,
  parent: RunStart,
  life: Life,
  wish: ChildWish,
  failures: number,
): { id: string; former: string | null } {
  const { worklet, input, use, call } = wish;
  const from: unknown[] = [parent.id, use.block, use.item];
  if (call) from.push("call", call.count, call.step, worklet, sha256(input));
  if (failures > 0) from.push("failures", failures);
  const settings = settingsOf(env);
  const place = { applicationUid: parent.definition.applicationUid, worklet };
  return {
    id: deriveRunId(settings, place, life.createdAt, from),
    former: formerRunId(settings, place, life.createdAt, from),
  };
}

/** The database does not answer now, so the worklet cannot be looked up: ask again later. */
export type NotNow = { isNotNow: true };

/** The order of the child, or the failure that keeps it from being made. `secrets` are those that its parent has read. */
export async function childOf(
  env: Env,
  parent: RunStart,
  id: string,
  { worklet, input, use, call }: ChildWish,
  secrets: readonly string[],
): Promise<{ order: Order } | { answer: ChildAnswer } | NotNow> {
  const { application, environment } = parent.definition;
  const depth = parent.depth + 1;
  if (depth > limits.childDepth) {
    return refused("limit", `Worklets call each other more than ${limits.childDepth} deep; ${worklet} was not called.`);
  }
  let definition: Definition;
  try {
    const address = { application, worklet, environment, version: null };
    definition = await definitionOf(env, address, Date.now(), null);
  } catch (error) {
    if (isAway(error)) {
      log.error("child.worklet_unavailable", error, { run_id: parent.id, worklet });
      return { isNotNow: true };
    }
    const fault = Fault.of(error);
    if (!fault) throw error;
    return refused("user", fault.message);
  }
  const [wrong] = definition.checkInput?.(JSON.parse(input)) ?? [];
  if (wrong) return refused("user", `The worklet ${worklet} refuses its input: ${wrong.path}: ${wrong.message}`);
  const settings = settingsOf(env);
  const by = { runId: parent.id, application, worklet: parent.definition.worklet, block: use.block, item: use.item };
  const order = orderOf(
    definition,
    input,
    {
      id,
      trigger: "worklet",
      createdBy: parent.createdBy,
      depth,
      callbackUrl: null,
      parent: by,
      rerunOf: null,
      until: null,
      bodyHash: null,
    },
    {
      begin: call !== undefined,
      timeoutMs: definition.draft.settings.background_timeout_ms,
      retentionMs: settings.retentionMs,
      tells: { parent: call === undefined, callback: false, onFailure: false },
    },
  );
  return { order: { ...order, secrets } };
}

export function childPlace({ start }: Order): Pick<Child, "runId" | "application" | "worklet"> {
  return { runId: start.id, application: start.definition.application, worklet: start.definition.worklet };
}

/** How a child ended, for the block that waits for it; null: it still runs. */
export function answerOf(id: string, worklet: string, { status, failure, output }: Report): ChildAnswer | null {
  if (status === "QUEUED" || status === "RUNNING") return null;
  if (output !== null) return { runId: id, secrets: [], output };
  const why: Failure = failure ?? { kind: "platform", message: "It gave no reason.", block: null, stack: "" };
  return {
    runId: id,
    secrets: [],
    failure: { ...why, block: null, message: `Worklet ${worklet} failed: ${why.message}` },
  };
}

function refused(kind: Failure["kind"], message: string): { answer: ChildAnswer } {
  return { answer: { runId: null, secrets: [], failure: { kind, message, block: null, stack: "" } } };
}
