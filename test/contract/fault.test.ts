import { expect, test } from "vitest";
import { summaryOf } from "../../src/contract/fault.ts";

test("the first wrong is told with its place, and how many more there are", () => {
  const wrongs = [
    { path: "/a", message: "It is long." },
    { path: "/b", message: "It is short." },
  ];
  expect(summaryOf(wrongs)).toBe("/a: It is long. (and 1 more)");
});

test("what is wrong with the whole has no place", () => {
  expect(summaryOf([{ path: "", message: "It is too large." }])).toBe("It is too large.");
  expect(summaryOf([{ path: "", message: "It is too large." }], ({ path }) => path)).toBe("It is too large.");
});
