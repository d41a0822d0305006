import { expect, it } from "vitest";
import type { Json } from "../../../src/expression/expression.ts";
import { type ChartProperties, type Drawing, drawingOf, summaryOf } from "../../../src/view/components/chart/series.ts";

const points: Json[] = [
  { month: "Jan", runs: 10, failed: 1, note: "x" },
  { month: "Feb", runs: "12.5", failed: null, note: "y" },
];

function drawn(properties: Partial<ChartProperties>): Drawing {
  const drawing = drawingOf({ data: points, type: "line", x: "", y: [], stacked: false, ...properties });
  if (typeof drawing === "string") throw new Error(drawing);
  return drawing;
}

function refused(properties: Partial<ChartProperties>): string {
  const drawing = drawingOf({ data: points, type: "line", x: "", y: [], stacked: false, ...properties });
  if (typeof drawing !== "string") throw new Error("It is drawn.");
  return drawing;
}

it("shows of a point what it has itself", () => {
  const data = [{ constructor: "Jan", runs: 1 }, { runs: 2 }] as unknown as Json[];
  expect(drawn({ data, x: "constructor", y: ["runs"] }).labels).toEqual(["Jan", ""]);
  expect(drawn({ data: [{ runs: 1 }, { runs: 2, constructor: 5 }] as unknown as Json[] }).series).toHaveLength(2);
});

it("draws the members that are named, numbers in texts too", () => {
  const { labels, series } = drawn({ x: "month", y: ["runs", "failed", "runs", 7] });
  expect(labels).toEqual(["Jan", "Feb"]);
  expect(series).toEqual([
    { name: "runs", values: [10, 12.5] },
    { name: "failed", values: [1, null] },
  ]);
});

it("without names draws all members that are numbers, by the first text", () => {
  const data: Json[] = [
    { id: 1, day: "Mon", a: 2 },
    { id: 2, day: "Tue", a: null },
  ];
  const { x, series } = drawn({ data });
  expect(x).toBe("day");
  expect(series.map(({ name }) => name)).toEqual(["id", "a"]);
  expect(drawn({ data: [{ a: 1 }, { a: 2 }] }).labels).toEqual(["1", "2"]);
});

it("a pie has one ring and no piece that is less than nothing", () => {
  const data: Json[] = [
    { name: "a", n: 3, m: 4 },
    { name: "b", n: -3, m: 4 },
  ];
  expect(drawn({ data, type: "pie", stacked: true })).toMatchObject({
    series: [{ name: "n", values: [3, null] }],
    stacked: false,
  });
});

it("scatter stands on numbers", () => {
  const data: Json[] = [
    { a: 1, b: 5 },
    { a: 2, b: 6 },
  ];
  expect(drawn({ data, type: "scatter" })).toMatchObject({ x: "a", positions: [1, 2], series: [{ name: "b" }] });
  expect(refused({ type: "scatter", x: "month", y: ["runs"] })).toContain("numbers along the bottom");
});

it("data that cannot be drawn is told what is needed", () => {
  expect(refused({ data: [1, 2] })).toContain("needs a list of objects");
  expect(refused({ data: [{ a: 1 }, null] })).toContain("This list has null.");
  expect(refused({ x: "mont" })).toBe(
    "No point has `mont`, which x names. There is `month`, `runs`, `failed`, `note`.",
  );
  expect(refused({ y: ["note"] })).toContain("No point has a number in `note`");
  expect(refused({ data: [{ a: "x" }] })).toContain("No point has a number to draw");
});

it("only so much is drawn, and what is left is counted", () => {
  const many: Json[] = Array.from({ length: 2_100 }, (_, place) => ({ place, value: place }));
  expect(drawn({ data: many })).toMatchObject({ pointsLeft: 100, labels: { length: 2_000 } });
  const wide = Object.fromEntries(Array.from({ length: 20 }, (_, place) => [`m${place}`, place]));
  expect(drawn({ data: [wide] })).toMatchObject({ seriesLeft: 8, series: { length: 12 } });
});

it("what an object inherits is nothing to draw", () => {
  expect(refused({ data: [{ a: 1 }], y: ["constructor"] })).toContain("`constructor`");
});

it("a screen reader hears what the picture is of", () => {
  expect(summaryOf("Runs", drawn({ x: "month", y: ["runs"] }))).toBe(
    "Runs: Line chart of runs by month, 2 points. The data follow as a table.",
  );
});
