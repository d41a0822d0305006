import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberIn, shownNumber, stepped, textOfNumber } from "../../../src/view/components/number/numerals.ts";

describe("a number as it is typed", () => {
  it.each([
    ["1.", 1],
    [".5", 0.5],
    ["1e3", 1_000],
    ["-2.50", -2.5],
    ["−3", -3],
    [" 1 234 ", 1_234],
    ["1'234.5", 1_234.5],
    ["1,234,567.8", 1_234_567.8],
    ["1.234.567,8", 1_234_567.8],
  ])("%s is a number wherever the visitor is", (text, number) => {
    expect(numberIn(text, ".")).toBe(number);
    expect(numberIn(text, ",")).toBe(number);
  });

  it.each(["", "-", "1.5e", "abc", "1.2.3", "1,2,3", "1,23,4.5", "0x10", "Infinity", "1e999", "1,5,"])(
    "%s is none yet",
    (text) => {
      expect(numberIn(text, ".")).toBe(null);
      expect(numberIn(text, ",")).toBe(null);
    },
  );

  it("a comma is the decimal mark of those who write one, and parts thousands for the others", () => {
    expect(numberIn("1,5", ",")).toBe(1.5);
    expect(numberIn("1,5", ".")).toBe(null);
    expect(numberIn("1,234", ".")).toBe(1_234);
    expect(numberIn("1,234", ",")).toBe(1.234);
  });

  it("every number is read again as it is written", () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(numbers, fc.constantFrom("." as const, "," as const), (number, mark) => {
        expect(numberIn(textOfNumber(number, mark), mark)).toBe(number === 0 ? 0 : number);
      }),
    );
  });
});

describe("what the field shows", () => {
  it("leaves what is typed alone while it says the same number", () => {
    expect(shownNumber("1.", 1, ".")).toBe("1.");
    expect(shownNumber("1e3", 1_000, ".")).toBe("1e3");
    expect(shownNumber("-", null, ".")).toBe("-");
  });

  it("gives way to a number that the page says", () => {
    expect(shownNumber("1.", 2.5, ",")).toBe("2,5");
    expect(shownNumber("12", null, ".")).toBe("");
  });
});

describe("a step", () => {
  const free = { step: 1, min: null, max: null };

  it("adds without the dust of fractions", () => {
    expect(stepped(0.1, 1, { ...free, step: 0.2 })).toBe(0.3);
    expect(stepped(1e-7, 1, { ...free, step: 1e-7 })).toBe(2e-7);
  });

  it("stays between the least and the most, and begins there when the field is empty", () => {
    expect(stepped(9.5, 1, { step: 1, min: 0, max: 10 })).toBe(10);
    expect(stepped(null, 1, { step: 1, min: 5, max: 10 })).toBe(5);
    expect(stepped(50, -1, { step: 1, min: 0, max: 10 })).toBe(10);
  });

  it("is 1 where the document says none, and goes up where it says a negative one", () => {
    expect(stepped(1, 1, { ...free, step: 0 })).toBe(2);
    expect(stepped(1, 1, { ...free, step: null })).toBe(2);
    expect(stepped(1, 1, { ...free, step: -2 })).toBe(3);
  });
});
