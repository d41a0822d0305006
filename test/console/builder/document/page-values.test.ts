import { describe, expect, it } from "vitest";
import {
  type Added,
  addCall,
  addQuery,
  addState,
  removeNamed,
} from "../../../../src/console/builder/document/page-values.ts";
import { viewLimits } from "../../../../src/contract/view-limits.ts";
import { callOf, draftWith, wrongsOf } from "./drafts.ts";

function added(result: Added): Exclude<Added, { refusal: string }> {
  if ("refusal" in result) throw new Error(result.refusal);
  return result;
}

describe("what is added", () => {
  it("has a free name each time, and leaves a view that can be saved", () => {
    let draft = draftWith();
    const names: string[] = [];
    for (const add of [addState, addState, addQuery, addQuery]) {
      const { draft: next, name } = added(add(draft));
      draft = next;
      names.push(name);
    }
    expect(names).toEqual(["state1", "state2", "parameter1", "parameter2"]);
    expect(wrongsOf(draft)).toEqual([]);
  });

  it("is called as its worklet is, when it is a call, as far as that is a name", () => {
    const once = added(addCall(draftWith(), "find-customers"));
    expect(once.name).toBe("find_customers");
    expect(added(addCall(once.draft, "find-customers")).name).toBe("find_customers2");
    expect(added(addCall(draftWith(), "2-much")).name).toBe("_2_much");
    expect(wrongsOf(once.draft)).toEqual([]);
  });

  it("runs nothing by itself, when it is a call", () => {
    const { draft, name } = added(addCall(draftWith(), "send-mail"));
    expect(draft.calls[name]?.trigger).toBe("event");
  });

  it("is refused with the limit as soon as there are too many", () => {
    const numbered = <T>(count: number, value: T) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, value]));
    const full = draftWith([], {
      state: numbered(viewLimits.states, null),
      query: numbered(viewLimits.queryParameters, ""),
      calls: numbered(viewLimits.calls, callOf({})),
    });
    for (const result of [addState(full), addQuery(full), addCall(full, "w")])
      expect("refusal" in result && result.refusal).toMatch(/at most \d+/);
  });
});

it("what is taken away leaves the others, and what names it is told as wrong", () => {
  const draft = draftWith([{ id: "note", kind: "text", properties: { text: "{{ state.a }} {{ state.b }}" } }], {
    state: { a: 1, b: 2 },
    query: { q: "" },
    calls: { find: callOf({}) },
  });
  const without = removeNamed(draft, "state", "a");
  expect(without.state).toEqual({ b: 2 });
  expect(wrongsOf(without).join()).toContain("no state `a`");
  expect(removeNamed(draft, "query", "q").query).toEqual({});
  expect(removeNamed(draft, "call", "find").calls).toEqual({});
  expect(draft.state).toEqual({ a: 1, b: 2 });
});
