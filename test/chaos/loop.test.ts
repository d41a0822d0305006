import { afterAll, beforeAll, expect, test } from "vitest";
import { chanceOf } from "../runs/simulation/chance.ts";
import { Platform } from "../support/platform.ts";
import { type Counter, startCounter, verdictOf } from "./counter.ts";
import { blocks, ending, invoke, makeWorklets, tell } from "./worklets.ts";

/** A run that freezes the whole local runtime each time it starts must not take the others with it. */

const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);
const platform = new Platform();
let counter: Counter;

beforeAll(async () => {
  counter = await startCounter();
  await platform.start({ WATCHDOG_MS: "4000" });
  await makeWorklets(platform, counter.origin);
}, 120_000);

afterAll(async () => {
  await platform.stop();
  counter.close();
}, 30_000);

test("an endless loop among 20 runs uses up its own attempts, and the other 19 succeed", async () => {
  tell(`CHAOS_SEED=${seed}`);
  const chance = chanceOf(seed);
  const ms = () => chance.between(50, 200);
  const loopAt = chance.between(0, 19);
  const from = performance.now();
  const ends = await Promise.all(
    Array.from({ length: 20 }, async (_, place) => {
      const id = place === loopAt ? "loop" : "steps";
      const run = await invoke(platform, id, `among-${place}`, { ms: { first: ms(), second: ms(), third: ms() } });
      return { id, end: await ending(platform, id, run, 180_000) };
    }),
  );
  const others = ends.filter(({ id }) => id !== "loop");
  const verdict = verdictOf(counter.hits, blocks);
  const freezes = platform.printed.split("loops without end").length - 1;
  tell(
    `an endless loop among 20 runs: ${freezes} restarts by the watchdog, all over after ` +
      `${Math.round((performance.now() - from) / 1000)} s; the others needed ` +
      `${Math.max(...others.map(({ end }) => Number(end.attempt)))} attempts at most`,
  );
  expect(ends[loopAt]?.end).toMatchObject({ status: "FAILED", attempt: 4, error: { kind: "limit" } });
  expect(freezes).toBe(4);
  expect(others.map(({ end }) => end.status)).toEqual(others.map(() => "SUCCEEDED"));
  expect(verdict.ranAfterItsEnd).toEqual([]);
  expect(verdict.withSeveralKeys).toEqual([]);
}, 240_000);
