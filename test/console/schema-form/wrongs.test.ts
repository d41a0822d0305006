import { expect, it } from "vitest";
import { planOf } from "../../../src/console/schema-form/plan.ts";
import { inputWrongs, ownWrong, standingWrongs, wrongsAt } from "../../../src/console/schema-form/wrongs.ts";

it("puts what the server says where it belongs, a missing member at its own place", () => {
  const wrongs = inputWrongs([
    { path: "/worklet_input/count", message: "99 is greater than 10." },
    { path: "/worklet_input/person", message: 'Instance does not have required property "first/name".' },
    { path: "/worklet_input", message: "Too many." },
    { path: "/worklet_inputs/x", message: "Not ours." },
    { path: "/cron", message: "Not ours either." },
  ]);
  expect(wrongsAt(wrongs, "/count")).toEqual(["99 is greater than 10."]);
  expect(wrongsAt(wrongs, "/person/first~1name")).toEqual(["This is required."]);
  expect(wrongsAt(wrongs, "/person")).toEqual([]);
  expect(wrongsAt(wrongs, "", true)).toHaveLength(3);
});

it("says of a field that stands for a whole part what lies inside", () => {
  const wrongs = inputWrongs([{ path: "/worklet_input/a/b/0", message: "Too short." }]);
  expect(wrongsAt(wrongs, "/a", true)).toEqual(["b/0: Too short."]);
  expect(wrongsAt(wrongs, "/a")).toEqual([]);
});

it("says no more of a place that has been changed since", () => {
  const wrongs = inputWrongs([
    { path: "/worklet_input/a", message: "Wrong." },
    { path: "/worklet_input/b/0", message: "Wrong too." },
    { path: "/worklet_input", message: 'Instance does not have required property "c".' },
  ]);
  const sent = { a: 1, b: ["x"] };
  expect(standingWrongs(wrongs, sent, { ...sent })).toEqual(wrongs);
  expect([...standingWrongs(wrongs, sent, { a: 2, b: ["x"], d: 1 }).keys()]).toEqual(["/b/0", "/c"]);
  expect([...standingWrongs(wrongs, sent, { a: 1, c: 3 }).keys()]).toEqual(["/a"]);
});

it("tells by itself what is wrong with a number", () => {
  const plan = planOf({ type: "integer", minimum: 1, maximum: 5 }, {});
  expect(ownWrong(plan, "x")).toBe("This is not a number.");
  expect(ownWrong(plan, "12345678901234567890")).toContain("digits");
  expect(ownWrong(plan, 1.5)).toBe("A whole number is needed.");
  expect(ownWrong(plan, 0)).toBe("The least is 1.");
  expect(ownWrong(plan, 6)).toBe("The most is 5.");
  expect(ownWrong(plan, 3)).toBeNull();
  expect(ownWrong(plan, undefined)).toBeNull();
});
