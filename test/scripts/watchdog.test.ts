import { describe, expect, test } from "vitest";
import { isHopeless, type Look, type Silence, watch } from "../../scripts/watchdog.ts";

const rule = { limitMs: 15_000, timeoutMs: 5_000 };

/** When, if ever, these looks in their order tell that the runtime is frozen. */
function frozenAt(looks: Look[]): number | null {
  let silence: Silence = null;
  for (const look of looks) {
    const verdict = watch(silence, look, rule);
    if (verdict.frozen) return look.to;
    silence = verdict.silence;
  }
  return null;
}

const silent = (from: number): Look => ({ answered: false, from, to: from + 5_000 });

describe("the watchdog", () => {
  test("silence of 15 s is a frozen runtime", () => {
    expect(frozenAt([silent(0), silent(5_000), silent(10_000), silent(15_000)])).toBe(15_000);
  });

  test("any answer in between starts the count anew", () => {
    const answer = { answered: true, from: 10_000, to: 10_002 };
    expect(frozenAt([silent(0), silent(5_000), answer, silent(11_000), silent(16_000)])).toBe(null);
  });

  test("a machine that slept during a look proves nothing", () => {
    expect(frozenAt([silent(0), { answered: false, from: 5_000, to: 3_600_000 }, silent(3_600_000)])).toBe(null);
  });

  test("five quick deaths in a row are enough; one long life in between is a new beginning", () => {
    expect(isHopeless([900, 900, 900, 900])).toBe(false);
    expect(isHopeless([900, 900, 900, 900, 900])).toBe(true);
    expect(isHopeless([900, 900, 900, 60_000, 900, 900])).toBe(false);
  });
});
