import { expect, it } from "vitest";
import { inputSummary, withInput } from "../../../src/console/schema-form/input-history.ts";
import { inputText, parseInput } from "../../../src/console/schema-form/input-text.ts";

it("reads no text as null, and says what is wrong with what is no JSON", () => {
  expect(parseInput("  \n")).toEqual({ ok: true, value: null });
  expect(parseInput('{"a": [1]}')).toEqual({ ok: true, value: { a: [1] } });
  const wrong = parseInput('{"a": ');
  expect(wrong.ok).toBe(false);
  expect(!wrong.ok && wrong.message).toMatch(/^The input is not JSON yet: /);
});

it("refuses what is nested deeper than the platform takes, without an overflow", () => {
  expect(parseInput(`${"[".repeat(64)}${"]".repeat(64)}`).ok).toBe(true);
  expect(parseInput(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)).toMatchObject({ ok: false });
});

it("writes values so that they are read back", () => {
  expect(inputText(null)).toBe("");
  for (const value of [{ a: "ü" }, "text", 0, false, []])
    expect(parseInput(inputText(value))).toEqual({ ok: true, value });
});

it("remembers the last ten inputs, each once", () => {
  let inputs: string[] = [];
  for (let count = 0; count < 12; count++) inputs = withInput(inputs, `{"n": ${count}}`);
  inputs = withInput(inputs, '{ "n":5 }');
  expect(inputs).toHaveLength(10);
  expect(inputs[0]).toBe('{ "n":5 }');
  expect(inputs.filter((text) => text.replaceAll(" ", "") === '{"n":5}')).toHaveLength(1);
});

it("shows an input on one line, cut", () => {
  expect(inputSummary('{\n  "a": 1\n}')).toBe('{"a":1}');
  expect(inputSummary(`"${"x".repeat(100)}"`)).toHaveLength(60);
});
