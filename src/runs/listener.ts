import { type Definition, definitionOf } from "../catalog/definitions.ts";
import { applicationRow } from "../catalog/rows.ts";
import { Fault } from "../contract/fault.ts";
import type { Environment } from "../contract/run.ts";
import { log } from "../platform/log.ts";
import { settingsOf } from "../platform/settings.ts";
import { orderOf, unasked } from "./object/order.ts";
import { createRun, standingRunId } from "./objects.ts";

/** The worklet that an application names in `on_failure`: it is told what has failed. */

export type Failing = {
  /** What has failed, by slugs and the application's internal id. */
  application: string;
  applicationUid: string;
  worklet: string;
  environment: Environment;
  createdBy: string;
  /** For the log, when nobody can be told. */
  about: Record<string, unknown>;
};

export type ListenerCall = {
  /** What the id of the call follows from: asked for twice, it is one run. */
  time: number;
  from: readonly unknown[];
  /** Asked last, when somebody listens; absent: always. */
  mayCall?: () => Promise<boolean>;
};

/**
 * Makes the run of the `on_failure` worklet, in the environment of what has failed. Rejects when it cannot be made now; what can
 * never be made is logged.
 */
export async function tellListener(
  env: Env,
  failing: Failing,
  { time, from, mayCall }: ListenerCall,
  input: unknown,
): Promise<void> {
  const definition = await listenerOf(env, failing);
  if (!definition) return;
  const [wrong] = definition.checkInput?.(input) ?? [];
  if (wrong) {
    const why = new Error(`${definition.worklet} refuses its input: ${wrong.path}: ${wrong.message}`);
    return log.error("on_failure.refused", why, failing.about);
  }
  if (mayCall && !(await mayCall())) return;
  const settings = settingsOf(env);
  const place = { applicationUid: failing.applicationUid, worklet: definition.worklet };
  const order = orderOf(
    definition,
    JSON.stringify(input),
    {
      id: await standingRunId(env, place, time, ["on_failure", ...from, definition.workletUid]),
      trigger: "worklet",
      createdBy: failing.createdBy,
      ...unasked,
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
async function listenerOf(env: Env, failing: Failing): Promise<Definition | null> {
  const { application, worklet, applicationUid, environment } = failing;
  try {
    const { uid, onFailure } = await applicationRow(env, application);
    if (uid !== applicationUid || onFailure === null || onFailure === worklet) return null;
    const address = { application, worklet: onFailure, environment, version: null };
    return await definitionOf(env, address, Date.now(), null);
  } catch (error) {
    const fault = Fault.of(error);
    if (!fault || fault.code.startsWith("platform.")) throw error;
    log.error("on_failure.not_called", fault, failing.about);
    return null;
  }
}
