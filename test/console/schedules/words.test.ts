import { describe, expect, it } from "vitest";
import { shownTick, tickWords } from "../../../src/console/schedules/tick-words.ts";
import { offsetText, zoneChoices, zoneFits } from "../../../src/console/schedules/zones.ts";

describe("what became of a tick, in words", () => {
  it.each([
    [{ what: "started", reason: null, late_ms: 900 }, "Started on time"],
    [{ what: "started", reason: null, late_ms: 75_000 }, "Started 1 m 15 s late"],
    [{ what: "skipped", reason: "overlap", late_ms: null }, /a run .* was not over yet$/],
    [{ what: "skipped", reason: "paused", late_ms: null }, /was paused$/],
    [{ what: "skipped", reason: "catch_up", late_ms: null }, /the platform did not run/],
    [{ what: "failed_to_start", reason: null, late_ms: null }, "Could not start"],
  ] as const)("%j", (tick, words) => {
    expect(tickWords(tick)).toEqual(typeof words === "string" ? words : expect.stringMatching(words));
  });
});

describe("a tick to come", () => {
  const tick = { utc: "2026-03-29T01:00:00.000Z", local: "2026-03-29T03:00:00+02:00" };

  it("is shown on the clocks of its zone, and on the reader's when they differ", () => {
    expect(shownTick(tick, "en-GB", "Asia/Kolkata")).toEqual({
      utc: tick.utc,
      here: "Sun 29 Mar, 03:00",
      reader: "Sun 29 Mar, 06:30",
    });
    expect(shownTick(tick, "en-GB", "Europe/Paris").reader).toBeNull();
  });
});

describe("time zones to choose from", () => {
  it("begin with the reader's own and UTC, and have each once", () => {
    const zones = zoneChoices("Europe/Berlin", "Asia/Tokyo");
    expect(zones.slice(0, 2)).toEqual(["Europe/Berlin", "UTC"]);
    expect(new Set(zones).size).toBe(zones.length);
    expect(zones).toContain("America/New_York");
    expect(zoneChoices("UTC", "UTC").filter((zone) => zone === "UTC")).toHaveLength(1);
  });

  it("have the one that is set, whatever its name", () => {
    expect(zoneChoices("Europe/Berlin", "US/Pacific")).toContain("US/Pacific");
  });

  it("are found by words", () => {
    expect(zoneFits("America/New_York", "new york")).toBe(true);
    expect(zoneFits("America/New_York", "york amer")).toBe(true);
    expect(zoneFits("America/New_York", "berlin")).toBe(false);
  });

  it("say how far they are from UTC, and nothing when the browser does not know them", () => {
    expect(offsetText("Asia/Kolkata", 0)).toBe("UTC+05:30");
    expect(offsetText("Mars/Olympus", 0)).toBe("");
  });
});
