import type { Wrong } from "../contract/fault.ts";
import type { Every, NextTick } from "../contract/schedule.ts";
import { invalid } from "../http/check.ts";
import { readCronLine } from "./cron-line.ts";
import { dayOf, nextOfEvery } from "./every.ts";
import { sentenceOfCron, sentenceOfEvery } from "./sentence.ts";
import { nextInstant } from "./wall.ts";
import { zoneOf } from "./zone.ts";

/** When a schedule is due. Pure: the clock comes as an argument. `docs/schedules.md` has the rules. */

/** What decides the ticks. Exactly one of `cron` and `every` is set. */
export type Timing = {
  cron: string | null;
  every: Every | null;
  timeZone: string;
  /** Epoch milliseconds when the schedule was made: where the counts of `every` start. */
  madeAt: number;
};

export type Rule = {
  readonly sentence: string;
  /** The first tick strictly after an instant, in epoch milliseconds, a whole minute; null: never again. */
  next(after: number): number | null;
};

/** The rule of a timing; a line or a zone that cannot be is `request.invalid`, each with its place. */
export function ruleOf({ cron, every, timeZone, madeAt }: Timing): Rule {
  const zone = zoneOf(timeZone);
  const read = every ?? readCronLine(cron ?? "");
  const errors: Wrong[] = [];
  if ("wrong" in read) errors.push({ path: "/cron", message: read.wrong });
  if (!zone) errors.push({ path: "/time_zone", message: unknownZone(timeZone) });
  if ("wrong" in read || !zone) throw invalid(errors);
  // A tick has no use for the sentence.
  if ("unit" in read) {
    return {
      get sentence() {
        return sentenceOfEvery(read, timeZone, dayOf(zone, madeAt));
      },
      next: nextOfEvery(read, zone, madeAt),
    };
  }
  return {
    get sentence() {
      return sentenceOfCron(read.value, timeZone);
    },
    next: (after) => nextInstant(zone, read.value, after),
  };
}

function unknownZone(timeZone: string): string {
  const hint = /^[+-]?\d|^(?:UTC|GMT)[+-]/i.test(timeZone)
    ? "An offset knows no daylight saving: give the name of a place such as Europe/Berlin, UTC, or Etc/GMT-1 (an hour ahead of UTC)."
    : "Give a name of the IANA time zone database, such as Europe/Berlin, America/New_York or UTC.";
  return `There is no time zone ${JSON.stringify(timeZone.slice(0, 100))}. ${hint}`;
}

/** The ticks after `after` up to and including `until`: the first `most` of them. */
export function ticksBetween(rule: Rule, after: number, until: number, most: number): number[] {
  const ticks: number[] = [];
  let tick = rule.next(after);
  while (tick !== null && tick <= until && ticks.length < most) {
    ticks.push(tick);
    tick = rule.next(tick);
  }
  return ticks;
}

/** The next ticks as they are shown, in UTC and on the clocks of the time zone. */
export function nextTicks(rule: Rule, now: number, count: number, timeZone: string): NextTick[] {
  return ticksBetween(rule, now, Number.POSITIVE_INFINITY, count).map((tick) => ({
    utc: new Date(tick).toISOString(),
    local: localOf(tick, timeZone),
  }));
}

/** An instant on the clocks of a time zone, with their offset: `2026-03-29T03:00:00+02:00`. */
export function localOf(instant: number, timeZone: string): string {
  const offset = zoneOf(timeZone)?.at(instant).offset ?? 0;
  const minutes = Math.abs(offset) / 60_000;
  const two = (number: number) => String(Math.floor(number)).padStart(2, "0");
  const sign = offset < 0 ? "-" : "+";
  return `${new Date(instant + offset).toISOString().slice(0, 19)}${sign}${two(minutes / 60)}:${two(minutes % 60)}`;
}
