import type { Life } from "../../../src/runs/life.ts";
import { isCurrent, isOver } from "../../../src/runs/life.ts";
import { SimulatedChild } from "./child.ts";
import { Disk } from "./disk.ts";
import { lateWord } from "./late-words.ts";
import { SimulatedObject } from "./object.ts";
import type { Rules } from "./rules.ts";
import { type Script, scriptOf } from "./script.ts";
import { Witness } from "./witness.ts";

type Event = { at: number; process: number | null; run: () => void };

/** How often each happening came in each state: `state happening` to a count. */
export type Pairs = Map<string, number>;

/**
 * One run's object with everything around it: time, messages, alarms, children, and the faults that befall them. One event
 * happens at a time; what the object writes in answer is committed together, or lost together when its process dies.
 */
export class World {
  readonly script: Script;
  readonly rules: Rules;
  readonly disk = new Disk();
  readonly witness: Witness;
  readonly children = new Map<string, SimulatedChild>();
  readonly list: { revision: number; status: Life["status"] }[] = [];
  /** Milliseconds since the history began; no clock shows it. */
  elapsed = 0;
  events = 0;
  object: SimulatedObject | null = null;
  readonly pairs: Pairs;
  private clockOffset = 1_790_000_000_000;
  private agenda: Event[] = [];
  private process = 0;

  constructor(seed: number, rules: Rules, pairs: Pairs) {
    this.script = scriptOf(seed);
    this.rules = rules;
    this.pairs = pairs;
    this.witness = new Witness(this);
    this.disk.isLate = rules.isLate;
  }

  now(): number {
    return this.clockOffset + this.elapsed;
  }

  get isCalm(): boolean {
    return this.elapsed >= this.script.calmAt;
  }

  get isCodeDown(): boolean {
    const [from, to] = this.script.codeDown;
    return this.elapsed >= from && this.elapsed < to;
  }

  /** Dies with the process, unless it is somebody else's doing. */
  after(ms: number, run: () => void, whose: "process" | "others" = "process"): () => void {
    const event: Event = { at: this.elapsed + ms, process: whose === "process" ? this.process : null, run };
    this.agenda.push(event);
    return () => {
      const place = this.agenda.indexOf(event);
      if (place >= 0) this.agenda.splice(place, 1);
    };
  }

  /** Carries a message between two parties: late, doubled or not at all while there are faults. */
  carry(deliver: () => void, whose: "process" | "others" = "others"): void {
    const { chance, faults } = this.script;
    const isFaulty = !this.isCalm && chance.is(faults.lostMessage);
    const kind = isFaulty ? chance.pick(["lost", "doubled", "late"]) : "well";
    if (kind === "lost") return;
    this.after(chance.pick([1, 5, 200, 1_500]) + (kind === "late" ? 40_000 : 0), deliver, whose);
    if (kind === "doubled") this.after(chance.between(5, 9_000), deliver, whose);
  }

  /** The object, in a new process if need be. */
  wake(): SimulatedObject {
    this.object ??= new SimulatedObject(this);
    return this.object;
  }

  child(id: string): SimulatedChild {
    const child = this.children.get(id) ?? new SimulatedChild(this, id);
    this.children.set(id, child);
    return child;
  }

  /** The process is gone: what it had not committed is lost, or was committed just before. */
  crash(): void {
    const { chance } = this.script;
    if (chance.is(0.5)) this.disk.lose();
    this.commit(chance.is(0.5));
    this.witness.died();
    this.forgetProcess();
  }

  /** Tells the history to its end. */
  async run(): Promise<void> {
    const { script } = this;
    this.wake().create();
    this.commit(true);
    for (const at of script.cancelsAt) this.after(at, () => this.cancel(), "others");
    if (script.sweeper) this.after(script.chance.between(30_000, 90_000), () => this.sweep(), "others");
    while (this.witness.violation === null && (await this.step()));
    if (this.witness.violation === null) this.witness.ended();
    for (let words = 0; words < 5 && this.witness.violation === null; words += 1) {
      this.sayLateWord();
      this.commit(true);
    }
    if (this.witness.violation === null) this.forget();
  }

  /** False when nothing is left to happen but the deletion of everything. */
  private async step(): Promise<boolean> {
    if (!this.isCalm) {
      this.doFault();
      await this.settle();
      this.commit(true);
    }
    const event = this.takeNext();
    if (event === null) return false;
    this.events += 1;
    if (this.events > 4_000 || this.elapsed > this.script.calmAt + 12 * 3_600_000) {
      this.witness.violate("the run does not come to rest");
      return false;
    }
    event.run();
    await this.settle();
    const dies = !this.isCalm && this.disk.isDirty && this.script.chance.is(this.script.faults.crash);
    if (dies) this.crash();
    else this.commit(true);
    return true;
  }

  private takeNext(): Event | null {
    let next: Event | null = null;
    for (const event of this.agenda) if (next === null || event.at < next.at) next = event;
    const alarm = this.disk.alarm;
    const isFree = alarm !== null && this.object?.turn?.isHeld !== true;
    const alarmAt = isFree ? Math.max(alarm - this.clockOffset, this.elapsed) : Number.POSITIVE_INFINITY;
    if (alarmAt <= (next?.at ?? Number.POSITIVE_INFINITY)) {
      // Only the deletion is so far away.
      if (alarmAt > this.elapsed + 13 * 3_600_000) return null;
      this.elapsed = alarmAt;
      return { at: alarmAt, process: null, run: () => this.wake().ring() };
    }
    if (next === null) return null;
    this.agenda.splice(this.agenda.indexOf(next), 1);
    this.elapsed = Math.max(this.elapsed, next.at);
    return next;
  }

  /** Lets the engine run until it waits for something of this world: so long as there are microtasks. */
  private async settle(): Promise<void> {
    if (this.object?.turn != null) await new Promise((done) => setImmediate(done));
  }

  private commit(leaves: boolean): void {
    if (!this.disk.isDirty) return;
    const sends = this.disk.commit();
    this.witness.committed();
    if (leaves) for (const send of sends) send();
  }

  private doFault(): void {
    const { chance, faults } = this.script;
    if (chance.is(faults.evict) && this.object?.turn == null) this.forgetProcess();
    if (chance.is(faults.crash / 2)) this.crash();
    if (chance.is(faults.clock)) this.clockOffset += chance.pick([-3_600_000, -30_000, -500, 700, 20_000, 600_000]);
    // Nobody looks after an ended run, so nobody would notice that its alarm is gone.
    if (chance.is(faults.lostAlarm) && this.witness.life !== null && !isOver(this.witness.life)) this.disk.alarm = null;
    if (chance.is(faults.lateWord)) this.sayLateWord();
    // Rare states hear as much as the others.
    const life = this.witness.life;
    const isAtRest = life !== null && !isOver(life) && !life.executing;
    for (let words = isAtRest && faults.lateWord > 0 ? 4 : 0; words > 0; words -= 1) this.sayLateWord();
    if (isAtRest && chance.is(0.01)) this.cancel();
  }

  private sayLateWord(): void {
    const word = lateWord(this);
    if (word !== null) this.witness.unchangedBy(word, () => this.wake().happen(word));
  }

  private cancel(): void {
    const before = this.wake().journal.life();
    this.wake().happen({ type: "canceled" });
    if (before !== null && !isOver(before)) this.disk.send(() => this.witness.cancelAccepted());
  }

  /** Looks after a run that the list holds for open. */
  private sweep(): void {
    const row = this.list.at(-1);
    if (row?.status === "QUEUED" || row?.status === "RUNNING") {
      const object = this.wake();
      object.happen({ type: "poked", alive: object.turn !== null });
    }
    const life = this.witness.life;
    if (life !== null && isOver(life) && row !== undefined && isOver({ ...life, status: row.status })) return;
    this.after(this.script.chance.between(60_000, 120_000), () => this.sweep(), "others");
  }

  private forget(): void {
    if (this.disk.alarm === null) {
      this.witness.violate("the run is never forgotten");
      return;
    }
    this.elapsed = Math.max(this.elapsed, this.disk.alarm - this.clockOffset);
    this.wake().ring();
    this.commit(true);
    if (this.disk.kept.size > 0 || this.disk.alarm !== null)
      this.witness.violate("the run is not forgotten in its time");
  }

  forgetProcess(): void {
    this.disk.die();
    this.object = null;
    this.process += 1;
    this.agenda = this.agenda.filter((event) => event.process === null);
  }

  isCurrent(turn: number): boolean {
    const life = this.object?.journal.life();
    return life != null && isCurrent(life, turn);
  }
}
