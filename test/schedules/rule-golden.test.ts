import { describe, expect, it } from "vitest";
import type { Every } from "../../src/contract/schedule.ts";
import { nextTicks, ruleOf, ticksBetween } from "../../src/schedules/rule.ts";

/** The next ticks of a line on the clocks of its zone. */
function ticksOf(cron: string, timeZone: string, after: string, count: number): string[] {
  const madeAt = Date.UTC(2000, 0, 1);
  return shown(nextTicks(ruleOf({ cron, every: null, timeZone, madeAt }), Date.parse(after), count, timeZone));
}

/** The first ticks of a simple form that was made at an instant. */
function everyTicks(every: Every, timeZone: string, madeAt: string, count: number): string[] {
  const made = Date.parse(madeAt);
  return shown(nextTicks(ruleOf({ cron: null, every, timeZone, madeAt: made }), made, count, timeZone));
}

const shown = (ticks: { local: string }[]) => ticks.map(({ local }) => local.replace(/:00([+-])/, "$1"));

type Row = [cron: string, after: string, ticks: string[]];

describe("Europe/Berlin, whose clocks go from 02:00 to 03:00 in March and from 03:00 to 02:00 in October", () => {
  it.each<Row>([
    ["30 2 * * *", "2026-03-28T00:00Z", ["2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00"]],
    ["0,30 2 * * *", "2026-03-28T12:00Z", ["2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00"]],
    [
      "15 2,3 * * *",
      "2026-03-28T12:00Z",
      ["2026-03-29T03:00+02:00", "2026-03-29T03:15+02:00", "2026-03-30T02:15+02:00"],
    ],
    ["0 2,3 * * *", "2026-03-28T12:00Z", ["2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00"]],
    ["30 2 29 3 *", "2026-01-01T00:00Z", ["2026-03-29T03:00+02:00", "2027-03-29T02:30+02:00"]],
    ["30 * * * *", "2026-03-29T00:00Z", ["2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00", "2026-03-29T04:30+02:00"]],
    [
      "*/15 * * * *",
      "2026-03-29T00:30Z",
      ["2026-03-29T01:45+01:00", "2026-03-29T03:00+02:00", "2026-03-29T03:15+02:00"],
    ],
    ["0 0-23 * * *", "2026-03-29T00:00Z", ["2026-03-29T03:00+02:00", "2026-03-29T04:00+02:00"]],
    [
      "0 */2 * * *",
      "2026-03-28T22:30Z",
      ["2026-03-29T00:00+01:00", "2026-03-29T03:00+02:00", "2026-03-29T04:00+02:00"],
    ],
    ["30 2 * * *", "2026-10-24T12:00Z", ["2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"]],
    [
      "*/30 2 * * *",
      "2026-10-24T12:00Z",
      ["2026-10-25T02:00+02:00", "2026-10-25T02:30+02:00", "2026-10-26T02:00+01:00"],
    ],
    ["30 1-3 * * *", "2026-10-25T00:00Z", ["2026-10-25T02:30+02:00", "2026-10-25T03:30+01:00"]],
    [
      "30 * * * *",
      "2026-10-24T23:00Z",
      ["2026-10-25T01:30+02:00", "2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "2026-10-25T03:30+01:00"],
    ],
    [
      "*/30 */2 * * *",
      "2026-10-24T23:00Z",
      [
        "2026-10-25T02:00+02:00",
        "2026-10-25T02:30+02:00",
        "2026-10-25T02:00+01:00",
        "2026-10-25T02:30+01:00",
        "2026-10-25T04:00+01:00",
      ],
    ],
  ])("%s after %s", (cron, after, ticks) => {
    expect(ticksOf(cron, "Europe/Berlin", after, ticks.length)).toEqual(ticks);
  });
});

describe("America/New_York", () => {
  it.each<Row>([
    ["30 2 * * *", "2027-03-13T12:00Z", ["2027-03-14T03:00-04:00", "2027-03-15T02:30-04:00"]],
    ["59 1 * * SUN", "2027-03-13T12:00Z", ["2027-03-14T01:59-05:00", "2027-03-21T01:59-04:00"]],
    ["30 1 * * *", "2027-11-06T12:00Z", ["2027-11-07T01:30-04:00", "2027-11-08T01:30-05:00"]],
    ["30 1 * * *", "2027-11-07T05:30Z", ["2027-11-08T01:30-05:00"]],
    ["0 * * * *", "2027-11-07T04:30Z", ["2027-11-07T01:00-04:00", "2027-11-07T01:00-05:00", "2027-11-07T02:00-05:00"]],
  ])("%s after %s", (cron, after, ticks) => {
    expect(ticksOf(cron, "America/New_York", after, ticks.length)).toEqual(ticks);
  });
});

describe("Australia/Lord_Howe, whose clocks change by half an hour", () => {
  it.each<Row>([
    ["15 2 * * *", "2026-10-03T00:00Z", ["2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00"]],
    ["15,30 2 * * *", "2026-10-03T00:00Z", ["2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00"]],
    [
      "*/15 * * * *",
      "2026-10-03T15:00Z",
      ["2026-10-04T01:45+10:30", "2026-10-04T02:30+11:00", "2026-10-04T02:45+11:00"],
    ],
    ["0 * * * *", "2026-10-03T14:00Z", ["2026-10-04T01:00+10:30", "2026-10-04T02:30+11:00", "2026-10-04T03:00+11:00"]],
    ["45 1 * * *", "2026-04-04T00:00Z", ["2026-04-05T01:45+11:00", "2026-04-06T01:45+10:30"]],
    [
      "*/15 * * * *",
      "2026-04-04T14:15Z",
      [
        "2026-04-05T01:30+11:00",
        "2026-04-05T01:45+11:00",
        "2026-04-05T01:30+10:30",
        "2026-04-05T01:45+10:30",
        "2026-04-05T02:00+10:30",
      ],
    ],
  ])("%s after %s", (cron, after, ticks) => {
    expect(ticksOf(cron, "Australia/Lord_Howe", after, ticks.length)).toEqual(ticks);
  });
});

describe("Pacific/Apia, which had no 30 December in 2011", () => {
  it.each<Row>([
    ["0 6 * * *", "2011-12-29T12:00Z", ["2011-12-29T06:00-10:00", "2011-12-31T00:00+14:00", "2011-12-31T06:00+14:00"]],
    ["0 * * * *", "2011-12-30T08:30Z", ["2011-12-29T23:00-10:00", "2011-12-31T00:00+14:00", "2011-12-31T01:00+14:00"]],
    [
      "0 */2 * * FRI",
      "2011-12-24T12:00Z",
      ["2011-12-31T00:00+14:00", "2012-01-06T00:00+14:00", "2012-01-06T02:00+14:00"],
    ],
    [
      "0 6 30 12 *",
      "2010-12-01T00:00Z",
      ["2010-12-30T06:00-10:00", "2011-12-31T00:00+14:00", "2012-12-30T06:00+14:00"],
    ],
  ])("%s after %s", (cron, after, ticks) => {
    expect(ticksOf(cron, "Pacific/Apia", after, ticks.length)).toEqual(ticks);
  });
});

describe("zones that change at midnight, or never", () => {
  it.each<[string, ...Row]>([
    ["America/Santiago", "0 0 * * *", "2026-09-05T12:00Z", ["2026-09-06T01:00-03:00", "2026-09-07T00:00-03:00"]],
    ["America/Santiago", "0 */23 * * SAT", "2026-04-04T12:00Z", ["2026-04-04T23:00-03:00", "2026-04-04T23:00-04:00"]],
    ["America/Havana", "0 0 * * *", "2026-10-31T12:00Z", ["2026-11-01T00:00-04:00", "2026-11-02T00:00-05:00"]],
    ["Asia/Kolkata", "30 2 * * *", "2026-03-28T12:00Z", ["2026-03-29T02:30+05:30", "2026-03-30T02:30+05:30"]],
    ["Asia/Calcutta", "0 0 1 1 *", "2026-03-28T12:00Z", ["2027-01-01T00:00+05:30"]],
    ["utc", "0 0 1 1 *", "2026-03-28T12:00Z", ["2027-01-01T00:00+00:00"]],
    ["Etc/GMT+5", "0 0 1 1 *", "2026-03-28T12:00Z", ["2027-01-01T00:00-05:00"]],
  ])("%s: %s after %s", (timeZone, cron, after, ticks) => {
    expect(ticksOf(cron, timeZone, after, ticks.length)).toEqual(ticks);
  });
});

describe("the calendar of cron lines", () => {
  const days = (cron: string, after: string, count: number) =>
    ticksOf(cron, "UTC", `${after}T00:00Z`, count).map((tick) => tick.slice(0, 10));

  it.each<[string, string, string[]]>([
    ["0 12 31 * *", "2026-01-01", ["2026-01-31", "2026-03-31", "2026-05-31"]],
    ["0 12 L * *", "2027-12-31", ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31"]],
    ["0 12 29 2 *", "2026-01-01", ["2028-02-29", "2032-02-29"]],
    ["0 12 29 2 *", "2096-03-01", ["2104-02-29"]],
    ["0 12 * 2 MON#5", "2026-01-01", ["2044-02-29", "2072-02-29"]],
    ["0 12 1W 8 *", "2026-01-01", ["2026-08-03"]],
    ["0 12 31W 5 *", "2026-01-01", ["2026-05-29"]],
    ["0 12 LW * *", "2026-01-01", ["2026-01-30", "2026-02-27", "2026-03-31"]],
    ["0 12 ? * FRIL", "2026-01-01", ["2026-01-30", "2026-02-27"]],
    ["0 12 * * 5#2", "2026-01-01", ["2026-01-09", "2026-02-13"]],
    ["0 12 * * 7", "2026-01-01", ["2026-01-04", "2026-01-11"]],
    ["0 12 * JAN,jul MON-WED/2", "2026-01-20", ["2026-01-21", "2026-01-26", "2026-01-28", "2026-07-01"]],
    // Both fields of days are set: either will do.
    ["0 12 1 * MON", "2026-04-25", ["2026-04-27", "2026-05-01", "2026-05-04"]],
    ["0 12 L 2 *", "2026-01-01", ["2026-02-28", "2027-02-28", "2028-02-29"]],
  ])("%s after %s", (cron, after, expected) => {
    expect(days(cron, after, expected.length)).toEqual(expected);
  });
});

describe("the simple form", () => {
  it.each<[Every, string, string, string[]]>([
    [{ unit: "minute", count: 15 }, "UTC", "2026-04-01T10:07Z", ["2026-04-01T10:15+00:00", "2026-04-01T10:30+00:00"]],
    // Counted on over midnight: 206 times 7 minutes are 24:02.
    [{ unit: "minute", count: 7 }, "UTC", "2026-04-01T23:50Z", ["2026-04-01T23:55+00:00", "2026-04-02T00:02+00:00"]],
    [
      { unit: "hour", count: 12 },
      "Europe/Berlin",
      "2026-03-28T08:00Z",
      ["2026-03-28T12:00+01:00", "2026-03-29T00:00+01:00", "2026-03-29T13:00+02:00", "2026-03-30T01:00+02:00"],
    ],
    // The day begins at 01:00, since midnight does not exist.
    [
      { unit: "hour", count: 6 },
      "America/Santiago",
      "2026-09-06T05:00Z",
      ["2026-09-06T07:00-03:00", "2026-09-06T13:00-03:00"],
    ],
    [
      { unit: "day", count: 1, at: "02:30" },
      "Europe/Berlin",
      "2026-03-28T00:00Z",
      ["2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00"],
    ],
    [
      { unit: "day", count: 2, at: "02:30" },
      "Europe/Berlin",
      "2026-10-25T09:00Z",
      ["2026-10-27T02:30+01:00", "2026-10-29T02:30+01:00"],
    ],
    [
      { unit: "day", count: 1 },
      "Pacific/Apia",
      "2011-12-29T12:00Z",
      ["2011-12-31T00:00+14:00", "2012-01-01T00:00+14:00"],
    ],
    // Made on a Wednesday: its weeks begin on Wednesdays.
    [
      { unit: "week", count: 2, days: ["mon", "fri"], at: "06:00" },
      "UTC",
      "2026-04-01T12:00Z",
      ["2026-04-03T06:00+00:00", "2026-04-06T06:00+00:00", "2026-04-17T06:00+00:00", "2026-04-20T06:00+00:00"],
    ],
    [{ unit: "week", count: 1 }, "UTC", "2026-04-01T12:00Z", ["2026-04-08T00:00+00:00", "2026-04-15T00:00+00:00"]],
    [
      { unit: "month", count: 1, day: 31 },
      "Asia/Kolkata",
      "2028-01-30T12:00Z",
      ["2028-01-31T00:00+05:30", "2028-02-29T00:00+05:30", "2028-03-31T00:00+05:30", "2028-04-30T00:00+05:30"],
    ],
    [
      { unit: "month", count: 1, at: "09:00" },
      "UTC",
      "2026-12-30T12:00Z",
      ["2027-01-30T09:00+00:00", "2027-02-28T09:00+00:00", "2027-03-30T09:00+00:00"],
    ],
    [
      { unit: "month", count: 2, day: 1 },
      "UTC",
      "2026-01-15T12:00Z",
      ["2026-03-01T00:00+00:00", "2026-05-01T00:00+00:00"],
    ],
    [
      { unit: "month", count: 60, day: 29 },
      "UTC",
      "2024-02-29T12:00Z",
      ["2029-02-28T00:00+00:00", "2034-02-28T00:00+00:00"],
    ],
  ])("%j in %s, made at %s", (every, timeZone, madeAt, ticks) => {
    expect(everyTicks(every, timeZone, madeAt, ticks.length)).toEqual(ticks);
  });

  it("has no tick before the day on which it was made", () => {
    const madeAt = Date.parse("2026-04-01T12:00Z");
    for (const unit of ["minute", "hour", "day", "week", "month"] as const) {
      const rule = ruleOf({ cron: null, every: { unit, count: 5 }, timeZone: "UTC", madeAt });
      expect(rule.next(Date.parse("2020-01-01T00:00Z"))).toBe(Date.parse("2026-04-01T00:00Z"));
    }
  });
});

describe("ticks between two instants", () => {
  const rule = ruleOf({ cron: "*/5 * * * *", every: null, timeZone: "UTC", madeAt: 0 });
  const at = (time: string) => Date.parse(`2026-01-01T${time}Z`);

  it("leave out the first instant and include the last", () => {
    expect(ticksBetween(rule, at("10:00"), at("10:10"), 9)).toEqual([at("10:05"), at("10:10")]);
    expect(ticksBetween(rule, at("10:00") - 1, at("10:00"), 9)).toEqual([at("10:00")]);
    expect(ticksBetween(rule, at("10:00"), at("10:00"), 9)).toEqual([]);
  });

  it("are the first so many", () => {
    expect(ticksBetween(rule, at("10:00"), at("23:00"), 2)).toEqual([at("10:05"), at("10:10")]);
  });

  it("come after an instant within a minute too", () => {
    expect(rule.next(at("10:05") - 1)).toBe(at("10:05"));
    expect(rule.next(at("10:05"))).toBe(at("10:10"));
    expect(rule.next(at("10:05") + 59_999)).toBe(at("10:10"));
  });

  it("end with the calendar that is looked through", () => {
    const yearly = ruleOf({ cron: "0 0 1 1 *", every: null, timeZone: "UTC", madeAt: 0 });
    expect(nextTicks(yearly, Date.UTC(2998, 5, 1), 5, "UTC")).toEqual([
      { utc: "2999-01-01T00:00:00.000Z", local: "2999-01-01T00:00:00+00:00" },
    ]);
  });
});
