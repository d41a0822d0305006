import { describe, expect, it } from "vitest";
import { planOf } from "../../../src/console/schema-form/plan.ts";

const plan = (part: unknown, root: unknown = part) => planOf(part, root);
const person = { type: "object", required: ["name"], properties: { name: { type: "string" } } };

describe("a field for each kind of value", () => {
  it("asks for a text, and for a long one where much is allowed", () => {
    expect(plan({ type: "string", title: "City", description: "Where." })).toMatchObject({
      kind: "text",
      format: "plain",
      isLong: false,
      title: "City",
      description: "Where.",
    });
    expect(plan({ type: "string", maxLength: 5_000 })).toMatchObject({ kind: "text", isLong: true });
    expect(plan({ type: "string", format: "date-time" })).toMatchObject({ kind: "text", format: "date-time" });
    expect(plan({ type: "string", format: "hostname" })).toMatchObject({ kind: "text", format: "plain" });
  });

  it("asks for numbers within their bounds", () => {
    expect(plan({ type: "integer", minimum: 1, maximum: 9 })).toMatchObject({
      kind: "number",
      isInteger: true,
      minimum: 1,
      maximum: 9,
    });
    expect(plan({ type: ["integer", "number"] })).toMatchObject({ kind: "number", isInteger: false });
  });

  it("offers fixed values, each as it is", () => {
    expect(plan({ enum: ["a", 1, null, ""] })).toMatchObject({
      kind: "choice",
      options: [
        { label: "a", value: "a" },
        { label: "1", value: 1 },
        { label: "null", value: null },
        { label: '""', value: "" },
      ],
    });
    expect(plan({ oneOf: [{ const: "x", title: "Ex" }, { const: "y" }] })).toMatchObject({
      kind: "choice",
      options: [
        { label: "Ex", value: "x" },
        { label: "y", value: "y" },
      ],
    });
  });

  it("knows the members of an object, those that are required, and what others must be", () => {
    expect(plan({ ...person, additionalProperties: { type: "number" } })).toMatchObject({
      kind: "object",
      members: [{ name: "name", isRequired: true }],
      others: { type: "number" },
    });
    expect(plan({ properties: { a: true } })).toMatchObject({ kind: "object", others: true });
  });
});

describe("null and several kinds", () => {
  it("takes null beside one kind for a field that may be null", () => {
    for (const part of [
      { type: ["string", "null"] },
      { anyOf: [{ type: "string" }, { type: "null" }] },
      { oneOf: [{ type: "null" }, { type: "string" }] },
    ]) {
      expect(plan(part)).toMatchObject({ kind: "text", isNullable: true });
    }
  });

  it("keeps title and default of what stands around the kinds", () => {
    expect(plan({ anyOf: [{ type: "integer" }, { type: "null" }], title: "Age", default: null })).toMatchObject({
      kind: "number",
      title: "Age",
      defaultValue: null,
    });
  });

  it("offers several kinds as a choice between fields", () => {
    expect(plan({ anyOf: [{ type: "string" }, { type: "integer", title: "Count" }] })).toMatchObject({
      kind: "alternatives",
      options: [{ label: "Text" }, { label: "Count" }],
    });
    expect(plan({ type: ["string", "boolean", "null"] })).toMatchObject({ kind: "alternatives", isNullable: true });
  });

  it("tells kinds of the same name apart", () => {
    const both = plan({ anyOf: [person, { type: "object", properties: { id: { type: "integer" } } }] });
    expect(both).toMatchObject({ options: [{ label: "1: Object" }, { label: "2: Object" }] });
  });
});

describe("references", () => {
  const root = {
    $defs: { "a/b": person, self: { $ref: "#/$defs/self" } },
    properties: { who: { $ref: "#/$defs/a~1b" } },
  };

  it("follows them, and lets the notes beside them win", () => {
    expect(plan({ $ref: "#/$defs/a~1b", title: "Owner" }, root)).toMatchObject({ kind: "object", title: "Owner" });
    expect(plan({ allOf: [{ $ref: "#/$defs/a~1b" }], description: "Whose." }, root)).toMatchObject({
      kind: "object",
      description: "Whose.",
    });
    expect(plan({ $ref: "#" }, root)).toMatchObject({ kind: "object", members: [{ name: "who" }] });
  });

  it("ends where one leads to itself or to nothing", () => {
    expect(plan({ $ref: "#/$defs/self" }, root).kind).toBe("json");
    expect(plan({ $ref: "#/$defs/none" }, root).kind).toBe("json");
    expect(plan({ $ref: "#anchor" }, root).kind).toBe("json");
  });
});

it("leaves to JSON what it does not know", () => {
  for (const part of [
    true,
    false,
    {},
    3,
    { not: { type: "null" } },
    { type: "array", prefixItems: [{}] },
    { type: "date" },
  ]) {
    expect(plan(part).kind).toBe("json");
  }
});
