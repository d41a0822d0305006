import { describe, expect, it } from "vitest";
import { tellHistory } from "./simulation/history.ts";
import { mutants } from "./simulation/mutants.ts";
import { realRules } from "./simulation/rules.ts";

/** Histories to tell: every wrong rule below is noticed within 1,000 of them. `npm run verify` tells 20,000, `npm run test:long` a million. */
const histories = Number(process.env.SIMULATION_HISTORIES ?? 1_500);

const states = ["QUEUED", "EXECUTING", "WAITING", "PARKED", "SUCCEEDED", "FAILED", "TIMED_OUT", "CANCELED"];
const happenings = ["begun", "rang", "poked", "checkpointed", "childMade", "returned", "yielded", "parked", "crashed"];
happenings.push("unavailable", "woken", "canceled", "delivered");

/** Lines of `happening: count in each state`. */
function tableOf(pairs: ReadonlyMap<string, number>): string {
  const line = (cells: (string | number)[]) =>
    cells.map((cell, n) => (n === 0 ? `${cell}`.padEnd(13) : `${cell}`.padStart(10))).join("");
  const rows = happenings.map((happening) => [
    happening,
    ...states.map((state) => pairs.get(`${state} ${happening}`) ?? 0),
  ]);
  return [["", ...states], ...rows].map(line).join("\n");
}

describe("a run among lost messages, dead processes and clocks that jump", () => {
  it(
    `keeps every promise in ${histories} histories, and every happening came in every state`,
    async () => {
      const pairs = new Map<string, number>();
      const broken: string[] = [];
      let events = 0;
      for (let seed = 1; seed <= histories; seed += 1) {
        const history = await tellHistory(seed, realRules, pairs);
        events += history.events;
        if (history.violation !== null) broken.push(`seed ${seed}: ${history.violation}`);
      }
      process.stdout.write(
        `${histories} histories of ${(events / histories).toFixed(1)} events on average\n${tableOf(pairs)}\n`,
      );
      expect(broken.slice(0, 10)).toEqual([]);
      expect(events / histories).toBeGreaterThan(15);
      const all = states.flatMap((state) => happenings.map((happening) => `${state} ${happening}`));
      expect(all.filter((pair) => (pairs.get(pair) ?? 0) < histories / 100)).toEqual([]);
    },
    60_000 + histories * 5,
  );

  it("tells the same history from the same seed", async () => {
    for (let seed = 1; seed <= 50; seed += 1) expect(await tellHistory(seed)).toEqual(await tellHistory(seed));
  });
});

describe("rules that are wrong in one way are noticed within 1,000 histories", () => {
  for (const [name, wrong] of Object.entries(mutants)) {
    it(`when ${name}`, async () => {
      let violation: string | null = null;
      for (let seed = 1; seed <= 1_000 && violation === null; seed += 1) {
        violation = (await tellHistory(seed, { ...realRules, ...wrong })).violation;
      }
      expect(violation).not.toBeNull();
    });
  }
});
