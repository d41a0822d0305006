import * as fc from "fast-check";
import { type Wall, wallOf } from "./walker.ts";

/** Cron lines together with what they mean, made from the meaning rather than read from the text. */

type Piece<T> = { text: string; names(of: T): boolean };
export type Line = {
  text: string;
  isElapsed: boolean;
  names(ms: number): boolean;
  namesDay(wall: Wall): boolean;
  namesTime(wall: Wall): boolean;
};

const monthNames = ["jan", "FEB", "Mar", "APR", "may", "JUN", "JUL", "aug", "SEP", "OCT", "NOV", "dec"];
const dayNames = ["SUN", "mon", "TUE", "Wed", "THU", "FRI", "sat"];

type Numbers = Piece<number> & { isStep: boolean; isAll: boolean };

/** A number, a range, a step of a range. */
function part(least: number, most: number, names: readonly string[]): fc.Arbitrary<Numbers> {
  const told = (value: number, isNamed: boolean) => {
    const name = names[(value - least) % (names.length || 1)];
    return isNamed && name ? name : String(value);
  };
  const number = fc.integer({ min: least, max: most });
  const one = fc.tuple(number, fc.boolean()).map(([value, isNamed]) => ({
    text: told(value, isNamed),
    names: (of: number) => of === value,
    isStep: false,
    isAll: false,
  }));
  const range = fc
    .tuple(number, number, fc.option(fc.integer({ min: 1, max: most - least + 1 })), fc.boolean())
    .map(([a, b, step, isNamed]) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      return {
        text: `${told(from, isNamed)}-${told(to, isNamed)}${step === null ? "" : `/${step}`}`,
        names: (of: number) => of >= from && of <= to && (of - from) % (step ?? 1) === 0,
        isStep: step !== null && step > 1 && from + step <= to,
        isAll: false,
      };
    });
  const stepped = fc.integer({ min: 2, max: most - least + 1 }).map((step) => ({
    text: `*/${step}`,
    names: (of: number) => (of - least) % step === 0,
    isStep: true,
    isAll: false,
  }));
  return fc.oneof({ weight: 4, arbitrary: one }, { weight: 2, arbitrary: range }, { weight: 1, arbitrary: stepped });
}

const all: Numbers = { text: "*", names: () => true, isStep: false, isAll: true };

function field(least: number, most: number, names: readonly string[] = []): fc.Arbitrary<Numbers> {
  const list = fc.array(part(least, most, names), { minLength: 1, maxLength: 3 }).map((parts) => ({
    text: parts.map(({ text }) => text).join(","),
    names: (of: number) => parts.some((each) => each.names(of)),
    isStep: parts.some(({ isStep }) => isStep),
    isAll: false,
  }));
  return fc.oneof({ weight: 2, arbitrary: fc.constant(all) }, { weight: 3, arbitrary: list });
}

function lengthOf({ year, month }: Wall): number {
  return [
    31,
    year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28,
    31,
    30,
    31,
    30,
    31,
    31,
    30,
    31,
    30,
    31,
  ][month - 1] as number;
}

const isWorkday = (wall: Wall, day: number) => {
  const weekday = (((wall.weekday + day - wall.day) % 7) + 7) % 7;
  return weekday !== 0 && weekday !== 6;
};

/** The day from Monday to Friday of the same month that is nearest. */
function nearestWorkday(wall: Wall, day: number): number | null {
  const length = lengthOf(wall);
  if (day > length) return null;
  for (const distance of [0, 1, 2]) {
    for (const near of [day - distance, day + distance]) {
      if (near >= 1 && near <= length && isWorkday(wall, near)) return near;
    }
  }
  return null;
}

type Days = Piece<Wall> & { isAll: boolean };

const dayField: fc.Arbitrary<Days> = fc.oneof(
  {
    weight: 6,
    arbitrary: field(1, 31).map(({ names, ...rest }) => ({ ...rest, names: (wall: Wall) => names(wall.day) })),
  },
  fc.constant({ text: "?", isAll: true, names: () => true }),
  fc.constant({ text: "L", isAll: false, names: (wall: Wall) => wall.day === lengthOf(wall) }),
  fc.constant({ text: "15,l", isAll: false, names: (wall: Wall) => wall.day === 15 || wall.day === lengthOf(wall) }),
  fc.constant({
    text: "LW",
    isAll: false,
    names: (wall: Wall) =>
      isWorkday(wall, wall.day) &&
      [1, 2, 3].every((later) => wall.day + later > lengthOf(wall) || !isWorkday(wall, wall.day + later)),
  }),
  fc.integer({ min: 1, max: 31 }).map((day) => ({
    text: `${day}W`,
    isAll: false,
    names: (wall: Wall) => wall.day === nearestWorkday(wall, day),
  })),
);

const nthField: fc.Arbitrary<Days> = fc
  .tuple(fc.integer({ min: 0, max: 7 }), fc.constantFrom("#1", "#2", "#3", "#4", "#5", "L"), fc.boolean())
  .map(([day, nth, isNamed]) => ({
    text: `${isNamed ? dayNames[day % 7] : day}${nth}`,
    isAll: false,
    names: (wall: Wall) => {
      if (wall.weekday !== day % 7) return false;
      return nth === "L" ? wall.day + 7 > lengthOf(wall) : Math.ceil(wall.day / 7) === Number(nth.slice(1));
    },
  }));

const weekdayField: fc.Arbitrary<Days> = fc.oneof(
  {
    weight: 6,
    arbitrary: field(0, 6, dayNames).map(({ names, ...rest }) => ({
      ...rest,
      names: (wall: Wall) => names(wall.weekday),
    })),
  },
  fc.constant({ text: "5-7", isAll: false, names: (wall: Wall) => [5, 6, 0].includes(wall.weekday) }),
  fc.constant({ text: "FRI-SUN", isAll: false, names: (wall: Wall) => [5, 6, 0].includes(wall.weekday) }),
  { weight: 2, arbitrary: nthField },
  fc.tuple(nthField, nthField).map(([a, b]) => ({
    text: `${a.text},${b.text}`,
    isAll: false,
    names: (wall: Wall) => a.names(wall) || b.names(wall),
  })),
);

/** Every form that a line can have. Some of them never fire. */
export const anyLine: fc.Arbitrary<Line> = fc
  .tuple(field(0, 59), field(0, 23), dayField, field(1, 12, monthNames), weekdayField)
  .map(([minute, hour, day, month, weekday]) => lineOf(minute, hour, day, month, weekday));

/** Lines that are often due: all months, few days left out. */
export const dailyLine: fc.Arbitrary<Line> = fc
  .tuple(field(0, 59), field(0, 23), fc.oneof(fc.constant(all), field(0, 6, dayNames)))
  .map(([minute, hour, { names, ...rest }]) =>
    lineOf(minute, hour, { text: "*", isAll: true, names: () => true }, all, {
      ...rest,
      names: (wall) => names(wall.weekday),
    }),
  );

function lineOf(minute: Numbers, hour: Numbers, day: Days, month: Numbers, weekday: Days): Line {
  const isEveryHour = Array.from({ length: 24 }, (_, each) => each).every((each) => hour.names(each));
  const namesTime = (wall: Wall) => minute.names(wall.minute) && hour.names(wall.hour);
  const namesDay = (wall: Wall) => {
    if (!month.names(wall.month)) return false;
    if (day.isAll || weekday.isAll) return day.names(wall) && weekday.names(wall);
    return day.names(wall) || weekday.names(wall);
  };
  return {
    text: [minute, hour, day, month, weekday].map(({ text }) => text).join(" "),
    isElapsed: hour.isStep || isEveryHour,
    namesTime,
    namesDay,
    names: (ms) => namesTime(wallOf(ms)) && namesDay(wallOf(ms)),
  };
}
