import { type Definition, definitionOf } from "../../catalog/definitions.ts";
import { applicationRow } from "../../catalog/rows.ts";
import { Fault } from "../../contract/fault.ts";
import { log } from "../../platform/log.ts";
import { settingsOf } from "../../platform/settings.ts";
import type { Life } from "../life.ts";
import { createRun } from "../objects.ts";
import { deriveRunId } from "../run-id.ts";
import { orderOf } from "./order.ts";
import type { RunStart } from "./run-journal.ts";

/** Calls the worklet that an application names in `on_failure`, when a background run has failed. */

const minuteMs = 60_000;

/**
 * Makes the run of the `on_failure` worklet, in the environment of the run that failed. Its id follows from the worklet that
 * failed and the minute: of a worklet that fails all the time, one run in each minute is told. Rejects when it cannot be made
 * now; what can never be made is logged.
 */
export async function tellFailure(env: Env, start: RunStart, life: Life, runBody: string): Promise<void> {
  const { application, worklet, applicationUid, workletUid, environment, version } = start.definition;
  const definition = await listenerOf(env, start);
  if (!definition) return;
  const { error, ...run } = JSON.parse(runBody) as { error: unknown };
  const input = { run: { ...run, application, worklet, environment, version, trigger: start.trigger }, error };
  const [wrong] = definition.checkInput?.(input) ?? [];
  if (wrong) {
    const why = new Error(`${definition.worklet} refuses its input: ${wrong.path}: ${wrong.message}`);
    return log.error("on_failure.refused", why, { run_id: start.id });
  }
  const settings = settingsOf(env);
  const at = Math.floor((life.finishedAt ?? life.createdAt) / minuteMs) * minuteMs;
  const place = { applicationUid, worklet: definition.worklet };
  const id = deriveRunId(settings, place, at, ["on_failure", applicationUid, workletUid, definition.workletUid]);
  const order = orderOf(
    definition,
    JSON.stringify(input),
    {
      id,
      trigger: "worklet",
      createdBy: start.createdBy,
      depth: 0,
      callbackUrl: null,
      parent: null,
      rerunOf: null,
      until: null,
      bodyHash: null,
    },
    {
      begin: false,
      timeoutMs: definition.draft.settings.background_timeout_ms,
      retentionMs: settings.retentionMs,
      // Never for what it does itself: a circle of failures would not end.
      tells: { parent: false, callback: false, onFailure: false },
    },
  );
  await createRun(env, order);
}

/** The worklet to call, as the application names it now; null: none, or the one that has failed. */
async function listenerOf(env: Env, start: RunStart): Promise<Definition | null> {
  const { application, worklet, applicationUid, environment } = start.definition;
  try {
    const { uid, onFailure } = await applicationRow(env, application);
    if (uid !== applicationUid || onFailure === null || onFailure === worklet) return null;
    const address = { application, worklet: onFailure, environment, version: null };
    return await definitionOf(env, address, Date.now(), () => undefined);
  } catch (error) {
    const fault = Fault.of(error);
    if (!fault || fault.code.startsWith("platform.")) throw error;
    log.error("on_failure.not_called", fault, { run_id: start.id });
    return null;
  }
}
