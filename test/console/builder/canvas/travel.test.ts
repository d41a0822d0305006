import { describe, expect, it } from "vitest";
import { neighbourOf } from "../../../../src/console/builder/canvas/travel.ts";
import { draftWith } from "../document/drafts.ts";

const place = (x: number, y: number, w: number, h: number) => ({ x, y, w, h });

/** Two above a wide one, with something in a form, and two modals. */
const { components } = draftWith([
  { id: "left", kind: "text_input", place: place(0, 0, 4, 2) },
  { id: "right", kind: "button", place: place(6, 0, 4, 2) },
  { id: "form", kind: "form", place: place(0, 2, 12, 6) },
  { id: "name", kind: "text_input", parent: "form", place: place(0, 0, 12, 2) },
  { id: "agree", kind: "checkbox", parent: "form", place: place(0, 2, 6, 1) },
  { id: "first", kind: "modal", place: place(0, 0, 6, 6) },
  { id: "second", kind: "modal", place: place(0, 0, 6, 6) },
]);

describe("the arrow keys go", () => {
  it.each([
    ["left", "right", "right"],
    ["right", "left", "left"],
    ["left", "down", "form"],
    ["right", "down", "form"],
    ["form", "up", "left"],
    ["name", "down", "agree"],
    ["agree", "up", "name"],
    ["form", "down", "first"],
    ["first", "down", "second"],
    ["second", "up", "first"],
  ] as const)("from %s %s to %s", (from, direction, to) => {
    expect(neighbourOf(components, from, direction)).toBe(to);
  });

  it.each([
    ["left", "up"],
    ["left", "left"],
    ["agree", "down"],
    ["second", "down"],
    ["nobody", "down"],
  ] as const)("nowhere from %s %s", (from, direction) => {
    expect(neighbourOf(components, from, direction)).toBeNull();
  });

  it("to what lies straight ahead rather than to what is nearer and far beside", () => {
    const { components } = draftWith([
      { id: "from", kind: "text", place: place(0, 0, 2, 1) },
      { id: "beside", kind: "text", place: place(9, 1, 2, 1) },
      { id: "below", kind: "text", place: place(0, 4, 2, 1) },
    ]);
    expect(neighbourOf(components, "from", "down")).toBe("below");
  });

  it("from any component to every other one of its page", () => {
    const page = components.filter(({ parent }) => parent === undefined).map(({ id }) => id);
    const reached = new Set(["left"]);
    for (const id of reached)
      for (const direction of ["up", "down", "left", "right"] as const) {
        const next = neighbourOf(components, id, direction);
        if (next !== null) reached.add(next);
      }
    expect([...reached].sort()).toEqual(page.sort());
  });
});
