import { describe, expect, it } from "vitest";
import { Fault } from "../../src/contract/fault.ts";
import { Every, NewSchedule, SchedulePatch } from "../../src/contract/schedule.ts";
import { ruleOf } from "../../src/schedules/rule.ts";

const madeAt = Date.parse("2026-04-01T12:00Z");

function wrongsOf(cron: string, timeZone = "UTC"): string[] {
  try {
    ruleOf({ cron, every: null, timeZone, madeAt });
  } catch (error) {
    const fault = Fault.of(error);
    expect(fault?.code).toBe("request.invalid");
    return (fault?.details.errors ?? []).map(({ path, message }) => `${path} ${message}`);
  }
  return [];
}

describe("a cron line that is refused says what to write", () => {
  it.each([
    ["0 0 6 * * 1-5", "Seconds are not supported: leave out the first field."],
    ["0 6 * * 1-5 2030", "Years are not supported: leave out the last field."],
    ["0 0 6 * * 1-5 2030", "leave out the first and the last field."],
    ["0 6 * *", "This one has 4."],
    ["", "This one has 0."],
    ["@daily", `Write "0 0 * * *" instead of @daily.`],
    ["@Hourly", `Write "0 * * * *" instead of @Hourly.`],
    ["@reboot", "five fields"],
    ["2030-01-01T00:00:00", "five fields"],
    ["0 0 30 2 *", "This line never fires"],
    ["0 0 31 2,4,6,9,11 *", "This line never fires"],
    ["0 0 31W 4 *", "This line never fires"],
    ["60 * * * *", `"60" is no minute. Give 0 to 59`],
    ["* 24 * * *", `"24" is no hour. Give 0 to 23`],
    ["* * 0 * *", `"0" is no day of the month. Give 1 to 31`],
    ["* * * FOO *", `"FOO" is no month. Give 1 to 12, or JAN to DEC`],
    ["* * * * 8", `"8" is no day of the week. Give 0 to 7, or SUN to SAT`],
    ["* * * * +1", `"+1" is no day of the week`],
    ["* * * * L", "The forms are 5L, the last Friday, and 5#2, the second."],
    ["* * * * 5#6", "The forms are 5L"],
    ["* * * * MON-FRIL", "The forms are 5L"],
    ["* * L-3 * *", "The forms are L, LW and 15W."],
    ["* * 15W,20 * *", `"15W" cannot stand in a list.`],
    ["5/15 * * * *", "Write 5-59/15."],
    ["* * * * 1/2", "Write 1-6/2."],
    ["*/90 * * * *", "A step of the minute is from 1 to 60."],
    ["*/0 * * * *", "A step of the minute is from 1 to 60."],
    ["* 22-2 * * *", "Split it in two: 22-23,0-2."],
    ["* * * * FRI-MON", "Split it in two: FRI-6,0-MON."],
    ["*,5 * * * *", `"*" in the list "*,5" means every minute.`],
    ["1,,2 * * * *", `"" is no minute.`],
    ["? * * * *", `"?" is no minute.`],
    ["１ * * * *", `"１" is no minute.`],
    [`${"1,".repeat(200)}1 * * * *`, "at most 200 characters"],
  ])("%s", (cron, message) => {
    const wrongs = wrongsOf(cron);
    expect(wrongs).toHaveLength(1);
    expect(wrongs[0]).toMatch(/^\/cron /);
    expect(wrongs[0]).toContain(message);
  });

  it("together with its zone", () => {
    expect(wrongsOf("0 0 30 2 *", "Mars/Olympus")).toEqual([
      expect.stringMatching(/^\/cron This line never fires/),
      expect.stringMatching(/^\/time_zone There is no time zone "Mars\/Olympus"/),
    ]);
  });

  it.each(["+01:00", "-0530", "UTC+1", "", "Europe/", "Europe/Berlin\n", "../../etc/passwd"])(
    "the zone %j",
    (timeZone) => {
      expect(wrongsOf("* * * * *", timeZone)).toEqual([expect.stringMatching(/^\/time_zone There is no time zone/)]);
    },
  );

  it("but not for spaces around and between its fields", () => {
    expect(wrongsOf("  0\t6  * * * ")).toEqual([]);
  });
});

describe("the sentence of a cron line", () => {
  it.each([
    ["0 6 * * 1-5", "At 06:00, Monday through Friday (UTC)"],
    ["*/15 * * * *", "Every 15 minutes (UTC)"],
    ["*/1 * * * *", "Every minute (UTC)"],
    ["0 0 1 * 1", "At 00:00, on day 1 of the month, or on Monday (UTC)"],
    ["0 0 1 * 1-5", "At 00:00, on day 1 of the month, or Monday through Friday (UTC)"],
    ["0 0 * * mon,FRI#2", "At 00:00, on Monday, or on the second Friday of the month (UTC)"],
    ["0 0 L,15 2 *", "At 00:00, on day 15 and the last day of the month, only in February (UTC)"],
    ["0 9 LW * *", "At 09:00, on the last weekday of the month (UTC)"],
    ["0 9 15W * ?", "At 09:00, on the weekday nearest day 15 of the month (UTC)"],
    // Steps that do not fit into the hour, the day or the year begin anew in it.
    ["*/45 * * * *", "At 0 and 45 minutes past the hour (UTC)"],
    ["0 */5 * * *", "At 00:00, 05:00, 10:00, 15:00 and 20:00 (UTC)"],
    ["0 0 1 */5 *", "At 00:00, on day 1 of the month, only in January, June, and November (UTC)"],
    ["0-59/20 5-5 * 1-12 *", "Every 20 minutes, between 05:00 and 05:59 (UTC)"],
  ])("%s", (cron, sentence) => {
    expect(ruleOf({ cron, every: null, timeZone: "UTC", madeAt }).sentence).toBe(sentence);
  });

  it("names the zone as it was given", () => {
    expect(ruleOf({ cron: "0 6 * * *", every: null, timeZone: "Europe/Berlin", madeAt }).sentence).toBe(
      "At 06:00 (Europe/Berlin)",
    );
    expect(ruleOf({ cron: "0 6 * * *", every: null, timeZone: "europe/berlin", madeAt }).sentence).toBe(
      "At 06:00 (europe/berlin)",
    );
  });
});

describe("the sentence of a simple form", () => {
  it.each<[Every, string]>([
    [{ unit: "minute", count: 1 }, "Every minute (UTC)"],
    [{ unit: "minute", count: 15 }, "Every 15 minutes (UTC)"],
    [{ unit: "minute", count: 7 }, "Every 7 minutes, counted from 2026-04-01 (UTC)"],
    [{ unit: "hour", count: 5 }, "Every 5 hours, counted from 2026-04-01 (UTC)"],
    [{ unit: "day", count: 1 }, "At 00:00, every day (UTC)"],
    [{ unit: "day", count: 3, at: "06:00" }, "At 06:00, every 3 days, counted from 2026-04-01 (UTC)"],
    [{ unit: "week", count: 1 }, "At 00:00, every week on Wednesday (UTC)"],
    [
      { unit: "week", count: 1, days: ["sun", "mon", "fri"] },
      "At 00:00, every week on Monday, Friday and Sunday (UTC)",
    ],
    [{ unit: "week", count: 2, days: ["mon"] }, "At 00:00, every 2 weeks on Monday, counted from 2026-04-01 (UTC)"],
    [{ unit: "month", count: 1 }, "At 00:00, every month on day 1 (UTC)"],
    [{ unit: "month", count: 1, day: 31 }, "At 00:00, every month on the last day (UTC)"],
    [
      { unit: "month", count: 3, day: 30, at: "12:05" },
      "At 12:05, every 3 months on day 30 or the last day of a shorter month, counted from 2026-04 (UTC)",
    ],
  ])("%j", (every, sentence) => {
    expect(ruleOf({ cron: null, every, timeZone: "UTC", madeAt }).sentence).toBe(sentence);
  });
});

describe("the schema of a schedule", () => {
  const messages = (
    schema: { safeParse(value: unknown): { error?: { issues: { path: PropertyKey[]; message: string }[] } } },
    value: unknown,
  ) => (schema.safeParse(value).error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);

  it.each<[unknown, string]>([
    [{ unit: "minute", count: 0 }, "count: "],
    [{ unit: "minute", count: 1.5 }, "count: "],
    [{ unit: "minute", count: 10_081 }, "count: The most is every 10080 minutes."],
    [{ unit: "month", count: 61 }, "count: The most is every 60 months."],
    [{ unit: "year", count: 1 }, "unit: "],
    [{ unit: "day", count: 1, days: ["mon"] }, "days: Only weeks have days"],
    [{ unit: "week", count: 1, days: [] }, "days: "],
    [{ unit: "week", count: 1, days: ["mon", "mon"] }, "days: A day is named twice."],
    [{ unit: "week", count: 1, days: ["monday"] }, "days.0: "],
    [{ unit: "week", count: 1, day: 3 }, "day: Only months have a day"],
    [{ unit: "month", count: 1, day: 32 }, "day: "],
    [{ unit: "hour", count: 1, at: "06:00" }, "at: Minutes and hours are counted from midnight"],
    [{ unit: "day", count: 1, at: "24:00" }, "at: A time of day reads like 06:00"],
    [{ unit: "day", count: 1, at: "6:00" }, "at: A time of day reads like 06:00"],
    [{ unit: "day", count: 1, zone: "UTC" }, ": "],
  ])("refuses %j", (every, message) => {
    expect(messages(Every, every)).toEqual([expect.stringContaining(message)]);
  });

  it("wants a cron line or the simple form", () => {
    const every = { unit: "day", count: 1 };
    expect(messages(NewSchedule, {})).toEqual(["cron: Give a cron line, or the simple form in `every`."]);
    expect(messages(NewSchedule, { cron: "* * * * *", every })).toEqual(["cron: Give `cron` or `every`, not both."]);
    expect(messages(NewSchedule, { cron: "* * * * *" })).toEqual([]);
    expect(NewSchedule.parse({ every })).toMatchObject({ every, cron: null, time_zone: "UTC", overlap: "skip" });
  });

  it("fills nothing into a change", () => {
    expect(SchedulePatch.parse({ enabled: false })).toEqual({ enabled: false });
  });
});
