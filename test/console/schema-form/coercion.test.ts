import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  alternativeOf,
  instantFrom,
  localFrom,
  numberFrom,
  numberText,
  shows,
} from "../../../src/console/schema-form/coercion.ts";
import { planOf } from "../../../src/console/schema-form/plan.ts";

const plan = (part: unknown) => planOf(part, part);

describe("numbers as they are typed", () => {
  it("reads what is a number", () => {
    expect([" 12 ", "-1.5", "+3", ".5", "1.", "2e3"].map(numberFrom)).toEqual([12, -1.5, 3, 0.5, 1, 2000]);
    expect(numberFrom("  ")).toBeUndefined();
  });

  it("keeps what is none as the text that it is", () => {
    expect(["-", "1,5", "0x10", "1e999", "12a", "Infinity"].map(numberFrom)).toEqual([
      "-",
      "1,5",
      "0x10",
      "1e999",
      "12a",
      "Infinity",
    ]);
  });

  it("does not change the digits of a number that is too long", () => {
    expect(numberFrom("12345678901234567890")).toBe("12345678901234567890");
    expect(numberFrom("9007199254740991")).toBe(9007199254740991);
  });

  it("shows each number so that it is read back as the same", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const read = numberFrom(numberText(value));
        expect(typeof read === "string" ? Number(read) : read).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

describe("instants", () => {
  it("come back as the instant that they were, whatever the zone", () => {
    for (const text of ["2026-03-29T01:30:00Z", "2026-07-01T10:00:00.000+02:00", "1999-12-31 23:59:59Z"]) {
      const local = localFrom(text);
      expect(local).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
      expect(Date.parse(instantFrom(local ?? ""))).toBe(Date.parse(text));
    }
  });

  it("are none without a zone, or when no such day is", () => {
    expect(localFrom("2026-07-01T10:00:00")).toBeNull();
    expect(localFrom("2026-13-01T10:00:00Z")).toBeNull();
    expect(localFrom("tomorrow")).toBeNull();
    expect(instantFrom("")).toBe("");
  });
});

describe("what a control can show", () => {
  it("is never a value of another kind: that is edited as JSON", () => {
    expect(shows(plan({ type: "string" }), 3)).toBe(false);
    expect(shows(plan({ type: "string" }), null)).toBe(false);
    expect(shows(plan({ type: ["string", "null"] }), null)).toBe(true);
    expect(shows(plan({ enum: [{ a: 1 }] }), { a: 1 })).toBe(true);
    expect(shows(plan({ enum: ["a"] }), "b")).toBe(false);
    expect(shows(plan({ type: "object" }), [])).toBe(false);
    expect(shows(plan({ type: "array" }), Array(101).fill(0))).toBe(false);
  });

  it("finds the alternative that a value belongs to", () => {
    const cat = {
      type: "object",
      required: ["kind"],
      properties: { kind: { const: "cat" }, lives: { type: "integer" } },
    };
    const dog = { type: "object", required: ["kind"], properties: { kind: { const: "dog" } } };
    const plans = [{ type: "string" }, { type: "integer" }, cat, dog].map(plan);
    const found = (value: unknown) => alternativeOf(plans, value, plan);
    expect([found("x"), found(3), found({ kind: "cat" }), found({ kind: "dog" })]).toEqual([0, 1, 2, 3]);
    expect([found({ kind: "cow" }), found(1.5), found([]), found(undefined)]).toEqual([2, -1, -1, -1]);
  });
});
