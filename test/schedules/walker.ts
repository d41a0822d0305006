/** What a schedule does, found the slow way: minute by minute, with nothing of `src`. */

export type Wall = { minute: number; hour: number; day: number; month: number; year: number; weekday: number };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A local time as if it were UTC, and its parts. */
export function wallOf(ms: number): Wall {
  const date = new Date(ms);
  return {
    minute: date.getUTCMinutes(),
    hour: date.getUTCHours(),
    day: date.getUTCDate(),
    month: date.getUTCMonth() + 1,
    year: date.getUTCFullYear(),
    weekday: date.getUTCDay(),
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a zone show, as if it were UTC. */
export function localMs(timeZone: string, instant: number): number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium", calendar: "gregory" });
  formats.set(timeZone, format);
  return Date.parse(`${format.format(instant).replace(" ", "T")}Z`);
}

const walks = new Map<string, number[]>();

/** The local time of each minute from `from` on. */
function localsOf(timeZone: string, from: number, to: number): number[] {
  const key = `${timeZone} ${from} ${to}`;
  let locals = walks.get(key);
  if (!locals) {
    locals = [];
    for (let instant = from; instant <= to; instant += minuteMs) locals.push(localMs(timeZone, instant));
    walks.set(key, locals);
  }
  return locals;
}

/** Every minute after `from` up to `to` at which a schedule is due that names the times for which `names` is true. */
export function walk(
  timeZone: string,
  from: number,
  to: number,
  isElapsed: boolean,
  names: (wall: number) => boolean,
): number[] {
  const start = from - 26 * hourMs;
  const locals = localsOf(timeZone, start, to);
  const ticks: number[] = [];
  const shown = new Set<number>();
  for (const [index, local] of locals.entries()) {
    const instant = start + index * minuteMs;
    const jump = index === 0 ? 0 : local - (locals[index - 1] ?? 0) - minuteMs;
    const isRepeated = shown.has(local);
    shown.add(local);
    let isDue = names(local) && (isElapsed || !isRepeated);
    for (let missing = local - jump; missing < local; missing += minuteMs) {
      if (names(missing) && !(isElapsed && names(missing + jump))) isDue = true;
    }
    if (isDue && instant > from) ticks.push(instant);
  }
  return ticks;
}
