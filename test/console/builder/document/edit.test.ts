import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addComponent,
  type Edited,
  moveBefore,
  moveBy,
  moveInto,
  placeAt,
  removeComponents,
  resizeBy,
} from "../../../../src/console/builder/document/edit.ts";
import { inOrder } from "../../../../src/console/builder/document/family.ts";
import { duplicateComponents } from "../../../../src/console/builder/document/paste.ts";
import { kindNames } from "../../../../src/contract/component-kinds.ts";
import type { ViewDraft } from "../../../../src/contract/view.ts";
import { draftWith, overlaps, wrongsOf } from "./drafts.ts";

function done(edited: Edited): ViewDraft {
  if ("refusal" in edited) throw new Error(edited.refusal);
  return edited.draft;
}

const placeOf = (draft: ViewDraft, id: string) => draft.components.find((each) => each.id === id)?.place;
const page = { container: null };

describe("adding a component", () => {
  it("gives it a readable id that is free", () => {
    let draft = draftWith([{ id: "table1", kind: "text" }]);
    for (const kind of ["table", "text_input", "text_input"] as const) draft = done(addComponent(draft, kind, page));
    expect(draft.components.map(({ id }) => id)).toEqual(["table1", "table2", "input1", "input2"]);
  });

  it.each(kindNames)("%s makes a view that can be saved", (kind) => {
    const draft = done(addComponent(done(addComponent(draftWith(), kind, page)), kind, page));
    expect(wrongsOf(draft)).toEqual([]);
    expect(overlaps(draft)).toEqual([]);
  });

  it("takes the first free place that is large enough", () => {
    const draft = draftWith([
      { id: "a", kind: "text", place: { x: 0, y: 0, w: 6, h: 2 } },
      { id: "b", kind: "text", place: { x: 9, y: 0, w: 3, h: 2 } },
    ]);
    expect(placeOf(done(addComponent(draft, "metric", page)), "metric1")).toEqual({ x: 6, y: 0, w: 3, h: 2 });
    expect(placeOf(done(addComponent(draft, "table", page)), "table1")).toMatchObject({ x: 0, y: 2 });
  });

  it("puts it where it is dropped, and what was there goes down", () => {
    const draft = draftWith([
      { id: "a", kind: "text" },
      { id: "b", kind: "text" },
    ]);
    const dropped = done(addComponent(draft, "button", { container: null, at: { x: 1, y: 0 } }));
    expect(placeOf(dropped, "button1")).toMatchObject({ x: 1, y: 0 });
    expect([placeOf(dropped, "a")?.y, placeOf(dropped, "b")?.y]).toEqual([1, 3]);
  });

  it("puts a modal on the page, wherever it was to go", () => {
    const draft = draftWith([{ id: "f", kind: "form" }]);
    expect(done(addComponent(draft, "modal", { container: "f" })).components[1]).not.toHaveProperty("parent");
  });

  it("makes a form as high as what stands in it needs", () => {
    let draft = done(addComponent(draftWith(), "form", page));
    for (let count = 0; count < 5; count++) draft = done(addComponent(draft, "text_input", { container: "form1" }));
    expect(placeOf(draft, "form1")?.h).toBeGreaterThan(6);
    expect(overlaps(draft)).toEqual([]);
  });

  it("is refused when a view is full", () => {
    const full = draftWith(Array.from({ length: 200 }, (_, at) => ({ id: `t${at}`, kind: "text" as const })));
    expect(addComponent(full, "text", page)).toEqual({ refusal: expect.stringContaining("at most 200 components") });
  });
});

describe("moving and resizing", () => {
  const rows = draftWith([
    { id: "a", kind: "text" },
    { id: "b", kind: "text" },
    { id: "c", kind: "text" },
  ]);

  it("pushes what is in the way down, and nothing else", () => {
    const moved = done(moveBy(rows, ["a"], { x: 0, y: 1 }));
    expect(["a", "b", "c"].map((id) => placeOf(moved, id)?.y)).toEqual([1, 3, 5]);
  });

  it("leaves a gap where something was", () => {
    expect(placeOf(done(moveBy(rows, ["a"], { x: 4, y: 0 })), "b")?.y).toBe(2);
  });

  it("stops at the edges, all that is moved together", () => {
    const moved = done(moveBy(rows, ["a", "b"], { x: -3, y: -9 }));
    expect(moved.components.map(({ place }) => place)).toEqual(rows.components.map(({ place }) => place));
    expect(placeOf(done(moveBy(rows, ["a"], { x: 99, y: 0 })), "a")?.x).toBe(8);
  });

  it("keeps a size between one cell and the width of the grid", () => {
    expect(placeOf(done(resizeBy(rows, ["a"], { w: -9, h: -9 })), "a")).toMatchObject({ w: 1, h: 1 });
    expect(placeOf(done(resizeBy(rows, ["a"], { w: 99, h: 0 })), "a")).toMatchObject({ x: 0, w: 12 });
    expect(placeOf(done(placeAt(rows, "a", { x: 11, y: -2, w: 4, h: 2 })), "a")).toEqual({ x: 8, y: 0, w: 4, h: 2 });
  });

  it("puts one before another, which goes down", () => {
    const moved = done(moveBefore(rows, "c", null, "a"));
    expect(inOrder(moved.components).map(({ id }) => id)).toEqual(["c", "a", "b"]);
    expect(inOrder(done(moveBefore(rows, "a", null, null)).components).map(({ id }) => id)).toEqual(["b", "c", "a"]);
  });
});

describe("moving into forms and modals", () => {
  const draft = draftWith([
    { id: "f", kind: "form" },
    { id: "g", kind: "form" },
    { id: "m", kind: "modal" },
    { id: "t", kind: "text" },
    { id: "inner", kind: "text_input", parent: "f" },
  ]);

  it("takes a component with all that stands in it", () => {
    const moved = done(moveInto(draft, ["f"], { container: "m" }));
    expect(moved.components.map(({ id, parent }) => [id, parent])).toContainEqual(["f", "m"]);
    expect(moved.components.map(({ id, parent }) => [id, parent])).toContainEqual(["inner", "f"]);
    expect(wrongsOf(moved)).toEqual([]);
  });

  it("keeps about the width that it had", () => {
    const moved = done(moveInto(draft, ["t"], { container: "f" }));
    expect(placeOf(draft, "f")?.w).toBe(4);
    expect(placeOf(moved, "t")?.w).toBe(12);
    expect(placeOf(done(moveInto(moved, ["t"], page)), "t")?.w).toBe(4);
  });

  it("takes it out again", () => {
    const moved = done(moveInto(draft, ["inner"], page));
    expect(moved.components.find(({ id }) => id === "inner")).not.toHaveProperty("parent");
    expect(overlaps(moved)).toEqual([]);
  });

  it.each([
    [["f"], "g", "A form cannot stand in a form."],
    [["m"], "f", "A modal stands on the page: it is a window over all of it."],
    [["f"], "f", "f cannot stand in itself."],
    [["t"], "inner", "Nothing can stand in inner, a Text input. Forms and modals take components."],
  ])("is refused in words: %j into %s", (ids, container, refusal) => {
    expect(moveInto(draft, ids as string[], { container: container as string })).toEqual({ refusal });
  });
});

describe("deleting", () => {
  it("takes what stands in it along", () => {
    const draft = draftWith([
      { id: "m", kind: "modal" },
      { id: "f", kind: "form", parent: "m" },
      { id: "i", kind: "text_input", parent: "f" },
      { id: "t", kind: "text" },
    ]);
    expect(done(removeComponents(draft, ["m"])).components.map(({ id }) => id)).toEqual(["t"]);
  });
});

describe("any edits one after the other", () => {
  const kinds = fc.constantFrom(...kindNames);
  const cell = fc.record({ x: fc.integer({ min: 0, max: 11 }), y: fc.integer({ min: 0, max: 9 }) });
  const step = fc.oneof(
    fc.record({
      type: fc.constant("add" as const),
      kind: kinds,
      into: fc.nat(),
      at: fc.option(cell, { nil: undefined }),
    }),
    fc.record({ type: fc.constant("move" as const), what: fc.nat(), x: fc.integer(), y: fc.integer({ max: 9 }) }),
    fc.record({ type: fc.constant("size" as const), what: fc.nat(), w: fc.integer(), h: fc.integer({ max: 9 }) }),
    fc.record({ type: fc.constant("into" as const), what: fc.nat(), into: fc.nat() }),
    fc.record({ type: fc.constant("copy" as const), what: fc.nat() }),
    fc.record({ type: fc.constant("delete" as const), what: fc.nat() }),
  );

  it("leave a view that can be saved, in which nothing covers anything", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        let draft = draftWith();
        for (const each of steps) {
          const id = (at: number) => draft.components[at % Math.max(draft.components.length, 1)]?.id ?? "none";
          const spot = (at: number) => ({ container: at % 3 === 0 ? null : id(at) });
          const edited = ((): Edited => {
            switch (each.type) {
              case "add":
                return addComponent(draft, each.kind, { ...spot(each.into), ...(each.at && { at: each.at }) });
              case "move":
                return moveBy(draft, [id(each.what)], { x: each.x, y: each.y });
              case "size":
                return resizeBy(draft, [id(each.what)], { w: each.w, h: each.h });
              case "into":
                return moveInto(draft, [id(each.what)], spot(each.into));
              case "copy":
                return duplicateComponents(draft, [id(each.what)]);
              case "delete":
                return removeComponents(draft, [id(each.what)]);
            }
          })();
          if (!("refusal" in edited)) draft = edited.draft;
        }
        expect(wrongsOf(draft)).toEqual([]);
        expect(overlaps(draft)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

it("a modal that gets another size moves nothing: it is a window over the page", () => {
  const draft = draftWith([
    { id: "list", kind: "table" },
    { id: "window", kind: "modal", place: { x: 0, y: 0, w: 6, h: 6 } },
  ]);
  for (const edited of [
    resizeBy(draft, ["window"], { w: 2, h: 0 }),
    placeAt(draft, "window", { x: 0, y: 0, w: 8, h: 6 }),
  ]) {
    expect(placeOf(done(edited), "window")).toEqual({ x: 0, y: 0, w: 8, h: 6 });
    expect(placeOf(done(edited), "list")).toEqual(placeOf(draft, "list"));
  }
});
