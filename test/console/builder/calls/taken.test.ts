import { describe, expect, it } from "vitest";
import {
  boundToNewCall,
  firstUnsaid,
  newCall,
  notGiven,
  runByAction,
  withTaken,
} from "../../../../src/console/builder/calls/call-edit.ts";
import { declaredAtFirst, takenOf } from "../../../../src/console/builder/calls/taken.ts";
import { newHistory, stepTo, undone } from "../../../../src/console/builder/document/history.ts";
import type { JsonSchema } from "../../../../src/contract/catalog.ts";
import { Call, ViewDraft } from "../../../../src/contract/view.ts";
import { checkView } from "../../../../src/reactive/reactive.ts";
import { viewOf } from "../../../reactive/world.ts";

const people: JsonSchema = {
  type: "object",
  required: ["text", "group"],
  properties: {
    limit: { type: "integer", maximum: 100, default: 20 },
    text: { type: "string", maxLength: 100 },
    city: { type: "string" },
    status: { type: ["string", "null"] },
    group: { $ref: "#/$defs/group" },
  },
  $defs: { group: { enum: ["staff", "guests"] } },
};

const taken = takenOf(people);
const first = declaredAtFirst(taken);

const { name: _, ...desk } = viewOf({
  components: [
    { id: "search", kind: "text_input" },
    { id: "list", kind: "table" },
    { id: "go", kind: "button", events: { click: [{ action: "run_call", call: "none" }] } },
  ],
});

describe("what a worklet takes", () => {
  it("begins with what it needs, each held to its part of the schema", () => {
    expect(taken.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ["text", true],
      ["group", true],
      ["limit", false],
      ["city", false],
      ["status", false],
    ]);
    expect(taken[0]?.value).toEqual({ schema: { type: "string", maxLength: 100 } });
  });

  it("carries along what a part of the schema refers to, and is held to nothing where that cannot be", () => {
    expect(taken[1]?.value.schema).toEqual({ $ref: "#/$defs/group", $defs: people.$defs });
    const other = { type: "object", properties: { a: { type: "string" }, b: { $ref: "#/properties/a" } } };
    expect(takenOf(other).map(({ value }) => value)).toEqual([{ schema: { type: "string" } }, {}]);
  });

  it("comes from the default where there is one, and from nothing where nothing may be given", () => {
    expect(taken[2]?.value.from).toBe(20);
    expect(taken[4]?.value.from).toBe(null);
    const template = { type: "object", properties: { a: { default: "{{ x }}" }, b: { default: { c: "{{ d }}" } } } };
    expect(takenOf(template).map(({ value }) => value)).toEqual([{}, {}]);
  });

  it.each([null, {}, { type: "array" }, { type: "string" }, { type: "object" }, { type: ["object", "string"] }])(
    "is not known by the schema %j",
    (schema) => expect(takenOf(schema)).toEqual([]),
  );

  it("is found behind a reference, and where null will do as well", () => {
    const properties = { a: { type: "string" } };
    expect(takenOf({ $ref: "#/$defs/in", $defs: { in: { type: "object", properties } } })).toHaveLength(1);
    expect(takenOf({ type: ["object", "null"], properties })).toHaveLength(1);
  });
});

describe("a new call", () => {
  const page = { ...desk, components: desk.components.slice(0, 2) };

  it("declares what is needed and what has a default: only where the rest comes from is left to say", () => {
    const call = newCall("people", "binding", first);
    expect(Object.keys(call.values)).toEqual(["text", "group", "limit", "status"]);
    expect(firstUnsaid(first)).toBe("text");
    const bound = boundToNewCall(page, { component: "list", property: "data" }, "people", first);
    expect(checkView(ViewDraft.parse(bound)).map(({ path }) => path)).toEqual([
      "/calls/people/values/text",
      "/calls/people/values/group",
    ]);
  });

  it("can be saved as soon as these are said", () => {
    const bound = boundToNewCall(page, { component: "list", property: "data" }, "people", first);
    const call = bound.calls.people as Call;
    const values = { ...call.values };
    for (const name of ["text", "group"]) values[name] = { ...values[name], from: "{{ search.value }}" };
    expect(checkView(ViewDraft.parse({ ...bound, calls: { people: { ...call, values } } }))).toEqual([]);
  });

  it("is one step with its values and the property that shows it", () => {
    const history = newHistory(desk);
    const bound = boundToNewCall(desk, { component: "list", property: "data" }, "people", first);
    expect(undone(stepTo(history, { label: "Show people" }, bound, 0)).present.draft).toBe(desk);
  });

  it("gives members whose names are none to the worklet by its input", () => {
    const odd = takenOf({
      type: "object",
      required: ["first-name", "first name", "7", "constructor"],
      properties: { "first-name": {}, "first name": {}, "7": {}, constructor: {} },
    });
    const call = Call.parse(newCall("odd", "binding", odd));
    expect(call.input).toEqual({
      "7": "{{ values._7 }}",
      "first-name": "{{ values.first_name }}",
      "first name": "{{ values.first_name2 }}",
      constructor: "{{ values.constructor_ }}",
    });
    expect(Object.keys(call.values).sort()).toEqual(["_7", "constructor_", "first_name", "first_name2"]);
  });

  it("of an action is run by it, with the values for it to give", () => {
    const pointer = "/components/2/events/click/0";
    const after = runByAction(desk, pointer, "people", first);
    expect(after.calls.people).toMatchObject({ trigger: "event", values: { text: {}, limit: { from: 20 } } });
    expect(after.components[2]?.events.click).toEqual([{ action: "run_call", call: "people" }]);
  });

  it("is not made when what it was for is gone, or was filled in meanwhile", () => {
    const at = { component: "list", property: "data" };
    const [search, list, go] = desk.components as [Part, Part, Part];
    const filled = { ...desk, components: [search, { ...list, properties: { data: "[]" } }, go] };
    expect(boundToNewCall(filled, at, "people", first)).toBe(filled);
    const gone = { ...desk, components: [search] };
    expect(boundToNewCall(gone, at, "people", first)).toBe(gone);
    expect(runByAction(gone, "/components/2/events/click/0", "people", first)).toBe(gone);
    expect(runByAction(desk, "/components/2/events/click/1", "people", first)).toBe(desk);
  });
});

type Part = ViewDraft["components"][number];

describe("what else a call could give", () => {
  it("is what the worklet takes and the call does not declare", () => {
    expect(notGiven(newCall("people", "binding", first), taken).map(({ name }) => name)).toEqual(["city"]);
    expect(notGiven(newCall("people"), taken)).toHaveLength(5);
  });

  it("is taken into an input that is written out, and offered no more where that gives it already", () => {
    const call = { ...newCall("people"), input: { text: "fixed" } } as Call;
    const [city] = notGiven(call, taken).filter(({ name }) => name === "city");
    expect(notGiven(call, taken).map(({ name }) => name)).not.toContain("text");
    expect(city && withTaken(call, city).input).toEqual({ text: "fixed", city: "{{ values.city }}" });
    expect(notGiven({ ...call, input: "{{ values }}" }, taken)).toEqual([]);
  });
});
