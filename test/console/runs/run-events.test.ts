import { describe, expect, it } from "vitest";
import { type BlockEvent, nothingYet, shownBlocks, withEvents } from "../../../src/console/runs/run-events.ts";
import type { BlockTrace } from "../../../src/contract/run.ts";

const at = (second: number) => new Date(second * 1_000).toISOString();

function traced(block: string, more: Partial<BlockTrace> = {}): BlockTrace {
  return {
    ...{
      block,
      kind: "code",
      status: "SUCCEEDED",
      attempt: 1,
      started_at: at(1),
      finished_at: at(2),
      latency_ms: 1_000,
    },
    ...{ input: 1, output: 2, env: {}, truncated: [], error: null, child_run_id: null },
    ...more,
  };
}

function event(block: string, status: BlockEvent["status"], second: number, attempt = 1): BlockEvent {
  return { at: at(second), block, kind: "code", attempt, status };
}

describe("the blocks of a run that goes on", () => {
  it("come from events as long as no trace has them", () => {
    const events = [event("a", "RUNNING", 1), event("a", "SUCCEEDED", 3), event("b", "RUNNING", 3)];
    expect(shownBlocks([], events)).toMatchObject([
      { block: "a", status: "SUCCEEDED", started_at: at(1), finished_at: at(3), latency_ms: 2_000, trace: null },
      { block: "b", status: "RUNNING", started_at: at(3), finished_at: null, latency_ms: null },
    ]);
  });

  it("keep what the trace says of those that are over", () => {
    const events = [event("a", "RUNNING", 1), event("a", "SUCCEEDED", 2)];
    const trace = traced("a");
    expect(shownBlocks([trace], events)).toEqual([{ ...trace, trace }]);
  });

  it("end by an event although the trace was read while they ran", () => {
    const running = traced("a", { status: "RUNNING", finished_at: null, latency_ms: null, output: null });
    const [shown, ...others] = shownBlocks([running], [event("a", "RUNNING", 1), event("a", "FAILED", 4)]);
    expect(others).toEqual([]);
    expect(shown).toMatchObject({ status: "FAILED", finished_at: at(4), latency_ms: 3_000 });
  });

  it("have a row for each attempt, also for one that was interrupted and began again under its number", () => {
    const trace = [traced("a", { status: "CANCELED" }), traced("a")];
    expect(shownBlocks(trace, [event("a", "RUNNING", 5, 2)])).toMatchObject([
      { attempt: 1, status: "CANCELED" },
      { attempt: 1, status: "SUCCEEDED" },
      { attempt: 2, status: "RUNNING" },
    ]);
  });
});

it("events are gathered in the order in which they came", () => {
  const line = (text: string) => ({ at: at(1), level: "info" as const, block: null, text });
  const first = withEvents(nothingYet, [
    { type: "status", event: { at: at(1), status: "RUNNING", attempt: 1 } },
    { type: "log", event: line("one") },
  ]);
  const second = withEvents(first, [{ type: "log", event: line("two") }]);
  expect(second.logs.map(({ text }) => text)).toEqual(["one", "two"]);
  expect(second.status?.status).toBe("RUNNING");
});
