import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KindName } from "../../../src/contract/component-kinds.ts";
import type { PublicView } from "../../../src/contract/view.ts";
import type { Json } from "../../../src/expression/expression.ts";
import { createPage, type Ports } from "../../../src/reactive/reactive.ts";
import {
  complaintOfChoice,
  complaintOfDay,
  complaintOfFile,
  complaintOfNumber,
  complaintOfText,
  complaintOfTick,
} from "../../../src/view/parts/complaints.ts";
import { nameOfId, sizeInWords } from "../../../src/view/parts/words.ts";

/** What an input says is wrong has to be what its page calls not valid: a form would be stuck in silence otherwise. */

const refuse = () => {
  throw new Error("Nothing of the world is used here.");
};
const ports = { calls: {}, effects: {}, after: refuse, newId: refuse } as unknown as Ports;

/** The values of an input as its page gives them to it. */
function valuesOf(kind: KindName, properties: Record<string, Json>): Record<string, Json> {
  const place = { x: 0, y: 0, w: 1, h: 1 };
  const component = { id: "it", kind, place, properties, events: {} };
  const view: PublicView = { components: [component], state: {}, query: {}, calls: {}, events: {} };
  const page = createPage(view, ports);
  const names = ["value", "required", "is_valid", ...Object.keys(properties)];
  return Object.fromEntries(names.map((name) => [name, page.get(`it.${name}`).value]));
}

const day = fc.constantFrom("", "2026-01-01", "2026-01-15", "2026-02-01");
const bound = fc.option(fc.integer({ min: -3, max: 3 }));
const file = fc.option(fc.record({ name: fc.string(), bytes: fc.integer({ min: 0, max: 800_000 }) }));
const required = fc.boolean();

describe("what is wrong is said exactly when the page calls it not valid", () => {
  const cases: [KindName, fc.Arbitrary<Record<string, Json>>, (values: never) => string | null][] = [
    ["text_input", fc.record({ required, value: fc.string({ maxLength: 8 }), max_length: fc.nat(6) }), complaintOfText],
    ["number", fc.record({ required, value: bound, min: bound, max: bound }), complaintOfNumber],
    ["date", fc.record({ required, value: day, min: day, max: day }), complaintOfDay],
    ["checkbox", fc.record({ required, value: fc.boolean() }), complaintOfTick],
    [
      "select",
      fc.record({ required, value: fc.constantFrom<Json>(null, "", [], ["a"], "a", 0, false) }),
      complaintOfChoice,
    ],
    ["file_upload", fc.record({ required, value: file, max_bytes: fc.nat(800_000) }), complaintOfFile],
  ];
  for (const [kind, properties, complaintOf] of cases) {
    it(`of ${kind}`, () => {
      fc.assert(
        fc.property(properties, (given) => {
          const values = valuesOf(kind, given);
          expect(complaintOf(values as never) === null).toBe(values.is_valid);
        }),
      );
    });
  }
});

it("a complaint says how to do better", () => {
  expect(complaintOfText({ value: "abcd", required: false, max_length: 3 })).toBe(
    "This is 1 too long: 3 characters at most.",
  );
  expect(complaintOfNumber({ value: 2_000, required: false, min: null, max: 1_000 })).toMatch(/^1.?000 is the most\.$/);
  expect(complaintOfFile({ value: { bytes: 3_000 }, required: false, max_bytes: 2_000 })).toBe(
    "This is 3 kB: 2 kB at most.",
  );
});

it("what has no label is named by its id", () => {
  expect(["customer_name", "customerName", "x", "q2Total", "_"].map(nameOfId)).toEqual([
    "Customer name",
    "Customer name",
    "X",
    "Q2 total",
    "_",
  ]);
});

it("a size is told in the unit that suits it", () => {
  expect([0, 1, 999, 1_500, 12_345, 700_000, 2_500_000].map(sizeInWords)).toEqual([
    "0 bytes",
    "1 byte",
    "999 bytes",
    "1.5 kB",
    "12 kB",
    "700 kB",
    "2.5 MB",
  ]);
});
