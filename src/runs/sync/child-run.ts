import { type Definition, definitionOf } from "../../catalog/definitions.ts";
import type { Failure } from "../../contract/failure.ts";
import { Fault } from "../../contract/fault.ts";
import { limits } from "../../contract/limits.ts";
import type { ChildAnswer } from "../../engine/kind.ts";
import { noteRun } from "../list/journal.ts";
import { type ChildRequest, type RunPowers, runSync } from "./sync-run.ts";

/**
 * A run that another run waits for, in a request context of its own and within the other's limit. Everything that goes
 * wrong is a failure of the block or of the call that started it.
 */
export async function runChild(
  env: Env,
  request: ChildRequest,
  powers: RunPowers,
  stop: AbortSignal,
  later: (work: () => Promise<unknown>) => void,
): Promise<ChildAnswer> {
  const { application, worklet, environment, input, depth } = request;
  if (depth > limits.childDepth) {
    return notStarted(
      "limit",
      `Worklets call each other more than ${limits.childDepth} deep; ${worklet} was not called.`,
    );
  }
  const now = Date.now();
  let definition: Definition;
  try {
    definition = await definitionOf(env, { application, worklet, environment, version: null }, now, later);
  } catch (error) {
    const fault = Fault.of(error);
    if (!fault) throw error;
    return notStarted("user", fault.message);
  }
  const [wrong] = definition.checkInput?.(JSON.parse(input)) ?? [];
  if (wrong) return notStarted("user", `The worklet ${worklet} refuses its input: ${wrong.path}: ${wrong.message}`);
  const run = await runSync(
    env,
    {
      definition,
      input,
      trigger: "worklet",
      parentRunId: request.parentRunId,
      depth,
      createdBy: request.createdBy,
      createdAt: now,
      timeoutMs: Math.min(request.timeoutMs, definition.draft.settings.timeout_ms),
      secrets: request.secrets,
    },
    powers,
    stop,
  );
  noteRun(env, { by: "request", later }, run.entry, run.isSmall);
  const known = { runId: run.id, secrets: run.secrets };
  if (run.output !== null) return { ...known, output: run.output };
  const failure: Failure = run.failure ?? { kind: "platform", message: "It gave no reason.", block: null, stack: "" };
  return { ...known, failure: { ...failure, block: null, message: `Worklet ${worklet} failed: ${failure.message}` } };
}

function notStarted(kind: Failure["kind"], message: string): ChildAnswer {
  return { runId: null, secrets: [], failure: { kind, message, block: null, stack: "" } };
}
