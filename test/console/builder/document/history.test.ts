import { describe, expect, it } from "vitest";
import {
  newHistory,
  redone,
  replaced,
  selecting,
  stepTo,
  undone,
} from "../../../../src/console/builder/document/history.ts";
import { draftWith } from "./drafts.ts";

const empty = draftWith();
const one = draftWith([{ id: "a", kind: "text" }]);
const two = draftWith([
  { id: "a", kind: "text" },
  { id: "b", kind: "text" },
]);
const typed = (text: string) => draftWith([{ id: "a", kind: "text", properties: { text } }]);

describe("the history of a view", () => {
  it("goes back and forth, and the selection goes along", () => {
    let history = stepTo(newHistory(empty), { label: "Add a" }, one, 0);
    history = selecting(history, ["a"]);
    history = selecting(stepTo(history, { label: "Add b" }, two, 1), ["b"]);
    history = undone(history);
    expect(history.present).toEqual({ draft: one, selected: ["a"] });
    expect(history.future[0]?.label).toBe("Add b");
    expect(redone(history).present).toEqual({ draft: two, selected: ["b"] });
    expect(undone(undone(history)).present.draft).toBe(empty);
  });

  it("takes letters that follow each other for one step", () => {
    const change = { label: "Change text", merge: "a.text" };
    let history = newHistory(typed(""));
    for (const [at, text] of ["h", "ho", "hot"].entries()) history = stepTo(history, change, typed(text), at * 500);
    expect(undone(history).present.draft).toEqual(typed(""));
    history = stepTo(history, change, typed("hotel"), 60_000);
    expect(undone(history).present.draft).toEqual(typed("hot"));
  });

  it("begins a new step after something else was selected", () => {
    const change = { label: "Change text", merge: "a.text" };
    let history = stepTo(newHistory(typed("")), change, typed("h"), 0);
    history = stepTo(selecting(history, ["a"]), change, typed("ho"), 1);
    expect(undone(history).present.draft).toEqual(typed("h"));
  });

  it("forgets what was undone when something new is done", () => {
    const history = stepTo(undone(stepTo(newHistory(empty), { label: "Add a" }, one, 0)), { label: "Add b" }, two, 1);
    expect(redone(history)).toBe(history);
  });

  it("never selects what is not there", () => {
    const history = selecting(newHistory(two), ["a", "b", "ghost"]);
    expect(history.present.selected).toEqual(["a", "b"]);
    expect(stepTo(history, { label: "Delete b" }, one, 0).present.selected).toEqual(["a"]);
  });

  it("keeps 200 steps", () => {
    let history = newHistory(typed(""));
    for (let count = 1; count <= 300; count++) history = stepTo(history, { label: "x" }, typed(`${count}`), count);
    expect(history.past).toHaveLength(200);
  });

  it("ends with a draft that came from elsewhere", () => {
    const history = replaced(stepTo(newHistory(empty), { label: "Add a" }, one, 0), two);
    expect(undone(history)).toBe(history);
  });
});
