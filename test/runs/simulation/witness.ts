import type { Journal } from "../../../src/engine/journal.ts";
import { type Happening, isOver, type Life } from "../../../src/runs/life.ts";
import type { RunJournal } from "../../../src/runs/object/run-journal.ts";
import type { World } from "./world.ts";

type FailedEntry = Parameters<Journal["blockFailed"]>[0];

/** Sees what is kept and what leaves the object, and says which promise was broken first. */
export class Witness {
  violation: string | null = null;
  /** The life that is kept. */
  life: Life | null = null;
  private readonly world: World;
  private readonly finished = new Set<string>();
  private readonly steps = new Set<string>();
  private readonly thrown = new Set<string>();
  /** How many executors had died when the block answered and the journal was not told of a failure. */
  private readonly answered = new Map<string, number>();
  private readonly wokenInTurn = new Set<string>();
  /** What becomes true with the next commit. */
  private pending: (() => void)[] = [];
  /** Executors that died since the last checkpoint, and in all. */
  private deaths = 0;
  private allDeaths = 0;
  private deadTurn = 0;
  private isCanceled = false;
  private isParentTold = false;
  private callbacks = 0;
  private final: string | null = null;
  private endedAt = 0;

  constructor(world: World) {
    this.world = world;
  }

  violate(what: string): void {
    this.violation ??= `${what} (after ${this.world.events} events)`;
  }

  saw(life: Life, { type }: Happening): void {
    const pair = `${stateOf(life)} ${type}`;
    this.world.pairs.set(pair, (this.world.pairs.get(pair) ?? 0) + 1);
  }

  /** A late word must leave everything as it is, but for a clock that was set back. */
  unchangedBy(word: Happening, say: () => void): void {
    const before = this.world.wake().journal.life();
    say();
    const after = this.world.object?.journal.life() ?? null;
    const essence = (life: Life | null) =>
      JSON.stringify([life?.status, life?.turn, life?.executing, life?.attempt, life?.interruptions]);
    if (essence(before) !== essence(after)) this.violate(`a late ${word.type} changes the run`);
  }

  committed(): void {
    const text = this.world.disk.kept.get("life");
    if (text === undefined) return;
    const life = JSON.parse(text) as Life;
    this.life = life;
    for (const become of this.pending) become();
    this.pending = [];
    if (isOver(life)) this.checkFinal(life);
    else this.checkAlarm(life);
    if (life.parked?.some((child) => this.wokenInTurn.has(child)))
      this.violate("a run is parked for a child whose end it was told");
    if (life.attempt > this.allDeaths + 1) this.violate("there are more attempts than interruptions");
  }

  /** The executor has left to wait: is everything waited for? */
  parked(journal: RunJournal): void {
    this.pending.push(() => {
      const life = journal.life();
      // A child's end was told meanwhile, so it starts again.
      if (life === null || life.executing || life.startAt === null || life.startAt <= this.world.now()) return;
      const last = new Map([...journal.blocks()].map((record) => [record.block, record]));
      for (const { id, block, previous } of this.world.script.plan.steps) {
        const record = last.get(id);
        const ids = previous.map((place) => this.world.script.plan.steps[place]?.id ?? "");
        if (record === undefined && ids.every((before) => last.get(before)?.status === "SUCCEEDED"))
          this.violate(`a run is parked while its block ${id} could run`);
        if (record?.status === "FAILED" || record?.status === "TIMED_OUT") {
          if (record.notBefore == null) this.violate(`a run is parked although its block ${id} has failed`);
          else if (life.startAt > record.notBefore) this.violate(`a parked run misses the retry of its block ${id}`);
        }
        if (record?.status !== "RUNNING") continue;
        const failures = journal.failuresOf(id, null);
        const child = journal.child(failures === 0 ? id : `${id}/${failures}`);
        if (child === null || !life.parked?.includes(child.runId))
          this.violate(`a run is parked beside its block ${id}`);
        const ownMs = block.kind === "worklet" ? block.timeout_ms : undefined;
        if (child !== null && ownMs !== undefined && life.startAt > child.madeAt + ownMs)
          this.violate(`a parked run misses the time-out of its block ${id}`);
      }
    });
  }

  executes(life: Life, turn: number): void {
    this.wokenInTurn.clear();
    if (this.world.object?.turn != null) this.violate("a second executor begins beside the first");
    if (life.turn !== turn) this.violate("an executor begins with another turn than the life's");
    if (life.deadlineAt !== null && life.deadlineAt <= this.world.now())
      this.violate("an executor begins after the deadline");
    if (this.deaths > 3) this.violate("a run goes on after four interruptions without a checkpoint");
  }

  guestStarts(block: string, turn: number): void {
    if (this.finished.has(block)) this.violate(`the finished block ${block} runs again`);
    if (this.answered.get(block) === this.allDeaths)
      this.violate(`the block ${block} runs again, and nothing had died`);
    if (this.life?.turn !== turn || !this.life.executing) this.violate("a guest starts that no kept turn started");
  }

  /** Whether a block that throws once does it now. */
  throwsNow(block: string): boolean {
    const isFirst = !this.thrown.has(block);
    this.thrown.add(block);
    return isFirst;
  }

  /** Its code has run to its end or has thrown. */
  guestAnswers(block: string): void {
    this.pending.push(() => this.answered.set(block, this.allDeaths));
  }

  blockFailed({ block, failure: { kind }, notBefore }: FailedEntry, child: string): void {
    this.pending.push(() => this.answered.delete(block));
    this.checkpointed();
    // It was the run that ended.
    if (notBefore === undefined) return;
    if (kind === "canceled") this.violate(`block ${block} fails by a cancel of its child that was its own run's`);
    if (kind === "timeout" && this.world.children.get(child)?.state === "running")
      this.violate(`the child of block ${block} runs on although its time is up`);
  }

  blockFinished(block: string): void {
    this.pending.push(() => this.finished.add(block));
    this.checkpointed();
  }

  stepRuns(block: string): void {
    if (this.steps.has(block)) this.violate(`the finished step of ${block} runs again`);
  }

  stepKept(block: string): void {
    this.pending.push(() => this.steps.add(block));
    this.checkpointed();
  }

  checkpointed(): void {
    this.pending.push(() => {
      this.deaths = 0;
    });
  }

  woke(child: string): void {
    this.pending.push(() => {
      if (this.life?.executing) this.wokenInTurn.add(child);
    });
  }

  /** A process died: an interruption, if an executor was at work for what is kept. */
  died(): void {
    this.pending = [];
    if (this.life?.executing) this.countDeath(this.life.turn);
  }

  diedByFault(turn: number): void {
    this.pending.push(() => this.countDeath(turn));
  }

  cancelAccepted(): void {
    this.isCanceled = true;
    if (this.life?.status !== "CANCELED") this.violate("an accepted cancel did not cancel the run");
  }

  parentTold(): void {
    this.isParentTold = true;
  }

  calledBack(count: number): void {
    this.callbacks = Math.max(this.callbacks, count);
    if (count > 5) this.violate("a callback is tried more than five times");
  }

  /** Everything has come to rest. */
  ended(): void {
    const { script, children, list, disk } = this.world;
    const { life } = this;
    if (life === null || !isOver(life)) {
      this.violate("an accepted run does not end");
      return;
    }
    if (this.isCanceled && life.status !== "CANCELED") this.violate("an accepted cancel was forgotten");
    if (script.tells.parent && !this.isParentTold) this.violate("the parent is never told");
    const isLeft = kept(disk.kept, "child/").some(([, text]) => !children.get(JSON.parse(text).runId)?.isStopped);
    if (isLeft && life.status !== "SUCCEEDED") this.violate("a child of an ended run goes on");
    // The row goes again ten minutes after the end: only a clock that jumps can bring that forward into the time of faults.
    const isHealed = script.faults.clock === 0 || this.endedAt > script.calmAt;
    if (isHealed && list.at(-1)?.status !== life.status) this.violate("the list never hears of the end");
  }

  /** A turn dies once, however often its process does before anybody notices. */
  private countDeath(turn: number): void {
    if (turn === this.deadTurn) return;
    this.deadTurn = turn;
    this.deaths += 1;
    this.allDeaths += 1;
  }

  private checkFinal(life: Life): void {
    const { disk } = this.world;
    const blocks = kept(disk.kept, "block/");
    const output = disk.kept.get("output");
    const final = JSON.stringify([life.status, life.finishedAt, life.failure, output, blocks]);
    if (this.final !== null && this.final !== final) this.violate("a final state changed");
    if (this.final !== null) return;
    this.final = final;
    this.endedAt = this.world.elapsed;
    if (this.isCanceled && life.status !== "CANCELED") this.violate("an accepted cancel was overtaken");
    if ((life.finishedAt ?? 0) < (life.startedAt ?? 0)) this.violate("a run ends before it starts");
    if (blocks.some(([, text]) => /"status":"(RUNNING|PARKED)"/.test(text)))
      this.violate("a block of an ended run is left running");
    const isGivenUp = life.failure?.message.startsWith("The run was interrupted") === true;
    if (isGivenUp && this.deaths < 4) this.violate("a run was given up that had moved forward");
    if (life.status !== "SUCCEEDED") return;
    if (output === undefined) this.violate("a run succeeded without an output");
    const isWhole = this.world.script.plan.steps.every(
      ({ id, block }) => block.kind === "worklet" || this.finished.has(id),
    );
    if (!isWhole) this.violate("a run succeeded without all of its blocks");
  }

  private checkAlarm(life: Life): void {
    const { alarm } = this.world.disk;
    const now = this.world.now();
    if (!this.world.disk.hasJustArmed) return;
    if (alarm === null || alarm > now + Math.max(60_000, life.waitMs))
      this.violate("an open run waits without an alarm");
    else if (life.executing && alarm > now + 10_000) this.violate("an executor runs without a guard");
    else if (life.deadlineAt !== null && alarm > Math.max(now, life.deadlineAt))
      this.violate("no alarm looks after the deadline");
  }
}

function kept(rows: ReadonlyMap<string, string>, prefix: string): [string, string][] {
  return [...rows].filter(([key]) => key.startsWith(prefix));
}

export function stateOf(life: Life): string {
  if (life.status !== "RUNNING") return life.status;
  if (life.executing) return "EXECUTING";
  return life.parked === null ? "WAITING" : "PARKED";
}
