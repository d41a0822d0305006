import { describe, expect, it } from "vitest";
import { expressionOf, pointerOf } from "../../../src/console/json/json-path.ts";
import { copyOf, previewOf } from "../../../src/console/json/preview.ts";
import { deedOf } from "../../../src/console/json/tree-keys.ts";
import { firstOpen, firstWindow, placesOf, revealed, rowsOf, widened } from "../../../src/console/json/tree-rows.ts";
import { parseExpression } from "../../../src/expression/expression.ts";

const list = Array.from({ length: 10_000 }, (_, n) => ({ n, name: `item ${n}` }));
const names = (value: unknown, open: Parameters<typeof rowsOf>[1]) =>
  rowsOf(value, open).map((row) => (row.type === "value" ? row.pointer : `${row.side} ${row.count} of ${row.hidden}`));

describe("paths", () => {
  it("are expressions that {{ }} reads", () => {
    expect(expressionOf("output", ["items", 3, "name"])).toBe("output.items[3].name");
    const odd = expressionOf("blocks", ["my-block", 'a "b"', "ü", "$x"]);
    expect(odd).toBe('blocks["my-block"]["a \\"b\\""]["ü"].$x');
    expect(() => parseExpression(odd)).not.toThrow();
  });

  it("are told apart as pointers, whatever the names", () => {
    expect(pointerOf(["a/b", 0, "~"])).toBe("/a~1b/0/~0");
  });
});

describe("rows in sight", () => {
  it("are those of open nodes, with their place among their siblings", () => {
    const rows = rowsOf(
      { a: [1, 2], b: null },
      new Map([
        ["", firstWindow],
        ["/a", firstWindow],
      ]),
    );
    expect(rows.map((row) => row.type === "value" && [row.pointer, row.level, row.place, row.siblings])).toEqual([
      ["", 1, 1, 1],
      ["/a", 2, 1, 2],
      ["/a/0", 3, 1, 2],
      ["/a/1", 3, 2, 2],
      ["/b", 2, 2, 2],
    ]);
  });

  it("are a hundred of a long list, then a hundred more", () => {
    const open = new Map([["", firstWindow]]);
    expect(rowsOf(list, open)).toHaveLength(102);
    expect(names(list, open).at(-1)).toBe("after 100 of 9900");
    expect(rowsOf(list, new Map([["", widened(firstWindow, "after")]]))).toHaveLength(202);
  });

  it("open by themselves as long as they are few", () => {
    expect([...firstOpen({ a: { b: { c: 1 } } }).keys()]).toEqual(["", "/a", "/a/b"]);
    expect([...firstOpen({ rows: list, small: [1] }).keys()]).toEqual(["", "/small"]);
    expect([...firstOpen("text").keys()]).toEqual([]);
  });

  it("stay few when a place far down a list is looked for", () => {
    const [place] = placesOf(list, "item 5432");
    expect(place).toEqual([5432, "name"]);
    const open = revealed(list, new Map(), place ?? []);
    expect(names(list, open)).toContain("/5432/name");
    expect(names(list, open)).toContain("before 100 of 5400");
    expect(rowsOf(list, open).length).toBeLessThan(110);
  });

  it("survive a value that has become shorter", () => {
    expect(names([1, 2], new Map([["", { from: 500, to: 600 }]]))).toEqual(["", "before 1 of 1", "/1"]);
  });
});

describe("search", () => {
  it("finds names and values, whatever the case, in the order of the tree", () => {
    expect(placesOf({ Name: "x", b: ["NAME", { nothing: null }] }, "name")).toEqual([["Name"], ["b", 0]]);
    expect(placesOf({ a: null, b: 12 }, "null")).toEqual([["a"]]);
    expect(placesOf({ a: 1 }, "")).toEqual([]);
  });

  it("ends at the most that is of use", () => {
    expect(placesOf(list, "item", 50)).toHaveLength(50);
  });
});

describe("keys", () => {
  const rows = rowsOf({ a: [1], b: 2 }, new Map([["", firstWindow]]));

  it("move, open and close as in every tree", () => {
    expect(deedOf("ArrowDown", rows, 0)).toEqual({ type: "focus", at: 1 });
    expect(deedOf("ArrowDown", rows, 2)).toEqual({ type: "focus", at: 2 });
    expect(deedOf("ArrowRight", rows, 1)).toEqual({ type: "toggle" });
    expect(deedOf("ArrowRight", rows, 0)).toEqual({ type: "focus", at: 1 });
    expect(deedOf("ArrowLeft", rows, 2)).toEqual({ type: "focus", at: 0 });
    expect(deedOf("ArrowLeft", rows, 0)).toEqual({ type: "toggle" });
    expect(deedOf("End", rows, 0)).toEqual({ type: "focus", at: 2 });
  });

  it("copy values and paths, and leave other letters alone", () => {
    expect(deedOf("c", rows, 2)).toEqual({ type: "copy", what: "value" });
    expect(deedOf("p", rows, 2)).toEqual({ type: "copy", what: "path" });
    expect(deedOf("x", rows, 2)).toBeNull();
  });
});

describe("values in few words", () => {
  it("fit on one line however large they are", () => {
    expect(previewOf({ a: 1, b: "x", c: [1, 2], d: {} })).toBe('{a: 1, b: "x", c: [2], d: {}}');
    expect(previewOf(list)).toBe("[{…}, {…}, {…}, {…}, {…}, {…}, {…}, {…}, …]");
    expect(previewOf("x".repeat(1_000_000)).length).toBeLessThan(90);
    expect(previewOf({ a: "b\nc".repeat(100) }).length).toBeLessThan(90);
  });

  it("are copied whole: texts bare, the rest as JSON", () => {
    expect(copyOf('a "b"\n')).toBe('a "b"\n');
    expect(copyOf({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(copyOf(null)).toBe("null");
  });
});
