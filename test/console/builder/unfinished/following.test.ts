import { describe, expect, it } from "vitest";
import { newHistory, stepTo, undone } from "../../../../src/console/builder/document/history.ts";
import { rename, renameCallValue } from "../../../../src/console/builder/document/rename.ts";
import { following } from "../../../../src/console/builder/unfinished/following.ts";
import { standingIn, type Unfinished } from "../../../../src/console/builder/unfinished/unfinished.ts";
import { UnfinishedTexts } from "../../../../src/console/builder/unfinished/unfinished-texts.ts";
import type { Action, ViewDraft } from "../../../../src/contract/view.ts";
import { viewOf } from "../../../reactive/world.ts";

const { name: _, ...desk } = viewOf({
  state: { note: null },
  components: [
    { id: "search", kind: "text_input" },
    { id: "list", kind: "table", properties: { columns: ["name"] } },
    { id: "save", kind: "button" },
  ],
  calls: { find: { trigger: "event", values: { q: { schema: { type: "array" } } } } },
});

type Part = ViewDraft["components"][number];

function broken(instead: string): Unfinished {
  return { text: "[{", wrong: "The text ends.", instead, shown: instead };
}

const columns = "/components/list/properties/columns";

const held = {
  [columns]: broken('["name"]'),
  "/calls/find/values/q/schema": broken('{"type":"array"}'),
  "/state/note": broken("null"),
};

describe("another name", () => {
  it.each([
    [rename(desk, "component", "list", "people"), "/components/people/properties/columns"],
    [rename(desk, "call", "find", "look"), "/calls/look/values/q/schema"],
    [renameCallValue(desk, "find", "q", "text"), "/calls/find/values/text/schema"],
    [rename(desk, "state", "note", "remark"), "/state/remark"],
  ])("takes the text along", (now, address) => {
    const { kept } = following(held, desk, now);
    expect(Object.keys(kept)).toContain(address);
    expect(standingIn(kept, now)).toHaveLength(3);
    expect(following(kept, now, desk)).toEqual({ kept: held, gone: {} });
  });

  it("is none when something is added, deleted or moved", () => {
    const [first, ...rest] = desk.components as [Part, ...Part[]];
    for (const components of [rest, [...rest, first], [...desk.components, { ...first, id: "more" }]])
      expect(following(held, desk, { ...desk, components })).toEqual({ kept: held, gone: {} });
  });
});

function textsOf(kept: Readonly<Record<string, Unfinished>>): UnfinishedTexts {
  return new UnfinishedTexts({ read: () => kept, write: () => {} });
}

describe("what is deleted", () => {
  it.each([
    [columns, { ...desk, components: desk.components.filter(({ id }) => id !== "list") }],
    ["/calls/find/values/q/schema", { ...desk, calls: {} }],
    [
      "/calls/find/values/q/schema",
      { ...desk, calls: { find: { ...desk.calls.find, values: {} } } as ViewDraft["calls"] },
    ],
    ["/state/note", { ...desk, state: {} }],
  ])("takes its text with it (%s), so that a new thing of that name has none", (address, without) => {
    const texts = textsOf(held);
    texts.follow(desk, without);
    expect(Object.keys(texts.held())).toEqual(Object.keys(held).filter((each) => each !== address));
    texts.follow(without, structuredClone(desk));
    expect(texts.held()).not.toHaveProperty([address]);
  });

  it("comes back with its text by an undo", () => {
    const texts = textsOf(held);
    const first = newHistory(desk);
    const deleted = stepTo(first, { label: "Delete" }, { ...desk, components: [], calls: {} }, 0);
    const more = stepTo(deleted, { label: "More" }, { ...deleted.present.draft, state: { note: 1 } }, 0);
    const steps = [first, deleted, more, undone(more), undone(undone(more))].map(({ present }) => present.draft);
    const counts = steps.slice(1).map((draft, at) => {
      texts.follow(steps[at] as ViewDraft, draft);
      return Object.keys(texts.held()).length;
    });
    expect(counts).toEqual([1, 1, 1, 3]);
    expect(texts.held()).toEqual(held);
  });

  it("is not what was never there: a draft that this browser kept may be on its way", () => {
    const waiting = {
      "/components/later/properties/columns": broken(""),
      "/components/save/events/click/3/value": broken(""),
    };
    expect(following(waiting, desk, { ...desk, state: {} }).kept).toEqual(waiting);
  });
});

describe("the text of an action", () => {
  const set = (value: unknown): Action => ({ action: "set", target: "state.note", value }) as Action;
  const run = { action: "run_call", call: "find", on_success: [set(1), set(2)] } as Action;
  const [a, b] = [set("a"), set("b")] as [Action, Action];
  const withClick = (...click: Action[]): ViewDraft => {
    const components = desk.components.map((each) => (each.id === "save" ? { ...each, events: { click } } : each));
    return { ...desk, components };
  };
  const at = (rest: string) => `/components/save/events/click/${rest}`;
  const addressAfter = (address: string, before: ViewDraft, now: ViewDraft) =>
    Object.keys(following({ [address]: broken("") }, before, now).kept)[0] ?? null;

  it.each([
    ["moved", "0/value", [a, b, run], [b, a, run], "1/value"],
    ["behind one that is removed", "1/value", [a, b], [b], "0/value"],
    ["removed", "0/value", [a, b], [b], null],
    ["the only one, removed", "0/value", [a], [], null],
    ["duplicated", "0/value", [a, b], [a, structuredClone(a), b], "0/value"],
    ["behind one that is duplicated", "1/value", [a, b], [a, structuredClone(a), b], "2/value"],
    ["edited", "1/value", [a, b, run], [a, set("c"), run], "1/value"],
    ["loaded anew", "1/value", [a, b], structuredClone([b, a]), "0/value"],
    [
      "moved in a list after another one",
      "1/on_success/0/value",
      [a, run],
      [a, { ...run, on_success: run.on_success?.toReversed() }],
      "1/on_success/1/value",
    ],
    ["in a list that moves with its action", "1/on_success/0/value", [a, run], [run, a], "0/on_success/0/value"],
    [
      "removed from a list after another one",
      "0/on_success/1/value",
      [run],
      [{ ...run, on_success: run.on_success?.slice(0, 1) }],
      null,
    ],
  ] as [string, string, Action[], Action[], string | null][])(
    "goes with the one that is %s",
    (_, from, before, now, to) => {
      expect(addressAfter(at(from), withClick(...before), withClick(...now))).toBe(to === null ? null : at(to));
    },
  );

  it("of the page goes with its action, and with its component's other name", () => {
    const load = (...actions: Action[]): ViewDraft => ({ ...desk, events: { load: actions } });
    expect(addressAfter("/events/load/0/value", load(a, b), load(b, a))).toBe("/events/load/1/value");
    const before = withClick(a);
    expect(addressAfter(at("0/value"), before, rename(before, "component", "save", "keep"))).toBe(
      "/components/keep/events/click/0/value",
    );
  });

  it("goes with the name of the call's value, and leaves with that value", () => {
    const before = withClick(a, run);
    const now = renameCallValue(before, "find", "q", "text");
    expect(addressAfter(at("1/values/q"), before, now)).toBe(at("1/values/text"));
    const { find } = before.calls as { find: ViewDraft["calls"][string] };
    expect(addressAfter(at("1/values/q"), before, { ...before, calls: { find: { ...find, values: {} } } })).toBe(null);
  });
});
