/** Time, by argument. */
export type Clock = {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls `then` after so many milliseconds; the result calls it off. */
  after(ms: number, then: () => void): () => void;
  /** Hears that a block does nothing before this instant; the result is called when it goes on. An executor may leave meanwhile. */
  pausing?(until: number): () => void;
};

/** Resolves after so many milliseconds, or as soon as the signal aborts. */
export function pause(clock: Clock, ms: number, stop: AbortSignal): Promise<void> {
  if (ms <= 0 || stop.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const goOn = clock.pausing?.(clock.now() + ms);
    const done = () => {
      goOn?.();
      callOff();
      stop.removeEventListener("abort", done);
      resolve();
    };
    const callOff = clock.after(ms, done);
    stop.addEventListener("abort", done, { once: true });
  });
}

export const wallClock: Clock = {
  now: () => Date.now(),
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};
