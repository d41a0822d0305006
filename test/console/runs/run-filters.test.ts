import { describe, expect, it } from "vitest";
import {
  filtersOf,
  isFiltered,
  noFilters,
  queryOf,
  type RunFilters,
  withFilters,
} from "../../../src/console/runs/run-filters.ts";

const read = (search: string) => filtersOf(new URLSearchParams(search));

describe("the filters of the list of runs", () => {
  it.each<[string, RunFilters]>([
    ["", noFilters],
    ["worklet=triage&status=FAILED", { ...noFilters, worklet: "triage", status: "FAILED" }],
    [
      "in=draft&trigger=schedule&time=1h",
      { ...noFilters, environment: "draft", trigger: "schedule", time: { type: "1h" } },
    ],
    [
      "time=custom&from=2026-01-01T00:00:00.000Z",
      { ...noFilters, time: { type: "custom", from: "2026-01-01T00:00:00.000Z", to: null } },
    ],
  ])("stand in the address: ?%s", (search, filters) => {
    expect(read(search)).toEqual(filters);
    expect(read(withFilters(new URLSearchParams(), filters).toString())).toEqual(filters);
  });

  it.each(["status=DONE", "status=toString", "trigger=", "in=staging", "time=2h", "time=custom&from=yesterday"])(
    "take nothing wrong from an address: ?%s",
    (search) => {
      const { time, ...rest } = read(search);
      expect(rest).toEqual({ worklet: null, status: null, trigger: null, environment: null });
      expect([{ type: "any" }, { type: "custom", from: null, to: null }]).toContainEqual(time);
    },
  );

  it("leave the environment of the other pages in the address as it is", () => {
    const search = new URLSearchParams("environment=production&in=draft");
    expect(withFilters(search, noFilters).toString()).toBe("environment=production");
    expect(isFiltered(read("environment=production"))).toBe(false);
  });

  it("ask for a span up to now", () => {
    const now = Date.parse("2026-01-01T12:00:00Z");
    expect(queryOf(read("time=15m&in=draft"), now)).toMatchObject({
      from: "2026-01-01T11:45:00.000Z",
      environment: "draft",
    });
  });
});
