import { describe, expect, test } from "vitest";
import { readableLine, type Told } from "../../scripts/run-lines.ts";

const now = new Date(2026, 9, 3, 12, 3, 4);
const event = {
  event: "run",
  worklet: "hello/hello",
  mode: "sync",
  status: "SUCCEEDED",
  ms: 3,
  run_id: "run_s1",
  error: null,
};

function told(colour = false): Told {
  return { colour, width: 11, running: new Map() };
}

function runLine(change: object, memory = told()): string | null {
  return readableLine(JSON.stringify({ ...event, ...change }), memory, now);
}

describe("the lines that a person reads", () => {
  test("a run is one line with the local time", () => {
    expect(runLine({})).toBe("12:03:04  hello/hello  sync   SUCCEEDED      3 ms  run_s1");
  });

  test("a long name widens the column for the lines after it", () => {
    const memory = told();
    runLine({ worklet: "support-desk/triage" }, memory);
    expect(runLine({ mode: "async" }, memory)).toBe(
      "12:03:04  hello/hello          async  SUCCEEDED      3 ms  run_s1",
    );
  });

  test("an error stands below, indented and on one line", () => {
    expect(runLine({ status: "FAILED", ms: 12_345, error: "Error: a\n  b at a.ts:3:11" })).toBe(
      "12:03:04  hello/hello  sync   FAILED       12.3 s  run_s1\n          Error: a b at a.ts:3:11",
    );
  });

  test("a background run is one line too: when it is over", () => {
    const memory = told();
    expect(runLine({ mode: "async", status: "QUEUED", ms: null }, memory)).toBeNull();
    expect(runLine({ mode: "async", status: "RUNNING", ms: null }, memory)).toBeNull();
    expect([...memory.running]).toEqual([["run_s1", "hello/hello"]]);
    expect(runLine({ mode: "async" }, memory)).toContain("async  SUCCEEDED");
    expect(memory.running.size).toBe(0);
  });

  test("colour is used only when asked for", () => {
    expect(runLine({}, told(true))).toContain("\u001b[32mSUCCEEDED\u001b[39m");
  });

  test("user code writes no control character to the terminal", () => {
    expect(runLine({ status: "FAILED", error: "\u001b]0;title\u0007\u001b[2Jgone\u009b" })?.split("\n")[1]).toBe(
      "          ]0;title[2Jgone",
    );
  });

  test("runs that have begun and not ended are remembered, and print nothing", () => {
    const memory = told();
    for (const run_id of ["run_s1", "run_s2"]) {
      expect(readableLine(JSON.stringify({ event: "run.begun", worklet: "a/b", run_id }), memory, now)).toBe(null);
    }
    runLine({}, memory);
    expect([...memory.running]).toEqual([["run_s2", "a/b"]]);
    // It ended by a fault of ours, which is no end of a run.
    expect(readableLine(JSON.stringify({ event: "run.gone", run_id: "run_s2" }), memory, now)).toBe(null);
    expect([...memory.running]).toEqual([]);
  });

  test.each([
    "",
    "[wrangler:info] GET /health 200 OK (14ms)",
    "⎔ Reloading local server...",
    "Your Worker has access to the following bindings:",
    "Binding                                    Resource                  Mode",
    'env.LOG_RUNS ("(hidden)")                  Environment Variable      local',
    "\u001b[33m▲ \u001b[43;33m[WARNING]\u001b[0m \u001b[1mScheduled Workers are not automatically triggered during local development.\u001b[0m",
    '    curl "http://127.0.0.1:8787/cdn-cgi/local/scheduled"',
  ])("wrangler's own talk is hidden: %j", (line) => {
    expect(readableLine(line, told(), now)).toBe(null);
  });

  test.each([
    ["\u001b[31m✘ \u001b[41;31m[ERROR]\u001b[0m Build failed with 1 error:", "✘ [ERROR] Build failed with 1 error:"],
    ['{"event":"journal.failed","error":"Error: no"}', '{"event":"journal.failed","error":"Error: no"}'],
    ["    at Object.fetch (src/index.ts:6:40)", "    at Object.fetch (src/index.ts:6:40)"],
    [
      "[wrangler:warn] The Workers runtime crashed unexpectedly",
      "[wrangler:warn] The Workers runtime crashed unexpectedly",
    ],
  ])("errors pass: %j", (line, shown) => {
    expect(readableLine(line, told(), now)).toBe(shown);
  });
});
