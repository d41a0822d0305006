import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { durationWords, parseDuration } from "../../../src/console/settings/duration-text.ts";

describe("a duration as a person writes it", () => {
  it.each([
    ["90s", 90_000],
    ["5m", 300_000],
    ["5 min", 300_000],
    ["1h 30m", 5_400_000],
    ["1h30m", 5_400_000],
    ["1.5 hours", 5_400_000],
    ["2 days", 172_800_000],
    ["250 ms", 250],
    ["1 Minute, 5 seconds", 65_000],
    [" 0.5s ", 500],
  ])("%j is %d milliseconds", (text, ms) => {
    expect(parseDuration(text)).toEqual({ ms });
  });

  it("needs a unit, since nobody knows what 5 means", () => {
    expect(parseDuration("5")).toEqual({ wrong: "Say in what unit: 5s or 5 min." });
  });

  it.each(["", "soon", "5 weeks", "5m later", "-5s", "s", "1e9s"])(
    "%j is none, and says how one is written",
    (text) => {
      expect(parseDuration(text)).toEqual({ wrong: expect.stringContaining("1h 30m") });
    },
  );

  it.each([
    [300_000, "5 min"],
    [5_400_000, "1 h 30 min"],
    [90_000, "1 min 30 s"],
    [1_500, "1.5 s"],
    [0, "0 ms"],
    [999, "999 ms"],
    [86_400_000, "1 d"],
  ])("%d milliseconds are written %j", (ms, text) => {
    expect(durationWords(ms)).toBe(text);
  });

  it("means the same when it is read again", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (ms) => {
        expect(parseDuration(durationWords(ms))).toEqual({ ms });
      }),
    );
  });
});
