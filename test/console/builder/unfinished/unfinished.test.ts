import { describe, expect, it } from "vitest";
import { insteadAt, standingIn, type Unfinished } from "../../../../src/console/builder/unfinished/unfinished.ts";
import {
  forgetUnfinished,
  UnfinishedTexts,
  unfinishedTextsOf,
} from "../../../../src/console/builder/unfinished/unfinished-texts.ts";
import type { ViewDraft } from "../../../../src/contract/view.ts";
import { viewOf } from "../../../reactive/world.ts";

const { name: _, ...desk } = viewOf({
  state: { note: null },
  components: [
    { id: "search", kind: "text_input" },
    { id: "list", kind: "table", properties: { columns: ["name"] } },
    {
      id: "save",
      kind: "button",
      events: { click: [{ action: "run_call", call: "find", values: { q: ["{{ search.value }}"] } }] },
    },
  ],
  calls: { find: { trigger: "event", values: { q: { schema: { type: "array" } } } } },
});

function broken(instead: string, shown = instead): Unfinished {
  return { text: "[{", wrong: "The text ends.", instead, shown };
}

const columns = "/components/list/properties/columns";

describe("a text that the draft cannot take", () => {
  it("is told at the place of its component, wherever that stands by now, with what the draft has instead", () => {
    const held = { [columns]: broken('["name"]', '1 item ["name"]') };
    const message = 'The text ends. What is typed is kept in this browser; the draft goes on with 1 item ["name"].';
    expect(standingIn(held, desk)).toMatchObject([{ path: "/components/1/properties/columns", message }]);
    const moved = { ...desk, components: desk.components.toReversed() };
    expect(standingIn(held, moved)).toMatchObject([{ path: "/components/1/properties/columns" }]);
    expect(standingIn(held, { ...desk, components: desk.components.slice(1) })).toMatchObject([
      { path: "/components/0/properties/columns" },
    ]);
  });

  it("is told where nothing was written before", () => {
    const held = { "/components/list/properties/sort": broken("", "null") };
    expect(standingIn(held, desk)[0]?.message).toMatch(/the draft goes on without it\.$/);
  });

  it("stands no more when the value is another one, and again when an undo brings the value back", () => {
    const held = { [columns]: broken('["name"]') };
    const [search, list, save] = desk.components as [Part, Part, Part];
    const other = { ...desk, components: [search, { ...list, properties: { columns: ["city"] } }, save] };
    expect(standingIn(held, other)).toEqual([]);
    expect(standingIn(held, desk)).toHaveLength(1);
  });

  it("stands no more when what it is about is gone", () => {
    const held = {
      "/components/gone/properties/columns": broken(""),
      "/calls/gone/values/q/schema": broken(""),
      "/calls/find/values/gone/schema": broken(""),
      "/components/save/events/click/7/values/q": broken(""),
      "/state/gone": broken("null"),
    };
    expect(standingIn(held, desk)).toEqual([]);
  });

  it("of a value that an action gives stands for as long as the action does", () => {
    const at = "/components/save/events/click/0/values/q";
    expect(standingIn({ [at]: broken(insteadAt(desk, at.replace("save", "2"))) }, desk)).toHaveLength(1);
    expect(standingIn({ "/components/save/events/click/0/query/x": broken("") }, desk)).toHaveLength(1);
  });
});

type Part = ViewDraft["components"][number];

it("what one tab keeps is not lost when another one keeps something as well", () => {
  let stored = {};
  const keep = {
    read: () => stored,
    write: (held: object) => {
      stored = held;
    },
  };
  const [one, other] = [new UnfinishedTexts(keep), new UnfinishedTexts(keep)];
  one.hold("/state/a", broken("1"));
  other.hold("/state/b", broken("2"));
  expect(Object.keys(stored)).toEqual(["/state/a", "/state/b"]);
  one.hold("/state/a", null);
  expect(new UnfinishedTexts(keep).held()).toEqual({ "/state/b": broken("2") });
});

it("each way that a field is written in has a text of its own, and one that was completed does not come back", () => {
  const texts = new UnfinishedTexts({ read: () => ({}), write: () => {} });
  const text = broken("7");
  texts.hold("/state/a", text);
  texts.turn("/state/a", text, "literal", "expression");
  expect(texts.held()).toEqual({});
  texts.turn("/state/a", null, "expression", "literal");
  expect(texts.held()).toEqual({ "/state/a": text });
  texts.hold("/state/a", null);
  texts.turn("/state/a", null, "literal", "expression");
  texts.turn("/state/a", null, "expression", "literal");
  expect(texts.held()).toEqual({});
});

it("a view that is deleted leaves nothing to one of the same name", () => {
  const before = unfinishedTextsOf("app", "desk");
  before.hold("/state/a", broken("1"));
  unfinishedTextsOf("app", "other").hold("/state/b", broken("2"));
  forgetUnfinished("app", "desk");
  expect(before.held()).toEqual({});
  expect(unfinishedTextsOf("app", "desk").held()).toEqual({});
  expect(unfinishedTextsOf("app", "other").held()).toHaveProperty(["/state/b"]);
});
