import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ShownBlock } from "../../../src/console/runs/run-events.ts";
import { type Timed, ticksOf, waterfallOf } from "../../../src/console/runs/waterfall-layout.ts";

const instant = (ms: number) => new Date(1_700_000_000_000 + ms).toISOString();
const now = 1_700_000_000_000;

const over: Timed = {
  status: "SUCCEEDED",
  created_at: instant(0),
  started_at: instant(100),
  finished_at: instant(1_000),
};

function block(name: string, from: number, to: number | null, more: Partial<ShownBlock> = {}): ShownBlock {
  const status = to === null ? "RUNNING" : "SUCCEEDED";
  const latency_ms = to === null ? null : to - from;
  const times = { started_at: instant(from), finished_at: to === null ? null : instant(to), latency_ms };
  return { block: name, kind: "code", attempt: 1, status, ...times, trace: null, ...more };
}

describe("the waterfall of a run", () => {
  it("begins with the wait, then each block on the same axis", () => {
    const { queue, rows, spanMs } = waterfallOf(over, [block("a", 100, 500), block("b", 500, 1_000)], now);
    expect(spanMs).toBe(1_000);
    expect(queue).toMatchObject({ left: 0, width: 10, lengthMs: 100 });
    expect(rows.map(({ block, bars }) => [block, bars[0]?.left, bars[0]?.width])).toEqual([
      ["a", 10, 40],
      ["b", 50, 50],
    ]);
  });

  it("shows the attempts of a block in one row, in their order", () => {
    const attempts = [block("a", 600, 900, { attempt: 2 }), block("a", 100, 200, { status: "FAILED" })];
    const [row, ...others] = waterfallOf(over, attempts, now).rows;
    expect(others).toEqual([]);
    expect(row).toMatchObject({ status: "SUCCEEDED" });
    expect(row?.bars.map(({ attempt, status, startMs }) => [attempt, status, startMs])).toEqual([
      [1, "FAILED", 100],
      [2, "SUCCEEDED", 600],
    ]);
  });

  it("lets a bar grow while its block runs", () => {
    const run = { ...over, status: "RUNNING" as const, finished_at: null };
    const at = (ms: number) => waterfallOf(run, [block("a", 100, null)], now + ms).rows[0]?.bars[0];
    expect(at(200)).toMatchObject({ left: 50, width: 50, lengthMs: null });
    expect(at(1_000)).toMatchObject({ left: 10, width: 90 });
  });

  it("shows how long a run has been waiting that has not begun", () => {
    const run = { status: "QUEUED", created_at: instant(0), started_at: null, finished_at: null } as const;
    expect(waterfallOf(run, [], now + 3_000)).toMatchObject({ spanMs: 3_000, queue: { width: 100, lengthMs: null } });
  });

  it("gives no bar to a block that was skipped or taken over from the run before", () => {
    const blocks = [block("a", -900, -500), block("b", 1_000, 1_000, { status: "SKIPPED" })];
    expect(waterfallOf(over, blocks, now).rows).toMatchObject([
      { block: "a", bars: [], isTakenOver: true },
      { block: "b", bars: [], isTakenOver: false },
    ]);
  });

  it("counts the items of a block by what is known last", () => {
    const run = { ...over, status: "RUNNING" as const, finished_at: null };
    const progress = [{ block: "a", total: 10, done: 4, failed: 1 }];
    const [row] = waterfallOf(run, [block("a", 100, null)], now + 500, { progress }).rows;
    expect(row?.each).toEqual({ total: 10, done: 4, failed: 1 });
  });

  it("keeps every bar on the axis, whatever clocks say", () => {
    const part = fc.record({ from: fc.integer({ min: -5_000, max: 5_000 }), length: fc.option(fc.nat(9_000)) });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), fc.option(fc.nat(9_000)), fc.integer(), (parts, end, clock) => {
        const blocks = parts.map(({ from, length }, n) =>
          block(`b${n % 5}`, from, length === null ? null : from + length),
        );
        const finished_at = end === null ? null : instant(end);
        const { rows, queue } = waterfallOf({ ...over, started_at: instant(0), finished_at }, blocks, clock);
        for (const { left, width } of [...rows.flatMap(({ bars }) => bars), ...(queue ? [queue] : [])]) {
          expect(left).toBeGreaterThanOrEqual(0);
          expect(width).toBeGreaterThanOrEqual(0);
          expect(left + width).toBeLessThanOrEqual(100.001);
        }
      }),
    );
  });
});

describe("the marks of the axis", () => {
  it.each([1, 7, 90, 1_000, 12_700, 61_000, 3_700_000, 90_000_000, 3_000_000_000])("are few over %d ms", (spanMs) => {
    const ticks = ticksOf(spanMs);
    expect(ticks[0]).toEqual({ left: 0, ms: 0 });
    expect(ticks.length).toBeGreaterThanOrEqual(1);
    expect(ticks.length).toBeLessThanOrEqual(7);
    expect(ticks.every(({ left }) => left < 100)).toBe(true);
  });
});
