import type { Failure } from "../contract/failure.ts";
import { limits } from "../contract/limits.ts";
import type { RunBudget } from "../expression/expression.ts";
import { ExpressionError, RunBudgetError } from "../expression/expression.ts";
import { kindOf } from "../models/adapter.ts";
import type { EnvState } from "./env.ts";
import type { Named, States } from "./flow.ts";
import { inputOf } from "./flow.ts";
import { type BlockCall, failureOf } from "./kind.ts";
import type { Plan, Step } from "./plan.ts";
import { evaluatorOf, type Reading, type Sources } from "./reading.ts";
import type { EngineRun } from "./run.ts";
import { isLarger } from "./size.ts";

/** What a block is about to get. A failure here is the block's: its `input` could not be worked out, or is too large. */
export type Prepared = { input: string; failure: Failure | null; evaluate: BlockCall["evaluate"] };

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
  const { run, states, env, budget } = here;
  const receive = () => inputOf(step, states, run.input, here.output);
  const rest = sourcesOf(here);
  const evaluatorFor = (input: () => string) => evaluatorOf({ input, ...rest }, budget);

  const { mapping } = step;
  const mapped = mapping === null ? receive() : mappedInput(() => evaluatorFor(receive)(mapping), step);
  if (typeof mapped !== "string") return { input: "null", failure: mapped, evaluate: () => null };
  const evaluateOne = step.readings.length === 0 ? null : evaluatorFor(() => mapped);
  return {
    input: mapped,
    failure: sizeFailure(step, mapped, env),
    evaluate(expression, secrets) {
      const reading = step.readings[expression];
      if (reading === undefined || evaluateOne === null)
        throw new Error(`Block ${step.id} has no expression ${expression}.`);
      return evaluateOne(reading, secrets && { secrets });
    },
  };
}

/** Where expressions look, but for `input`. */
function sourcesOf({ run, plan, states, env, output }: Here): Omit<Sources, "input"> {
  const block = (id: string) => {
    const place = plan.places.get(id) ?? -1;
    return states[place]?.status === "SUCCEEDED" ? output(place).text : null;
  };
  return { env: () => env.text, workletInput: () => run.input, run: () => run.guest, block };
}

/** What a block with `each` is about to get. `input` is the list; a failure is the block's. */
export type PreparedItems = { input: string; failure: Failure | null; count: number; item(place: number): Prepared };

/** Works out the items of a block, and of each item its input when its turn comes. What they share is parsed once. */
export function prepareItems(step: Step, each: Reading, here: Here): PreparedItems {
  const received = () => inputOf(step, here.states, here.run.input, here.output);
  const evaluate = evaluatorOf({ input: received, ...sourcesOf(here) }, here.budget);
  const listed = mappedValue(() => evaluate(each), step);
  const failure = "failure" in listed ? listed.failure : listFailure(step, listed.value);
  if (failure !== null || "failure" in listed) return { input: "null", failure, count: 0, item: () => nothing };
  const items = listed.value as unknown[];
  const input = JSON.stringify(items);
  return {
    input,
    failure: sizeFailure(step, input, here.env),
    count: items.length,
    item: (place) => preparedItem(step, { item: items[place], index: place }, evaluate),
  };
}

const nothing: Prepared = { input: "null", failure: null, evaluate: () => null };

function preparedItem(step: Step, scope: { item: unknown; index: number }, evaluate: Evaluate): Prepared {
  const { mapping } = step;
  const mapped = mapping === null ? { value: scope.item } : mappedValue(() => evaluate(mapping, scope), step);
  if ("failure" in mapped) return { ...nothing, failure: mapped.failure };
  const more = { ...scope, input: mapped.value };
  return {
    input: JSON.stringify(mapped.value) ?? "null",
    failure: null,
    evaluate(expression, secrets) {
      const reading = step.readings[expression];
      if (reading === undefined) throw new Error(`Block ${step.id} has no expression ${expression}.`);
      return evaluate(reading, secrets ? { ...more, secrets } : more);
    },
  };
}

type Evaluate = ReturnType<typeof evaluatorOf>;

function mappedValue(evaluate: () => unknown, step: Step): { value: unknown } | { failure: Failure } {
  try {
    return { value: evaluate() };
  } catch (error) {
    if (error instanceof ExpressionError) return { failure: expressionFailure(error, step) };
    throw error;
  }
}

function listFailure({ id }: Step, value: unknown): Failure | null {
  if (!Array.isArray(value)) {
    return failureOf("user", `each.items of block \`${id}\` gave ${kindOf(value)}, and not a list`, id);
  }
  if (value.length <= limits.eachItems) return null;
  const message = `each.items of block \`${id}\` gave ${value.length} items; ${limits.eachItems} is the limit`;
  return failureOf("limit", message, id);
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
