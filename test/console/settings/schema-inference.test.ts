import { Validator } from "@cfworker/json-schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inferSchema } from "../../../src/console/settings/schema-inference.ts";

const fits = (schema: object, value: unknown) => new Validator(schema as never, "2020-12").validate(value).valid;

describe("a schema out of an example", () => {
  it("has every member with its type, and requires them", () => {
    expect(inferSchema({ text: "hi", copies: 2, share: 0.5, is_urgent: true })).toEqual({
      type: "object",
      properties: {
        text: { type: "string" },
        copies: { type: "integer" },
        share: { type: "number" },
        is_urgent: { type: "boolean" },
      },
      required: ["text", "copies", "share", "is_urgent"],
    });
  });

  it("knows dates, addresses and mail", () => {
    const example = {
      at: "2026-11-22T05:00:00Z",
      day: "2026-11-22",
      from: "a.b@example.com",
      page: "https://example.com/a?b",
      text: "2026-11-22 was a Sunday",
    };
    const { properties } = inferSchema(example) as { properties: Record<string, { format?: string }> };
    expect(Object.entries(properties).map(([name, { format }]) => [name, format])).toEqual([
      ["at", "date-time"],
      ["day", "date"],
      ["from", "email"],
      ["page", "uri"],
      ["text", undefined],
    ]);
  });

  it("takes what all items of a list have in common as required, and the rest as possible", () => {
    expect(inferSchema([{ id: 1, note: "a" }, { id: 2.5 }, { id: 3, note: null }])).toEqual({
      type: "array",
      items: {
        type: "object",
        properties: { id: { type: "number" }, note: { type: ["string", "null"] } },
        required: ["id"],
      },
    });
  });

  it("says nothing about what a null or an empty list may hold", () => {
    expect(inferSchema({ note: null, tags: [] })).toEqual({
      type: "object",
      properties: { note: {}, tags: { type: "array" } },
      required: ["tags"],
    });
    expect(inferSchema(null)).toEqual({});
  });

  it("drops a format that not every text has", () => {
    expect(inferSchema(["2026-11-22", "soon", "2026-11-22"])).toEqual({ type: "array", items: { type: "string" } });
  });

  it("takes the example that it was made of", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (example) => {
        expect(fits(inferSchema(example), example)).toBe(true);
      }),
    );
  });

  it("takes a member that is called like an internal of the language", () => {
    const example = JSON.parse('{"__proto__": {"a": 1}, "constructor": "x"}');
    expect(Object.keys(inferSchema(example).properties as object)).toEqual(["__proto__", "constructor"]);
  });
});
