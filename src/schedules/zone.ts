/** What the clocks of a time zone show: pure readings of the data that `Intl` has. Instants and walls are epoch milliseconds. */

export const minuteMs = 60_000;
export const dayMs = 86_400_000;

/** A stretch of time in which the clocks run on. A *wall* is a time on them, written as if it were UTC: instant + offset. */
export type Stretch = {
  /** The first instant; when `before` differs from `offset`, the clocks are changed at it. */
  start: number;
  /** The first instant after it. */
  end: number;
  offset: number;
  /** The offset before `start`. */
  before: number;
};

export type Zone = {
  /** The stretch around an instant. It is cut off where nothing changes, but never within two days of the instant. */
  at(instant: number): Stretch;
};

/** By name in lower case: as many as the database of time zones has names. */
const zones = new Map<string, Zone>();

/** The zone of that name; null when there is none. */
export function zoneOf(name: string): Zone | null {
  const known = zones.get(name.toLowerCase());
  if (known) return known;
  const format = formatOf(name);
  if (!format) return null;
  const zone = zoneFrom(format);
  zones.set(name.toLowerCase(), zone);
  return zone;
}

/** Offsets such as +01:00 are time zones to `Intl`. They know no daylight saving, so they are none here. */
function formatOf(name: string): Intl.DateTimeFormat | null {
  if (!/^[A-Za-z]/.test(name)) return null;
  const two = "2-digit";
  const fields = {
    year: "numeric",
    month: two,
    day: two,
    hour: two,
    minute: two,
    second: two,
    hourCycle: "h23",
  } as const;
  try {
    return new Intl.DateTimeFormat("en-US", { ...fields, timeZone: name });
  } catch {
    return null; // The only way to learn that a name is none.
  }
}

/** Stretches are found for so long a window at once. */
const windowMs = 32 * dayMs;
/** A window shows what lies two days around it too: the clocks may repeat or leave out a whole day. */
const marginMs = 2 * dayMs;
/** Some zones changed their clocks twice within a week. */
const probeMs = 4 * dayMs;
/** Windows kept of a zone; schedules ask for the present one and a few ahead. */
const mostWindows = 100;

function zoneFrom(format: Intl.DateTimeFormat): Zone {
  const windows = new Map<number, Stretch[]>();
  return {
    at(instant) {
      const index = Math.floor(instant / windowMs);
      let stretches = windows.get(index);
      if (!stretches) {
        if (windows.size >= mostWindows) windows.clear();
        const start = index * windowMs;
        stretches = stretchesOf((probed) => offsetAt(format, probed), start - marginMs, start + windowMs + marginMs);
        windows.set(index, stretches);
      }
      const found = stretches.find(({ end }) => instant < end);
      if (!found) throw new RangeError(`No time zone has clocks at ${instant}.`);
      return found;
    },
  };
}

/** The stretches from `start` to `end`, which are whole minutes, as are all changes of clocks since 1972. */
function stretchesOf(offsetOf: (instant: number) => number, start: number, end: number): Stretch[] {
  const first = offsetOf(start);
  let current: Stretch = { start, end, offset: first, before: first };
  const stretches = [current];
  for (let from = start; from < end; from += probeMs) {
    const to = Math.min(from + probeMs, end);
    const offset = offsetOf(to);
    if (offset === current.offset) continue;
    current.end = changeBetween(offsetOf, from, to);
    current = { start: current.end, end, offset, before: current.offset };
    stretches.push(current);
  }
  return stretches;
}

/** The first instant with the offset that `to` has and `from` has not. */
function changeBetween(offsetOf: (instant: number) => number, from: number, to: number): number {
  const after = offsetOf(to);
  let low = from;
  let high = to;
  while (high - low > minuteMs) {
    const middle = low + Math.floor((high - low) / 2 / minuteMs) * minuteMs;
    if (offsetOf(middle) === after) high = middle;
    else low = middle;
  }
  return high;
}

/** Written by `en-US` as 03/29/2026, 03:00:00. */
function offsetAt(format: Intl.DateTimeFormat, instant: number): number {
  const [month, day, year, hour, minute, second] = format.format(instant).split(/\D+/).map(Number);
  return Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second) - instant;
}
