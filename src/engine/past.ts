import type { Failure } from "../contract/failure.ts";
import type { Retry } from "../contract/graph.ts";
import type { StepState } from "./flow.ts";
import type { Past } from "./journal.ts";
import type { Plan, Step } from "./plan.ts";
import { pauseAfter, retryOf } from "./retry.ts";

/** Where a run stands, by place in the block list. */
export type Progress = {
  states: StepState[];
  /** Env after the blocks that have finished, as text. */
  envs: (string | null)[];
  /** Attempts that were started, failures among them, and when the next attempt may begin (epoch milliseconds). */
  attempts: number[];
  failures: number[];
  notBefore: number[];
  /** How long the wait for that is at most: a clock that is set back makes it no longer. */
  pauseMs: number[];
  /** The first failure that no further attempt may cure: the run has failed already. */
  failure: Failure | null;
};

/**
 * What a journal says about a run that was interrupted. A block that has finished or was skipped stays so; one that was
 * running or was stopped runs again, and that does not count as a failure.
 */
export function progressOf(plan: Plan, past: readonly Past[], ofSettings: Retry | null): Progress {
  const zeros = () => new Array<number>(plan.steps.length).fill(0);
  const progress: Progress = {
    states: plan.steps.map(() => waiting),
    envs: [],
    attempts: zeros(),
    failures: zeros(),
    notBefore: zeros(),
    pauseMs: zeros(),
    failure: null,
  };
  for (const entry of past) addEntry(progress, plan, entry, ofSettings);
  return progress;
}

const waiting: StepState = { status: "WAITING" };

function addEntry(progress: Progress, plan: Plan, entry: Past, ofSettings: Retry | null): void {
  const place = plan.places.get(entry.block);
  const step = place === undefined ? undefined : plan.steps[place];
  if (place === undefined || step === undefined)
    throw new Error(`The journal names a block ${entry.block} of another graph.`);
  progress.attempts[place] = entry.attempt;
  if (entry.status === "SKIPPED") progress.states[place] = { status: "SKIPPED" };
  if (entry.status === "SUCCEEDED") {
    progress.states[place] = { status: "SUCCEEDED", chosen: placesOf(plan, entry.chosen) };
    progress.envs[place] = entry.env;
  }
  if (entry.status !== "FAILED" && entry.status !== "TIMED_OUT") return;
  const failures = (progress.failures[place] ?? 0) + 1;
  progress.failures[place] = failures;
  if (entry.failure === null) return;
  const notBefore = entry.notBefore === undefined ? nextAfter(entry, step, failures, ofSettings) : entry.notBefore;
  if (notBefore === null) progress.failure ??= entry.failure;
  else {
    progress.notBefore[place] = notBefore;
    progress.pauseMs[place] = notBefore - (entry.finishedAt ?? 0);
  }
}

/** For a journal that does not say it. Items are tried again one by one: a block that failed by them is over. */
function nextAfter({ failure, finishedAt }: Past, step: Step, failures: number, ofSettings: Retry | null) {
  if (failure === null || step.each !== null) return null;
  const pauseMs = pauseAfter(failure, failures, retryOf(step.block, ofSettings));
  return pauseMs === null ? null : (finishedAt ?? 0) + pauseMs;
}

/** What a decision chose, as places; null for a block that leads to every `next`. */
export function placesOf(plan: Plan, chosen: readonly string[] | null): readonly number[] | null {
  return chosen === null ? null : chosen.flatMap((id) => plan.places.get(id) ?? []);
}
