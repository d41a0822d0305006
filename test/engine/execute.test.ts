import { describe, expect, it } from "vitest";
import { execute } from "../../src/engine/execute.ts";
import { memoryJournal } from "../../src/engine/journal.ts";
import type { Tools } from "../../src/engine/kind.ts";
import { planOf } from "../../src/engine/plan.ts";
import {
  type BlockFunction,
  closure,
  codeBlock,
  failure,
  graphOf,
  guestRun,
  nothingOutside,
  runGraph,
  simulatedClock,
  story,
} from "./support.ts";

const throwing =
  (message: string): BlockFunction =>
  () => {
    throw new TypeError(message);
  };
/** Two branches side by side, and a block behind them. */
const branches = graphOf(
  codeBlock("a", { next: ["b", "c"] }),
  codeBlock("b", { next: ["d"] }),
  codeBlock("c", { next: ["d"] }),
  codeBlock("d"),
);

describe("a run that fails", () => {
  it("ends with the failure of the block and runs nothing behind it", async () => {
    const { outcome, journal } = await runGraph({
      graph: graphOf(codeBlock("a"), codeBlock("b")),
      functions: { a: throwing("no") },
    });
    expect(outcome).toMatchObject({
      status: "FAILED",
      failure: { kind: "user", message: "TypeError: no", block: "a" },
    });
    expect(story(journal)).toEqual(["a FAILED"]);
    expect(journal.records[0]?.failure?.message).toBe("TypeError: no");
  });

  it("stops the branches beside it, waits until they are over, and keeps the first failure", async () => {
    const { failure, journal, tookMs, guest } = await runGraph({
      graph: branches,
      functions: { b: throwing("first"), c: throwing("second") },
      ms: (block) => ({ b: 10, c: 1000 })[block] ?? 0,
    });
    expect(failure?.message).toBe("TypeError: first");
    expect(tookMs).toBe(10);
    expect(story(journal)).toEqual(["a SUCCEEDED", "b FAILED", "c CANCELED"]);
    expect(guest.callsOf("c")[0]?.endedAt).toBeGreaterThan(0);
    expect(journal.records[2]?.failure).toMatchObject({ kind: "canceled", message: "Block `b` failed", block: "c" });
  });

  it("keeps the HTTP status that the error asks for", async () => {
    const asking: BlockFunction = () => {
      throw { message: "Gone", status: 404 };
    };
    expect((await runGraph({ graph: graphOf(codeBlock("a")), functions: { a: asking } })).failure).toMatchObject({
      status: 404,
    });
  });
});

/** A child that knows of no limit and ends only when it is told to. */
const endless: Tools["invoke"] = (_worklet, _input, { signal }) =>
  new Promise((resolve) => {
    const canceled = failure("canceled", "Worklet run was canceled");
    signal.addEventListener("abort", () => resolve({ runId: "run_2", secrets: [], failure: canceled }));
  });

describe("the time of a run", () => {
  it("ends it as TIMED_OUT with the block that was running", async () => {
    const { outcome, journal, tookMs } = await runGraph({
      graph: graphOf(codeBlock("a"), codeBlock("b")),
      ms: () => 80,
      settings: { timeoutMs: 100 },
    });
    expect(outcome).toMatchObject({
      status: "TIMED_OUT",
      failure: { kind: "timeout", message: "Worklet did not finish within 100 ms", block: "b" },
    });
    expect(story(journal)).toEqual(["a SUCCEEDED", "b TIMED_OUT"]);
    expect(tookMs).toBe(100);
  });

  it("names no block when several were running", async () => {
    const { failure } = await runGraph({
      graph: branches,
      ms: (block) => (block === "a" ? 0 : 500),
      settings: { timeoutMs: 100 },
    });
    expect(failure).toMatchObject({ kind: "timeout", block: null });
  });

  it("tells every guest call what is left of it", async () => {
    const { guest } = await runGraph({
      graph: graphOf(codeBlock("a"), codeBlock("b")),
      ms: () => 30,
      settings: { timeoutMs: 100 },
    });
    expect(guest.calls.map((call) => call.timeoutMs)).toEqual([100, 70]);
  });

  it("counts from when the run was accepted", async () => {
    const { outcome, journal } = await runGraph({
      graph: graphOf(codeBlock("a")),
      startedAt: 999_000,
      settings: { timeoutMs: 1000 },
    });
    expect(outcome.status).toBe("TIMED_OUT");
    expect(journal.records).toEqual([]);
  });

  it("may be unlimited: then a block still has at most 14 minutes", async () => {
    const { guest, timersLeft } = await runGraph({ graph: graphOf(codeBlock("a")), settings: { timeoutMs: null } });
    expect(guest.calls[0]?.timeoutMs).toBe(840_000);
    expect(timersLeft).toBe(0);
  });

  it("stops a child worklet as well", async () => {
    const graph = graphOf({ id: "a", kind: "worklet", worklet: "slow" });
    const { outcome, journal } = await runGraph({ graph, invoke: endless, settings: { timeoutMs: 50 } });
    expect(outcome.status).toBe("TIMED_OUT");
    expect(journal.records[0]).toMatchObject({ status: "TIMED_OUT", childRunId: "run_2" });
  });
});

describe("the time of a block", () => {
  it("makes it fail by name; the run ends FAILED, not TIMED_OUT", async () => {
    const graph = graphOf(codeBlock("slow", { timeout_ms: 20 }));
    const { outcome, journal, guest, timersLeft } = await runGraph({ graph, ms: () => 500 });
    expect(outcome).toMatchObject({
      status: "FAILED",
      failure: { kind: "timeout", message: "Block `slow` did not finish within 20 ms", block: "slow" },
    });
    expect(story(journal)).toEqual(["slow TIMED_OUT"]);
    expect(guest.calls[0]?.timeoutMs).toBe(20);
    expect(timersLeft).toBe(0);
  });

  it("stops a child worklet, which may then be tried again", async () => {
    const retry = { max_attempts: 2, backoff_ms: 5, factor: 1 };
    const graph = graphOf({ id: "a", kind: "worklet", worklet: "slow", timeout_ms: 50, retry });
    const { outcome, journal, tookMs } = await runGraph({ graph, invoke: endless });
    expect(outcome).toMatchObject({ status: "FAILED", failure: { kind: "timeout", block: "a" } });
    expect(story(journal)).toEqual(["a TIMED_OUT", "a #2 TIMED_OUT"]);
    expect(tookMs).toBe(105);
  });

  it("is the run's time when that ends first", async () => {
    const graph = graphOf(codeBlock("slow", { timeout_ms: 5000 }));
    expect((await runGraph({ graph, ms: () => 9000, settings: { timeoutMs: 100 } })).outcome.status).toBe("TIMED_OUT");
  });
});

describe("a run that is stopped", () => {
  it("ends as CANCELED once its blocks are over", async () => {
    const { outcome, journal, tookMs } = await runGraph({ graph: branches, ms: () => 100, stopAfterMs: 150 });
    expect(outcome).toMatchObject({
      status: "CANCELED",
      failure: { kind: "canceled", message: "Worklet run was canceled", block: null },
    });
    expect(story(journal)).toEqual(["a SUCCEEDED", "b CANCELED", "c CANCELED"]);
    expect(tookMs).toBe(150);
  });

  it("before it began starts no block", async () => {
    const { outcome, guest } = await runGraph({ graph: branches, stop: AbortSignal.abort() });
    expect(outcome.status).toBe("CANCELED");
    expect(guest.calls).toEqual([]);
  });
});

describe("a worklet block", () => {
  const graph = graphOf({ id: "child", kind: "worklet", worklet: "desk", timeout_ms: 500 });

  it("hands its input to the child and takes its output", async () => {
    const uses: unknown[] = [];
    const invoke: Tools["invoke"] = async (worklet, input, { block, item, timeoutMs }) => {
      uses.push({ worklet, input, block, item, timeoutMs });
      return { runId: "run_2", secrets: ["hush"], output: '"done"' };
    };
    const { outcome, journal } = await runGraph({ graph, input: { a: 1 }, invoke });
    expect(outcome).toMatchObject({ status: "SUCCEEDED", output: '"done"', secrets: ["hush"] });
    expect(uses).toEqual([{ worklet: "desk", input: '{"a":1}', block: "child", item: null, timeoutMs: 500 }]);
    expect(journal.records[0]).toMatchObject({ childRunId: "run_2", status: "SUCCEEDED" });
  });

  it("fails as its child failed, under its own name", async () => {
    const broken = {
      ...failure("user", "RangeError: deep", "inner"),
      stack: "at main (desk.ts:3:1)",
      status: 409 as const,
    };
    const { failure: ours, journal } = await runGraph({
      graph,
      invoke: async () => ({ runId: "run_2", secrets: [], failure: broken }),
    });
    expect(ours).toEqual({ ...broken, block: "child" });
    expect(journal.records[0]).toMatchObject({ childRunId: "run_2", status: "FAILED" });
  });
});

describe("what a run leaves", () => {
  it("is every log line in the order of time, every secret once, and whether an isolate was made", async () => {
    const { clock, drive } = simulatedClock();
    const line = (at: string, text: string) => ({ at, level: "info" as const, block: text, text });
    const callGuest: Tools["callGuest"] = async (_closure, { blocks: [block] }) => {
      const id = block?.id ?? "";
      const logs = [line(id === "b" ? "2026-01-01T00:00:02.000Z" : "2026-01-01T00:00:01.000Z", id)];
      const result = { block: id, output: "1", env: null, startedAt: 0, finishedAt: 0 };
      return { results: [result], failure: null, logs, cold: id === "a", secrets: ["one", id] };
    };
    const tools: Tools = { callGuest, closure, invoke: () => Promise.reject(new Error("unused")), ...nothingOutside };
    const graph = graphOf(codeBlock("a", { next: ["b", "c"] }), codeBlock("b"), codeBlock("c"));
    const run = {
      plan: planOf(graph),
      input: "1",
      settings: { timeoutMs: null, retry: null },
      fuse: true,
      guest: guestRun,
    };
    const outcome = await drive(execute(run, memoryJournal(), tools, new AbortController().signal, clock));
    expect(outcome.logs.map(({ text }) => text)).toEqual(["a", "c", "b"]);
    expect(outcome.secrets).toEqual(["one", "a", "b", "c"]);
    expect(outcome.cold).toBe(true);
  });

  it("is bounded: a run that collects more outputs than it may is told to run in the background", async () => {
    const graph = graphOf(codeBlock("a"), codeBlock("b"), codeBlock("c"));
    const functions = { a: () => "x".repeat(600), b: () => "x".repeat(600) };
    const { failure } = await runGraph({ graph, functions, valueBytes: 1000 });
    expect(failure).toMatchObject({ kind: "limit", message: expect.stringContaining("1000 bytes") });
    expect((await runGraph({ graph, functions, valueBytes: 2000 })).outcome.status).toBe("SUCCEEDED");
  });

  it("is a record of every block with its values and times", async () => {
    const functions: Record<string, BlockFunction> = {
      a: (_, env) => {
        env.n = 1;
        return "out";
      },
    };
    const { journal } = await runGraph({ graph: graphOf(codeBlock("a")), input: "in", functions, ms: () => 30 });
    expect(journal.records).toEqual([
      {
        block: "a",
        kind: "code",
        attempt: 1,
        status: "SUCCEEDED",
        input: '"in"',
        output: '"out"',
        env: '{"n":1}',
        chosen: null,
        startedAt: 1_000_000,
        finishedAt: 1_000_030,
        failure: null,
        childRunId: null,
      },
    ]);
  });
});

describe("a fault of ours", () => {
  it("rejects, after the other blocks were stopped", async () => {
    const journal = memoryJournal();
    const full: typeof journal = {
      ...journal,
      blockFinished(entry) {
        if (entry.block === "b") throw new Error("The disk is full");
        journal.blockFinished(entry);
      },
    };
    await expect(
      runGraph({ graph: branches, journal: full, ms: (block) => (block === "c" ? 100 : 0) }),
    ).rejects.toThrow("disk is full");
    expect(story(journal)).toEqual(["a SUCCEEDED", "b RUNNING", "c CANCELED"]);
  });

  it("in the journal's beginning rejects as well", async () => {
    const journal = memoryJournal();
    const broken: typeof journal = {
      ...journal,
      begin() {
        throw new Error("No storage");
      },
    };
    await expect(runGraph({ graph: branches, journal: broken })).rejects.toThrow("No storage");
  });
});
