import { expect, it } from "vitest";
import type { Json } from "../../../src/expression/expression.ts";
import { choiceOf, columnsOf, hasColumn, isChosen, wrongColumn } from "../../../src/view/components/table/columns.ts";
import {
  filtersOf,
  matching,
  memberOf,
  nextSort,
  orderOf,
  pagingOf,
  searchTexts,
  sortKeysOf,
  sortOf,
} from "../../../src/view/components/table/rows.ts";

function sorted(values: Json[], descending = false): Json[] {
  const rows = values.map((value) => ({ value }));
  return orderOf(sortKeysOf(rows, "value"), descending).map((place) => values[place] as Json);
}

function found(rows: Json[], search: string, filters: Json = {}): readonly number[] {
  const keys = columnsOf([], rows).columns.map(({ key }) => key);
  const texts = () => searchTexts(rows, keys);
  return matching(
    rows.map((_, place) => place),
    rows,
    { search, texts, filters: filtersOf(filters) },
  );
}

it("numbers are sorted by size and texts with the numbers in them", () => {
  expect(sorted([10, 9, -1, 2.5])).toEqual([-1, 2.5, 9, 10]);
  expect(sorted(["room 10", "Room 9", "room 1"])).toEqual(["room 1", "Room 9", "room 10"]);
});

it("instants are sorted by when they are, wherever they are written", () => {
  const late = "2026-01-31T10:00:00Z";
  const early = "2026-01-31T11:00:00+02:00";
  expect(sorted([late, early, "2025-12-01"])).toEqual(["2025-12-01", early, late]);
});

it("what has no value stands at the end, either way around", () => {
  expect(sorted([null, 2, "", 1])).toEqual([1, 2, null, ""]);
  expect(sorted([null, 2, "", 1], true)).toEqual([2, 1, null, ""]);
});

it("equal values keep the order in which they came, either way around", () => {
  const rows = ["b", "a", "B", "A"].map((value) => ({ value }));
  expect(orderOf(sortKeysOf(rows, "value"), false)).toEqual([1, 3, 0, 2]);
  expect(orderOf(sortKeysOf(rows, "value"), true)).toEqual([0, 2, 1, 3]);
});

it("a column of all kinds has one order that sorting again does not change", () => {
  const values: Json[] = ["x", 3, true, { a: 1 }, "2026-01-01", null, [1], -5, "10", false];
  expect(sorted(sorted(values))).toEqual(sorted(values));
});

it("a click sorts upwards, then downwards, then not at all", () => {
  const first = nextSort(null, "name");
  const second = nextSort(first, "name");
  expect([first, second, nextSort(second, "name")]).toEqual([
    { column: "name", descending: false },
    { column: "name", descending: true },
    null,
  ]);
  expect(nextSort(second, "age")).toEqual({ column: "age", descending: false });
});

it("what is no sort or filter is none", () => {
  for (const json of [null, 1, "name", [], { column: 1 }, {}] as Json[]) expect(sortOf(json)).toBe(null);
  for (const json of [null, 1, "name", ["a"], { name: "  " }, { name: null }] as Json[])
    expect(filtersOf(json)).toEqual([]);
});

it("every word of a search has to be somewhere in the row", () => {
  const rows: Json[] = [
    { name: "Ada Lovelace", city: "London" },
    { name: "Ada", city: "Paris" },
    { name: "Grace", tags: ["london"] },
  ];
  expect(found(rows, "ada")).toEqual([0, 1]);
  expect(found(rows, "  LONDON ada ")).toEqual([0]);
  expect(found(rows, "london")).toEqual([0, 2]);
  expect(found(rows, "ada ondonx")).toEqual([]);
});

it("each filter looks in its own column, also one that is not shown", () => {
  const rows: Json[] = [
    { name: "Ada", active: true },
    { name: "Yes", active: false },
  ];
  expect(found(rows, "", { active: "yes" })).toEqual([0]);
  expect(found(rows, "", { name: "a", active: "n" })).toEqual([]);
  expect(found(rows, "", { missing: "a" })).toEqual([]);
});

it("a page outside of those there are is the nearest one", () => {
  expect(pagingOf(51, 9, 25)).toMatchObject({ page: 3, pages: 3, from: 51, to: 51 });
  expect(pagingOf(51, -1, 25)).toMatchObject({ page: 1, from: 1, to: 25 });
  expect(pagingOf(0, 1, 25)).toMatchObject({ page: 1, pages: 1, from: 0, to: 0 });
  expect(pagingOf(5_000, 1, Number.NaN).size).toBe(1);
  expect(pagingOf(5_000, 1, 1e9).size).toBe(500);
});

it("columns are those that are named, each once, or all members of the rows", () => {
  const rows: Json[] = [{ id: 1, name: "Ada" }, { id: 2, city: "Paris" }, "text"];
  const keys = (named: Json[]) => columnsOf(named, rows).columns.map(({ key, label }) => [key, label]);
  expect(keys([])).toEqual([
    ["id", "id"],
    ["name", "name"],
    ["city", "city"],
    ["value", "value"],
  ]);
  expect(keys(["name", { key: "id", label: "Number" }, "name", { key: "city", label: null }])).toEqual([
    ["name", "name"],
    ["id", "Number"],
    ["city", "city"],
  ]);
});

it("rows that are plain values have one column, also where members are named that they cannot have", () => {
  const keysOf = (named: Json[], rows: Json[]) => columnsOf(named, rows).columns.map(({ key }) => key);
  for (const rows of [[1, 2.5], ["a", "b"], [null], [true, [1]]] as Json[][]) {
    expect(keysOf([], rows)).toEqual(["value"]);
    expect(keysOf(["name"], rows)).toEqual(["value"]);
    expect(columnsOf(["name"], rows).unshown).toBe(rows.length);
    expect(columnsOf([{ key: "value", label: "Each" }], rows)).toMatchObject({
      columns: [{ label: "Each" }],
      unshown: 0,
    });
  }
  expect(columnsOf([], [1, 2]).columns).toEqual([{ key: "value", label: "value", isNumeric: true }]);
});

it("plain values among objects are counted where no column shows them", () => {
  const rows: Json[] = [{ name: "Ada" }, "text", null];
  expect(columnsOf(["name"], rows)).toMatchObject({ columns: [{ key: "name" }], unshown: 2 });
  expect(columnsOf([], rows).unshown).toBe(0);
});

it.each([
  [["name", 7], "Column 2 of `columns` is 7."],
  [[["name"]], 'Column 1 of `columns` is ["name"].'],
  [[{ key: "" }], 'Column 1 of `columns` has the `key` "".'],
  [[{ label: "City" }], 'Column 1 of `columns` has no `key`: {label: "City"}.'],
  [["a", "b", { key: 3 }], "Column 3 of `columns` has the `key` 3."],
  [[{ key: "city", label: { de: "Ort" } }], 'Column 1 of `columns` has the `label` {de: "Ort"}, which is no text.'],
] as [Json[], string][])("of the columns %j it is said which one is wrong, and what is needed", (named, said) => {
  expect(wrongColumn(named)).toBe(
    `${said} A column is the name of a member, like "city", or an object like {"key": "city", "label": "City"}.`,
  );
});

it("of several wrong columns the first is told, and how many more there are", () => {
  expect(wrongColumn([1, "name", 2])).toMatch(/^Column 1 of `columns` is 1\. .* 1 more of them is wrong\.$/);
  expect(wrongColumn([1, 2, 3])).toMatch(/ 2 more of them are wrong\.$/);
  expect(wrongColumn([])).toBe(null);
  expect(wrongColumn(["name", { key: "id" }, { key: "n", label: 3 }, { key: "m", label: null }])).toBe(null);
});

it("null and an empty text are no column, and nothing that was left out is shown in their place", () => {
  const rows: Json[] = [{ name: "Ada", salary: 1 }];
  const keys = (named: Json[]) => columnsOf(named, rows).columns.map(({ key }) => key);
  expect(keys(["name", null, ""])).toEqual(["name"]);
  expect(keys([null])).toEqual([]);
  for (const named of [["name", null], [null], [""]] as Json[][]) expect(wrongColumn(named)).toBe(null);
});

it("columns that are fit are drawn beside those that are not", () => {
  const keys = (named: Json[]) => columnsOf(named, [{ name: "Ada" }]).columns.map(({ key }) => key);
  expect(keys([7, "name", { key: "" }, ["x"]])).toEqual(["name"]);
  expect(hasColumn([7, "name"])).toBe(true);
  for (const named of [[7], [7, null], [{ key: "" }], []] as Json[][]) expect(hasColumn(named)).toBe(false);
});

it("more columns than a table shows are counted", () => {
  const row = Object.fromEntries(Array.from({ length: 75 }, (_, at) => [`c${at}`, at]));
  const { columns, left } = columnsOf([], [row]);
  expect([columns.length, left]).toEqual([60, 15]);
});

it("a column is numeric when nothing but numbers is in it", () => {
  const rows: Json[] = [
    { a: 1, b: 1, c: null },
    { a: null, b: "1", c: null },
  ];
  expect(columnsOf([], rows).columns.map(({ isNumeric }) => isNumeric)).toEqual([true, false, false]);
});

it("what an object inherits is no member of a row", () => {
  expect(memberOf({ name: "Ada" }, "constructor")).toBe(null);
  expect(memberOf(JSON.parse('{"__proto__": 1}') as Json, "__proto__")).toBe(1);
  expect(memberOf("text", "value")).toBe("text");
});

it("a row is chosen by its key, or by its place where there is none", () => {
  expect(choiceOf({ id: 7 }, 3, "id")).toBe(7);
  expect(choiceOf({ id: 7 }, 3, "")).toBe(3);
  expect(choiceOf({ id: 7 }, 3, "missing")).toBe(null);
  expect(isChosen({ a: [1] }, { a: [1] })).toBe(true);
  expect(isChosen("7", 7)).toBe(false);
  expect(isChosen(null, null)).toBe(false);
});
