import { eachOf } from "../contract/block.ts";
import type { Failure } from "../contract/failure.ts";
import { limits } from "../contract/limits.ts";
import type { AttemptAnswer } from "./attempt.ts";
import { attempt } from "./attempt.ts";
import type { Clock } from "./clock.ts";
import { pause } from "./clock.ts";
import { runEach } from "./each.ts";
import { Effort } from "./effort.ts";
import { Ending } from "./ending.ts";
import type { EnvState } from "./env.ts";
import { outputOf } from "./flow.ts";
import { Gathering } from "./gathering.ts";
import type { Journal } from "./journal.ts";
import type { Tools } from "./kind.ts";
import { failed, failureOf } from "./kind.ts";
import { Ledger } from "./ledger.ts";
import type { Group, Plan, Step } from "./plan.ts";
import { groupFrom, planUntil } from "./plan.ts";
import type { Here, Prepared } from "./prepare.ts";
import { prepare, prepareItems } from "./prepare.ts";
import type { Reading } from "./reading.ts";
import { canRetry, pauseAfter, retryOf } from "./retry.ts";
import type { Ended, EngineRun, Outcome } from "./run.ts";
import { isLarger } from "./size.ts";

/**
 * Runs the blocks of a plan, beginning where the journal ends, and resolves when nothing runs any more. What users' code does
 * wrong is an outcome; it rejects only for a fault of ours (a tool or the journal threw), after all blocks were stopped.
 */
export async function execute(
  run: EngineRun,
  journal: Journal,
  tools: Tools,
  stop: AbortSignal,
  clock: Clock,
): Promise<Outcome> {
  const plan = run.until === undefined ? run.plan : planUntil(run.plan, run.until);
  return new Execution(run, plan, new Ledger(run, plan, journal, clock), tools, clock).finish(stop);
}

class Execution {
  private readonly run: EngineRun;
  private readonly plan: Plan;
  private readonly ledger: Ledger;
  private readonly tools: Tools;
  private readonly clock: Clock;
  private readonly deadline: number;
  private readonly ending = new Ending();
  private readonly gathering = new Gathering();
  private readonly effort = new Effort();
  /** Groups of which an attempt is running. */
  private readonly active = new Set<Group>();
  private readonly idle = Promise.withResolvers<void>();
  private works = 0;
  private crash: { error: unknown } | null = null;

  constructor(run: EngineRun, plan: Plan, ledger: Ledger, tools: Tools, clock: Clock) {
    this.run = run;
    this.plan = plan;
    this.ledger = ledger;
    this.tools = tools;
    this.clock = clock;
    this.deadline = (run.startedAt ?? clock.now()) + (run.settings.timeoutMs ?? Number.POSITIVE_INFINITY);
  }

  async finish(stop: AbortSignal): Promise<Outcome> {
    const time = { leftMs: this.deadline - this.clock.now(), isUp: () => this.timeOut() };
    const release = this.ending.watch(stop, time, this.clock);
    const { failure } = this.ledger.progress;
    if (failure !== null) this.ending.end("FAILED", failure);
    this.work(async () => this.advance(this.ledger.firstPlaces()));
    await this.idle.promise;
    release();
    if (this.crash !== null) throw this.crash.error;
    return { ...(this.ending.broken ?? this.end()), ...this.gathering.all() };
  }

  private end(): Ended {
    const output = outputOf(this.plan, this.ledger.progress.states, (place) => this.ledger.outputAt(place));
    if (!isLarger(output, limits.outputBytes)) return { status: "SUCCEEDED", output };
    const message = `The output of the worklet is larger than ${limits.outputBytes} bytes`;
    return { status: "FAILED", failure: failureOf("limit", message, null) };
  }

  /** Starts or skips those of the places whose time has come. */
  private advance(places: readonly number[]): void {
    if (this.ending.broken !== null) return;
    const steps = this.ledger.takeReady(places);
    if (steps.length > 0) this.boundValues();
    for (const step of steps) this.work(() => this.runFrom(step));
  }

  /** Runs a block, with the neighbours that share its guest call, as often as its retry allows. */
  private async runFrom(first: Step): Promise<void> {
    const { run, plan, ledger, ending } = this;
    if (this.effort.isTurnDue()) await this.effort.takeTurn(this.clock);
    if (this.isOver()) return;
    const group: Group = run.fuse && !canRetry(run.settings.retry) ? groupFrom(plan, first) : [first];
    const env = ledger.envBefore(first);
    const output = (place: number) => ledger.outputAt(place);
    const { states } = ledger.progress;
    const here = { run, plan, states, env, budget: this.effort.budget, output };
    if (first.each !== null) return this.runItems(first, first.each, here);
    const prepared = prepare(first, here);
    // After an interruption the rest of the pause before a retry.
    const { notBefore, pauseMs } = ledger.progress;
    let waitMs = Math.min((notBefore[first.index] ?? 0) - this.clock.now(), pauseMs[first.index] ?? 0);
    for (;;) {
      if (waitMs > 0) await pause(this.clock, waitMs, ending.signal);
      if (this.isOver()) return;
      this.active.add(group);
      const retryMs = await this.runOnce(group, prepared, env);
      this.active.delete(group);
      if (retryMs === null) return;
      waitMs = retryMs;
    }
  }

  /** One attempt; gives the milliseconds until the next one, null when there is none. */
  private async runOnce(group: Group, prepared: Prepared, env: EnvState): Promise<number | null> {
    this.ledger.noteStart(group[0], prepared.input, this.clock.now());
    const result = prepared.failure === null ? await this.attempt(group, prepared, env) : unprepared(prepared.failure);
    return this.settle(group, result, env);
  }

  /** Runs a block once for each item of its list. */
  private async runItems(step: Step, reading: Reading, here: Here): Promise<void> {
    const { run, ledger, clock, effort, deadline } = this;
    const each = eachOf(step.block);
    if (each === undefined) throw new Error(`Block ${step.id} has no items.`);
    const group: Group = [step];
    const prepared = prepareItems(step, reading, here);
    ledger.noteStartOfItems(step, prepared.input, prepared.count, clock.now());
    this.active.add(group);
    const result =
      prepared.failure !== null
        ? unprepared(prepared.failure)
        : await runEach({
            block: step.id,
            each,
            count: prepared.count,
            env: here.env.text,
            retry: retryOf(step.block, run.settings.retry),
            journal: ledger.journal,
            clock,
            stop: this.ending.signal,
            deadline,
            prepare: prepared.item,
            attempt: async (one, item, stop) => {
              const tried = await this.attempt(group, one, here.env, { item, stop });
              this.gathering.add(tried.answer);
              if (tried.isRunOver) this.timeOut();
              return tried;
            },
            isOver: () => this.isOver(),
            rest: async () => {
              if (effort.isTurnDue()) await effort.takeTurn(clock);
            },
          });
    this.active.delete(group);
    this.settle(group, result, here.env);
  }

  /** Notes how an attempt ended and goes on; gives the milliseconds until the next one, null when there is none. */
  private settle(group: Group, result: AttemptAnswer, env: EnvState): number | null {
    const { done, failure } = result.answer;
    this.gathering.add(result.answer);
    this.ledger.noteDone(group, done, env);
    const step = group[done.length];
    if (failure !== null && step !== undefined) return this.fail(step, failure, result);
    this.advance(group[group.length - 1]?.next ?? []);
    return null;
  }

  private attempt(
    group: Group,
    { input, evaluate }: Prepared,
    env: EnvState,
    { item, stop }: { item: number | null; stop: AbortSignal } = { item: null, stop: this.ending.signal },
  ): Promise<AttemptAnswer> {
    const leftMs = this.deadline - this.clock.now();
    const call = {
      input,
      env: env.text,
      run: this.run.guest,
      timeoutMs: Number.isFinite(leftMs) ? Math.max(leftMs, 1) : null,
      item,
      stop,
      logBytes: Math.max(this.gathering.logBytes, 0),
      secrets: group[0].secrets,
      evaluate,
    };
    return attempt(group, call, this.tools, this.clock);
  }

  /** Gives the milliseconds until the block runs again; null when its failure is the run's, or the run has ended already. */
  private fail(step: Step, cause: Failure, { answer, isFinal, isRunOver }: AttemptAnswer): number | null {
    if (isRunOver || this.clock.now() >= this.deadline) this.timeOut();
    if (this.ending.broken !== null) {
      this.ledger.noteStop(step, this.ending.broken, answer.childRunId);
      return null;
    }
    const failure = { ...cause, block: step.id };
    const retryMs = this.ledger.noteFailure(step, failure, answer.childRunId, (failures, at) => {
      const pauseMs = isFinal ? null : this.pauseAfter(step, failure, failures, answer.retryAfterMs);
      // What cannot begin before the run's time is up is not waited for: the failure says more than a time-out would.
      return pauseMs !== null && at + pauseMs < this.deadline ? pauseMs : null;
    });
    if (retryMs === null) this.ending.end("FAILED", failure);
    return retryMs;
  }

  private pauseAfter({ block }: Step, failure: Failure, failures: number, leastMs?: number): number | null {
    return pauseAfter(failure, failures, retryOf(block, this.run.settings.retry), leastMs);
  }

  /** What lives in memory until the run is over must not grow without end. */
  private boundValues(): void {
    const { valueBytes } = this.run;
    if (valueBytes === undefined || this.ledger.valueBytes <= valueBytes) return;
    const message = `The blocks of this run made more than ${valueBytes} bytes: run it in the background`;
    this.ending.end("FAILED", failureOf("limit", message, null));
  }

  /** Asks the clock too: the timer of the deadline cannot fire while expressions keep the event loop busy. */
  private isOver(): boolean {
    if (this.clock.now() >= this.deadline) this.timeOut();
    return this.ending.broken !== null;
  }

  private timeOut(): void {
    const [group, ...others] = this.active;
    const block = group?.length === 1 && others.length === 0 ? group[0].id : null;
    this.ending.timeOut(this.run.settings.timeoutMs, block);
  }

  /** The run is over when nothing works on it any more. */
  private work(work: () => Promise<void>): void {
    const leave = () => {
      this.works -= 1;
      if (this.works === 0) this.idle.resolve();
    };
    this.works += 1;
    work().then(leave, (error) => {
      this.crash ??= { error };
      this.ending.end("FAILED", failureOf("platform", "The platform could not run the block", null));
      leave();
    });
  }
}

function unprepared(failure: Failure): AttemptAnswer {
  return { answer: failed(failure), isFinal: true, isRunOver: false };
}
