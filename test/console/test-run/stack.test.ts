import { expect, it } from "vitest";
import { blocksOf, filteredLines } from "../../../src/console/test-run/log-lines.ts";
import { framesOf } from "../../../src/console/test-run/stack.ts";
import type { LogLine } from "../../../src/contract/failure.ts";

it("finds the places in the user's own files, whatever stands around them", () => {
  const stack =
    "at main (triage.ts:3:11)\n  at async lib/deep file.ts:12:1\nat new Thing [as x] (lib/a.ts:1:2)\nat <anonymous>";
  expect(framesOf(stack).map(({ place }) => place)).toEqual([
    { file: "triage.ts", line: 3, column: 11 },
    { file: "lib/deep file.ts", line: 12, column: 1 },
    { file: "lib/a.ts", line: 1, column: 2 },
    null,
  ]);
  expect(framesOf("")).toEqual([]);
});

it("shows the lines of a level and worse, of one block or of all", () => {
  const line = (level: LogLine["level"], block: string | null): LogLine => ({ at: "", level, block, text: "" });
  const lines = [line("debug", "a"), line("warn", "b"), line("error", null), line("info", "a")];
  expect(filteredLines(lines, { least: "warn", block: null })).toEqual([lines[1], lines[2]]);
  expect(filteredLines(lines, { least: "debug", block: "a" })).toEqual([lines[0], lines[3]]);
  expect(blocksOf(lines)).toEqual(["a", "b"]);
});
