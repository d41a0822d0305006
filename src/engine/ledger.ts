import type { Failure } from "../contract/failure.ts";
import type { Clock } from "./clock.ts";
import type { EnvState } from "./env.ts";
import { envAfter, envAtStart } from "./env.ts";
import type { Named, StepState } from "./flow.ts";
import { envOf, isSettled, ready } from "./flow.ts";
import type { Journal } from "./journal.ts";
import type { Done } from "./kind.ts";
import type { Progress } from "./past.ts";
import { placesOf, progressOf } from "./past.ts";
import type { Group, Plan, Step } from "./plan.ts";
import type { Broken, EngineRun } from "./run.ts";

/** Where one run stands: what the journal was told, the state of every block, and the envs that may still be needed. */
export class Ledger {
  readonly progress: Progress;
  /** Outputs so far; a character counts as a byte. */
  valueBytes = 0;
  private readonly plan: Plan;
  readonly journal: Journal;
  private readonly clock: Clock;
  private readonly envAtStart: EnvState;
  /** The env after each block, as long as one that follows may ask for it. */
  private readonly envs: (EnvState | undefined)[] = [];

  constructor(run: EngineRun, plan: Plan, journal: Journal, clock: Clock) {
    this.plan = plan;
    this.journal = journal;
    this.clock = clock;
    this.envAtStart = envAtStart(run.env ?? "{}", plan.meets);
    this.progress = progressOf(plan, journal.begin(), run.settings.retry);
  }

  /** Blocks whose time has come when the run goes on where the journal ends: the starts, when it is new. */
  firstPlaces(): readonly number[] {
    const { states, envs } = this.progress;
    if (states.every((state) => state.status === "WAITING")) return this.plan.starts;
    for (const place of this.plan.order) {
      if (states[place]?.status !== "SUCCEEDED") continue;
      const step = this.stepAt(place);
      this.envs[place] = envAfter(this.envBefore(step), step.rank, envs[place] ?? null);
    }
    return this.plan.order;
  }

  /** Skips those of the places that no live edge leads to, with all that follows from it, and gives those that run. */
  takeReady(places: readonly number[]): Step[] {
    const steps: Step[] = [];
    for (let due = places; due.length > 0; ) {
      const { run, skip } = ready(this.plan, this.progress.states, due);
      for (const place of run) {
        this.progress.states[place] = { status: "RUNNING" };
        steps.push(this.stepAt(place));
      }
      for (const place of skip) this.noteSkip(this.stepAt(place));
      due = skip.flatMap((place) => this.stepAt(place).next);
    }
    return steps;
  }

  noteStart({ index, id, block }: Step, input: string, at: number): void {
    const attempt = this.attempt(index) + 1;
    this.progress.attempts[index] = attempt;
    this.journal.blockStarted({ block: id, kind: block.kind, attempt, input, at });
  }

  /** A block begins that runs once for each of so many items. */
  noteStartOfItems({ index, id, block }: Step, input: string, items: number, at: number): void {
    const attempt = this.attempt(index) + 1;
    this.progress.attempts[index] = attempt;
    this.journal.blockStarted({ block: id, kind: block.kind, attempt, input, at, items });
  }

  /** Blocks inside a shared guest call are known by the times of the guest, and only when the call is over. */
  noteDone(group: Group, done: readonly Done[], envBefore: EnvState): void {
    const now = this.clock.now();
    let env = envBefore;
    for (const [n, one] of done.entries()) {
      const [step, following] = [group[n], group[n + 1]];
      if (step === undefined) throw new Error("A kind of block answered for more blocks than it was given.");
      const { output, chosen, childRunId } = one;
      const at = following === undefined ? now : (one.finishedAt ?? now);
      const attempt = this.attempt(step.index);
      env = envAfter(env, step.rank, one.env);
      this.journal.blockFinished({ block: step.id, attempt, output, env: env.text, chosen, childRunId, at });
      this.envs[step.index] = env;
      this.valueBytes += output.length;
      this.settle(step, { status: "SUCCEEDED", chosen: placesOf(this.plan, chosen) });
      if (following !== undefined) this.noteStart(following, output, done[n + 1]?.startedAt ?? at);
    }
  }

  /** Counts the failure. `pauseAfter` says, by the number of them, how long the next attempt has to wait; null: there is none. */
  noteFailure(
    step: Step,
    failure: Failure,
    childRunId: string | null,
    pauseAfter: (failures: number, at: number) => number | null,
  ): number | null {
    const at = this.clock.now();
    const failures = (this.progress.failures[step.index] ?? 0) + 1;
    this.progress.failures[step.index] = failures;
    const pauseMs = pauseAfter(failures, at);
    const notBefore = pauseMs === null ? null : at + pauseMs;
    const status = failure.kind === "timeout" ? "TIMED_OUT" : "FAILED";
    const attempt = this.attempt(step.index);
    this.journal.blockFailed({ block: step.id, attempt, status, failure, childRunId, at, notBefore });
    return pauseMs;
  }

  /** A block that was running when the run ended. */
  noteStop(step: Step, broken: Broken, childRunId: string | null): void {
    const status = broken.status === "TIMED_OUT" ? "TIMED_OUT" : "CANCELED";
    const { block, kind, message, stack } = broken.failure;
    const culprit = block === null ? "The run failed" : `Block \`${block}\` failed`;
    const failure: Failure =
      broken.status === "FAILED"
        ? { kind: "canceled", message: culprit, block: step.id, stack: "" }
        : { kind, message, block: step.id, stack };
    const attempt = this.attempt(step.index);
    this.journal.blockFailed({ block: step.id, attempt, status, failure, childRunId, at: this.clock.now() });
  }

  envBefore(step: Step): EnvState {
    return envOf(step, this.progress.states, this.envAtStart, (place) => this.envs[place] ?? this.envAtStart);
  }

  outputAt(place: number): Named {
    const { id } = this.stepAt(place);
    return { id, text: this.journal.value(id) };
  }

  private noteSkip(step: Step): void {
    this.journal.blockSkipped({ block: step.id, kind: step.block.kind, at: this.clock.now() });
    this.settle(step, { status: "SKIPPED" });
  }

  private settle(step: Step, state: StepState): void {
    const { states } = this.progress;
    states[step.index] = state;
    for (const before of step.previous)
      if (this.stepAt(before).next.every((place) => isSettled(states[place]))) this.envs[before] = undefined;
  }

  private attempt(place: number): number {
    return this.progress.attempts[place] ?? 0;
  }

  private stepAt(place: number): Step {
    const step = this.plan.steps[place];
    if (step === undefined) throw new Error(`The plan has no block at ${place}.`);
    return step;
  }
}
