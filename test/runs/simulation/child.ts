import type { World } from "./world.ts";

const wakeAgainMs = [1_000, 1_000, 3_000, 5_000, 20_000, 30_000, 60_000];

/** A run that the object's run has made: it takes its time, and tells its end until it is answered. */
export class SimulatedChild {
  readonly id: string;
  state: "absent" | "running" | "over" = "absent";
  /** Its parent knows of its end. */
  isTold = false;
  /** It was asked to stop, and before its end. */
  isStopped = false;
  isCanceled = false;
  private readonly world: World;
  private readonly waiting: (() => void)[] = [];

  constructor(world: World, id: string) {
    this.world = world;
    this.id = id;
  }

  /** `block/failures`: of the block that asked for it. */
  get block(): string {
    return this.id.split("/")[0] ?? "";
  }

  create(): void {
    if (this.state !== "absent") return;
    this.state = "running";
    this.world.after(this.world.script.ms.get(this.block) ?? 0, () => this.end(), "others");
  }

  /** Answers at its end, or after so long. */
  wait(ms: number, answer: () => void): void {
    let isAnswered = false;
    const once = () => {
      if (!isAnswered) answer();
      isAnswered = true;
    };
    if (this.state === "over") once();
    else this.waiting.push(once);
    this.world.after(ms, once, "others");
  }

  /** A child that is canceled before it was made is never made. */
  cancel(): void {
    this.isTold = true;
    if (this.state !== "over") this.isCanceled = true;
    this.isStopped = true;
    this.state = "over";
    for (const answer of this.waiting.splice(0)) answer();
  }

  private end(): void {
    if (this.state === "over") return;
    this.state = "over";
    for (const answer of this.waiting.splice(0)) answer();
    this.tell(0);
  }

  private tell(tries: number): void {
    const { world } = this;
    if (this.isTold || world.disk.kept.size === 0) return;
    world.carry(() => {
      world.wake().wakeFor(this.id);
      world.disk.send(() => world.carry(() => this.hear()));
    });
    world.after(wakeAgainMs[tries] ?? 60_000, () => this.tell(tries + 1), "others");
  }

  private hear(): void {
    this.isTold = true;
  }
}
