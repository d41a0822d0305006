import type { Failure } from "../contract/failure.ts";
import { limits } from "../contract/limits.ts";
import type { RunBudget } from "../expression/expression.ts";
import { ExpressionError, RunBudgetError } from "../expression/expression.ts";
import type { EnvState } from "./env.ts";
import type { Named, States } from "./flow.ts";
import { inputOf } from "./flow.ts";
import { failureOf } from "./kind.ts";
import type { Plan, Step } from "./plan.ts";
import { evaluatorOf } from "./reading.ts";
import type { EngineRun } from "./run.ts";

/** What a block is about to get. A failure here is the block's: its `input` could not be worked out, or is too large. */
export type Prepared = { input: string; failure: Failure | null; evaluate(expression: number): unknown };

/** What has happened so far, for those that look. */
export type Here = {
  run: EngineRun;
  plan: Plan;
  states: States;
  env: EnvState;
  budget: RunBudget;
  output(place: number): Named;
};

/** Works out the input of a block. Texts that no expression looks at are handed on as they are. */
export function prepare(step: Step, here: Here): Prepared {
  const { run, plan, states, env, budget } = here;
  const receive = () => inputOf(step, states, run.input, here.output);
  const block = (id: string) => {
    const place = plan.places.get(id) ?? -1;
    return states[place]?.status === "SUCCEEDED" ? here.output(place).text : null;
  };
  const rest = { env: () => env.text, workletInput: () => run.input, run: () => run.guest, block };
  const evaluatorFor = (input: () => string) => evaluatorOf({ input, ...rest }, budget);

  const { mapping } = step;
  const mapped = mapping === null ? receive() : mappedInput(() => evaluatorFor(receive)(mapping), step);
  if (typeof mapped !== "string") return { input: "null", failure: mapped, evaluate: () => null };
  const evaluateOne = step.readings.length === 0 ? null : evaluatorFor(() => mapped);
  return {
    input: mapped,
    failure: sizeFailure(step, mapped, env),
    evaluate(expression) {
      const reading = step.readings[expression];
      if (reading === undefined || evaluateOne === null)
        throw new Error(`Block ${step.id} has no expression ${expression}.`);
      return evaluateOne(reading);
    },
  };
}

function mappedInput(evaluate: () => unknown, step: Step): string | Failure {
  try {
    return JSON.stringify(evaluate()) ?? "null";
  } catch (error) {
    if (error instanceof ExpressionError) return expressionFailure(error, step);
    throw error;
  }
}

/** An expression that fails while the run is going: the same values would fail again. */
export function expressionFailure(error: ExpressionError, step: Step): Failure {
  const kind = error instanceof RunBudgetError ? "limit" : "user";
  return failureOf(kind, `${error.name} in ${error.path}: ${error.message}`, step.id);
}

/** A value that one block made is within the limits already: what several made together may not be. */
function sizeFailure(step: Step, input: string, env: EnvState): Failure | null {
  if (step.previous.length < 2 && step.mapping === null) return null;
  if (isLarger(input, limits.outputBytes))
    return failureOf("limit", `The input of block \`${step.id}\` is larger than ${limits.outputBytes} bytes`, step.id);
  if (isLarger(env.text, limits.envBytes))
    return failureOf(
      "limit",
      `The env of the branches that meet in \`${step.id}\` is larger than ${limits.envBytes} bytes`,
      step.id,
    );
  return null;
}

const encoder = new TextEncoder();

/** Whether a text takes more bytes of UTF-8; most texts are decided by their length alone. */
export function isLarger(text: string, bytes: number): boolean {
  if (text.length * 3 <= bytes) return false;
  return text.length > bytes || encoder.encode(text).length > bytes;
}
