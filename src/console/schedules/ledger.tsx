import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "../parts/button.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { ticksQuery } from "./all-schedules-query.ts";
import { TickOutcome } from "./tick-outcome.tsx";
import type { Place } from "./use-schedule-actions.ts";

/** The ledger of a schedule: what became of each tick that was due. */
export function Ledger({ place }: { place: Place }) {
  const query = useInfiniteQuery(ticksQuery(place));
  if (query.isPending) return <Loading rows={3} label="Loading the ledger" />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const ticks = query.data.pages.flatMap(({ items }) => items);
  if (ticks.length === 0) {
    return (
      <p className="px-3 py-3 text-sm text-muted">
        No tick was due yet. Each one will stand here: when it started, or why it did not. Runs that you start by hand
        do not.
      </p>
    );
  }
  return (
    <div className="px-3 pb-3">
      <table className="w-full text-left text-xs">
        <caption className="sr-only">What became of each tick, newest first</caption>
        <thead className="text-muted">
          <tr>
            <th className="py-1.5 pr-4 font-normal">Due</th>
            <th className="py-1.5 font-normal">What became of it</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-border">
          {ticks.map((tick) => (
            <tr key={tick.tick} className="align-top">
              <td className="w-44 py-1.5 pr-4">
                <Time at={tick.tick} as="full" />
              </td>
              <td className="py-1.5">
                <TickOutcome application={place.application} worklet={place.worklet} tick={tick} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {query.hasNextPage && (
        <Button
          size="small"
          className="mt-2"
          busy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Load more
        </Button>
      )}
    </div>
  );
}
