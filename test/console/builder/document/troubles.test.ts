import { expect, it } from "vitest";
import { ownerOf, troublesOf } from "../../../../src/console/builder/document/troubles.ts";
import { checkView } from "../../../../src/reactive/reactive.ts";
import { draftWith } from "./drafts.ts";

const draft = draftWith(
  [
    { id: "list", kind: "table", properties: { data: "{{ nobody.value }}", label: "{{ calls.find.data }}" } },
    { id: "ok", kind: "button" },
  ],
  { calls: { find: { worklet: "w", values: { q: { from: "{{ nothing }}" } } } } },
);

it("what the check says stands at the thing that it is about", () => {
  const troubles = troublesOf(draft, checkView(draft), []);
  expect(troubles.get("list")?.join()).toContain("nobody");
  expect(troubles.get("calls.find")?.join()).toContain("nothing");
  expect(troubles.has("ok")).toBe(false);
});

it("so does an expression that fails just now, with its own path", () => {
  const failing = [
    { path: "list.data", error: "It is no list." },
    { path: "calls.find.values.q", error: "It failed." },
    { path: "state.note", error: "Too long." },
  ];
  const troubles = troublesOf(draft, [], failing);
  expect(troubles.get("list")).toEqual(["list.data: It is no list."]);
  expect(troubles.get("calls.find")).toEqual(["calls.find.values.q: It failed."]);
  expect(troubles.get("state.note")).toEqual(["state.note: Too long."]);
});

it("the same sentence is said once", () => {
  const twice = { path: "/components/0/properties/data", message: "No." };
  expect(troublesOf(draft, [twice, twice], []).get("list")).toEqual(["No."]);
});

it.each([
  ["/components/1/place", "ok"],
  ["/components/9", ""],
  ["/calls/find/values/q/from", "calls.find"],
  ["/state/note", "state.note"],
  ["/events/load/0", "events.load"],
  ["/access", "access"],
])("the pointer %s leads to %s", (pointer, owner) => {
  expect(ownerOf(draft, pointer)).toBe(owner);
});
