/** Chance from a seed: the same seed tells the same history. */
export type Chance = {
  /** True so often out of one. */
  is(probability: number): boolean;
  /** From `low` to `high`, both included. */
  between(low: number, high: number): number;
  pick<Value>(values: readonly [Value, ...Value[]]): Value;
};

export function chanceOf(seed: number): Chance {
  let state = (seed * 0x9e3779b9) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    is: (probability) => next() < probability,
    between,
    pick: (values) => values[between(0, values.length - 1)] ?? values[0],
  };
}
