import { describe, expect, it } from "vitest";
import {
  chosenOf,
  keyOf,
  narrowed,
  optionsOf,
  toggled,
  toggledAll,
  wordsOf,
} from "../../../src/view/components/select/options.ts";

const labels = (list: readonly { label: string }[]) => list.map(({ label }) => label);

describe("options", () => {
  it("are texts, numbers, or objects with a value and perhaps a label", () => {
    const options = optionsOf(["red", 7, true, { value: 1, label: "One" }, { value: 2 }, { value: 3, label: "" }]);
    expect(labels(options)).toEqual(["red", "7", "true", "One", "2", "3"]);
    expect(options.map(({ value }) => value)).toEqual(["red", 7, true, 1, 2, 3]);
  });

  it("may be any JSON, which stands for itself", () => {
    expect(labels(optionsOf([null, [1, 2], { name: "x" }]))).toEqual(["None", "[1,2]", '{"name":"x"}']);
    expect(wordsOf("x".repeat(1_000))).toHaveLength(200);
  });
});

describe("what is chosen", () => {
  const options = optionsOf([{ value: { a: 1, b: [2] }, label: "Object" }, "x", 1, "1"]);

  it("is found by what it holds, whatever the order of its members", () => {
    expect(labels(chosenOf(options, { b: [2], a: 1 }, false))).toEqual(["Object"]);
    expect(keyOf([{ b: 1, a: 2 }])).toBe(keyOf([{ a: 2, b: 1 }]));
  });

  it("tells a number from a text", () => {
    expect(chosenOf(options, 1, false)[0]?.value).toBe(1);
    expect(chosenOf(options, "1", false)[0]?.value).toBe("1");
  });

  it("is shown and kept when it is not among the options", () => {
    const chosen = chosenOf(options, ["gone", "x"], true);
    expect(chosen.map(({ label, isKnown }) => [label, isKnown])).toEqual([
      ["gone", false],
      ["x", true],
    ]);
    expect(toggled(chosen, options[2]!)).toEqual(["gone", "x", 1]);
    expect(toggled(chosen, options[1]!)).toEqual(["gone"]);
  });

  it("is nothing for null and the empty text, unless they are options", () => {
    expect(chosenOf(options, null, false)).toEqual([]);
    expect(chosenOf(options, "", false)).toEqual([]);
    expect(labels(chosenOf(optionsOf([{ value: null, label: "Nobody" }]), null, false))).toEqual(["Nobody"]);
  });

  it("keeps a list of one when a single value comes to several", () => {
    expect(labels(chosenOf(options, "x", true))).toEqual(["x"]);
  });

  it("takes all that are shown, lets go of them again, and leaves the others", () => {
    const before = chosenOf(options, ["gone", 1], true);
    const all = toggledAll(before, options.slice(1));
    expect(all).toEqual(["gone", 1, "x", "1"]);
    expect(toggledAll(chosenOf(options, all, true), options.slice(1))).toEqual(["gone"]);
  });

  it("of 5,000 options is worked out at once", () => {
    const many = optionsOf(Array.from({ length: 5_000 }, (_, index) => ({ value: index, label: `Row ${index}` })));
    // The least of a few: others may have the processor for a moment.
    const took = Array.from({ length: 5 }, () => {
      const began = performance.now();
      expect(chosenOf(many, toggledAll([], many), true)).toHaveLength(5_000);
      return performance.now() - began;
    });
    expect(Math.min(...took)).toBeLessThan(500);
  });
});

describe("narrowing", () => {
  const options = optionsOf(["New Zürich", "Zürich", "Genève", "Basel (Zurich line)"]);

  it("finds every word in any order, without case and accents, and puts beginnings first", () => {
    expect(labels(narrowed(options, "zurich"))).toEqual(["Zürich", "New Zürich", "Basel (Zurich line)"]);
    expect(labels(narrowed(options, "ZÜRICH new"))).toEqual(["New Zürich"]);
    expect(labels(narrowed(options, "geneve"))).toEqual(["Genève"]);
  });

  it("gives all for nothing, and nothing for what is not there", () => {
    expect(narrowed(options, "  ")).toBe(options);
    expect(narrowed(options, "x.*")).toEqual([]);
  });
});
