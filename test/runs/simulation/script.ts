import { type Bounds, usualBounds } from "../../../src/runs/object/leaving.ts";
import { type Chance, chanceOf } from "./chance.ts";
import { type Shape, shapes } from "./plans.ts";

/** What a history is made of, drawn from its seed. */
export type Script = Shape & {
  chance: Chance;
  /** What one turn may do: less than usual, so that turns yield. */
  bounds: Bounds;
  /** Milliseconds that each block (or its child) takes. */
  ms: Map<string, number>;
  /** The block throws, each time or the first time. */
  throws: Map<string, "always" | "once">;
  /** The block that ends the process that runs it. */
  killer: string | null;
  /** Blocks with a `context.step`. */
  steps: Set<string>;
  begin: boolean;
  timeoutMs: number | null;
  tells: { parent: boolean; callback: boolean; onFailure: boolean };
  cancelsAt: number[];
  /** When the last fault happens. */
  calmAt: number;
  /** Probability of each fault at each event. */
  faults: {
    crash: number;
    evict: number;
    clock: number;
    lostAlarm: number;
    lateWord: number;
    lostMessage: number;
  };
  /** Whether somebody looks after open runs: then alarms may be lost too. */
  sweeper: boolean;
  /** When the code cannot be read: from, to. */
  codeDown: [number, number];
};

export function scriptOf(seed: number): Script {
  const chance = chanceOf(seed);
  const shape = chance.pick(shapes);
  const { plan } = shape;
  const ids = plan.steps.map((step) => step.id);
  const some = (probability: number) => ids.filter(() => chance.is(probability));
  const hasRetry = (id: string) => plan.steps.some((step) => step.id === id && "retry" in step.block);
  const mood = chance.pick([0, 0.4, 1, 1, 2]);
  const rate = (probability: number) => (chance.is(0.6) ? probability * mood : 0);
  const sweeper = chance.is(0.3);
  const down = chance.is(0.12) ? chance.between(0, 20_000) : Number.POSITIVE_INFINITY;
  return {
    ...shape,
    chance,
    bounds: {
      ...usualBounds,
      ...(chance.is(0.3) && { mostCalls: chance.between(1, 4) }),
      ...(chance.is(0.1) && { handlerMs: 30_000 }),
    },
    ms: new Map(ids.map((id) => [id, chance.pick([5, 40, 800, 4_000, 25_000, 120_000])])),
    throws: new Map(
      ids.filter((id) => chance.is(hasRetry(id) ? 0.4 : 0.06)).map((id) => [id, chance.pick(["always", "once"])]),
    ),
    killer: chance.is(0.05) ? chance.pick(ids as [string, ...string[]]) : null,
    steps: new Set(some(0.3)),
    begin: chance.is(0.4),
    timeoutMs: chance.is(0.25) ? chance.pick([300, 5_000, 60_000, 300_000]) : null,
    tells: { parent: chance.is(0.3), callback: chance.is(0.2), onFailure: chance.is(0.3) },
    cancelsAt: chance.is(0.2) ? [chance.between(0, 2_000), chance.between(0, 90_000)].slice(chance.between(0, 1)) : [],
    calmAt: chance.pick([0, 20_000, 120_000, 600_000]),
    faults: {
      crash: rate(0.12),
      evict: rate(0.1),
      clock: rate(0.05),
      lostAlarm: sweeper ? rate(0.06) : 0,
      lateWord: rate(0.4),
      lostMessage: rate(0.3),
    },
    sweeper,
    codeDown: [down, down + chance.between(1_000, 600_000)],
  };
}
