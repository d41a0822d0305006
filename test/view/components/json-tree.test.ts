import { expect, it } from "vitest";
import { countOf, lineOf } from "../../../src/view/components/json/line.ts";
import { deedOf, firstOpen, pathOf, rowsOf, stepSize, type TreeRow } from "../../../src/view/components/json/tree.ts";

const value = { name: "Ada", tags: ["a", "b"], deep: { deeper: { deepest: 1 } } };

function shown(json: unknown, levels: number): string[] {
  return rowsOf(json, firstOpen(json, levels)).map((row) =>
    row.type === "more" ? `more ${row.hidden}` : pathOf("$", row.steps),
  );
}

it("so many levels are open at first", () => {
  expect(shown(value, 0)).toEqual(["$"]);
  expect(shown(value, 1)).toEqual(["$", "$.name", "$.tags", "$.deep"]);
  expect(shown(value, 2)).toEqual(["$", "$.name", "$.tags", "$.tags[0]", "$.tags[1]", "$.deep", "$.deep.deeper"]);
});

it("a long list is shown in steps", () => {
  const list = Array.from({ length: 10_000 }, (_, place) => place);
  const rows = rowsOf(list, new Map([["", 2 * stepSize]]));
  expect(rows.length).toBe(202);
  expect(rows.at(-1)).toMatchObject({ type: "more", hidden: 9_800, shown: 200 });
});

it("what opens by itself stays small, whatever the value is", () => {
  const wide = Array.from({ length: 200 }, () => Array.from({ length: 200 }, () => ({ a: 1 })));
  expect(shown(wide, 100).length).toBeLessThan(1_000);
  const deep = Array.from({ length: 5_000 }).reduce<unknown>((inner) => [inner], 1);
  expect(shown(deep, 1e9).length).toBeLessThan(200);
});

it("paths are written as expressions read them", () => {
  expect(pathOf("list.data", ["items", 3, "odd key", "a.b", "ok_1"])).toBe('list.data.items[3]["odd key"]["a.b"].ok_1');
});

it("names that are alike as pointers stay apart", () => {
  const rows = rowsOf(
    { "a/b": { c: 1 }, a: { "b/c": 1, b: { c: 2 } }, "a~1b": 3 },
    firstOpen({ "a/b": { c: 1 }, a: { b: {} } }, 9),
  );
  expect(new Set(rows.map(({ pointer }) => pointer)).size).toBe(rows.length);
});

it("keys move and open as in every tree", () => {
  const rows: TreeRow[] = rowsOf(value, firstOpen(value, 1));
  const deed = (key: string, at: number) => deedOf(key, rows, at);
  expect(deed("ArrowDown", 3)).toEqual({ type: "focus", at: 3 });
  expect(deed("ArrowUp", 0)).toEqual({ type: "focus", at: 0 });
  expect(deed("End", 0)).toEqual({ type: "focus", at: 3 });
  expect(deed("ArrowRight", 0)).toEqual({ type: "focus", at: 1 });
  expect(deed("ArrowRight", 2)).toEqual({ type: "toggle" });
  expect(deed("ArrowRight", 1)).toBe(null);
  expect(deed("ArrowLeft", 0)).toEqual({ type: "toggle" });
  expect(deed("ArrowLeft", 2)).toEqual({ type: "focus", at: 0 });
  expect(deed("p", 1)).toEqual({ type: "copy", what: "path" });
  expect(deed("x", 1)).toBe(null);
});

it("a value fits in a line, however large it is", () => {
  expect(lineOf({ name: "Ada", tags: ["a"], none: null, inner: { a: 1 }, empty: [] })).toBe(
    '{name: "Ada", tags: [1], none: null, inner: {…}, empty: []}',
  );
  expect(lineOf("x".repeat(1_000_000)).length).toBeLessThan(100);
  expect(lineOf(Array.from({ length: 100_000 }, () => "word")).length).toBeLessThan(150);
  expect(lineOf({ ["k".repeat(10_000)]: 1 }).length).toBeLessThan(100);
});

it("counts are said in words", () => {
  expect([countOf([1]), countOf([]), countOf({ a: 1, b: 2 })]).toEqual(["1 item", "0 items", "2 members"]);
});
