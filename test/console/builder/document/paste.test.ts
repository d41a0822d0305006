import { describe, expect, it } from "vitest";
import {
  componentsIn,
  copiedText,
  duplicateComponents,
  pasteComponents,
  pasteContainer,
} from "../../../../src/console/builder/document/paste.ts";
import type { Component, ViewDraft } from "../../../../src/contract/view.ts";
import { draftWith, overlaps, wrongsOf } from "./drafts.ts";

const draft = draftWith([
  { id: "form1", kind: "form", place: { x: 0, y: 0, w: 6, h: 6 } },
  { id: "name", kind: "text_input", parent: "form1", properties: { label: "{{ text2.hidden }}" } },
  {
    id: "text2",
    kind: "text",
    place: { x: 6, y: 0, w: 6, h: 2 },
    properties: { text: "{{ name.value }} of {{ form1.is_valid }}" },
  },
]);

function pasted(into: ViewDraft, from: ViewDraft, ids: readonly string[], container: string | null = null) {
  const components = componentsIn(copiedText(from, ids));
  if ("refusal" in components) throw new Error(components.refusal);
  const edited = pasteComponents(into, components, container);
  if ("refusal" in edited) throw new Error(edited.refusal);
  return edited;
}

const component = (id: string, { components }: ViewDraft) => components.find((each) => each.id === id);

describe("copies", () => {
  it("bring along what stands in them, and speak of each other", () => {
    const { draft: after, ids } = pasted(draft, draft, ["form1", "text2"]);
    expect(ids).toEqual(["form2", "text3"]);
    expect(component("name2", after)).toMatchObject({ parent: "form2", properties: { label: "{{ text3.hidden }}" } });
    expect(component("text3", after)?.properties.text).toBe("{{ name2.value }} of {{ form2.is_valid }}");
    expect(component("text2", after)?.properties.text).toBe("{{ name.value }} of {{ form1.is_valid }}");
    expect([wrongsOf(after), overlaps(after)]).toEqual([[], []]);
  });

  it("of one alone speak of what the first one speaks of", () => {
    const { draft: after } = pasted(draft, draft, ["text2"]);
    expect(component("text3", after)?.properties.text).toBe("{{ name.value }} of {{ form1.is_valid }}");
  });

  it("of what stands in a form come out of it when the form stays behind", () => {
    const { draft: after } = pasted(draft, draft, ["name"]);
    expect(component("name2", after)).not.toHaveProperty("parent");
  });

  it("keep their ids in a view where these are free", () => {
    const { draft: after, ids } = pasted(draftWith(), draft, ["form1", "text2"]);
    expect(ids).toEqual(["form1", "text2"]);
    expect(wrongsOf(after)).toEqual([]);
  });

  it("go into the form that is selected, else beside what is selected", () => {
    expect(pasteContainer(draft, ["form1"])).toBe("form1");
    expect(pasteContainer(draft, ["name"])).toBe("form1");
    expect(pasteContainer(draft, ["text2"])).toBeNull();
    expect(component("text3", pasted(draft, draft, ["text2"], "form1").draft)?.parent).toBe("form1");
  });

  it("of a form do not go into a form, and the refusal says so", () => {
    const components = componentsIn(copiedText(draft, ["form1"])) as Component[];
    expect(pasteComponents(draft, components, "form1")).toEqual({ refusal: "A form cannot stand in a form." });
  });

  it("stand beside those they were made of", () => {
    const edited = duplicateComponents(draft, ["name"]);
    expect("draft" in edited && component("name2", edited.draft)?.parent).toBe("form1");
    expect("draft" in edited && overlaps(edited.draft)).toEqual([]);
  });
});

describe("what else is in the clipboard", () => {
  const text = (...components: unknown[]) => JSON.stringify({ type: "worklets/components", components });
  const good = { id: "a", kind: "text", place: { x: 0, y: 0, w: 1, h: 1 }, properties: {}, events: {} };
  const click = (actions: unknown) => ({ ...good, kind: "button", events: { click: actions } });
  let deep: unknown[] = [{ action: "copy", text: "" }];
  for (let level = 0; level < 6; level++) deep = [{ action: "copy", text: "", on_success: deep }];

  it.each([
    ["", "There are no components"],
    ["hello", "There are no components"],
    ["null", "There are no components"],
    ['{"type":"worklets/blocks","blocks":[]}', "There are no components"],
    ['{"type":"worklets/components"}', "no list"],
    [text(), "no list"],
    [text(null), "no id"],
    [text({ ...good, id: "a b" }), "no id"],
    [text({ ...good, id: "__proto__" }), "no id"],
    [text({ ...good, kind: "toString" }), "no kind"],
    [text({ ...good, html: "<b>" }), 'a member "html"'],
    [text({ ...good, place: { x: 11, y: 0, w: 2, h: 1 } }), "on no grid"],
    [text({ ...good, place: { x: 0.5, y: 0, w: 2, h: 1 } }), "on no grid"],
    [text({ ...good, properties: [] }), "no properties"],
    [text(good, good), "two of its components are called a"],
    [text({ ...good, parent: "b" }), "a stands in b, which takes no components"],
    [text({ ...good, kind: "form", parent: "a" }), "stands in itself"],
    [text(click([{ action: "eval" }])), "events that are not"],
    [text(click([{ action: "run_call" }])), "events that are not"],
    [text(click([{ action: "copy", text: "", on_error: {} }])), "events that are not"],
    [text(click(deep)), "events that are not"],
    [text(...Array.from({ length: 201 }, (_, at) => ({ ...good, id: `a${at}` }))), "at most 200"],
    [" ".repeat(500_001), "too large"],
  ])("is refused in words: %.70s", (clipboard, words) => {
    expect(componentsIn(clipboard)).toEqual({ refusal: expect.stringContaining(words) });
  });
});
