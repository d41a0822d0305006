import { type Rules, realRules } from "./rules.ts";
import { type Pairs, World } from "./world.ts";

export type History = { events: number; violation: string | null };

/** Tells one history; the same seed and rules always tell the same one. */
export async function tellHistory(seed: number, rules: Rules = realRules, pairs: Pairs = new Map()): Promise<History> {
  const world = new World(seed, rules, pairs);
  await world.run();
  return { events: world.events, violation: world.witness.violation };
}
