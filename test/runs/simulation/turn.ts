import type { Failure } from "../../../src/contract/failure.ts";
import type { Clock } from "../../../src/engine/clock.ts";
import { codeOf, runTurn, type TurnEnd } from "../../../src/runs/object/executor.ts";
import type { TurnJournal } from "../../../src/runs/object/run-journal.ts";
import type { ChildNews } from "../../../src/runs/object/turn-tools.ts";
import type { GuestAnswer, GuestCall } from "../../../src/sandbox/guest.ts";
import { nothingOutside } from "../../engine/support.ts";
import type { SimulatedChild } from "./child.ts";
import { type SimulatedObject, start } from "./object.ts";
import type { World } from "./world.ts";

/** One executor: the real turn on the real journal, with guests and children of the simulated world. */
export class SimulatedTurn {
  readonly stop = new AbortController();
  /** The alarm's handler waits for its end, so no alarm rings meanwhile. */
  isHeld = false;
  private readonly world: World;
  private readonly object: SimulatedObject;
  private readonly turn: number;

  constructor(world: World, object: SimulatedObject, turn: number) {
    this.world = world;
    this.object = object;
    this.turn = turn;
  }

  begin(): void {
    if (this.object.isCodeHere) this.execute();
    else this.world.after(this.world.script.chance.pick([1, 300, 2_000]), () => this.readCode());
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
    const { world, turn, object } = this;
    const { script } = world;
    const life = object.journal.life();
    if (life === null) throw new Error("A run without a life was started.");
    const journal = this.witnessed(
      object.journal.turn(turn, world.now(), () => object.happen({ type: "checkpointed", turn })),
    );
    const clock: Clock = { now: () => world.now(), after: (ms, then) => world.after(ms, then) };
    runTurn({
      start,
      code: codeOf(JSON.stringify({ draft: script.draft, closure })),
      life,
      input: '"in"',
      journal,
      callGuest: (_closure, call, stop) => this.callGuest(call, stop, journal),
      child: (block, _input, _use, waitMs) => this.askChild(block, waitMs),
      giveUpChild: (block) => this.giveUpChild(block),
      outside: nothingOutside,
      stop: this.stop.signal,
      clock: world.rules.clockOf(clock),
      bounds: script.bounds,
    }).then(
      (end) => this.end(end),
      () => this.crash(),
    );
  }

  private end(end: TurnEnd): void {
    const { object, turn } = this;
    // The process may have died while the engine was ending.
    if (object.turn !== this || this.world.object !== object) return;
    object.turn = null;
    if (end.type !== "returned") {
      object.journal.pause();
      object.happen(end.type === "parked" ? { ...end, turn } : { type: "yielded", turn });
      if (end.type === "parked") this.world.witness.parked(object.journal);
      return;
    }
    const { ended } = end;
    if (ended.status === "SUCCEEDED") {
      object.journal.keepOutput(ended.output);
      object.happen({ type: "returned", turn, status: "SUCCEEDED" });
    } else if (ended.status !== "CANCELED") {
      object.happen({ type: "returned", turn, status: ended.status, failure: ended.failure });
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
    return new Promise((resolve, reject) => {
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
        if (!stop.aborted) world.witness.guestAnswers(block);
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

  /** Notes the child, makes it when it is not there, and waits for its end. */
  private async askChild(block: string, waitMs: number): Promise<ChildNews> {
    const { world, object, turn } = this;
    const { journal } = object;
    const id = this.childOf(block);
    if (!world.isCurrent(turn)) return { id, answer: { ...nobody, failure: canceled }, madeAt: null, isGivenUp: false };
    if (journal.child(id) === null) {
      const child = { runId: id, application: "desk", worklet: block, block, item: null };
      journal.keepChild({ ...child, madeAt: world.now(), isGivenUp: false, isStopped: false });
    }
    object.happen({ type: "childMade", turn });
    const { madeAt = null, isGivenUp = false } = journal.child(id) ?? {};
    const child = await this.ask(id, isGivenUp ? 0 : waitMs, (child) => child.create());
    const news = { id, madeAt, isGivenUp: false };
    if (child.state !== "over") return { ...news, answer: null, isGivenUp };
    if (child.isCanceled)
      return { ...news, answer: isGivenUp ? null : { ...nobody, runId: id, failure: canceled }, isGivenUp };
    const throws = world.script.throws.get(block);
    const fails = throws === "always" || (throws === "once" && !id.includes("/"));
    const failure: Failure = { kind: "user", message: "the child failed", block: null, stack: "" };
    const answer = fails ? { failure } : { output: JSON.stringify(`${block} done`) };
    return { ...news, answer: { ...nobody, runId: id, ...answer } };
  }

  private async giveUpChild(block: string): Promise<void> {
    const { world, object, turn } = this;
    const id = this.childOf(block);
    const child = object.journal.child(id);
    if (child === null || !world.isCurrent(turn)) return;
    object.journal.keepChild({ ...child, isGivenUp: true });
    await this.ask(id, 0, (child) => child.cancel());
  }

  /** Another one after each failure of the block. */
  private childOf(block: string): string {
    const failures = this.object.journal.failuresOf(block, null);
    return failures === 0 ? block : `${block}/${failures}`;
  }

  /** An answer that never comes is a fault of ours. */
  private ask(id: string, waitMs: number, deed: (child: SimulatedChild) => void): Promise<SimulatedChild> {
    const { world } = this;
    return new Promise((resolve, reject) => {
      const giveUp = world.after(waitMs + 60_000, () => reject(new Error("the child does not answer")));
      const hear = (child: SimulatedChild) => {
        // Whoever asked is gone.
        if (world.object !== this.object) return;
        giveUp();
        resolve(child);
      };
      world.disk.send(() =>
        world.carry(() => {
          const child = world.child(id);
          deed(child);
          child.wait(waitMs, () => world.carry(() => hear(child), "process"));
        }, "process"),
      );
    });
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
        if (this.world.isCurrent(this.turn) && entry.status !== "CANCELED")
          this.world.witness.blockFailed(entry, this.childOf(entry.block));
        journal.blockFailed(entry);
      },
    };
  }
}

const closure = { application: "app", files: {}, maps: {}, compatibilityDate: "2026-10-01", compatibilityFlags: [] };
const canceled: Failure = { kind: "canceled", message: "stopped", block: null, stack: "" };
const nobody = { runId: null, secrets: [] };
