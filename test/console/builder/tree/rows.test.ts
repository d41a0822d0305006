import { describe, expect, it } from "vitest";
import { outerRow, type Row, rowsOf } from "../../../../src/console/builder/tree/rows.ts";
import { draftWith } from "../document/drafts.ts";

const draft = draftWith(
  [
    { id: "window", kind: "modal" },
    { id: "low", kind: "text", place: { x: 0, y: 9, w: 2, h: 1 } },
    { id: "form", kind: "form", place: { x: 0, y: 0, w: 6, h: 6 } },
    { id: "second", kind: "text_input", parent: "form", place: { x: 6, y: 0, w: 6, h: 2 } },
    { id: "first", kind: "text_input", parent: "form", place: { x: 0, y: 0, w: 6, h: 2 } },
    { id: "inside", kind: "form", parent: "window" },
    { id: "deep", kind: "checkbox", parent: "inside" },
  ],
  { state: { note: null }, query: { q: "" }, calls: { find: { worklet: "w" } } },
);

const words = (row: Row) =>
  `${" ".repeat(row.level)}${row.type === "section" ? row.section : row.path} ${row.position}/${row.count}`;
const shown = (...closed: string[]) => rowsOf(draft, new Set(closed)).map(words);

describe("the tree shows", () => {
  it("everything with a name, as it stands in each other and as it is read on the page", () => {
    expect(shown()).toEqual([
      " components 1/4",
      "  form 1/3",
      "   first 1/2",
      "   second 2/2",
      "  low 2/3",
      "  window 3/3",
      "   inside 1/1",
      "    deep 1/1",
      " calls 2/4",
      "  calls.find 1/1",
      " states 3/4",
      "  state.note 1/1",
      " query 4/4",
      "  query.q 1/1",
    ]);
  });

  it("nothing of what is closed", () => {
    expect(shown("form", "section calls", "section states", "section query", "window")).toEqual([
      " components 1/4",
      "  form 1/3",
      "  low 2/3",
      "  window 3/3",
      " calls 2/4",
      " states 3/4",
      " query 4/4",
    ]);
    expect(rowsOf(draft, new Set(["form"])).find(({ key }) => key === "form")?.isOpen).toBe(false);
  });

  it("an end of forms and modals that stand in each other in a circle", () => {
    const circle = draftWith([
      { id: "a", kind: "modal", parent: "b" },
      { id: "b", kind: "modal", parent: "a" },
      { id: "self", kind: "form", parent: "self" },
      { id: "plain", kind: "text" },
    ]);
    expect(rowsOf(circle, new Set()).filter(({ key }) => key === "plain")).toHaveLength(1);
  });
});

it("the way out leads to what a row stands in", () => {
  const rows = rowsOf(draft, new Set());
  const outOf = (key: string) =>
    outerRow(
      rows,
      rows.findIndex((row) => row.key === key),
    )?.key;
  expect(outOf("deep")).toBe("inside");
  expect(outOf("low")).toBe("section components");
  expect(outOf("calls.find")).toBe("section calls");
  expect(outOf("section calls")).toBeUndefined();
});
