import { expect, it } from "vitest";
import type { Json } from "../../../src/expression/expression.ts";
import { changeOf, figureOf } from "../../../src/view/components/metric/figure.ts";
import { advanceOf } from "../../../src/view/components/progress/advance.ts";
import { callsBehind } from "../../../src/view/page/calls-behind.ts";

it.each([
  [1_234_567.891, "1,234,567.89"],
  [0, "0"],
  [-3.5, "-3.5"],
  [0.012345, "0.0123"],
  [1e300, "1.00e+300"],
  [1e-9, "1.00e-9"],
  ["  Fine ", "Fine"],
  [true, "Yes"],
  [{ a: 1 }, "{a: 1}"],
  [null, ""],
] as [Json, string][])("the figure of %j is %j", (value, text) => {
  expect(figureOf(value).text).toBe(text);
});

it("a figure that is rounded can be read as a whole", () => {
  expect(figureOf(1.23456).whole).toBe("1.23456");
  expect(figureOf("x".repeat(100_000)).whole.length).toBeLessThan(1_100);
});

it("a change has a sign for the eye and words for the ear", () => {
  expect(changeOf(12.34)).toEqual({ direction: "up", text: "+12.3%", words: "up by 12.3 percent" });
  expect(changeOf(-3)).toEqual({ direction: "down", text: "−3%", words: "down by 3 percent" });
  expect(changeOf(-0.01)).toEqual({ direction: "same", text: "±0%", words: "no change" });
});

function advance(call: { [member: string]: Json }) {
  return advanceOf((member) => call[member] ?? null);
}

it("a call's run stands idle, starting, under way, failed or done", () => {
  expect(advance({})).toMatchObject({ state: "idle" });
  expect(advance({ loading: true })).toMatchObject({ state: "under_way", words: "Starting", total: null });
  expect(
    advance({ loading: true, run_id: "r", progress: { status: "QUEUED", done: 0, failed: 0, total: null } }),
  ).toMatchObject({
    words: "Waiting to start",
    total: null,
    counts: "",
  });
  expect(advance({ error: "No.", run_id: "r" })).toMatchObject({ state: "failed", error: "No." });
  expect(advance({ run_id: "r" })).toMatchObject({ state: "succeeded" });
});

it("what has failed is among what is done", () => {
  const call = { loading: true, progress: { status: "RUNNING", done: 34, failed: 2, total: 1_000 } };
  expect(advance(call)).toMatchObject({ done: 34, total: 1_000, counts: "34 of 1,000 done, 2 of them failed" });
});

it("progress that is none is a run without counts", () => {
  for (const progress of [1, "x", [], { done: -1, total: "many" }] as Json[])
    expect(advance({ loading: true, progress })).toMatchObject({ state: "under_way", counts: "", total: null });
});

it("the calls behind a property are those whose data it reads", () => {
  expect(callsBehind("{{ calls.find.data }}")).toEqual(["find"]);
  expect(callsBehind("{{ calls.a.data.items.concat(calls.b.data, calls.a.data) }}")).toEqual(["a", "b"]);
  expect(callsBehind({ rows: ["**{{ calls.find.data?.name }}**"] })).toEqual(["find"]);
});

it("a property that tells a call's error by itself has it told once", () => {
  expect(callsBehind("{{ calls.find.error ?? calls.find.data }}")).toEqual([]);
});

it("no call is behind what reads none, or cannot be read", () => {
  for (const json of ["text", null, "{{ list.selected_row }}", "{{ calls.find.loading }}", "{{ calls", 7] as Json[])
    expect(callsBehind(json)).toEqual([]);
});
