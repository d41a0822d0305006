import type { Every, NewSchedule, Schedule } from "../../contract/schedule.ts";
import { instantFrom, localFrom } from "../schema-form/coercion.ts";
import { inputText, parseInput } from "../schema-form/input-text.ts";

/** A schedule as it is typed; and the way back to what is sent. */

export type Unit = Every["unit"];
export type Weekday = NonNullable<Every["days"]>[number];

export const weekdays: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

export type ScheduleForm = {
  kind: "simple" | "cron";
  cron: string;
  unit: Unit;
  count: string;
  days: Weekday[];
  day: string;
  /** `06:00`. */
  at: string;
  timeZone: string;
  /** JSON text; empty: null. */
  input: string;
  environment: Schedule["environment"];
  overlap: Schedule["overlap"];
  catchUp: Schedule["catch_up"];
  /** As the browser's control has it, in the reader's zone; empty: not paused. */
  pausedUntil: string;
};

/** Sentences about members, by JSON pointer, as the server says them. */
export type Wrongs = Record<string, string>;

export type Timing = Pick<NewSchedule, "cron" | "every" | "time_zone" | "paused_until">;
/** What is sent of a schedule; whether it is enabled is a switch of its own. */
export type ScheduleMembers = Omit<NewSchedule, "id" | "enabled">;

export function newScheduleForm(timeZone: string, input = ""): ScheduleForm {
  return {
    kind: "simple",
    cron: "",
    unit: "day",
    count: "1",
    days: ["mon", "tue", "wed", "thu", "fri"],
    day: "1",
    at: "09:00",
    timeZone,
    input,
    environment: "production",
    overlap: "skip",
    catchUp: "latest",
    pausedUntil: "",
  };
}

export function scheduleForm(schedule: Schedule): ScheduleForm {
  const { every } = schedule;
  const usual = newScheduleForm(schedule.time_zone, inputText(schedule.worklet_input));
  const made = dayIn(schedule.time_zone, schedule.created_at);
  return {
    ...usual,
    kind: every ? "simple" : "cron",
    cron: schedule.cron ?? "",
    ...(every && {
      unit: every.unit,
      count: String(every.count),
      at: every.at ?? "00:00",
      // What is not set follows from the day on which the schedule was made.
      ...(every.unit === "week" && { days: every.days ?? [made.weekday] }),
      ...(every.unit === "month" && { day: String(every.day ?? made.day) }),
    }),
    environment: schedule.environment,
    overlap: schedule.overlap,
    catchUp: schedule.catch_up,
    pausedUntil: schedule.paused_until === null ? "" : (localFrom(schedule.paused_until)?.slice(0, 16) ?? ""),
  };
}

/** When it is due, as far as it is typed; `timing` is null while something is wrong. */
export function readTiming(form: ScheduleForm): { timing: Timing | null; wrongs: Wrongs } {
  const wrongs: Wrongs = {};
  const timing: Timing = {
    cron: form.kind === "cron" ? form.cron.trim() : null,
    every: form.kind === "cron" ? null : readEvery(form, wrongs),
    time_zone: form.timeZone.trim(),
    paused_until: form.pausedUntil === "" ? null : instantFrom(form.pausedUntil),
  };
  if (timing.cron === "") wrongs["/cron"] = "Write five fields, such as 0 6 * * 1-5.";
  if (timing.time_zone === "") wrongs["/time_zone"] = "Choose a time zone.";
  if (timing.paused_until === "") wrongs["/paused_until"] = "Complete the date and time, or clear it.";
  return { timing: Object.keys(wrongs).length === 0 ? timing : null, wrongs };
}

export function readSchedule(form: ScheduleForm): { members: ScheduleMembers | null; wrongs: Wrongs } {
  const { timing, wrongs } = readTiming(form);
  const input = parseInput(form.input);
  if (!input.ok) wrongs["/worklet_input"] = input.message;
  if (timing === null || !input.ok) return { members: null, wrongs };
  const { environment, overlap, catchUp } = form;
  return { members: { ...timing, worklet_input: input.value, environment, overlap, catch_up: catchUp }, wrongs };
}

/** The members in which two schedules differ: what a change sends. */
export function changedMembers(before: ScheduleMembers, after: ScheduleMembers): Partial<ScheduleMembers> {
  const names = Object.keys(after) as (keyof ScheduleMembers)[];
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const patch: Partial<ScheduleMembers> = Object.fromEntries(changed.map((name) => [name, after[name]]));
  // A cron line takes the place of the simple form, and the other way round.
  return "cron" in patch || "every" in patch ? { ...patch, cron: after.cron, every: after.every } : patch;
}

const most: Record<Unit, number> = { minute: 10_080, hour: 8_784, day: 366, week: 53, month: 60 };

function readEvery({ unit, count, days, day, at }: ScheduleForm, wrongs: Wrongs): Every {
  const many = Number(count);
  if (!/^\d{1,5}$/.test(count.trim()) || many < 1 || many > most[unit]) {
    wrongs["/every/count"] = `A whole number from 1 to ${most[unit]}.`;
  }
  const isClock = unit !== "minute" && unit !== "hour";
  if (isClock && !/^\d\d:\d\d$/.test(at)) wrongs["/every/at"] = "Write a time of day, such as 06:00.";
  if (unit === "week" && days.length === 0) wrongs["/every/days"] = "Choose at least one day.";
  const dayOfMonth = Number(day);
  if (unit === "month" && !(/^\d{1,2}$/.test(day.trim()) && dayOfMonth >= 1 && dayOfMonth <= 31)) {
    wrongs["/every/day"] = "A day from 1 to 31; 31 is the last day of every month.";
  }
  return {
    unit,
    count: many,
    ...(unit === "week" && { days: weekdays.filter((each) => days.includes(each)) }),
    ...(unit === "month" && { day: dayOfMonth }),
    ...(isClock && { at }),
  };
}

/** The cron line that says the same as the simple form; null: none does. */
export function cronOf({ unit, count, days, day, at }: ScheduleForm): string | null {
  const many = Number(count);
  const [hour, minute] = at.split(":").map(Number);
  const time = `${minute} ${hour}`;
  if (unit === "minute")
    return many > 0 && many < 60 && 60 % many === 0 ? `${many === 1 ? "*" : `*/${many}`} * * * *` : null;
  if (many !== 1) return null;
  if (unit === "hour") return "0 * * * *";
  if (unit === "day") return `${time} * * *`;
  if (unit === "month")
    return Number(day) === 31 ? `${time} L * *` : Number(day) <= 28 ? `${time} ${Number(day)} * *` : null;
  const numbers = weekdays.filter((each) => days.includes(each)).map((each) => (weekdays.indexOf(each) + 1) % 7);
  return numbers.length === 0
    ? null
    : `${time} * * ${numbers
        .sort((a, b) => a - b)
        .join(",")
        .replace("1,2,3,4,5", "1-5")}`;
}

function dayIn(timeZone: string, instant: string): { weekday: Weekday; day: number } {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, weekday: "short", day: "numeric" }).formatToParts(
    new Date(instant),
  );
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return { weekday: part("weekday").toLowerCase() as Weekday, day: Number(part("day")) };
}
