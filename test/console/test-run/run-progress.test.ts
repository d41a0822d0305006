import { describe, expect, it } from "vitest";
import {
  noProgress,
  type Progress,
  type RunEvent,
  readEvent,
  withEvents,
  withPoll,
  withTrace,
} from "../../../src/console/test-run/run-progress.ts";
import type { BlockTrace, Run, Trace } from "../../../src/contract/run.ts";

const at = (seconds: number) => `2026-01-01T00:00:${String(seconds).padStart(2, "0")}.000Z`;
const block = (name: string, status: BlockTrace["status"], seconds: number, attempt = 1): RunEvent => ({
  type: "block",
  block: name,
  status,
  attempt,
  at: at(seconds),
});
const told = (events: RunEvent[], before: Progress = noProgress) => withEvents(before, events);

const run = (members: Partial<Run>): Run => ({
  status: "SUCCEEDED",
  message: "",
  worklet_run_id: "run_a1",
  version: 1,
  environment: "production",
  trigger: "console",
  worklet_output: null,
  worklet_output_kept: true,
  latency_ms: 5_000,
  queued_ms: 3,
  created_at: at(0),
  started_at: at(0),
  finished_at: at(5),
  attempt: 1,
  error: null,
  error_log: "",
  ...members,
});

const record = (members: Partial<BlockTrace>): BlockTrace => ({
  block: "a",
  kind: "code",
  status: "SUCCEEDED",
  attempt: 1,
  started_at: at(1),
  finished_at: at(2),
  latency_ms: 987,
  input: 1,
  output: 2,
  env: {},
  truncated: [],
  error: null,
  child_run_id: null,
  ...members,
});
const trace = (...blocks: BlockTrace[]): Trace => ({ worklet_run_id: "run_a1", blocks, logs: [], truncated: false });

describe("events", () => {
  it("are read from the stream, and what is new to this program is passed over", () => {
    const line = { at: at(1), level: "info", block: "a", text: "hello" };
    expect(readEvent("log", JSON.stringify(line))).toEqual({ type: "log", line });
    expect(readEvent("status", JSON.stringify({ at: at(1), status: "RUNNING", attempt: 2 }))).toMatchObject({
      type: "status",
      status: "RUNNING",
      attempt: 2,
    });
    expect(readEvent("weather", "{}")).toBeNull();
  });

  it("show a block while it runs, and how long it took", () => {
    const running = told([block("a", "RUNNING", 1)]);
    expect(running.blocks.a).toMatchObject({ status: "RUNNING", latency_ms: null });
    expect(told([block("a", "SUCCEEDED", 4)], running).blocks.a).toMatchObject({
      status: "SUCCEEDED",
      latency_ms: 3_000,
    });
  });

  it("show the latest attempt of a block that is tried again, timed by itself", () => {
    const { a } = told([
      block("a", "RUNNING", 1),
      block("a", "FAILED", 3),
      block("a", "RUNNING", 5, 2),
      block("a", "SUCCEEDED", 6, 2),
    ]).blocks;
    expect(a).toMatchObject({ status: "SUCCEEDED", attempt: 2, latency_ms: 1_000 });
  });

  it("of the log leave the blocks as they are, so that nobody draws them again", () => {
    const before = told([block("a", "RUNNING", 1)]);
    const line = { at: at(2), level: "info", block: "a", text: "x" } as const;
    const after = told([{ type: "log", line }], before);
    expect(after.logs).toEqual([line]);
    expect(after.blocks).toBe(before.blocks);
  });

  it("change nothing in what was known before", () => {
    const before = told([block("a", "RUNNING", 1)]);
    const copy = structuredClone(before);
    told(
      [block("a", "FAILED", 2), { type: "log", line: { at: at(2), level: "warn", block: null, text: "x" } }],
      before,
    );
    expect(before).toEqual(copy);
  });
});

describe("the end of a run", () => {
  it("leaves no block running: one that was stopped is canceled", () => {
    const error = { kind: "canceled", message: "stopped", block: "a", stack: "" } as const;
    const over = told([block("a", "RUNNING", 1), { type: "done", run: run({ status: "CANCELED", error }) }]);
    expect(over.status).toBe("CANCELED");
    expect(over.blocks.a).toMatchObject({ status: "CANCELED", error });
  });

  it("gives the failure to the block that failed, and to no other", () => {
    const error = { kind: "user", message: "TypeError: x", block: "b", stack: "" } as const;
    const { blocks } = told([
      block("a", "SUCCEEDED", 1),
      block("b", "RUNNING", 1),
      block("b", "FAILED", 2),
      { type: "done", run: run({ status: "FAILED", error }) },
    ]);
    expect(blocks.b?.error).toEqual(error);
    expect(blocks.a?.error).toBeNull();
  });

  it("is known from a poll as well", () => {
    expect(withPoll(noProgress, run({ status: "RUNNING" }), false)).toMatchObject({ status: "RUNNING", result: null });
    expect(withPoll(noProgress, run({ worklet_output: 7 }), true)).toMatchObject({
      status: "SUCCEEDED",
      result: { worklet_output: 7 },
    });
  });
});

describe("the trace", () => {
  it("adds values and exact times", () => {
    const { a } = withTrace(told([block("a", "RUNNING", 1), block("a", "SUCCEEDED", 2)]), trace(record({}))).blocks;
    expect(a).toMatchObject({ latency_ms: 987, trace: { input: 1, output: 2 } });
  });

  it("that was read earlier does not take back what events have said since", () => {
    const now = told([block("a", "RUNNING", 1), block("a", "FAILED", 2), block("a", "RUNNING", 3, 2)]);
    const early = trace(
      record({ status: "FAILED" }),
      record({ attempt: 2, status: "RUNNING", finished_at: null, latency_ms: null }),
    );
    expect(withTrace(told([block("a", "SUCCEEDED", 4, 2)], now), early).blocks.a).toMatchObject({
      status: "SUCCEEDED",
      attempt: 2,
    });
    expect(withTrace(now, trace(record({ status: "FAILED" }))).blocks.a).toMatchObject({
      status: "RUNNING",
      attempt: 2,
    });
  });

  it("brings the lines of the log where no events came, and takes none away", () => {
    const line = { at: at(2), level: "info", block: "a", text: "x" } as const;
    const read = { ...trace(), logs: [line] };
    expect(withTrace(noProgress, read).logs).toEqual([line]);
    const ahead = told([line, line].map((each) => ({ type: "log", line: each })));
    expect(withTrace(ahead, read).logs).toHaveLength(2);
  });

  it("knows blocks of which no event came", () => {
    expect(withTrace(noProgress, trace(record({ block: "z" }))).blocks.z).toMatchObject({ status: "SUCCEEDED" });
  });
});
