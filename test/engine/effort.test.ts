import { describe, expect, it } from "vitest";
import type { Graph } from "../../src/contract/graph.ts";
import { type Clock, wallClock } from "../../src/engine/clock.ts";
import { execute } from "../../src/engine/execute.ts";
import { memoryJournal } from "../../src/engine/journal.ts";
import { planOf } from "../../src/engine/plan.ts";
import { closure, codeBlock, fakeGuest, graphOf, guestRun, nothingOutside, runGraph, story } from "./support.ts";

/** Most of what one expression may take, all for nothing. */
const dear = "{{ Array.from({ length: 12000 }, (_, n) => n).some(n => n < 0) }}";
const items = Array.from({ length: 10_000 }, (_, n) => n);
/** About 40,000 steps. */
const modest = "{{ worklet_input.some(n => n < 0) }}";

function decisions(count: number, branches: number, when: string): Graph {
  const blocks = Array.from({ length: count }, (_, n) => {
    const next = [n + 1 < count ? `d${n + 1}` : "end"];
    const list = Array.from({ length: branches }, () => ({ when, next }));
    return { id: `d${n}`, kind: "decision", branches: list, otherwise: next };
  });
  return graphOf(...blocks, codeBlock("end"));
}

/** Runs on the clock of the wall. */
function runNow(graph: Graph, timeoutMs: number, clock: Clock = wallClock, input: unknown = items) {
  const journal = memoryJournal();
  const { callGuest } = fakeGuest(clock, {});
  const invoke = () => Promise.reject(new Error("There are no children here."));
  const settings = { timeoutMs, retry: null };
  const run = { plan: planOf(graph), input: JSON.stringify(input), settings, fuse: false, guest: guestRun };
  const outcome = execute(
    run,
    journal,
    { callGuest, closure, invoke, ...nothingOutside },
    new AbortController().signal,
    clock,
  );
  return { outcome, journal };
}

describe("the steps of all expressions of a run", () => {
  it("are bounded together: the block that passes the limit fails", async () => {
    const { failure, journal } = await runGraph({ graph: decisions(10, 50, dear) });
    expect(failure).toMatchObject({ kind: "limit", block: "d0" });
    expect(failure?.message).toContain("The expressions of this run need more than 1000000 steps together");
    expect(story(journal)).toEqual(["d0 FAILED"]);
  });

  it("are bounded over many blocks, and in the member `input` too", async () => {
    const { failure } = await runGraph({ graph: decisions(40, 1, modest), input: items });
    expect(failure).toMatchObject({ kind: "limit" });
    expect(failure?.block).toMatch(/^d[23]\d$/);
    const chain = Array.from({ length: 40 }, (_, n) => codeBlock(`c${n}`, { input: modest }));
    expect((await runGraph({ graph: graphOf(...chain), input: items })).failure).toMatchObject({ kind: "limit" });
  });

  it("leave time for others, and for the run's own time to pass", async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const { status } = await runNow(decisions(20, 1, modest), 60_000).outcome;
    clearInterval(timer);
    expect(status).toBe("SUCCEEDED");
    expect(turns).toBeGreaterThan(5);
  });

  it("end the run when its time passes meanwhile", async () => {
    // Each look at the clock takes a millisecond; its timers are real.
    let now = 1_000_000;
    const clock: Clock = { now: () => now++, after: (ms, then) => wallClock.after(ms === 0 ? 0 : 60_000, then) };
    const { outcome, journal } = runNow(decisions(20, 1, modest), 30, clock);
    expect(await outcome).toMatchObject({
      status: "TIMED_OUT",
      failure: { kind: "timeout", message: "Worklet did not finish within 30 ms" },
    });
    expect(journal.records.length).toBeLessThan(20);
  });

  it("count what is read and what results: large values leave time for others as well", async () => {
    let turns = 0;
    const clock: Clock = {
      now: wallClock.now,
      after(ms, then) {
        if (ms === 0) turns += 1;
        return wallClock.after(ms, then);
      },
    };
    const chain = Array.from({ length: 6 }, (_, n) => codeBlock(`c${n}`, { input: "{{ worklet_input }}" }));
    const { outcome } = runNow(graphOf(...chain), 60_000, clock, "x".repeat(900_000));
    expect((await outcome).status).toBe("SUCCEEDED");
    expect(turns).toBe(5);
  });

  it("cost a run without dear expressions no turn", async () => {
    const clock: Clock = {
      now: wallClock.now,
      after(ms, then) {
        expect(ms).toBeGreaterThan(0);
        return wallClock.after(ms, then);
      },
    };
    const { outcome } = runNow(decisions(20, 2, "{{ worklet_input == 2 }}"), 60_000, clock, 1);
    expect((await outcome).status).toBe("SUCCEEDED");
  });
});
