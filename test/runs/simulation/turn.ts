import type { Failure } from "../../../src/contract/failure.ts";
import type { Clock } from "../../../src/engine/clock.ts";
import { execute } from "../../../src/engine/execute.ts";
import type { ChildAnswer, Tools } from "../../../src/engine/kind.ts";
import type { Outcome } from "../../../src/engine/run.ts";
import type { TurnJournal } from "../../../src/runs/object/run-journal.ts";
import type { GuestAnswer, GuestCall } from "../../../src/sandbox/guest.ts";
import type { SimulatedObject } from "./object.ts";
import type { World } from "./world.ts";

/** One executor: the real engine on the real journal, with guests and children of the simulated world. */
export class SimulatedTurn {
  readonly stop = new AbortController();
  private readonly world: World;
  private readonly object: SimulatedObject;
  private readonly turn: number;
  /** Children that are known to run. */
  private readonly waiting = new Map<string, (answer: ChildAnswer) => void>();
  /** Guests that run and answers that are on their way. */
  private busy = 0;
  private leaving: "yielded" | "parked" | null = null;
  private isRunning = false;
  private parkedFor: string[] = [];

  constructor(world: World, object: SimulatedObject, turn: number) {
    this.world = world;
    this.object = object;
    this.turn = turn;
  }

  begin(): void {
    if (this.object.isCodeHere) this.execute();
    else this.world.after(this.world.script.chance.pick([1, 300, 2_000]), () => this.readCode());
  }

  /** Leaves on its own account, as soon as no guest is running; false when it is leaving already. */
  leave(how: "yielded" | "parked"): boolean {
    if (!this.isRunning || this.leaving !== null || this.stop.signal.aborted) return false;
    this.leaving = how;
    this.parkedFor = [...this.waiting.keys()];
    this.stop.abort();
    return true;
  }

  /** True when nothing of the run is left running but children. */
  considerParking(): boolean {
    return this.busy === 0 && this.waiting.size > 0 && this.leave("parked");
  }

  childIsOver(child: string): void {
    this.waiting.get(child)?.(this.answerOf(child));
  }

  private readCode(): void {
    if (this.world.isCodeDown) {
      this.object.turn = null;
      this.object.happen({ type: "unavailable", turn: this.turn });
      return;
    }
    this.object.isCodeHere = true;
    if (this.world.isCurrent(this.turn)) this.execute();
    else this.object.turn = null;
  }

  private execute(): void {
    const { world, turn } = this;
    const { script } = world;
    const life = this.object.journal.life();
    if (life === null) throw new Error("A run without a life was started.");
    this.isRunning = true;
    const journal = this.witnessed(
      this.object.journal.turn(turn, world.now(), () => this.object.happen({ type: "checkpointed", turn })),
    );
    const clock: Clock = { now: () => world.now(), after: (ms, then) => world.after(ms, then) };
    const tools: Tools = {
      closure: { application: "app", files: {}, maps: {}, compatibilityDate: "2026-10-01", compatibilityFlags: [] },
      callGuest: (_closure, call, stop) => this.callGuest(call, stop, journal),
      invoke: (worklet, _input, { signal }) => this.invoke(worklet, signal),
    };
    const guest = {
      id: "run_a",
      attempt: life.attempt,
      trigger: "api",
      environment: "production",
      application: "desk",
      worklet: "triage",
      parent_run_id: null,
    } as const;
    const settings = { timeoutMs: life.timeoutMs, retry: null };
    const startedAt = life.startedAt ?? world.now();
    execute(
      { plan: script.plan, input: '"in"', settings, startedAt, fuse: false, guest },
      journal,
      tools,
      this.stop.signal,
      clock,
    ).then(
      (outcome) => this.end(outcome),
      () => this.crash(),
    );
  }

  private end(outcome: Outcome): void {
    const { object, turn, leaving } = this;
    // The process may have died while the engine was ending.
    if (object.turn !== this || this.world.object !== object) return;
    object.turn = null;
    if (outcome.status === "CANCELED" && leaving !== null) {
      object.journal.pause();
      object.happen(
        leaving === "yielded" ? { type: "yielded", turn } : { type: "parked", turn, children: this.parkedFor },
      );
    } else if (outcome.status === "SUCCEEDED") {
      object.journal.keepOutput(outcome.output);
      object.happen({ type: "returned", turn, status: "SUCCEEDED" });
    } else if (outcome.status !== "CANCELED") {
      object.happen({ type: "returned", turn, status: outcome.status, failure: outcome.failure });
    } else if (!object.isRunOver) this.world.witness.violate("an executor was stopped, and the run goes on");
  }

  private crash(): void {
    const { object, turn, world } = this;
    if (object.turn !== this || world.object !== object) return;
    object.turn = null;
    if (world.isCurrent(turn)) world.witness.diedByFault(turn);
    object.happen({ type: "crashed", turn });
  }

  private callGuest(call: GuestCall, stop: AbortSignal, journal: TurnJournal): Promise<GuestAnswer> {
    const { world } = this;
    const { script } = world;
    const block = call.blocks[0]?.id ?? "";
    return this.busyUntil((resolve, reject) => {
      const answer = (failure: Failure | null) => {
        const result = {
          block,
          output: JSON.stringify(`${block} done`),
          env: null,
          startedAt: world.now(),
          finishedAt: world.now(),
        };
        resolve({ results: failure === null ? [result] : [], failure, logs: [], cold: false, secrets: [] });
      };
      const failed = (kind: Failure["kind"]) => answer({ kind, message: `${block} failed`, block, stack: "" });
      const stopped = () => void world.after(script.chance.between(0, 900), () => failed("canceled"));
      if (stop.aborted) stopped();
      else stop.addEventListener("abort", stopped, { once: true });
      const work = () => {
        if (!world.isCalm && script.chance.is(script.faults.crash / 4)) return reject(new Error("a fault of ours"));
        const throws = script.throws.get(block);
        if (throws === "always" || (throws === "once" && world.witness.throwsNow(block))) failed("user");
        else answer(null);
      };
      const ms = script.ms.get(block) ?? 0;
      world.disk.send(() => {
        world.witness.guestStarts(block, this.turn);
        if (script.killer === block) world.after(Math.min(ms, 500), () => world.crash());
        else if (script.steps.has(block))
          world.after(ms / 2, () => this.doStep(block, journal, () => world.after(ms / 2, work)));
        else world.after(ms, work);
      });
    });
  }

  private doStep(block: string, journal: TurnJournal, then: () => void): void {
    const key = { block, item: null, name: "step", use: 1 };
    if (journal.step(key) === undefined) {
      this.world.witness.stepRuns(block);
      journal.keepStep(key, '"kept"');
      if (this.world.isCurrent(this.turn)) this.world.witness.stepKept(block);
    }
    then();
  }

  /** Asks for the child, which makes it when it is not there; an answer that never comes is a fault of ours. */
  private invoke(child: string, stop: AbortSignal): Promise<ChildAnswer> {
    const { world, object, turn } = this;
    const { journal } = object;
    return new Promise((resolve, reject) => {
      const canceled: Failure = { kind: "canceled", message: "stopped", block: null, stack: "" };
      const end = (answer: ChildAnswer) => {
        this.waiting.delete(child);
        resolve(answer);
      };
      stop.addEventListener("abort", () => end({ runId: child, secrets: [], failure: canceled }), { once: true });
      if (stop.aborted) return end({ runId: child, secrets: [], failure: canceled });
      if (world.isCurrent(turn) && !journal.children().some(({ runId }) => runId === child)) {
        journal.keepChild({ runId: child, application: "desk", worklet: child, block: child, item: null });
        object.happen({ type: "childMade", turn });
      }
      this.busy += 1;
      const giveUp = world.after(60_000, () => {
        this.busy -= 1;
        reject(new Error("the child does not answer"));
      });
      let isAnswered = false;
      world.disk.send(() =>
        world.carry(() => {
          const asked = world.child(child);
          asked.create();
          const { state } = asked;
          world.carry(() => {
            if (isAnswered || stop.aborted) return;
            isAnswered = true;
            giveUp();
            this.busy -= 1;
            if (state === "over") end(this.answerOf(child));
            else this.waiting.set(child, end);
          }, "process");
        }, "process"),
      );
    });
  }

  private answerOf(child: string): ChildAnswer {
    const failure: Failure = { kind: "user", message: "the child failed", block: null, stack: "" };
    const known = { runId: child, secrets: [] };
    if (this.world.script.throws.get(child) === "always") return { ...known, failure };
    return { ...known, output: JSON.stringify(`${child} done`) };
  }

  private busyUntil<Value>(
    work: (resolve: (value: Value) => void, reject: (error: Error) => void) => void,
  ): Promise<Value> {
    this.busy += 1;
    let isDone = false;
    const once =
      <Argument>(then: (argument: Argument) => void) =>
      (argument: Argument) => {
        if (!isDone) this.busy -= 1;
        isDone = true;
        then(argument);
      };
    return new Promise((resolve, reject) => work(once(resolve), once(reject)));
  }

  /** The witness hears what the journal was told in time. */
  private witnessed(journal: TurnJournal): TurnJournal {
    return {
      ...journal,
      blockFinished: (entry) => {
        if (this.world.isCurrent(this.turn)) this.world.witness.blockFinished(entry.block);
        journal.blockFinished(entry);
      },
      blockFailed: (entry) => {
        if (this.world.isCurrent(this.turn) && entry.status !== "CANCELED") this.world.witness.checkpointed();
        journal.blockFailed(entry);
      },
    };
  }
}
