import { dayMs, minuteMs, type Stretch, type Zone } from "./zone.ts";

/** From times on the clocks of a zone to instants: what a schedule does when the clocks are changed. */

/** What a schedule says, read by clocks that are never changed. Walls are those of `zone.ts`. */
export type WallClock = {
  /** The first wall that the schedule names, at or after this one; null: none comes. */
  wallFrom(wall: number): number | null;
  /** Whether it follows elapsed time, as `*` in the field of the hour does, rather than naming times of day. */
  isElapsed: boolean;
};

/** The first instant strictly after `after` at which the schedule is due; null: never again. */
export function nextInstant(zone: Zone, clock: WallClock, after: number): number | null {
  let from = (Math.floor(after / minuteMs) + 1) * minuteMs;
  for (;;) {
    const stretch = zone.at(from);
    if (from === stretch.start && isMissed(clock, stretch)) return from;
    const wall = clock.wallFrom(firstWall(clock, stretch, from));
    if (wall === null) return null;
    if (wall - stretch.offset < stretch.end) return wall - stretch.offset;
    const { offset, before } = zone.at(stretch.end);
    const isRepeating = clock.isElapsed && offset < before;
    // Two days before the wall as UTC lies before it in every zone, and before the change that may leave it out.
    from = isRepeating ? stretch.end : Math.max(stretch.end, wall - 2 * dayMs);
  }
}

/** A time that exists twice counts once, the first time, unless the schedule follows elapsed time. */
function firstWall(clock: WallClock, stretch: Stretch, from: number): number {
  const wall = from + stretch.offset;
  return clock.isElapsed ? wall : Math.max(wall, stretch.start + stretch.before);
}

/**
 * Whether the change at the start of the stretch left out a time that the schedule names, which is then due at the change. One
 * that follows elapsed time is not when it names the same time by the clocks before the change (02:30 is 03:30 by now).
 */
function isMissed(clock: WallClock, { start, offset, before }: Stretch): boolean {
  const end = start + offset;
  for (let wall = clock.wallFrom(start + before); wall !== null && wall < end; wall = clock.wallFrom(wall + minuteMs)) {
    const shifted = wall + offset - before;
    if (!clock.isElapsed || clock.wallFrom(shifted) !== shifted) return true;
  }
  return false;
}
