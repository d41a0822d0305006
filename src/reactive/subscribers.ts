import type { Cells } from "./cells.ts";
import { isSameReading, type Reading } from "./reading.ts";

type Subscriber = { told: Reading; readonly tell: (reading: Reading) => void };

/** Who is told of changes: each of those of one value, once a change is whole. */
export class Subscribers {
  private readonly cells: Cells;
  private readonly byPath = new Map<string, Set<Subscriber>>();
  private readonly watchers = new Set<() => void>();

  constructor(cells: Cells) {
    this.cells = cells;
  }

  add(path: string, tell: (reading: Reading) => void): () => void {
    const subscriber: Subscriber = { told: this.cells.read(path), tell };
    const here = this.byPath.get(path) ?? new Set();
    this.byPath.set(path, here.add(subscriber));
    return () => {
      here.delete(subscriber);
    };
  }

  watch(tell: () => void): () => void {
    const watcher = () => tell();
    this.watchers.add(watcher);
    return () => {
      this.watchers.delete(watcher);
    };
  }

  /** One that throws keeps no other from being told; what was thrown comes out afterwards. */
  tell(changed: Iterable<string>, thrown: unknown[]): void {
    let isAny = false;
    const attempt = (work: () => void) => {
      try {
        work();
      } catch (error) {
        thrown.push(error);
      }
    };
    for (const path of changed) {
      isAny = true;
      const reading = this.cells.read(path);
      for (const subscriber of [...(this.byPath.get(path) ?? [])]) {
        if (isSameReading(subscriber.told, reading) || !this.byPath.get(path)?.has(subscriber)) continue;
        subscriber.told = reading;
        attempt(() => subscriber.tell(reading));
      }
    }
    if (isAny) for (const watcher of [...this.watchers]) attempt(watcher);
  }

  clear(): void {
    this.byPath.clear();
    this.watchers.clear();
  }
}
