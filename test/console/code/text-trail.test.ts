import fc from "fast-check";
import { expect, it } from "vitest";
import { replacement, TextTrail } from "../../../src/console/code/text-trail.ts";

it("what was typed comes back late and is known, what comes from outside is not", () => {
  const trail = new TextTrail("");
  for (const text of ["a", "ab", "abc"]) trail.tell(text);
  expect(["a", "abc", "abc"].map((text) => trail.isEcho(text))).toEqual([true, true, true]);
  expect(["a", "", "other"].map((text) => trail.isEcho(text))).toEqual([false, false, false]);
});

it("a replacement makes the one text of the other", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { from, to, insert } = replacement(before, after);
      expect(before.slice(0, from) + insert + before.slice(to)).toBe(after);
    }),
  );
  expect(replacement("one two three", "one 2 three")).toEqual({ from: 4, to: 7, insert: "2" });
});
