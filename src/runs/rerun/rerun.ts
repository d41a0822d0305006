import { type Definition, definitionOf } from "../../catalog/definitions.ts";
import { applicationRow, workletRow } from "../../catalog/rows.ts";
import { inputCheckOf } from "../../catalog/schema.ts";
import type { Caller } from "../../contract/access.ts";
import { Fault } from "../../contract/fault.ts";
import type { Rerun } from "../../contract/run.ts";
import { planOf } from "../../engine/plan.ts";
import { invalid } from "../../http/check.ts";
import type { Reply } from "../../http/route.ts";
import { receiptReply, startRun } from "../background.ts";
import { checkInput, triggerOf } from "../invoke.ts";
import { homeOf, notHere, type RunPlace, runOf } from "../list/runs.ts";
import type { Frozen } from "../object/executor.ts";
import { objectOf } from "../objects.ts";
import type { Original } from "./original.ts";
import { doneBefore } from "./rerun-from.ts";

/** Runs again what ran before: always a run of its own, in the background and in the same environment. */

export type RerunWish = { place: RunPlace; id: string; body: Rerun; caller: Caller; now: number; later: Later };

type Later = (work: () => Promise<unknown>) => void;

/**
 * Faults: `run.not_found`, `run.input_not_kept`, `worklet.not_found` and `version.not_found` when what ran is deleted,
 * `worklet.input_invalid`, `request.invalid` when it cannot begin at `from`, `run.values_too_large`.
 */
export async function rerunRun(env: Env, { place, id, body, caller, now, later }: RerunWish): Promise<Reply> {
  const original = await originalOf(env, place, id, body.from !== undefined, now);
  const definition = await definitionFor(env, original, body.version, now, later);
  const input = body.worklet_input === undefined ? original.input : JSON.stringify(body.worklet_input);
  if (input === null) {
    const detail =
      "The input of this run is not kept: it was over 32 KB, held a secret, or is too long ago. Send it as worklet_input.";
    throw new Fault("run.input_not_kept", detail);
  }
  checkInput(definition, JSON.parse(input));
  const { until } = original;
  if (until !== null && !definition.plan.places.has(until)) {
    throw invalid([
      { path: "/version", message: `That run ended at the block ${until}, which is not there any more.` },
    ]);
  }
  const done = body.from === undefined ? undefined : doneBefore(definition.plan, original, body.from);
  const made = await startRun(env, {
    definition,
    input,
    trigger: triggerOf(caller),
    createdBy: caller.name,
    now,
    timeoutMs: definition.draft.settings.background_timeout_ms,
    tellsFailure: true,
    until: until ?? undefined,
    rerunOf: id,
    done,
    secrets: original.secrets,
  });
  const receipt = receiptReply(definition, made.id);
  return { ...receipt, body: { ...(receipt.body as object), rerun_of: id } };
}

async function originalOf(env: Env, place: RunPlace, id: string, withBlocks: boolean, now: number): Promise<Original> {
  if ((await homeOf(env, place, id, now)) === "a") {
    const text = await objectOf(env, id).original(withBlocks);
    if (text === null) throw notHere(id);
    return JSON.parse(text) as Original;
  }
  const { row, input } = await runOf(env, place, id, now);
  const { application: applicationUid, worklet: workletUid, environment, version } = row;
  const definition = { ...place, applicationUid, workletUid, environment, version };
  // The trace of a synchronous run has its secrets masked: its values are not the ones that its blocks had.
  return { definition, until: null, input, frozen: null, secrets: [], done: { why: "notKept" } };
}

/** `same`: what the run executed; `live`: what an invocation would execute now. Only for a worklet that is still there. */
async function definitionFor(
  env: Env,
  { definition: was, frozen }: Original,
  wish: Rerun["version"],
  now: number,
  later: Later,
): Promise<Definition> {
  const { application, worklet, environment, version } = was;
  const row = await workletRow(env, await applicationRow(env, application), worklet);
  if (row.uid !== was.workletUid) {
    throw new Fault("version.not_found", `The worklet ${worklet} of this run was deleted; another one has its id now.`);
  }
  if (wish === "same" && frozen) return frozenDefinition(was, frozen);
  if (wish === "same" && environment === "draft") {
    const message = 'A synchronous run of a draft does not keep it. Send "live" to run the draft as it is now.';
    throw invalid([{ path: "/version", message }]);
  }
  const address = { application, worklet, environment, version: wish === "same" ? version : null };
  return definitionOf(env, address, now, later);
}

function frozenDefinition(was: Original["definition"], { draft, closure }: Frozen): Definition {
  const { input_schema } = draft;
  return {
    ...was,
    draft,
    closure,
    plan: planOf(draft.graph),
    checkInput: input_schema === null ? null : inputCheckOf(input_schema),
  };
}
