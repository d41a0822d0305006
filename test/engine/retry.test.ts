import { describe, expect, it } from "vitest";
import type { FailureKind } from "../../src/contract/failure.ts";
import { pauseAfter } from "../../src/engine/retry.ts";
import { type BlockFunction, codeBlock, failure, graphOf, runGraph, story } from "./support.ts";

const retry = { max_attempts: 3, backoff_ms: 100, factor: 2 };
/** Throws until its n-th attempt. */
const worksAt =
  (n: number): BlockFunction =>
  (_, __, { attempt }) => {
    if (attempt < n) throw new Error(`attempt ${attempt}`);
    return "done";
  };

describe("a block with a retry", () => {
  it("runs again after a pause that grows", async () => {
    const { output, journal, guest } = await runGraph({
      graph: graphOf(codeBlock("a", { retry })),
      functions: { a: worksAt(3) },
    });
    expect(output).toBe("done");
    expect(story(journal)).toEqual(["a FAILED", "a #2 FAILED", "a #3 SUCCEEDED"]);
    expect(guest.calls.map((call) => call.startedAt - 1_000_000)).toEqual([0, 100, 300]);
  });

  it("fails with its last failure when no attempt is left", async () => {
    const { failure, journal } = await runGraph({
      graph: graphOf(codeBlock("a", { retry })),
      functions: { a: worksAt(9) },
    });
    expect(failure?.message).toBe("Error: attempt 3");
    expect(journal.records).toHaveLength(3);
  });

  it("takes the rule of the settings when it has none, and `null` means never", async () => {
    const graph = graphOf(codeBlock("a"));
    expect((await runGraph({ graph, settings: { retry }, functions: { a: worksAt(2) } })).output).toBe("done");
    const never = graphOf(codeBlock("a", { retry: null }));
    expect((await runGraph({ graph: never, settings: { retry }, functions: { a: worksAt(2) } })).outcome.status).toBe(
      "FAILED",
    );
  });

  it("runs again after its time-out, and only when the former attempt is over", async () => {
    const graph = graphOf(codeBlock("a", { timeout_ms: 50, retry }));
    const { output, journal, guest } = await runGraph({
      graph,
      functions: { a: () => "done" },
      ms: (_, attempt) => (attempt < 3 ? 500 : 0),
    });
    expect(output).toBe("done");
    expect(story(journal)).toEqual(["a TIMED_OUT", "a #2 TIMED_OUT", "a #3 SUCCEEDED"]);
    const [first, second] = guest.calls;
    expect(second!.startedAt).toBeGreaterThanOrEqual(first!.endedAt);
  });

  it("has the same idempotency key in every attempt", async () => {
    const keys: (string | undefined)[] = [];
    const noting: BlockFunction = (_, __, { attempt, guest }) => {
      keys.push(guest.blocks[0]?.idempotencyKey);
      if (attempt < 2) throw new Error("again");
    };
    await runGraph({ graph: graphOf(codeBlock("a", { retry })), functions: { a: noting } });
    expect(keys).toEqual(["run_1:a", "run_1:a"]);
  });

  it("stops waiting at once when the run is stopped", async () => {
    const slow = { max_attempts: 3, backoff_ms: 60_000, factor: 1 };
    const { outcome, tookMs, timersLeft } = await runGraph({
      graph: graphOf(codeBlock("a", { retry: slow })),
      functions: { a: worksAt(9) },
      stopAfterMs: 500,
    });
    expect(outcome.status).toBe("CANCELED");
    expect(tookMs).toBe(500);
    expect(timersLeft).toBe(0);
  });

  it("fails at once when its next attempt could not begin within the run's time", async () => {
    const slow = { max_attempts: 3, backoff_ms: 60_000, factor: 1 };
    const graph = graphOf(codeBlock("a", { retry: slow }));
    const { outcome, tookMs } = await runGraph({ graph, functions: { a: worksAt(9) }, settings: { timeoutMs: 5000 } });
    expect(outcome).toMatchObject({ status: "FAILED", failure: { message: "Error: attempt 1" } });
    expect(tookMs).toBe(0);
  });
});

describe("whether a failure is worth another attempt", () => {
  it("depends on its kind: not when the same would come back, and never when somebody wanted it", () => {
    const kinds: FailureKind[] = ["user", "timeout", "platform", "load", "limit", "canceled"];
    expect(kinds.filter((kind) => pauseAfter(failure(kind, ""), 1, retry) !== null)).toEqual([
      "user",
      "timeout",
      "platform",
    ]);
  });

  it("is no when the error asks for an HTTP status: it is an answer", () => {
    expect(pauseAfter({ ...failure("user", ""), status: 422 }, 1, retry)).toBeNull();
  });

  it("and a pause is an hour at most", () => {
    expect(pauseAfter(failure("user", ""), 19, { max_attempts: 20, backoff_ms: 3_600_000, factor: 10 })).toBe(
      3_600_000,
    );
  });
});
