import { expect, test } from "vitest";
import { checkView } from "../../src/reactive/reactive.ts";
import { viewOf } from "./world.ts";

/** Paths and messages of what is wrong. */
function wrongs(written: Parameters<typeof viewOf>[0]): [string, string][] {
  return checkView(viewOf(written)).map(({ path, message }) => [path, message]);
}

const text = (id: string, content: unknown, more: object = {}) => ({
  id,
  kind: "text",
  properties: { text: content },
  ...more,
});
const table = { id: "list", kind: "table", properties: { data: "{{ calls.find.data }}" } };
const find = { values: { q: { from: "{{ list.search }}" } } };

test("a view whose names all lead somewhere is right", () => {
  expect(
    wrongs({
      state: { row: null },
      query: { q: "" },
      components: [
        table,
        text("detail", "{{ list.selected_row?.name }} {{ state.row }} {{ query.q }} {{ calls.find.error }}"),
        {
          id: "go",
          kind: "button",
          events: { click: [{ action: "set", target: "list.search", value: "{{ event.by }}" }] },
        },
      ],
      calls: {
        find: { ...find, input: { text: "{{ values.q }}", limit: 5 }, output: "{{ output.rows.map(x => values.q) }}" },
      },
    }),
  ).toEqual([]);
});

test.each([
  ["{{ lst.search }}", "There is nothing called `lst`. Did you mean `list`?"],
  ["{{ list.serach }}", "`list` has no `serach`. Did you mean `search`?"],
  ["{{ calls.fnid.data }}", "There is no call `fnid`. Did you mean `find`?"],
  ["{{ calls.find.dat }}", "A call has no `dat`. Did you mean `data`?"],
  ["{{ state.customer }}", "There is no state `customer`. There is row."],
  ["{{ query.p }}", "There is no query parameter `p`. Did you mean `q`?"],
  ["{{ event.value }}", "`event` is known to actions only."],
  ["{{ 1 + }}", "The expression cannot be read: Unexpected token (at position 7)."],
])("%s is refused with what was probably meant", (content, message) => {
  expect(
    wrongs({ components: [table, text("note", content)], calls: { find }, state: { row: 1 }, query: { q: "" } }),
  ).toEqual([["/components/1/properties/text", message]]);
});

test("an expression deep in a property is pointed at", () => {
  const options = [{ value: 1, label: "{{ nothing }}" }];
  expect(wrongs({ components: [{ id: "s", kind: "select", properties: { options } }] })[0]?.[0]).toBe(
    "/components/0/properties/options/0/label",
  );
});

test.each(["new", "Math", "state", "calls", "undefined", "true", "event"])("no component can be called %s", (id) => {
  expect(wrongs({ components: [text(id, "")] })).toEqual([
    ["/components/0/id", `\`${id}\` means something else in expressions; choose another id.`],
  ]);
});

test("ids are there once, and parents exist, hold components and do not go in a circle", () => {
  expect(
    wrongs({
      components: [
        text("a", ""),
        text("a", ""),
        text("b", "", { parent: "a" }),
        text("c", "", { parent: "gone" }),
        { id: "f1", kind: "form", parent: "m1" },
        { id: "m1", kind: "modal", parent: "f1" },
        { id: "f2", kind: "form" },
        { id: "m2", kind: "modal", parent: "f2" },
        { id: "f3", kind: "form", parent: "m2" },
      ],
    }),
  ).toEqual([
    ["/components/1/id", "Two components are called `a`."],
    ["/components/2/parent", "Nothing can stand in `a`, a Text; a Form or a Modal takes components."],
    ["/components/3/parent", "There is no component `gone`. There is a, b, c, f1, m1, f2, m2, f3."],
    ["/components/4/parent", "The component would stand in itself: f1 -> m1 -> f1."],
    ["/components/5/parent", "The component would stand in itself: m1 -> f1 -> m1."],
    ["/components/8/parent", "A form cannot stand in a form, and this one stands in `f2`."],
  ]);
});

test("properties are those of the kind and of their types", () => {
  const properties = {
    data: "rows",
    page_sise: 3,
    selected_row: {},
    selectable: "no",
    total: "many",
    label: "{{ 1 }}",
  };
  const progress = { id: "p", kind: "progress", properties: { call: "fnd" } };
  const chart = { id: "c", kind: "chart", properties: { type: "donut", data: "x {{ 1 }}" }, events: { click: [] } };
  expect(
    wrongs({ components: [{ id: "t", kind: "table", properties }, progress, chart], calls: { find: {} } }),
  ).toEqual([
    ["/components/0/properties/data", 'A list is needed here, and this is "rows".'],
    ["/components/0/properties/page_sise", "A Table has no property `page_sise`. Did you mean `page_size`?"],
    ["/components/0/properties/selected_row", "A Table works out `selected_row` itself: it is read and not set."],
    ["/components/0/properties/selectable", "true or false is needed here, or an expression."],
    ["/components/0/properties/total", 'A number is needed here, and this is "many".'],
    ["/components/1/properties/call", "There is no call `fnd`. Did you mean `find`?"],
    ["/components/2/properties/type", 'One of line, bar, area, pie, scatter is needed here, and this is "donut".'],
    ["/components/2/properties/data", "This is a text. Write one expression and nothing around it: {{ ... }}."],
    ["/components/2/events/click", "A Chart has no event `click`: it has none."],
  ]);
});

test("a circle through a call is refused with the way around", () => {
  const row = { values: { row: { from: "{{ list.selected_row }}" } } };
  expect(wrongs({ components: [table], calls: { find: row } })).toEqual([
    [
      "/components/0/properties/data",
      "The values go in a circle: list.data -> calls.find.data -> calls.find.values.row -> list.selected_row -> list.data. None of them could be worked out.",
    ],
  ]);
});

test("a table may search and page through a call: what a person does does not come from the data", () => {
  const values = {
    q: { from: "{{ list.search }}" },
    page: { from: "{{ list.page }}" },
    sort: { from: "{{ list.sort }}" },
  };
  expect(wrongs({ components: [table], calls: { find: { values } } })).toEqual([]);
});

test("a call's condition closes a circle too, and so does a component that reads itself", () => {
  const [first, second] = wrongs({
    components: [table, text("a", "{{ a.text }}")],
    calls: { find: { only_when: "calls.other.data" }, other: { values: { x: { from: "{{ list.data.length }}" } } } },
  });
  expect(first?.[1]).toContain("list.data -> calls.find.data -> calls.other.data -> calls.other.values.x -> list.data");
  expect(second).toEqual(["/components/1/properties/text", expect.stringContaining("a.text -> a.text")]);
});

test("a call's server part knows its declared values and nothing of the page", () => {
  const call = {
    values: { q: {} },
    input: { a: "{{ values.p }}", b: "{{ list.search }}" },
    output: "state.x",
    overlap: "allow",
  };
  expect(wrongs({ components: [table], calls: { find: call, save: { trigger: "event", only_when: "true" } } })).toEqual(
    [
      ["/calls/find/values/q", "A binding runs by itself, so the value needs `from`: where it comes from."],
      ["/calls/find/input/a", "The call has no value `p`. Did you mean `q`?"],
      ["/calls/find/input/b", "There is nothing called `list`. There is values."],
      ["/calls/find/output", "There is nothing called `state`. There is values."],
      ["/calls/find/overlap", "A binding shows one answer: what is under way is canceled. Use `cancel`."],
      ["/calls/save/only_when", "An action runs this call: write the condition at the action."],
    ],
  );
});

test("actions name what exists, and what fits", () => {
  const actions = [
    { action: "run_call", call: "find" },
    { action: "run_call", call: "save", values: { m: 1 }, into: "state.y" },
    { action: "set", target: "list.selected_row", value: 1 },
    { action: "set", target: "state", value: "{{ output }}" },
    { action: "refresh", call: "save" },
    { action: "open_modal", modal: "list" },
    { action: "navigate", query: { w: 1 } },
    { action: "notify", message: "{{ error }}", on_error: [{ action: "notify", message: "{{ error }}" }] },
    { action: "reset", component: "lits" },
  ];
  const go = { id: "go", kind: "button", events: { click: actions } };
  const calls = { find, save: { trigger: "event", values: { n: {} } } };
  const at = "/components/1/events/click";
  expect(wrongs({ components: [table, go], calls, state: { x: 1 }, query: { q: "" } })).toEqual([
    [`${at}/0/call`, "`find` is a binding: it runs by itself; use `refresh`, or give it the trigger `event`."],
    [`${at}/1/values/m`, "The call `save` takes no value `m`. Did you mean `n`?"],
    [`${at}/1`, "The call `save` needs a value for `n`."],
    [`${at}/1/into`, "There is no state `y`. Did you mean `x`?"],
    [`${at}/2/target`, expect.stringContaining("`list` has no property `selected_row` that can be set.")],
    [`${at}/3/target`, "What is set reads `state.NAME`, `query.NAME` or `COMPONENT.PROPERTY`."],
    [`${at}/3/value`, "`output` is known to a call's output and to actions of `on_success` only."],
    [`${at}/4/call`, "`save` runs on events only: use `run_call`, or give it the trigger `binding`."],
    [`${at}/5/modal`, "There is no modal `list`."],
    [`${at}/6/query/w`, "There is no query parameter `w`. Did you mean `q`?"],
    [`${at}/7/message`, "`error` is known to actions of `on_error` only."],
    [`${at}/8/component`, "There is no component `lits`. Did you mean `list`?"],
  ]);
});

test("actions after actions go so deep and not deeper", () => {
  const nested = (depth: number): object[] => [
    { action: "notify", message: "x", ...(depth > 1 ? { on_success: nested(depth - 1) } : {}) },
  ];
  expect(wrongs({ events: { load: nested(4) as never } })).toEqual([]);
  expect(wrongs({ events: { load: nested(5) as never } })).toEqual([
    [
      "/events/load/0/on_success/0/on_success/0/on_success/0/on_success",
      "Actions after actions go 4 levels deep, not deeper.",
    ],
  ]);
});
