import { CronDate, CronPattern } from "croner";
import { limits } from "../contract/limits.ts";
import { fields, type Part, type Read, readField, textOf, valuesOf } from "./cron-field.ts";
import type { WallClock } from "./wall.ts";

/** A cron line of five fields: what it may say, and which times on the clocks it names. The library only does the calendar. */

export type CronLine = WallClock & { fields: readonly [Part[], Part[], Part[], Part[], Part[]] };

/** The line, or a sentence about what is wrong with it. */
export function readCronLine(line: string): Read<CronLine> {
  if (line.length > limits.cronCharacters) {
    return { wrong: `A cron line is at most ${limits.cronCharacters} characters. Make two schedules of it.` };
  }
  const texts = line.trim().split(/\s+/);
  const nickname = texts[0]?.startsWith("@") ? nicknames.get(line.trim().toLowerCase()) : undefined;
  if (nickname) return { wrong: `Write "${nickname}" instead of ${line.trim()}.` };
  if (texts.length !== fields.length) return { wrong: wrongCount(line.trim() === "" ? [] : texts) };
  const parts: Part[][] = [];
  for (const [at, field] of fields.entries()) {
    const read = readField(field, texts[at] ?? "");
    if ("wrong" in read) return read;
    parts.push(read.value);
  }
  const [minute = [], hour = [], day = [], month = [], weekday = []] = parts;
  const pattern = patternOf(parts.map(textOf).join(" "));
  if (nextWall(pattern, everythingComesAfter) === null) return { wrong: neverFires };
  return {
    value: {
      fields: [minute, hour, day, month, weekday],
      isElapsed: isElapsed(hour),
      wallFrom: (wall) => nextWall(pattern, wall),
    },
  };
}

/** Each day of the calendar, 29 February on each day of the week, comes within 40 years. */
const everythingComesAfter = Date.UTC(2000, 0, 1);
const neverFires = "This line never fires: no month that it names has such a day. Change the day or the month.";

/** An hour field that is `*` or a step, or that names all 24 hours. */
function isElapsed(hour: Part[]): boolean {
  const named = new Set(hour.flatMap((part) => valuesOf(fields[1], part)));
  return (
    named.size === fields[1].size ||
    hour.some((part) => part.kind !== "mark" && (part.kind === "every" || part.step > 1))
  );
}

const nicknames = new Map([
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
  ["@monthly", "0 0 1 * *"],
  ["@weekly", "0 0 * * 0"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@hourly", "0 * * * *"],
]);

function wrongCount(texts: string[]): string {
  const five = "A cron line has five fields: minute, hour, day of the month, month, day of the week.";
  const count = texts.length;
  if (count === 7) return `${five} Seconds and years are not supported: leave out the first and the last field.`;
  if (count !== 6) return `${five} This one has ${count}.`;
  return /^\d{4}/.test(texts.at(-1) ?? "")
    ? `${five} Years are not supported: leave out the last field.`
    : `${five} Seconds are not supported: leave out the first field.`;
}

/** Each pattern has a list of ten thousand years that it does not read without a field for them; one is enough. */
let years: number[] | undefined;

function patternOf(text: string): CronPattern {
  const pattern = new CronPattern(text, undefined, { mode: "5-part" });
  years ??= pattern.year;
  pattern.year = years;
  return pattern;
}

/** The library searches in UTC, second by second, strictly after an instant, and gives up in the year 3000. */
function nextWall(pattern: CronPattern, wall: number): number | null {
  const found = new CronDate(new Date(wall - 1000), 0).increment(pattern, { domAndDow: false }, false);
  return found && Date.UTC(found.year, found.month, found.day, found.hour, found.minute);
}
