import { type Deed, type Happening, isOver, type Life } from "../../../src/runs/life.ts";
import { RunJournal, type RunStart } from "../../../src/runs/object/run-journal.ts";
import { SimulatedTurn } from "./turn.ts";
import type { World } from "./world.ts";

/** The object in one process: what the real one does with a life, without the platform. */
export class SimulatedObject {
  readonly journal: RunJournal;
  turn: SimulatedTurn | null = null;
  isCodeHere = false;
  /** The alarm that is set, as far as this process knows. */
  private alarmAt: number | null = null;
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
    this.journal = new RunJournal(world.disk);
  }

  create(): void {
    const { script, rules } = this.world;
    const now = this.world.now();
    const { begin, timeoutMs, tells } = script;
    const { life, deeds } = rules.newLife({ begin, timeoutMs, tells, retentionMs: 30 * 86_400_000 }, now);
    this.journal.create(start, '"in"', life);
    this.arm(life);
    for (const deed of deeds) this.perform(deed, life);
  }

  /** The handler of the alarm stays for as long as an executor is at work. */
  ring(): void {
    this.alarmAt = null;
    this.happen({ type: "rang", alive: this.turn !== null });
    if (this.turn !== null) this.turn.isHeld = true;
  }

  /** An alarm that is set already is not set anew; but whoever pokes sets one that was lost. */
  happen(happening: Happening): void {
    const { world } = this;
    const before = this.journal.life();
    if (before === null) return;
    world.witness.saw(before, happening);
    const { life, deeds } = world.rules.advance(before, happening, world.now());
    this.journal.keepLife(life, world.now());
    if (happening.type === "poked") this.alarmAt = null;
    this.arm(life);
    for (const deed of deeds) this.perform(deed, life);
  }

  private arm(life: Life): void {
    const at = this.world.rules.nextAlarm(life);
    if (at !== this.alarmAt) this.world.disk.setAlarm(at);
    this.alarmAt = at;
  }

  wakeFor(child: string): void {
    this.happen({ type: "woken", child });
    this.world.witness.woke(child);
  }

  private perform(deed: Deed, life: Life): void {
    const { world } = this;
    const { disk } = world;
    const asks: Partial<Record<Deed["type"], () => void>> = {
      enqueue: () => world.carry(() => world.wake().happen({ type: "begun" })),
      row: () => this.sendRow(life),
      wakeParent: () => this.ask(() => world.witness.parentTold(), "parent"),
      callBack: () => this.ask(() => world.witness.calledBack("try" in deed ? deed.try : 0), "callback"),
      onFailure: () => this.ask(() => undefined, "onFailure"),
      cancelChildren: () => this.cancelChildren(),
    };
    const ask = asks[deed.type];
    if (ask !== undefined) disk.send(ask);
    if (deed.type === "stop") this.turn?.stop.abort();
    if (deed.type === "execute") {
      world.witness.executes(life, deed.turn);
      this.turn = new SimulatedTurn(world, this, deed.turn);
      this.turn.begin();
    }
    if (deed.type === "forget") {
      disk.clear();
      world.forgetProcess();
    }
  }

  /** A request to another party, whose answer dies with this process. */
  private ask(request: () => void, errand: "parent" | "callback" | "onFailure"): void {
    this.world.carry(() => {
      request();
      this.world.carry(() => this.happen({ type: "delivered", errand }), "process");
    }, "process");
  }

  private cancelChildren(): void {
    const left = new Set(this.journal.children().map(({ runId }) => runId));
    for (const child of left) {
      this.world.carry(() => {
        this.world.child(child).cancel();
        if (left.delete(child) && left.size === 0) this.happen({ type: "delivered", errand: "children" });
      }, "process");
    }
  }

  private sendRow({ revision, status }: Life): void {
    const { list, script } = this.world;
    const keep = () => {
      const known = list.at(-1);
      if (known === undefined || revision > known.revision) list.push({ revision, status });
    };
    // A row is lost with its isolate only; the sweeper needs at least one.
    if (script.sweeper) this.world.after(100, keep, "others");
    else this.world.carry(keep);
  }

  get isRunOver(): boolean {
    const life = this.journal.life();
    return life !== null && isOver(life);
  }
}

export const start: RunStart = {
  id: "run_a",
  definition: {
    application: "desk",
    worklet: "triage",
    applicationUid: "app",
    workletUid: "wl",
    environment: "production",
    version: 1,
  },
  trigger: "api",
  createdBy: "test",
  depth: 0,
  callbackUrl: null,
  parent: null,
  rerunOf: null,
  until: null,
  bodyHash: null,
};
