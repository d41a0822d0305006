import { describe, expect, it } from "vitest";
import {
  boundToNewCall,
  callNameFor,
  runByAction,
  schemaPresets,
  schemaWords,
  withTrigger,
} from "../../../../src/console/builder/calls/call-edit.ts";
import {
  actionOrder,
  actionWords,
  sentenceOf,
} from "../../../../src/console/builder/inspector/actions/action-words.ts";
import { newAction, targetsOf } from "../../../../src/console/builder/inspector/actions/new-action.ts";
import { moved, withEvent, withProperty } from "../../../../src/console/builder/inspector/edit.ts";
import { isMatch } from "../../../../src/console/builder/inspector/filter.ts";
import { fits, modeOf } from "../../../../src/console/builder/inspector/property-mode.ts";
import { keyed } from "../../../../src/console/builder/inspector/steady-keys.ts";
import { valueWords } from "../../../../src/console/builder/inspector/value-words.ts";
import { wantedPlace } from "../../../../src/console/builder/inspector/wanted-place.ts";
import type { Property } from "../../../../src/contract/component-kinds.ts";
import { Action, ViewDraft } from "../../../../src/contract/view.ts";
import { checkView } from "../../../../src/reactive/reactive.ts";
import { viewOf } from "../../../reactive/world.ts";

const { name: _, ...draft } = viewOf({
  state: { note: null },
  query: { q: "" },
  components: [
    { id: "list", kind: "table" },
    { id: "save", kind: "button", events: { click: [{ action: "set", target: "state.note", value: 1 }] } },
    { id: "win", kind: "modal" },
  ],
  calls: { find: {}, approve: { trigger: "event" } },
});

describe("whether a property is written as a value or as an expression", () => {
  const property = (type: Property["type"]): Property => ({ type, default: null, describe: "", choices: ["a"] });
  it.each([
    ["number", 5, "literal"],
    ["number", "5", "literal"],
    ["number", "{{ state.x }}", "expression"],
    ["boolean", undefined, "literal"],
    ["boolean", "{{ true }}", "expression"],
    ["choice", "a", "literal"],
    ["choice", "b", "expression"],
    ["date", "2026-01-31", "literal"],
    ["date", "tomorrow", "expression"],
    ["list", [], "literal"],
    ["list", undefined, "expression"],
    ["json", null, "literal"],
    ["text", undefined, "expression"],
    ["call", "find", "literal"],
  ] as const)("%s %j is shown as %s", (type, value, mode) => expect(modeOf(property(type), value)).toBe(mode));

  it("an expression is never shown as a value, and a value never as an expression", () => {
    expect(fits("literal", property("json"), "{{ state.x }}")).toBe(false);
    expect(fits("literal", property("boolean"), "{{ state.x }}")).toBe(false);
    expect(fits("expression", property("number"), 5)).toBe(false);
    expect(fits("expression", property("number"), undefined)).toBe(true);
  });
});

describe("actions", () => {
  it("each that begins is one that the contract takes, and that names what there is", () => {
    for (const name of actionOrder) {
      const action = newAction(name, draft);
      const whole = withEvent(draft, "save", "click", [action]);
      expect(Action.safeParse(action).success, name).toBe(true);
      expect(checkView(ViewDraft.parse(whole)), name).toEqual([]);
      expect(actionWords[name].tells).toMatch(/\.$/);
    }
  });

  it("are told as sentences", () => {
    const set = { action: "set", target: "state.note", value: "approved" } as const;
    expect(sentenceOf({ action: "run_call", call: "approve", on_success: [set] })).toBe(
      'Run approve, then set state.note to "approved"',
    );
    expect(sentenceOf({ action: "refresh", call: "find", only_when: "{{ state.note != null }}" })).toBe(
      "If state.note != null: refresh find",
    );
    expect(sentenceOf({ action: "set", target: "state.a", value: "{{ event.value }}" })).toBe(
      "Set state.a to event.value",
    );
    expect(sentenceOf({ action: "copy", text: "{{ state.a }} and {{ state.b }}" })).toBe(
      "Copy {{ state.a }} and {{ state.b }}",
    );
    expect(sentenceOf({ action: "navigate", query: { q: "" } })).toBe("Change query.q");
    expect(sentenceOf({ action: "run_call", call: "" })).toBe("Run a call");
  });

  it("can set states first, and never what names a call", () => {
    expect(targetsOf(draft).slice(0, 2)).toEqual(["state.note", "query.q"]);
    expect(
      targetsOf({ ...draft, components: viewOf({ components: [{ id: "p", kind: "progress" }] }).components }),
    ).not.toContain("p.call");
  });

  it("an event without actions is left out of the document", () => {
    const gone = withEvent(draft, "save", "click", []);
    expect(gone.components[1]?.events).toEqual({});
    expect(withEvent(draft, null, "load", []).events).toEqual({});
  });

  it("move to another place, and all are there", () => {
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  });
});

describe("calls", () => {
  it("a new one and the property that shows it come in one change, and can be a page", () => {
    const next = boundToNewCall(draft, { component: "list", property: "data" }, "list-people");
    expect(next.calls.list_people).toMatchObject({ worklet: "list-people", trigger: "binding" });
    expect(next.components[0]?.properties.data).toBe("{{ calls.list_people.data }}");
    expect(checkView(ViewDraft.parse(next))).toEqual([]);
  });

  it("are named as the worklet, with a number where that is taken", () => {
    expect(callNameFor(draft, "find-all")).toBe("find_all");
    expect(callNameFor(draft, "find")).not.toBe("find");
    expect(callNameFor(draft, "find")).toMatch(/^find\d+$/);
    expect(callNameFor(draft, "7up")).toBe("_7up");
  });

  it("lose what the other trigger may not have", () => {
    const call = { ...(draft.calls.approve as (typeof draft.calls)[string]), overlap: "allow" as const };
    expect(withTrigger(call, "binding").overlap).toBe("cancel");
    expect(withTrigger({ ...call, only_when: "state.note" }, "event")).not.toHaveProperty("only_when");
  });

  it("every preset of a schema is recognised again, and any other is one's own", () => {
    for (const { label, schema } of schemaPresets) expect(schemaWords(schema)).toBe(label);
    expect(schemaWords({ type: "string", format: "email" })).toBe("Own schema");
  });
});

describe("what `reveal` leads to", () => {
  it("a property, an event, a call's value, a state", () => {
    expect(wantedPlace("list.data", draft)).toEqual({ component: "list", call: null, places: ["list.data", "list"] });
    expect(wantedPlace("calls.find.values.q", draft)).toMatchObject({ component: null, call: "find" });
    expect(wantedPlace("calls.find.values.q", draft).places[0]).toBe("calls.find.values.q");
    expect(wantedPlace("state.note", draft)).toMatchObject({ component: null, call: null });
  });

  it("a JSON pointer of what is wrong leads to the same places", () => {
    expect(wantedPlace("/components/1/events/click/0/target", draft).places[0]).toBe("save.click");
    expect(wantedPlace("/components/0/properties/data", draft).places[0]).toBe("list.data");
    expect(wantedPlace("/components/0/parent", draft).places[0]).toBe("list.parent");
    expect(wantedPlace("/calls/find/output", draft)).toMatchObject({ call: "find", component: null });
    expect(wantedPlace("/calls/find/values/q/from", draft).places[0]).toBe("calls.find.values.q");
    expect(wantedPlace("/calls/find/values/q/schema", draft).places.slice(0, 2)).toEqual([
      "calls.find.values.q.schema",
      "calls.find.values.q",
    ]);
    expect(wantedPlace("/events/load/0", draft).places).toEqual(["load"]);
  });
});

it("a property is set and taken away, and nothing else changes", () => {
  const set = withProperty(draft, "list", "row_key", "id");
  expect(set.components[0]?.properties).toEqual({ row_key: "id" });
  expect(withProperty(set, "list", "row_key", undefined)).toEqual(draft);
  expect(set.components[1]).toBe(draft.components[1]);
});

it("a search finds names as they are written and as they are read, and descriptions", () => {
  expect(isMatch("row_key", "row_key", "")).toBe(true);
  expect(isMatch("Row key", "row_key", "")).toBe(true);
  expect(isMatch("rows told", "row_key", "The member that tells rows apart, once told.")).toBe(true);
  expect(isMatch("column", "row_key", "The member.")).toBe(false);
});

it("values are told by their size, and short", () => {
  expect(valueWords([])).toBe("an empty list");
  expect(valueWords([1, 2, 3])).toBe("3 items [1, 2, 3]");
  expect(valueWords([{ id: 1 }])).toBe("1 item, the first {id: 1}");
  expect(valueWords("x".repeat(5_000)).length).toBeLessThan(200);
});

describe("a call that is made where an action runs it", () => {
  it("runs by an action, and the action names it, also deep in a list", () => {
    const run: Action = { action: "run_call", call: "" };
    const notify: Action = { action: "notify", message: "Hm", tone: "info", on_success: [run] };
    const before = withEvent(draft, "save", "click", [notify]);
    const after = runByAction(before, "/components/1/events/click/0/on_success/0", "send-mail");
    expect(after.calls.send_mail).toMatchObject({ worklet: "send-mail", trigger: "event" });
    expect(after.components[1]?.events.click?.[0]?.on_success).toEqual([{ action: "run_call", call: "send_mail" }]);
    expect(checkView(after)).toEqual([]);
    expect(before.calls).not.toHaveProperty("send_mail");
  });
});

describe("the keys of fields of named things", () => {
  const start = keyed({ names: [], keys: [] }, ["a", "b"]);
  it("stay with what is renamed, and with its second renaming", () => {
    const once = keyed(start, ["a", "c"]);
    expect(once.keys).toEqual(["a", "b"]);
    expect(keyed(once, ["d", "c"]).keys).toEqual(["a", "b"]);
  });
  it("go with what is removed, and are never there twice", () => {
    const renamed = keyed(start, ["c", "b"]);
    expect(keyed(renamed, ["b"]).keys).toEqual(["b"]);
    expect(keyed(renamed, ["c", "b", "a"]).keys).toEqual(["a", "b", "a 2"]);
  });
});
