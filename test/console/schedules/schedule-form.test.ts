import { describe, expect, it } from "vitest";
import {
  changedMembers,
  cronOf,
  newScheduleForm,
  readSchedule,
  type ScheduleForm,
  scheduleForm,
} from "../../../src/console/schedules/schedule-form.ts";
import { NewSchedule, type Schedule } from "../../../src/contract/schedule.ts";

const form: ScheduleForm = newScheduleForm("Europe/Berlin");

const saved = (members: Partial<Schedule>): Schedule => ({
  ...{ id: "schedule", cron: null, every: null, time_zone: "Europe/Berlin", worklet_input: null },
  ...{ environment: "production", enabled: true, overlap: "skip", catch_up: "latest", paused_until: null },
  ...{ sentence: "", next_ticks: [], last_tick: null, flag: null },
  ...{ created_at: "2026-03-29T23:30:00.000Z", created_by: "me", updated_at: "2026-03-29T23:30:00.000Z" },
  ...members,
});

const sent = (typed: Partial<ScheduleForm>) => readSchedule({ ...form, ...typed });

describe("the form of a schedule", () => {
  it.each<[Partial<ScheduleForm>, object]>([
    [
      { unit: "minute", count: "15" },
      { unit: "minute", count: 15 },
    ],
    [
      { unit: "hour", count: "12" },
      { unit: "hour", count: 12 },
    ],
    [
      { unit: "day", count: "1", at: "06:30" },
      { unit: "day", count: 1, at: "06:30" },
    ],
    [
      { unit: "week", count: "2", days: ["sun", "mon"] },
      { unit: "week", count: 2, days: ["mon", "sun"], at: "09:00" },
    ],
    [
      { unit: "month", count: "3", day: "31" },
      { unit: "month", count: 3, day: 31, at: "09:00" },
    ],
  ])("%j sends what the platform takes", (typed, every) => {
    const { members, wrongs } = sent(typed);
    expect(wrongs).toEqual({});
    expect(members).toMatchObject({ cron: null, every });
    expect(NewSchedule.safeParse(members).success).toBe(true);
  });

  it.each<[Partial<ScheduleForm>, string]>([
    [{ count: "0" }, "/every/count"],
    [{ count: "1.5" }, "/every/count"],
    [{ unit: "day", count: "367" }, "/every/count"],
    [{ unit: "week", days: [] }, "/every/days"],
    [{ unit: "month", day: "32" }, "/every/day"],
    [{ at: "" }, "/every/at"],
    [{ kind: "cron", cron: "  " }, "/cron"],
    [{ timeZone: "" }, "/time_zone"],
    [{ input: "{" }, "/worklet_input"],
  ])("%j is told at %s", (typed, path) => {
    const { members, wrongs } = sent(typed);
    expect(members).toBeNull();
    expect(Object.keys(wrongs)).toEqual([path]);
  });

  it("means what it was made of", () => {
    for (const members of [
      { cron: "0 6 * * 1-5", worklet_input: { text: "hi" }, overlap: "allow" as const },
      { every: { unit: "week" as const, count: 2, days: ["tue" as const], at: "07:15" }, catch_up: "none" as const },
      { every: { unit: "minute" as const, count: 5 }, paused_until: "2026-12-24T17:00:00.000Z" },
    ]) {
      const schedule = saved(members);
      const { members: back } = readSchedule(scheduleForm(schedule));
      expect(schedule).toMatchObject(back ?? {});
    }
  });

  it("shows the day that a schedule follows because it was made on it, on the clocks of its zone", () => {
    // 29 March, a Sunday, in UTC; Monday the 30th in Berlin.
    expect(scheduleForm(saved({ every: { unit: "week", count: 1 } })).days).toEqual(["mon"]);
    expect(scheduleForm(saved({ every: { unit: "month", count: 1 } })).day).toBe("30");
    expect(scheduleForm(saved({ every: { unit: "month", count: 1 }, time_zone: "America/New_York" })).day).toBe("29");
  });

  it("keeps the cron line and the simple form beside each other", () => {
    const both = { ...form, cron: "0 6 * * *", unit: "week" as const };
    expect(readSchedule({ ...both, kind: "cron" }).members).toMatchObject({ cron: "0 6 * * *", every: null });
    expect(readSchedule({ ...both, kind: "simple" }).members).toMatchObject({ cron: null, every: { unit: "week" } });
  });

  it("sends of a change only what differs, and a new rule as a whole", () => {
    const before = sent({}).members;
    if (!before) throw new Error("The form is complete.");
    expect(changedMembers(before, before)).toEqual({});
    expect(changedMembers(before, { ...before, worklet_input: [1] })).toEqual({ worklet_input: [1] });
    expect(changedMembers(before, { ...before, cron: "* * * * *", every: null })).toEqual({
      cron: "* * * * *",
      every: null,
    });
  });
});

describe("the cron line of a simple form", () => {
  it.each<[Partial<ScheduleForm>, string | null]>([
    [{ unit: "minute", count: "1" }, "* * * * *"],
    [{ unit: "minute", count: "15" }, "*/15 * * * *"],
    [{ unit: "minute", count: "45" }, null],
    [{ unit: "hour", count: "1" }, "0 * * * *"],
    [{ unit: "hour", count: "2" }, null],
    [{ unit: "day", at: "06:05" }, "5 6 * * *"],
    [{ unit: "day", count: "2" }, null],
    [{ unit: "week", at: "09:00" }, "0 9 * * 1-5"],
    [{ unit: "week", days: ["sun", "wed"] }, "0 9 * * 0,3"],
    [{ unit: "month", day: "31" }, "0 9 L * *"],
    [{ unit: "month", day: "30" }, null],
    [{ unit: "month", day: "15" }, "0 9 15 * *"],
  ])("%j is %j", (typed, line) => {
    expect(cronOf({ ...form, ...typed })).toBe(line);
  });
});
