import type { NextTick, Tick } from "../../contract/schedule.ts";
import { durationText } from "../parts/time.tsx";

/** What became of a tick, in words; and when the next ones are, on the schedule's clocks and the reader's. */

/** A trigger comes once a minute, a little after its beginning. */
const punctualMs = 5_000;

const skipped: Record<NonNullable<Tick["reason"]>, string> = {
  overlap: "Skipped: a run that an earlier tick had started was not over yet",
  paused: "Skipped: the schedule was paused",
  catch_up: "Skipped: the platform did not run at that time",
};

export function tickWords(tick: Pick<Tick, "what" | "reason" | "late_ms">): string {
  switch (tick.what) {
    case "started":
      return tick.late_ms === null || tick.late_ms < punctualMs
        ? "Started on time"
        : `Started ${durationText(tick.late_ms)} late`;
    case "skipped":
      return tick.reason === null ? "Skipped" : skipped[tick.reason];
    case "failed_to_start":
      return "Could not start";
  }
}

/** An instant on the clocks of the schedule's zone, and on the reader's where those show another time. */
export type ShownTick = { utc: string; here: string; reader: string | null };

export function shownTick({ utc, local }: NextTick, locale: string | undefined, readerZone: string): ShownTick {
  const options = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" } as const;
  const format = (at: Date, timeZone: string) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone, hourCycle: "h23" }).format(at);
  // The wall clock's own digits, read as if they were UTC: no zone can change them again.
  const here = format(new Date(`${local.slice(0, 16)}Z`), "UTC");
  const reader = format(new Date(utc), readerZone);
  return { utc, here, reader: reader === here ? null : reader };
}
