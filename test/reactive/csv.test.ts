import { expect, it } from "vitest";
import type { Json } from "../../src/expression/expression.ts";
import { csvOf } from "../../src/reactive/csv.ts";

/** A list as a program for tables opens it. */

it.each(["=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "\t=1", "\n=1", " \n\t@x", "\u00a0=1", "\tx", "\rx"])(
  "%j is no formula in a cell",
  (text) => {
    const [, cell = ""] = /^a\r\n"?([\s\S]*?)"?\r\n$/.exec(csvOf([{ a: text }])) ?? [];
    expect(cell).toBe(`'${text}`);
  },
);

it.each(["1-1", "a =1", " x", "\nx", ""])("%j stays as it is", (text) => {
  expect(csvOf([{ a: text }])).not.toContain("'");
});

it("a name is guarded as a text is", () => {
  expect(csvOf([{ " =x": 1 }])).toBe("' =x\r\n1\r\n");
});

it("a row that lacks a column has nothing there, whatever the column is called", () => {
  const rows = [{ constructor: "x", a: 1 }, { a: 2 }] as unknown as Json[];
  expect(csvOf(rows)).toBe("constructor,a\r\nx,1\r\n,2\r\n");
});
