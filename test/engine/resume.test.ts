import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BlockRecord } from "../../src/engine/journal.ts";
import { memoryJournal } from "../../src/engine/journal.ts";
import { randomChoices, randomGraph } from "./graphs.ts";
import { type BlockFunction, codeBlock, failure, graphOf, runGraph, story } from "./support.ts";

/** A journal that stands still after so many writes, as if the executor had died there. */
function journalThatStops(writes: number) {
  const inner = memoryJournal();
  let kept: BlockRecord[] = [];
  let count = 0;
  const noting =
    <Entry>(write: (entry: Entry) => void) =>
    (entry: Entry) => {
      write(entry);
      count += 1;
      if (count <= writes) kept = inner.records.map((record) => ({ ...record }));
    };
  const journal = {
    ...inner,
    blockStarted: noting(inner.blockStarted),
    blockFinished: noting(inner.blockFinished),
    blockFailed: noting(inner.blockFailed),
    blockSkipped: noting(inner.blockSkipped),
  };
  return { journal, kept: () => kept, writes: () => count };
}

const record = (block: string, more: Partial<BlockRecord>): BlockRecord => ({
  block,
  kind: "code",
  attempt: 1,
  status: "RUNNING",
  input: null,
  output: null,
  env: null,
  chosen: null,
  startedAt: 1_000_000,
  finishedAt: null,
  failure: null,
  childRunId: null,
  ...more,
});

describe("a run that goes on in another executor", () => {
  it("gives the same output from every place where it can have been interrupted, and runs no finished block again", async () => {
    const delays = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 12, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(randomGraph, randomChoices, delays, async (graph, input, ms) => {
        const functions = Object.fromEntries(
          graph.blocks.map(({ id }): [string, BlockFunction] => [
            id,
            (_, env) => {
              env[id] = env.common ?? null;
              env.common = id;
              return { ran: id, saw: Object.keys(env).length };
            },
          ]),
        );
        const options = { graph, input, functions, ms: (block: string) => ms[Number(block.slice(1))] ?? 0 };
        const whole = journalThatStops(0);
        const { outcome } = await runGraph({ ...options, journal: whole.journal });
        for (let writes = 0; writes <= whole.writes(); writes += 1) {
          const first = journalThatStops(writes);
          await runGraph({ ...options, journal: first.journal });
          const finished = new Set(first.kept().flatMap((one) => (one.status === "SUCCEEDED" ? [one.block] : [])));
          const second = await runGraph({ ...options, journal: memoryJournal(first.kept()) });
          expect(second.outcome).toEqual(outcome);
          for (const call of second.guest.calls) for (const block of call.blocks) expect(finished).not.toContain(block);
          const envs = (records: readonly BlockRecord[]) =>
            new Map(records.flatMap((one) => (one.status === "SUCCEEDED" ? [[one.block, one.env]] : [])));
          expect(envs(second.journal.records)).toEqual(envs(whole.journal.records));
        }
      }),
      { numRuns: 15 },
    );
  });

  it("runs a block again that was running, which is no failure: its retry is still whole", async () => {
    const retry = { max_attempts: 2, backoff_ms: 10, factor: 1 };
    const { output, journal } = await runGraph({
      graph: graphOf(codeBlock("a", { retry })),
      journal: memoryJournal([record("a", {}), record("a", { attempt: 2, status: "CANCELED" })]),
      functions: {
        a: (_, __, { attempt }) => {
          if (attempt < 2) throw new Error("once");
          return "done";
        },
      },
    });
    expect(output).toBe("done");
    expect(story(journal)).toEqual(["a RUNNING", "a #2 CANCELED", "a #3 FAILED", "a #4 SUCCEEDED"]);
  });

  it("waits for the rest of the pause before a retry, and counts the failures from before", async () => {
    const retry = { max_attempts: 2, backoff_ms: 100, factor: 1 };
    const failed = record("a", { status: "FAILED", failure: failure("user", "Error: no"), finishedAt: 1_000_000 - 60 });
    const options = { graph: graphOf(codeBlock("a", { retry })), journal: memoryJournal([failed]) };
    const { outcome, tookMs, journal } = await runGraph({
      ...options,
      functions: {
        a: () => {
          throw new Error("still no");
        },
      },
    });
    expect(tookMs).toBe(40);
    expect(outcome.status).toBe("FAILED");
    expect(story(journal)).toEqual(["a FAILED", "a #2 FAILED"]);
  });

  it("waits as long as the server had asked for before, and never longer than that, wherever the clock was set since", async () => {
    const tookAfter = async (finishedAt: number, notBefore: number) => {
      const failed = record("a", { status: "FAILED", failure: failure("user", "Error: no"), finishedAt, notBefore });
      const retry = { max_attempts: 2, backoff_ms: 100, factor: 1 };
      return (await runGraph({ graph: graphOf(codeBlock("a", { retry })), journal: memoryJournal([failed]) })).tookMs;
    };
    expect(await tookAfter(1_000_000 - 60, 1_000_000 + 5_000)).toBe(5_000);
    expect(await tookAfter(4_600_000, 4_600_100)).toBe(100);
  });

  it("does not run a block again whose failure was final, though its kind may be cured", async () => {
    const final = {
      status: "FAILED",
      failure: failure("user", "Error: no"),
      finishedAt: 999_000,
      notBefore: null,
    } as const;
    const { failure: why, guest } = await runGraph({
      graph: graphOf(codeBlock("a", { retry: { max_attempts: 9, backoff_ms: 1, factor: 1 } })),
      journal: memoryJournal([record("a", final)]),
    });
    expect([why?.message, guest.calls]).toEqual(["Error: no", []]);
  });

  it("has failed already when a block has: nothing runs again", async () => {
    const failed = record("a", { status: "FAILED", failure: failure("user", "Error: no", "a"), finishedAt: 1_000_000 });
    const { failure: why, guest } = await runGraph({
      graph: graphOf(codeBlock("a", { next: [] })),
      journal: memoryJournal([failed]),
    });
    expect(why?.message).toBe("Error: no");
    expect(guest.calls).toEqual([]);
  });

  it("is over at once when every block has finished", async () => {
    const done = record("a", { status: "SUCCEEDED", output: '"kept"', env: "{}", finishedAt: 1_000_000 });
    const { output, guest } = await runGraph({ graph: graphOf(codeBlock("a")), journal: memoryJournal([done]) });
    expect(output).toBe("kept");
    expect(guest.calls).toEqual([]);
  });

  it("remembers what a decision chose, even if the same condition would choose otherwise now", async () => {
    const graph = graphOf(
      { id: "route", kind: "decision", branches: [{ when: "run.attempt == 1", next: ["b"] }], otherwise: ["c"] },
      codeBlock("b", { next: [] }),
      codeBlock("c", { next: [] }),
    );
    const chosen = record("route", { kind: "decision", status: "SUCCEEDED", output: "1", env: "{}", chosen: ["c"] });
    const { journal } = await runGraph({ graph, input: 1, journal: memoryJournal([chosen]) });
    expect(story(journal)).toEqual(["route SUCCEEDED", "b SKIPPED", "c SUCCEEDED"]);
  });
});
