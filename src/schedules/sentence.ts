import cronstrue from "cronstrue";
import type { Every } from "../contract/schedule.ts";
import { type Field, fields, type Part, textOf, valuesOf } from "./cron-field.ts";
import type { CronLine } from "./cron-line.ts";
import { weekdayOf } from "./every.ts";

/** What a schedule says, in words. The library describes fields; where days are an "or", or a step starts anew, it says so here. */

/** `0 6 1 * 1-5`: At 06:00, on day 1 of the month, or Monday through Friday (Europe/Berlin). */
export function sentenceOfCron({ fields: [minute, hour, day, month, weekday] }: CronLine, timeZone: string): string {
  const time = [toldOf(minute, fields[0]), toldOf(hour, fields[1])];
  const start = described([...time, "*", "*", "*"]);
  const rest = (of: string[]) => described([...time, ...of]).slice(start.length);
  const plain = weekday.filter(({ kind }) => kind !== "mark");
  const marks = weekday.filter(({ kind }) => kind === "mark");
  const days = [
    isAny(day) ? "" : rest([toldOf(lastAtEnd(day), fields[2]), "*", "*"]),
    plain.length === 0 || isAny(plain) ? "" : rest(["*", "*", toldOf(plain, fields[4])]),
    marks.length === 0 ? "" : rest(["*", "*", textOf(marks)]),
  ].filter((each) => each !== "");
  const either = days.map((each) => each.replace(/^, (?:only )?/, "")).join(", or ");
  const told = days.length < 2 ? days.join("") : `, ${either}`;
  return `${start}${told}${rest(["*", toldOf(month, fields[3]), "*"])} (${timeZone})`;
}

function described(texts: string[]): string {
  return cronstrue.toString(texts.join(" "), { use24HourTimeFormat: true });
}

function isAny(parts: Part[]): boolean {
  return parts.every((part) => part.kind === "every" && part.step === 1);
}

/** The library says "on day the last day and 15" otherwise. */
function lastAtEnd(parts: Part[]): Part[] {
  const isLast = (part: Part) => part.kind === "mark" && part.text === "L";
  return [...parts.filter((part) => !isLast(part)), ...parts.filter(isLast).slice(0, 1)];
}

/**
 * "Every 45 minutes" would be a lie: a step starts anew each hour, so one that does not fit in is told as a list, and so is a
 * list with a step in it.
 */
function toldOf(parts: Part[], field: Field): string {
  const isPlain = (part: Part) => part.kind === "mark" || part.step === 1;
  const isFitting = (part: Part) =>
    part.kind !== "every" || field === fields[2] || part.step === 1 || field.size % part.step === 0;
  const isSimple = parts.length === 1 ? parts.every(isFitting) : parts.every(isPlain);
  if (isSimple || parts.some(({ kind }) => kind === "mark")) return textOf(parts);
  const named = [...new Set(parts.flatMap((part) => valuesOf(field, part)))].sort((a, b) => a - b);
  return named.length === field.size ? "*" : named.join(",");
}

/** At 06:00, every 2 weeks on Monday and Friday, counted from 2026-03-29 (Europe/Berlin). `made` is that day as a wall. */
export function sentenceOfEvery(every: Every, timeZone: string, made: number): string {
  const { unit, count } = every;
  const period = count === 1 ? `every ${unit}` : `every ${count} ${unit}s`;
  const isSteady = count === 1 || (unit === "minute" && 60 % count === 0);
  const counted = isSteady ? "" : `, counted from ${new Date(made).toISOString().slice(0, unit === "month" ? 7 : 10)}`;
  const told = unit === "minute" || unit === "hour" ? `E${period.slice(1)}` : `At ${every.at ?? "00:00"}, ${period}`;
  return `${told}${daysOf(every, made)}${counted} (${timeZone})`;
}

const dayNames = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
} as const;

function daysOf(every: Every, made: number): string {
  if (every.unit === "month") {
    const day = every.day ?? new Date(made).getUTCDate();
    if (day === 31) return " on the last day";
    return day > 28 ? ` on day ${day} or the last day of a shorter month` : ` on day ${day}`;
  }
  if (every.unit !== "week") return "";
  const names = Object.entries(dayNames);
  const named = names.filter(([day], at) => every.days?.some((each) => each === day) ?? at === weekdayOf(made));
  const list = named.map(([, name]) => name);
  const last = list.pop();
  return list.length === 0 ? ` on ${last}` : ` on ${list.join(", ")} and ${last}`;
}
