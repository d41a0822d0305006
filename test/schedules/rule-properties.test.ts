import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fault } from "../../src/contract/fault.ts";
import { Every } from "../../src/contract/schedule.ts";
import { nextTicks, type Rule, ruleOf, ticksBetween } from "../../src/schedules/rule.ts";
import { anyLine, dailyLine } from "./lines.ts";
import { localMs, walk, wallOf } from "./walker.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Days around which clocks are changed in every way there is, and some on which they are not. */
const changes = [
  ["Europe/Berlin", "2026-03-29"],
  ["Europe/Berlin", "2026-10-25"],
  ["America/New_York", "2027-03-14"],
  ["America/New_York", "2027-11-07"],
  ["Australia/Lord_Howe", "2026-04-05"],
  ["Australia/Lord_Howe", "2026-10-04"],
  ["Asia/Kolkata", "2026-02-28"],
  ["Pacific/Apia", "2011-12-30"],
  ["Pacific/Apia", "2020-04-05"],
  ["America/Santiago", "2026-04-05"], // 24:00 becomes 23:00
  ["America/Santiago", "2026-09-06"], // midnight does not exist
  ["Africa/Cairo", "2026-04-24"],
  ["America/Havana", "2026-11-01"], // midnight exists twice
  ["Africa/Casablanca", "2026-02-15"],
  ["America/Boa_Vista", "2000-10-08"], // twice within a week
  ["Asia/Kathmandu", "2028-02-29"],
] as const;

/** Three days around a change. */
const window = fc.constantFrom(...changes).map(([timeZone, day]) => {
  const from = Date.parse(`${day}T00:00:00Z`) - 1.5 * dayMs;
  return { timeZone, from, to: from + 3 * dayMs };
});

function ruleOfLine(text: string, timeZone: string): Rule {
  return ruleOf({ cron: text, every: null, timeZone, madeAt: Date.UTC(2020, 0, 1) });
}

/** That `next` and `ticksBetween` say what was walked, from wherever they begin. */
function expectTicks(rule: Rule, { from, to }: { from: number; to: number }, walked: number[], begin: number): void {
  expect(ticksBetween(rule, from, to, walked.length + 2)).toEqual(walked);
  const after = from + Math.floor(begin * (to - from));
  const next = rule.next(after);
  const expected = walked.find((tick) => tick > after);
  if (expected !== undefined) expect(next).toBe(expected);
  else expect(next === null || next > to).toBe(true);
}

const begin = fc.double({ min: 0, max: 1, noNaN: true });

describe("a rule says what a walk through all minutes finds", () => {
  it("for cron lines on days when clocks are changed", () => {
    fc.assert(
      fc.property(dailyLine, window, begin, (line, days, begin) => {
        const walked = walk(days.timeZone, days.from, days.to, line.isElapsed, line.names);
        expectTicks(ruleOfLine(line.text, days.timeZone), days, walked, begin);
      }),
      { numRuns: 200 },
    );
  });

  it("for cron lines of every form, over years", () => {
    fc.assert(
      fc.property(anyLine, fc.integer({ min: 2000, max: 2090 }), (line, year) => {
        const [from, to] = [Date.UTC(year, 0, 1) - minuteMs, Date.UTC(year + 4, 0, 1)];
        const minutes = Array.from({ length: 1440 }, (_, minute) => minute * minuteMs);
        const times = minutes.filter((minute) => line.namesTime(wallOf(minute)));
        const days = Array.from({ length: 1461 }, (_, day) => from + minuteMs + day * dayMs);
        const named = days.filter((day) => line.namesDay(wallOf(day))).slice(0, 20);
        const walked = named.flatMap((day) => times.map((time) => day + time)).slice(0, 500);
        const until = walked.at(-1) ?? to;
        const rule = neverOrRule(line.text);
        if (rule) expect(ticksBetween(rule, from, until, walked.length + 2)).toEqual(walked);
        else expect(walked).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  const everyElapsed = fc.record({
    unit: fc.constantFrom("minute" as const, "hour" as const),
    count: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 5000 })),
  });

  it("for every so many minutes and hours, which elapse from the local midnight of the day it was made", () => {
    fc.assert(
      fc.property(everyElapsed, window, begin, fc.integer({ min: 0, max: 4000 }), (every, days, begin, before) => {
        const { timeZone, from, to } = days;
        const madeAt = from + before * minuteMs;
        const today = Math.floor(localMs(timeZone, madeAt) / dayMs);
        let midnight = madeAt;
        for (let instant = madeAt - 26 * 60 * minuteMs; instant <= madeAt; instant += minuteMs) {
          if (Math.floor(localMs(timeZone, instant) / dayMs) !== today) continue;
          midnight = instant;
          break;
        }
        const step = every.count * (every.unit === "hour" ? 60 : 1) * minuteMs;
        const walked: number[] = [];
        for (let instant = from + minuteMs; instant <= to; instant += minuteMs) {
          if (instant >= midnight && (instant - midnight) % step === 0) walked.push(instant);
        }
        expectTicks(ruleOf({ cron: null, every, timeZone, madeAt }), days, walked, begin);
      }),
      { numRuns: 200 },
    );
  });

  const weekday = fc.constantFrom("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  const at = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((numbers) => numbers.map((number) => String(number).padStart(2, "0")).join(":"));
  const everyCalendar = fc
    .oneof(
      fc.record({ unit: fc.constant("day"), count: fc.integer({ min: 1, max: 3 }) }),
      fc.record(
        {
          unit: fc.constant("week"),
          count: fc.integer({ min: 1, max: 2 }),
          days: fc.uniqueArray(weekday, { minLength: 1 }),
        },
        { requiredKeys: ["unit", "count"] },
      ),
      fc.record(
        { unit: fc.constant("month"), count: fc.integer({ min: 1, max: 3 }), day: fc.integer({ min: 1, max: 31 }) },
        { requiredKeys: ["unit", "count"] },
      ),
    )
    .chain((every) => fc.option(at, { nil: "" }).map((time) => Every.parse(time ? { ...every, at: time } : every)));

  it("for every so many days, weeks and months, which are read from the clocks", () => {
    fc.assert(
      fc.property(everyCalendar, window, begin, fc.integer({ min: 0, max: 70 }), (every, days, begin, ago) => {
        const madeAt = days.from - ago * dayMs;
        const names = namesOf(every, Math.floor(localMs(days.timeZone, madeAt) / dayMs));
        const walked = walk(days.timeZone, days.from, days.to, false, names);
        expectTicks(ruleOf({ cron: null, every, timeZone: days.timeZone, madeAt }), days, walked, begin);
      }),
      { numRuns: 200 },
    );
  });
});

/** Whether a local time is one of the schedule's, by counting from the day it was made. */
function namesOf(every: Every, made: number): (ms: number) => boolean {
  const [hour, minute] = (every.at ?? "00:00").split(":").map(Number);
  const first = wallOf(made * dayMs);
  return (ms) => {
    const wall = wallOf(ms);
    const day = Math.floor(ms / dayMs);
    if (day < made || wall.hour !== hour || wall.minute !== minute) return false;
    if (every.unit === "day") return (day - made) % every.count === 0;
    if (every.unit === "week") {
      const names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
      const isNamed = every.days
        ? every.days.some((each) => each === names[wall.weekday])
        : wall.weekday === first.weekday;
      return isNamed && Math.floor((day - made) / 7) % every.count === 0;
    }
    const months = wall.year * 12 + wall.month - first.year * 12 - first.month;
    const isLast = wallOf(ms + dayMs).day === 1;
    const wanted = every.day ?? first.day;
    return months % every.count === 0 && (wall.day === wanted || (isLast && wall.day < wanted));
  };
}

function neverOrRule(text: string): Rule | null {
  try {
    return ruleOfLine(text, "UTC");
  } catch (error) {
    if (Fault.of(error)?.message.includes("never fires")) return null;
    throw error;
  }
}

describe("whatever is asked for", () => {
  it("each line has a sentence that names its zone and nothing of the library's making", () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const sentence = neverOrRule(line.text)?.sentence ?? "At a time (UTC)";
        expect(sentence).toMatch(/^(?:At|Every|On|Minutes) .*\(UTC\)$/);
        expect(sentence).not.toMatch(/undefined|null|NaN|[*/?#]|,,|, or ,| {2}/);
      }),
      { numRuns: 300 },
    );
  });

  it("a line of any characters is refused with a sentence or has ticks", () => {
    const text = fc.oneof(
      fc.string({ maxLength: 250 }),
      fc
        .array(fc.stringMatching(/^[0-9*/,\-?LW#A-Z@+:]{0,8}$/), { minLength: 4, maxLength: 7 })
        .map((all) => all.join(" ")),
    );
    fc.assert(
      fc.property(text, (cron) => {
        try {
          const rule = ruleOfLine(cron, "UTC");
          expect(rule.next(Date.UTC(2026, 0, 1))).not.toBeNull();
          expect(rule.sentence).toContain("(UTC)");
        } catch (error) {
          const fault = Fault.of(error);
          if (!fault) throw error;
          expect(fault.details.errors?.[0]?.path).toBe("/cron");
        }
      }),
      { numRuns: 500 },
    );
  });

  it("ticks come strictly one after the other, on whole minutes, and are shown as the same instant twice", () => {
    fc.assert(
      fc.property(dailyLine, window, (line, { timeZone, from }) => {
        const rule = ruleOfLine(line.text, timeZone);
        const shown = nextTicks(rule, from, 50, timeZone);
        const ticks = shown.map(({ utc }) => Date.parse(utc));
        expect(ticks).toHaveLength(50);
        for (const [at, tick] of ticks.entries()) {
          expect(tick % minuteMs).toBe(0);
          expect(tick).toBeGreaterThan(ticks[at - 1] ?? from);
          expect(Date.parse(shown[at]?.local ?? "")).toBe(tick);
        }
      }),
      { numRuns: 100 },
    );
  });
});
