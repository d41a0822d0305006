import { expect, it } from "vitest";
import { nameOfViewItem, viewItems, viewItemsBetween } from "../../../../src/console/builder/publish/view-items.ts";
import { embedSnippet, runSentence } from "../../../../src/console/views/view-words.ts";
import type { ViewDraft } from "../../../../src/contract/view.ts";

const place = { x: 0, y: 0, w: 4, h: 2 };
const before: ViewDraft = {
  components: [
    { id: "title", kind: "text", place, properties: { text: "Hi" }, events: {} },
    { id: "gone", kind: "text", place, properties: {}, events: {} },
  ],
  state: { note: null },
  query: {},
  calls: {},
  events: {},
  access: "private",
  frame_ancestors: [],
};
const after: ViewDraft = {
  ...before,
  components: [{ id: "title", kind: "text", place, properties: { text: "Hello" }, events: {} }],
  query: { q: "" },
  access: "link",
};

it("tells what differs between two versions, thing by thing, in words", () => {
  const items = viewItemsBetween(before, after);
  expect(items.map((item) => `${item.how} ${nameOfViewItem(item).label}`)).toEqual([
    "added Query parameter q",
    "modified title",
    "modified Who may open it",
    "deleted gone",
  ]);
  expect(items.find(({ id }) => id === "title")?.after).toContain('"Hello"');
});

it("shows everything as new when nothing is published yet", () => {
  const changes = { added: [{ kind: "component" as const, id: "title" }], modified: [], deleted: [] };
  expect(viewItems(changes, null, after)[0]).toMatchObject({ before: "", how: "added" });
});

it("says who can run what", () => {
  expect(runSentence("link", ["find-orders", "decide"])).toBe("Anyone with the link can run: find-orders, decide");
  expect(runSentence("link", [])).toBe("Anyone with the link can open it. It runs no worklet.");
  expect(runSentence("private", [])).toBe("People who are signed in can use it.");
});

it("writes a frame whose title cannot leave its quotes", () => {
  expect(embedSnippet("https://x.test/v/a/b", 'A "b" <script> & c')).toContain(
    'title="A &quot;b&quot; &lt;script> &amp; c"',
  );
});
