import { expect, test } from "vitest";
import * as z from "zod";
import { commonProperties, componentKinds, propertiesOf } from "../../src/contract/component-kinds.ts";
import { View } from "../../src/contract/view.ts";
import { viewLimits } from "../../src/contract/view-limits.ts";
import { checkView, publicView } from "../../src/reactive/reactive.ts";

const pages = import.meta.glob("../../docs/views.md", { query: "?raw", import: "default", eager: true });
const page = Object.values(pages).join();

const place = { x: 0, y: 0, w: 4, h: 2 };
const button = { id: "go", kind: "button", place };

/** Paths of what the schema refuses. */
function refused(view: unknown): string[] {
  return (View.safeParse(view).error?.issues ?? []).map(({ path }) => path.join("/"));
}

test("the example of the page is a view that can be saved", () => {
  const [, example = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  expect(checkView(View.parse(JSON.parse(example)))).toEqual([]);
});

test("the page's table has every kind with its properties, values and events", () => {
  const names = (all: string[]) => all.map((name) => `\`${name}\``).join(" ");
  for (const [kind, { name, properties, exposes, events }] of Object.entries(componentKinds)) {
    const row = page.split("\n").find((line) => line.startsWith(`| ${name} (\`${kind}\`) |`));
    const isEditable = (property: string) => properties[property]?.editable === true;
    const cells = [
      Object.keys(properties).filter(isEditable),
      Object.keys(properties).filter((property) => !isEditable(property)),
      Object.keys(exposes),
      Object.keys(events),
    ];
    expect(
      row
        ?.split("|")
        .slice(2, -1)
        .map((cell) => cell.trim()),
    ).toEqual(cells.map(names));
  }
});

test("the page's limits are the ones that hold", () => {
  for (const limit of [
    `| ${viewLimits.documentBytes.toLocaleString("en")} bytes |`,
    `| ${viewLimits.components}, ${viewLimits.calls}, ${viewLimits.states}, ${viewLimits.queryParameters} |`,
    `| values of a call | ${viewLimits.callValues} |`,
    `| actions of a list | ${viewLimits.actions} |`,
    `| ${viewLimits.tableRows.toLocaleString("en")} |`,
    `| ${viewLimits.uploadBytes.toLocaleString("en")} bytes |`,
    `| ${viewLimits.debounceMs / 1000} s |`,
  ])
    expect(page).toContain(limit);
});

test("kinds name only properties of their own in what they reset with", () => {
  for (const kind of Object.keys(componentKinds) as (keyof typeof componentKinds)[]) {
    const own = propertiesOf(kind);
    for (const property of Object.values(own))
      for (const other of [...(property.resets_with ?? []), ...(property.unless ? [property.unless] : [])])
        expect(Object.keys(own)).toContain(other);
    expect(Object.keys(componentKinds[kind].properties)).not.toContain(Object.keys(commonProperties)[0]);
  }
});

test("a name alone is a view", () => {
  expect(View.parse({ name: "Empty" })).toEqual({
    name: "Empty",
    components: [],
    state: {},
    query: {},
    calls: {},
    events: {},
    access: "private",
    frame_ancestors: [],
  });
});

test.each([
  ["an id that is no name", { ...button, id: "the-button" }, "components/0/id"],
  ["a name that leads to a prototype", { ...button, id: "constructor" }, "components/0/id"],
  ["a kind that is none", { ...button, kind: "toString" }, "components/0/kind"],
  ["a place beyond the grid", { ...button, place: { ...place, x: 10 } }, "components/0/place"],
  ["a member that is none", { ...button, style: {} }, "components/0"],
  ["an event that is none", { ...button, events: { hover: [] } }, "components/0/events"],
  [
    "an action that is none",
    { ...button, events: { click: [{ action: "eval" }] } },
    "components/0/events/click/0/action",
  ],
  [
    "a member of another action in a chain",
    { ...button, events: { click: [{ action: "copy", text: "", on_error: [{ action: "copy", text: "", url: "" }] }] } },
    "components/0/events/click/0/on_error/0",
  ],
])("%s is refused where it stands", (_what, component, path) => {
  expect(refused({ name: "x", components: [component] })).toEqual([path]);
});

test("too much is refused", () => {
  const components = Array.from({ length: viewLimits.components + 1 }, (_, n) => ({ ...button, id: `b${n}` }));
  const state = Object.fromEntries(Array.from({ length: viewLimits.states + 1 }, (_, n) => [`s${n}`, n]));
  const load = Array.from({ length: viewLimits.actions + 1 }, () => ({ action: "copy", text: "x" }));
  expect(refused({ name: "x", components, state, events: { load } })).toEqual(["components", "state", "events/load"]);
  const large = { ...button, properties: { label: "x".repeat(viewLimits.documentBytes) } };
  expect(checkView(View.parse({ name: "x", components: [large] })).map(({ path }) => path)).toEqual([""]);
});

test("a member that would get lost in silence is refused where it stands", () => {
  const lost = '{"__proto__": 1}';
  const call = (members: string) => `"calls": {"find": {"worklet": "find", ${members}}}`;
  const component = (members: string) =>
    `"components": [{"id": "t", "kind": "text", "place": {"x": 0, "y": 0, "w": 1, "h": 1}, ${members}}]`;
  const cases = [
    [`"state": ${lost}`, "state/__proto__"],
    [`"state": {"a": {"b": [${lost}]}}`, "state/a/b/0/__proto__"],
    [`"query": ${lost}`, "query/__proto__"],
    [call(`"input": {"x": ${lost}}`), "calls/find/input/x/__proto__"],
    [call(`"values": ${lost}`), "calls/find/values/__proto__"],
    [call(`"values": {"q": {"from": ${lost}}}`), "calls/find/values/q/from/__proto__"],
    [call(`"values": {"q": {"schema": ${lost}}}`), "calls/find/values/q/schema/__proto__"],
    [component(`"properties": {"text": ${lost}}`), "components/0/properties/text/__proto__"],
    [component(`"properties": ${lost}`), "components/0/properties/__proto__"],
    [component(`"events": ${lost}`), "components/0/events/__proto__"],
    [`"events": {"load": [{"action": "set", "target": "state.a", "value": ${lost}}]}`, "events/load/0/value/__proto__"],
  ] as const;
  for (const [members, path] of cases) expect(refused(JSON.parse(`{"name": "x", ${members}}`))).toEqual([path]);
});

test("a frame's ancestor is an origin", () => {
  for (const origin of ["*", "https://a.example/path", "javascript:1", "'self'"])
    expect(refused({ name: "x", frame_ancestors: [origin] })).toEqual(["frame_ancestors/0"]);
  expect(refused({ name: "x", frame_ancestors: ["https://a.example"] })).toEqual([]);
});

test("what a browser gets of a call says neither its worklet nor its input", () => {
  const calls = {
    find: {
      worklet: "hidden",
      input: { key: "hidden" },
      output: "{{ output.hidden }}",
      values: { q: { from: "x", schema: { const: "hidden" } } },
    },
  };
  const shown = publicView(View.parse({ name: "x", calls }));
  expect(JSON.stringify(shown)).not.toContain("hidden");
  expect(shown.calls.find?.values).toEqual({ q: { from: "x" } });
});

test("the document has a JSON Schema, actions in actions included", () => {
  const schema = z.toJSONSchema(View, { io: "input" });
  expect(Object.keys(schema.$defs ?? {})).toContain("ViewAction");
});
