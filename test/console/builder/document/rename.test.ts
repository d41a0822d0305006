import { describe, expect, it } from "vitest";
import { renamedText } from "../../../../src/console/builder/document/expression-names.ts";
import {
  rename,
  renameCallValue,
  renameRefusal,
  valueRenameRefusal,
} from "../../../../src/console/builder/document/rename.ts";
import type { Action } from "../../../../src/contract/view.ts";
import { callOf, draftWith, wrongsOf } from "./drafts.ts";

const rowsNames = { component: new Map([["list", "rows"]]), state: new Map([["note", "remark"]]) };

describe("names in a text", () => {
  it.each([
    ["{{ list.selected_row.name }}", "{{ rows.selected_row.name }}"],
    ["{{ list }} and {{ list['data'] }}", "{{ rows }} and {{ rows['data'] }}"],
    ["{{ list.data.map(list => list.id) }}", "{{ rows.data.map(list => list.id) }}"],
    ["{{ other.list }} {{ 'list.data' }} list.data", "{{ other.list }} {{ 'list.data' }} list.data"],
    ["{{ `list ${list.page}` }}", "{{ `list ${rows.page}` }}"],
    ["{{ {list} }}", "{{ {list: rows} }}"],
    ["{{ {list: list.page} }}", "{{ {list: rows.page} }}"],
    ["{{ state.note ?? state['note'] ?? state?.note }}", "{{ state.remark ?? state.remark ?? state?.remark }}"],
    ["{{ (state).note }} {{ list.note }}", "{{ (state).remark }} {{ rows.note }}"],
    ["{{ state.list }} {{ state[list.page] }}", "{{ state.list }} {{ state[rows.page] }}"],
    ["{{ list. }}", "{{ list. }}"],
  ])("%s", (text, renamed) => {
    expect(renamedText(text, "template", rowsNames)).toBe(renamed);
  });

  it("stand without braces in conditions and outputs", () => {
    expect(renamedText("list.page > 1", "condition", rowsNames)).toBe("rows.page > 1");
    expect(renamedText("list.page > 1", "template", rowsNames)).toBe("list.page > 1");
  });
});

const actions: Action[] = [
  {
    action: "run_call",
    call: "save",
    values: { id: "{{ list.selected }}" },
    into: "list.search",
    confirm: "Save {{ list.page }}?",
    only_when: "list.page > 1 && calls.save.data == null",
    on_success: [
      { action: "set", target: "state.note", value: { text: ["{{ output.list + list.page }}"] } },
      { action: "set", target: "query.q", value: "list" },
      { action: "navigate", query: { q: "{{ query.q }}" } },
      { action: "navigate", view: "other", query: { q: "{{ query.q }}" } },
      { action: "refresh", call: "find" },
      { action: "reset", component: "list" },
    ],
    on_error: [
      { action: "open_modal", modal: "box" },
      { action: "notify", message: "{{ error }} {{ calls.save.error }}", tone: "error" },
    ],
  },
];

const draft = draftWith(
  [
    { id: "list", kind: "table", properties: { data: "{{ calls.find.data }}", search: "{{ query.q }}" } },
    { id: "box", kind: "modal" },
    {
      id: "go",
      kind: "button",
      parent: "box",
      properties: { disabled: "{{ list.page > 1 }}" },
      events: { click: actions },
    },
    { id: "far", kind: "progress", properties: { call: "find", label: "find {{ calls.find.progress.done }}" } },
  ],
  {
    state: { note: null },
    query: { q: "" },
    calls: {
      find: callOf({
        values: { text: { from: "{{ query.q + state.note }}" } },
        input: { text: "{{ values.text }}", list: "list" },
        output: "output.filter(text => text != values.text)",
        only_when: "{{ query.q != '' }}",
      }),
      save: callOf({ trigger: "event", values: { id: {} } }),
    },
    events: { load: [{ action: "set", target: "list.page", value: "{{ state.note }}" }] },
  },
);

describe("another name", () => {
  it("starts from a view that can be saved", () => {
    expect(wrongsOf(draft)).toEqual([]);
  });

  it.each([
    ["component", "list"],
    ["component", "box"],
    ["call", "find"],
    ["call", "save"],
    ["state", "note"],
    ["query", "q"],
  ] as const)("of a %s (%s) is said everywhere", (named, from) => {
    const renamed = rename(draft, named, from, "fresh");
    expect(wrongsOf(renamed)).toEqual([]);
    expect(rename(renamed, named, "fresh", from)).toEqual(draft);
  });

  it("leaves alone what is only spelled the same", () => {
    const { calls, components } = rename(draft, "component", "list", "rows");
    expect(calls.find?.input).toEqual({ text: "{{ values.text }}", list: "list" });
    expect(components[2]?.events.click?.[0]?.on_success?.[1]).toMatchObject({ value: "list" });
    expect(components[2]?.events.click?.[0]?.on_success?.[0]).toMatchObject({
      value: { text: ["{{ output.list + rows.page }}"] },
    });
  });

  it("keeps the parameters of another view", () => {
    const click = rename(draft, "query", "q", "search").components[2]?.events.click?.[0]?.on_success;
    expect(click?.[2]).toMatchObject({ query: { search: "{{ query.search }}" } });
    expect(click?.[3]).toMatchObject({ query: { q: "{{ query.search }}" } });
  });

  it("of a call's value is said in its input and output, and by the actions that give it", () => {
    const renamed = renameCallValue(draft, "find", "text", "words");
    expect(renamed.calls.find).toMatchObject({
      values: { words: { from: "{{ query.q + state.note }}" } },
      input: { text: "{{ values.words }}" },
      output: "output.filter(text => text != values.words)",
    });
    const saved = renameCallValue(draft, "save", "id", "row");
    expect(saved.components[2]?.events.click?.[0]).toMatchObject({ values: { row: "{{ list.selected }}" } });
    expect([wrongsOf(renamed), wrongsOf(saved)]).toEqual([[], []]);
  });

  it.each([
    ["new", "new means something else in expressions. Choose another name."],
    ["state", "state means something else in expressions. Choose another name."],
    ["box", "There is another component box."],
    ["1st", "A name is 1 to 63 characters: letters, digits and _, and does not start with a digit."],
    ["constructor", "This name is reserved."],
  ])("%s is refused in words, and nothing changes", (to, refusal) => {
    expect(renameRefusal(draft, "component", "list", to)).toBe(refusal);
    expect(rename(draft, "component", "list", to)).toBe(draft);
  });

  it("that another value of the call has is refused", () => {
    const two = { ...draft, calls: { c: callOf({ values: { a: { from: 1 }, b: { from: 2 } } }) } };
    expect(valueRenameRefusal(two, "c", "a", "b")).toBe("There is another value b.");
  });
});
