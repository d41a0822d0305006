import type { SchedulePreview } from "../../contract/schedule.ts";
import { Loading } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { shownTick } from "./tick-words.ts";
import { ownZone } from "./zones.ts";

/** What a schedule says in words and when it runs next, on its own clocks and the reader's. `isOld`: a newer answer is coming. */
export function PreviewBox({
  preview,
  timeZone,
  isOld,
  problem,
}: {
  preview: SchedulePreview | undefined;
  timeZone: string;
  isOld: boolean;
  /** Nothing can be said yet: why. */
  problem: string | null;
}) {
  const ticks = (preview?.next_ticks ?? []).map((tick) => shownTick(tick, undefined, ownZone));
  const isElsewhere = ticks.some(({ reader }) => reader !== null);
  return (
    <div className="rounded-lg border border-border bg-surface-2 px-3 py-2.5">
      {problem !== null ? (
        <p aria-live="polite" className="text-sm text-muted">
          {problem}
        </p>
      ) : preview === undefined ? (
        <Loading rows={3} label="Working out when it runs" />
      ) : (
        <div className={isOld ? "opacity-60" : ""}>
          <p aria-live="polite" className="text-sm font-medium break-words">
            {preview.sentence}
          </p>
          {ticks.length === 0 ? (
            <p className="mt-1 text-xs text-muted">It never runs again.</p>
          ) : (
            <table className="mt-2 w-full text-left text-xs tabular-nums">
              <thead className="text-muted">
                <tr>
                  <th className="pr-3 pb-1 font-normal">Next runs, {timeZone}</th>
                  {isElsewhere && <th className="pr-3 pb-1 font-normal">Your time</th>}
                  <th className="hidden pb-1 text-right font-normal sm:table-cell">From now</th>
                </tr>
              </thead>
              <tbody>
                {ticks.map(({ utc, here, reader }) => (
                  <tr key={utc}>
                    <td className="py-0.5 pr-3">{here}</td>
                    {isElsewhere && <td className="py-0.5 pr-3">{reader ?? here}</td>}
                    <td className="hidden py-0.5 text-right sm:table-cell">
                      <Time at={utc} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      )}
    </div>
  );
}
