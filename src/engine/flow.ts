import type { EnvState } from "./env.ts";
import { envMerged } from "./env.ts";
import type { Plan, Step } from "./plan.ts";

/** The rules of data flow, as pure functions of what has happened so far. Values are JSON text throughout. */

/** `chosen`: places of the blocks that a decision leads to; null for a block that leads to every `next`. */
export type StepState =
  | { status: "WAITING" | "RUNNING" | "SKIPPED" }
  | { status: "SUCCEEDED"; chosen: readonly number[] | null };

export type States = readonly StepState[];

/**
 * What can happen now to those among `places` that wait: a block is due when every block that leads to it has run or was
 * skipped, and runs when at least one of these edges is live, else it is skipped.
 */
export function ready(plan: Plan, states: States, places: readonly number[]): { run: number[]; skip: number[] } {
  const due = { run: [] as number[], skip: [] as number[] };
  for (const place of new Set(places)) {
    const step = plan.steps[place];
    if (step === undefined || states[place]?.status !== "WAITING") continue;
    if (!step.previous.every((before) => isSettled(states[before]))) continue;
    const isLive = step.previous.length === 0 || step.previous.some((before) => leads(states[before], place));
    due[isLive ? "run" : "skip"].push(place);
  }
  return due;
}

/** The worklet's input at a start, the output of the one block that leads here, or an object of the outputs by block. */
export function inputOf(step: Step, states: States, workletInput: string, output: (place: number) => Named): string {
  if (step.previous.length === 0) return workletInput;
  return composed(liveBefore(step, states), output);
}

/** What the block finds in `env`. */
export function envOf(step: Step, states: States, atStart: EnvState, after: (place: number) => EnvState): EnvState {
  if (step.previous.length === 0) return atStart;
  return envMerged(liveBefore(step, states).map(after));
}

/** The worklet's output: that of the end that ran, or an object of the ends that ran. */
export function outputOf(plan: Plan, states: States, output: (place: number) => Named): string {
  const ends = plan.until === null ? plan.order.filter((place) => isEnd(plan, states, place)) : [plan.until];
  const ran = ends.filter((place) => states[place]?.status === "SUCCEEDED");
  return composed(ran.sort(byPlace), output);
}

export type Named = { id: string; text: string };

/** Nothing more happens to the block. */
export function isSettled(state: StepState | undefined): boolean {
  return state?.status === "SUCCEEDED" || state?.status === "SKIPPED";
}

function leads(state: StepState | undefined, place: number): boolean {
  return state?.status === "SUCCEEDED" && (state.chosen === null || state.chosen.includes(place));
}

function liveBefore(step: Step, states: States): number[] {
  return step.previous.filter((before) => leads(states[before], step.index));
}

/** A block without `next`, or a decision of which no branch was taken. */
function isEnd(plan: Plan, states: States, place: number): boolean {
  const state = states[place];
  if (plan.steps[place]?.next.length === 0) return true;
  return state?.status === "SUCCEEDED" && state.chosen?.length === 0;
}

function byPlace(a: number, b: number): number {
  return a - b;
}

/** Spliced, not parsed: the texts are JSON already. Nothing at all (the block of `until` was skipped) is null. */
function composed(places: readonly number[], output: (place: number) => Named): string {
  const [first, ...others] = places;
  if (first === undefined) return "null";
  if (others.length === 0) return output(first).text;
  const members = places.map(output).map(({ id, text }) => `${JSON.stringify(id)}:${text}`);
  return `{${members.join(",")}}`;
}
