import { describe, expect, it } from "vitest";
import { Problem } from "../../../../src/console/api/problem.ts";
import { exploredOf, exploredRows, goalOf, openAtFirst } from "../../../../src/console/builder/live/data/explored.ts";
import { keptAfter } from "../../../../src/console/builder/live/kept-after.ts";
import { problemsOf } from "../../../../src/console/builder/live/problems.ts";
import { mergedWrongs, refusedWrongs } from "../../../../src/console/builder/live/refused-wrongs.ts";
import type { ViewDraft } from "../../../../src/contract/view.ts";

const place = { x: 0, y: 0, w: 4, h: 2 };
const desk: ViewDraft = {
  components: [
    { id: "search", kind: "text_input", place, properties: {}, events: {} },
    { id: "list", kind: "table", place, properties: { data: "{{ calls.fnd.data }}" }, events: {} },
  ],
  state: { note: null, step: 1 },
  query: {},
  calls: {
    find: { worklet: "find", trigger: "binding", values: {}, debounce_ms: 250, overlap: "cancel" },
  },
  events: {},
  access: "private",
  frame_ancestors: [],
};

describe("the list of problems", () => {
  it("names each place as expressions write it, and leads to what the server pointed at", () => {
    const wrongs = [{ path: "/components/1/properties/data", message: "There is no call fnd." }];
    expect(problemsOf(desk, wrongs, [], [])).toEqual([
      { where: "list.data", sentence: "There is no call fnd.", goal: "/components/1/properties/data", of: "draft" },
    ]);
  });

  it("does not tell again that what cannot be saved fails too", () => {
    const wrongs = [{ path: "/components/1/properties/data", message: "It does not end." }];
    const failing = [
      { path: "list.data", error: "It ends too early." },
      { path: "calls.find.data", error: "The worklet has failed." },
    ];
    expect(problemsOf(desk, wrongs, [], failing).map(({ where, of }) => [where, of])).toEqual([
      ["list.data", "draft"],
      ["calls.find.data", "live"],
    ]);
  });
});

it("what was typed and is not taken is told between what cannot be saved and what fails, and leads to its field", () => {
  const unfinished = [{ path: "/components/1/properties/columns", message: "The text ends." }];
  const wrongs = [{ path: "/components/1/properties/data", message: "It does not end." }];
  const failing = [{ path: "calls.find.data", error: "The worklet has failed." }];
  expect(problemsOf(desk, wrongs, unfinished, failing).map(({ where, goal, of }) => [where, goal, of])).toEqual([
    ["list.data", "/components/1/properties/data", "draft"],
    ["list.columns", "/components/1/properties/columns", "field"],
    ["calls.find.data", "calls.find.data", "live"],
  ]);
});

describe("what the server refused", () => {
  const refusal = {
    text: JSON.stringify(desk),
    problem: new Problem({
      status: 422,
      code: "view.invalid",
      title: "The view does not fit",
      detail: "One thing is wrong.",
      errors: [{ path: "/components/1/properties/data", message: "No such call." }],
    }),
  };

  it("is told where the component stands now", () => {
    const moved = { ...desk, components: desk.components.toReversed() };
    expect(refusedWrongs(refusal, moved)).toEqual([
      { path: "/components/0/properties/data", message: "No such call." },
    ]);
  });

  it("is told no more when the value is another one, or the component is gone", () => {
    const [search, list] = desk.components;
    const mended = { ...desk, components: [search, { ...list, properties: { data: "[]" } }] } as ViewDraft;
    expect(refusedWrongs(refusal, mended)).toEqual([]);
    expect(refusedWrongs(refusal, { ...desk, components: desk.components.slice(0, 1) })).toEqual([]);
  });

  it("is not told twice when it is known here as well", () => {
    const known = [{ path: "/state/a", message: "No." }];
    expect(mergedWrongs(known, [...known, { path: "/state/b", message: "No." }])).toHaveLength(2);
  });
});

describe("what a page of a changed draft goes on with", () => {
  const kept = {
    state: { note: "mine", step: 2 },
    query: {},
    held: { "search.value": "gra", "list.page": 3 },
    calls: {
      find: { refreshes: 0, asked: null, answered: { key: "k", error: null, runId: null }, kept: { data: [1] } },
    },
  };

  it("is all of it where nothing of it was changed", () => {
    expect(keptAfter(kept, desk, desk)).toEqual(kept);
  });

  it("leaves out a state whose first value is another, and what was typed over a property that says something else", () => {
    const [search, list] = desk.components;
    const changed = {
      ...desk,
      state: { note: "new", step: 1 },
      components: [{ ...search, properties: { value: "other" } }, list],
    } as ViewDraft;
    const after = keptAfter(kept, desk, changed);
    expect(after.state).toEqual({ step: 2 });
    expect(after.held).toEqual({ "list.page": 3 });
  });
});

describe("the data explorer", () => {
  const values = {
    search: { value: "a" },
    state: {},
    calls: { find: { data: { items: [{ id: 1 }] } } },
    query: { q: "" },
  };

  it("begins with what is asked for and kept, and leaves out what is empty", () => {
    expect(Object.keys(exploredOf(values))).toEqual(["calls", "query", "search"]);
  });

  it("has the names of everything in sight, from the first level on", () => {
    const rows = exploredRows(exploredOf(values), openAtFirst());
    expect(rows.map((row) => [row.level, row.type === "value" ? row.steps.join(".") : ""])).toEqual([
      [1, "calls"],
      [2, "calls.find"],
      [1, "query"],
      [2, "query.q"],
      [1, "search"],
    ]);
  });

  it("leads from a row of data to the call that it came with", () => {
    expect(goalOf(["calls", "find", "data", "items", 0, "id"])).toBe("calls.find.data.items");
    expect(goalOf(["search", "value"])).toBe("search.value");
  });
});
