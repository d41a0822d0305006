import type { FinalStatus } from "../contract/run.ts";
import type { ScheduleFlag } from "../contract/schedule.ts";
import type { ScheduleRow, TickRow } from "./table.ts";

/** When a schedule is flagged and when the flag is taken away: no clock, no storage. */

/** So many runs in a row that failed. */
const mostFailures = 3;

/** How a run of the schedule ended. */
export type End = { tick: number; run: string; outcome: FinalStatus };

/** A flag that was set just now is untold. */
export type Flagged = Pick<ScheduleRow, "failures" | "flag">;

/** What follows from runs that were found to be over and from ticks that were settled, both in the order of their ticks. */
export function flagAfter(
  row: Pick<ScheduleRow, "failures" | "flag">,
  ends: readonly End[],
  settled: readonly Pick<TickRow, "tick" | "what" | "reason" | "message">[],
  wasInTime: boolean,
): Flagged {
  let { failures } = row;
  let cause: End | null = null;
  for (const end of ends) {
    // Whoever cancels a run says nothing about whether it works.
    if (end.outcome === "SUCCEEDED") failures = 0;
    else if (end.outcome !== "CANCELED") {
      failures += 1;
      cause = failures === mostFailures ? end : cause;
    }
  }
  const before = row.flag;
  if (failures >= mostFailures) {
    if (before?.reason === "failing" && !cause) return { failures, flag: before };
    const last = cause ?? ends.at(-1) ?? null;
    const flag = {
      reason: "failing" as const,
      since: instant(last?.tick ?? 0),
      message: "Its last three runs failed.",
      untold: { run: last?.run ?? null },
    };
    return { failures, flag };
  }
  const kept = before?.reason === "failing" ? null : before;
  const missed = missedOf(settled);
  if (missed) return { failures, flag: kept ?? { ...missed, untold: { run: null } } };
  return { failures, flag: wasInTime ? null : kept };
}

function missedOf(settled: readonly Pick<TickRow, "tick" | "what" | "reason" | "message">[]): ScheduleFlag | null {
  const missed = settled.filter(({ what, reason }) => reason === "catch_up" || what === "failed_to_start");
  const [first] = missed;
  if (!first) return null;
  const since = instant(first.tick);
  const refused = missed.findLast(({ message }) => message !== null);
  const count = missed.length === 1 ? "One tick was missed" : `${missed.length} ticks were missed`;
  const message = refused ? `It could not start: ${refused.message}` : `${count} while the platform did not run.`;
  return { reason: "missed", since, message };
}

/** The flag as everybody may see it. */
export function shownFlag({ reason, since, message }: ScheduleFlag): ScheduleFlag {
  return { reason, since, message };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
