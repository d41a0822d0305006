import type { Clock } from "../../../src/engine/clock.ts";
import { advance, newLife, nextAlarm } from "../../../src/runs/life.ts";

/** The rules of a run's life, as the simulation follows them: the real ones, or a mutant's. */
export type Rules = {
  newLife: typeof newLife;
  advance: typeof advance;
  nextAlarm: typeof nextAlarm;
  /** What the disk commits too late. */
  isLate: ((key: string, text: string) => boolean) | null;
  /** The clock as an executor reads it. */
  clockOf: (clock: Clock) => Clock;
};

export const realRules: Rules = { newLife, advance, nextAlarm, isLate: null, clockOf: (clock) => clock };
