import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chanceOf } from "../runs/simulation/chance.ts";
import { type Counter, startCounter, verdictOf } from "./counter.ts";
import { Platform } from "./platform.ts";
import { blocks, eachOf, ending, invoke, makeWorklets, tell } from "./worklets.ts";

/** The whole runtime is killed again and again while runs are accepted and run. `CHAOS_SEED` replays the plan of a log. */

const kills = 10;
const runsOfRound = 20;

const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);
const platform = new Platform();
let counter: Counter;

beforeAll(async () => {
  counter = await startCounter();
  await platform.start();
  await makeWorklets(platform, counter.origin);
}, 120_000);

afterAll(async () => {
  await platform.stop();
  counter.close();
}, 30_000);

test("no run is lost and no finished block runs again, however often the runtime is killed", async () => {
  tell(`CHAOS_SEED=${seed}`);
  const chance = chanceOf(seed);
  const ms = () => chance.between(50, 200);
  const rounds = Array.from({ length: kills }, (_, round) => ({
    killAt: chance.between(300, 2_500),
    posts: Array.from({ length: runsOfRound }, (_, place) => ({
      key: `run-${round}-${place}`,
      at: chance.between(0, 1_500),
      input: { n: round * runsOfRound + place, ms: { first: ms(), second: ms(), third: ms() } },
    })),
  }));

  const accepted: Promise<{ id: string; n: number }>[] = [];
  for (const { killAt, posts } of rounds) {
    for (const { key, at, input } of posts) {
      accepted.push(
        sleep(at)
          .then(() => invoke(platform, "steps", key, input))
          .then((id) => ({ id, n: input.n })),
      );
    }
    await sleep(killAt);
    await platform.kill();
    await platform.start();
  }
  const runs = await Promise.all(accepted);
  const ends = await eachOf(runs, 40, async ({ id, n }) => ({
    id,
    n,
    end: await ending(platform, "steps", id, 90_000),
  }));

  const verdict = verdictOf(counter.hits, blocks);
  const attempts = ends.map(({ end }) => Number(end.attempt));
  tell(
    `${kills} kills, ${runs.length} runs: ${ends.filter(({ end }) => end.status === "SUCCEEDED").length} succeeded, ` +
      `${attempts.filter((attempt) => attempt > 1).length} were interrupted (at most ${Math.max(...attempts) - 1} times), ` +
      `${verdict.repeats} calls of blocks were repeats, ${verdict.ranAfterItsEnd.length} of finished blocks`,
  );
  expect(new Set(runs.map(({ id }) => id)).size).toBe(kills * runsOfRound);
  for (const { n, end } of ends) {
    expect(end).toMatchObject({ status: "SUCCEEDED", worklet_output: { n, seen: [...blocks] } });
  }
  expect(verdict.ranAfterItsEnd).toEqual([]);
  expect(verdict.withSeveralKeys).toEqual([]);
  expect(verdict.blocksSeen).toBe(runs.length * blocks.length);
  expect(verdict.distinctKeys).toBe(verdict.blocksSeen);
  // Otherwise nothing was proved.
  expect(verdict.repeats).toBeGreaterThan(0);
}, 240_000);
