import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chanceOf } from "../runs/simulation/chance.ts";
import { Platform } from "../support/platform.ts";
import { type Counter, startCounter, verdictOf } from "./counter.ts";
import { blocks, eachOf, ending, invoke, makeWorklets, path, tell } from "./worklets.ts";

/** The whole runtime is killed again and again while runs are accepted and run. `CHAOS_SEED` replays the plan of a log. */

const kills = 10;
const runsOfRound = 20;
/** Runs with a child, a step and a retry, of each round. */
const mixedOfRound = 5;

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
    mixed: Array.from({ length: mixedOfRound }, (_, place) => ({
      key: `mixed-${round}-${place}`,
      at: chance.between(0, 1_500),
      n: round * mixedOfRound + place,
    })),
  }));

  const accepted: Promise<{ id: string; n: number }>[] = [];
  const acceptedMixed: Promise<{ id: string; n: number }>[] = [];
  for (const { killAt, posts, mixed } of rounds) {
    for (const { key, at, n } of mixed) {
      acceptedMixed.push(
        sleep(at)
          .then(() => invoke(platform, "mixed", key, { n }))
          .then((id) => ({ id, n })),
      );
    }
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

  const mixed = await eachOf(await Promise.all(acceptedMixed), 40, async ({ id, n }) => ({
    id,
    n,
    end: await ending(platform, "mixed", id, 90_000),
  }));

  const hitsOf = (runs: readonly { id: string }[]) => {
    const ids = new Set(runs.map(({ id }) => id));
    return counter.hits.filter(({ run }) => ids.has(run));
  };
  const verdict = verdictOf(hitsOf(runs), blocks);
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
  const ofMixed = verdictOf(hitsOf(mixed), path);
  const leaves = verdictOf(
    counter.hits.filter(({ block }) => block === "leaf"),
    ["leaf"],
  );
  tell(
    `${mixed.length} runs with a child beside a step and a retry: ${leaves.blocksSeen} children, ` +
      `${ofMixed.repeats} calls of blocks were repeats, ${ofMixed.ranAfterItsEnd.length} of finished blocks or steps`,
  );
  for (const { n, end } of mixed) {
    expect(end).toMatchObject({ status: "SUCCEEDED", worklet_output: { kid: n, flaky: { n } } });
  }
  expect(ofMixed.ranAfterItsEnd).toEqual([]);
  expect(ofMixed.withSeveralKeys).toEqual([]);
  // One child each, however often its parent began again.
  expect(leaves.blocksSeen).toBe(mixed.length);
  // Otherwise nothing was proved.
  expect(verdict.repeats).toBeGreaterThan(0);
}, 240_000);
