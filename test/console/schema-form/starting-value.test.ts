import { expect, it } from "vitest";
import { startingItem, startingValue } from "../../../src/console/schema-form/starting-value.ts";

const start = (schema: unknown) => startingValue(schema, schema);

it("begins with the defaults, and leaves out what only the person can say", () => {
  expect(
    start({
      type: "object",
      required: ["text", "count", "loud", "tags", "kind", "inner"],
      properties: {
        text: { type: "string" },
        count: { type: "integer", default: 3 },
        loud: { type: "boolean" },
        quiet: { type: "boolean" },
        tags: { type: "array", items: { type: "string" } },
        kind: { const: "mail" },
        inner: { type: "object", properties: { deep: { default: [1] } } },
        spare: { type: "object", properties: { deep: { default: 1 } } },
      },
    }),
  ).toEqual({ count: 3, loud: false, tags: [], kind: "mail", inner: { deep: [1] } });
});

it("has nothing to begin a text or a number with", () => {
  expect(start({ type: "string" })).toBeUndefined();
  expect(start({ type: "number" })).toBeUndefined();
  expect(start({ type: ["object", "null"], default: null })).toBeNull();
});

it("ends in a schema whose required members lead to itself", () => {
  const schema = { type: "object", required: ["next"], properties: { next: { $ref: "#" } } };
  expect(JSON.stringify(start(schema)).length).toBeLessThan(200);
});

it("begins an item with something that JSON holds", () => {
  expect(startingItem({ type: "string" }, {})).toBe("");
  expect(startingItem({ type: "number" }, {})).toBeNull();
  expect(startingItem(true, {})).toBeNull();
});
