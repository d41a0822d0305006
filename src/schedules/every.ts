import { type Every, weekdays } from "../contract/schedule.ts";
import { nextInstant, type WallClock } from "./wall.ts";
import { dayMs, minuteMs, type Zone } from "./zone.ts";

/** The simple form: every so many minutes, hours, days, weeks or months, from local midnight of the day it was made. */

type Next = (after: number) => number | null;

/** Minutes and hours pass whatever the clocks show; days, weeks and months are read from the clocks. */
export function nextOfEvery(every: Every, zone: Zone, madeAt: number): Next {
  const day = dayOf(zone, madeAt);
  switch (every.unit) {
    case "minute":
      return elapsed(startOfDay(zone, day), every.count * minuteMs);
    case "hour":
      return elapsed(startOfDay(zone, day), every.count * 60 * minuteMs);
    default: {
      const clock = { wallFrom: wallsOf(every, every.unit, day), isElapsed: false };
      return (after) => nextInstant(zone, clock, after);
    }
  }
}

/** The day on which a schedule was made, as a wall at midnight. */
export function dayOf(zone: Zone, madeAt: number): number {
  return Math.floor((madeAt + zone.at(madeAt).offset) / dayMs) * dayMs;
}

/** The first instant of a day: where clocks go forward at midnight it begins later. */
function startOfDay(zone: Zone, day: number): number {
  const clock: WallClock = { wallFrom: (wall) => (wall <= day ? day : null), isElapsed: false };
  return nextInstant(zone, clock, day - 2 * dayMs) ?? day;
}

function elapsed(start: number, step: number): Next {
  return (after) => start + Math.max(0, Math.floor((after - start) / step) + 1) * step;
}

function wallsOf(every: Every, unit: "day" | "week" | "month", first: number): WallClock["wallFrom"] {
  const time = timeOf(every.at ?? "00:00");
  switch (unit) {
    case "day":
      return inPeriods(first, [time], every.count * dayMs);
    case "week": {
      const today = weekdayOf(first);
      const days = every.days?.map((day) => (weekdays.indexOf(day) - today + 7) % 7) ?? [0];
      const walls = days.sort((a, b) => a - b).map((day) => day * dayMs + time);
      return inPeriods(first, walls, every.count * 7 * dayMs);
    }
    case "month":
      return inMonths(first, every.day ?? new Date(first).getUTCDate(), time, every.count);
  }
}

/** Walls at the same places, in ascending order, in every period from `first` on. */
function inPeriods(first: number, places: number[], period: number): WallClock["wallFrom"] {
  return (wall) => {
    const start = first + Math.max(0, Math.floor((wall - first) / period)) * period;
    const place = places.find((each) => start + each >= wall);
    return place === undefined ? start + period + (places[0] ?? 0) : start + place;
  };
}

/** Walls on a day of every so many months from that of `first` on; in a shorter month on its last day. */
function inMonths(first: number, day: number, time: number, count: number): WallClock["wallFrom"] {
  const firstMonth = monthOf(first);
  return (wall) => {
    const least = Math.max(wall, first);
    for (let month = firstMonth + Math.floor((monthOf(least) - firstMonth) / count) * count; ; month += count) {
      const last = new Date(Date.UTC(1970, month + 1, 0)).getUTCDate();
      const found = Date.UTC(1970, month, Math.min(day, last)) + time;
      if (found >= least) return found;
    }
  };
}

function timeOf(at: string): number {
  const [hour, minute] = at.split(":").map(Number);
  return ((hour ?? 0) * 60 + (minute ?? 0)) * minuteMs;
}

/** Monday is 0. The first day of 1970 was a Thursday. */
export function weekdayOf(wall: number): number {
  return (((Math.floor(wall / dayMs) + 3) % 7) + 7) % 7;
}

/** Months since 1970 began. */
function monthOf(wall: number): number {
  const date = new Date(wall);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}
