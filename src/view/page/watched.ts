import { useSyncExternalStore } from "react";

/** A value that lives outside of what is drawn, and that what is drawn follows. */
export class Watched<Value> {
  private readonly listeners = new Set<() => void>();
  private now: Value;

  constructor(first: Value) {
    this.now = first;
  }

  readonly read = (): Value => this.now;

  readonly subscribe = (tell: () => void): (() => void) => {
    this.listeners.add(tell);
    return () => this.listeners.delete(tell);
  };

  set(value: Value): void {
    if (Object.is(value, this.now)) return;
    this.now = value;
    for (const tell of [...this.listeners]) tell();
  }
}

export function useWatched<Value>(watched: Watched<Value>): Value {
  return useSyncExternalStore(watched.subscribe, watched.read);
}
