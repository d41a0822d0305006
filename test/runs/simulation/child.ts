import type { World } from "./world.ts";

const wakeAgainMs = [1_000, 1_000, 3_000, 5_000, 20_000, 30_000, 60_000];

/** A run that the object's run has made: it takes its time, and tells its end until it is answered. */
export class SimulatedChild {
  readonly id: string;
  state: "absent" | "running" | "over" = "absent";
  /** Its parent knows of its end. */
  isTold = false;
  isCanceled = false;
  private readonly world: World;

  constructor(world: World, id: string) {
    this.world = world;
    this.id = id;
  }

  create(): void {
    if (this.state !== "absent") return;
    this.state = "running";
    this.world.after(this.world.script.ms.get(this.id) ?? 0, () => this.end(), "others");
  }

  /** A child that is canceled before it was made is never made. */
  cancel(): void {
    this.state = "over";
    this.isTold = true;
    this.isCanceled = true;
  }

  private end(): void {
    if (this.state === "over") return;
    this.state = "over";
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
