import { useEffect, useState } from "react";
import { type RunAt, runApi } from "./run-actions.ts";
import { type Live, nothingYet, type RunEvent, withEvents } from "./run-events.ts";

/** Follows a run that is open. The browser comes back by itself and misses nothing; what it gives up is begun again. */

const gatherMs = 100;
const againMs = 3_000;

export function useRunEvents(at: RunAt, isOpen: boolean, onDone: () => void): Live {
  const [live, setLive] = useState<Live>(nothingYet);
  const address = `${runApi(at)}/events`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `onDone` is another function each time, and called once.
  useEffect(() => {
    if (!isOpen) return;
    let source: EventSource;
    let again: ReturnType<typeof setTimeout> | undefined;
    let gathering: ReturnType<typeof setTimeout> | undefined;
    let gathered: RunEvent[] = [];
    const flush = () => {
      gathering = undefined;
      const events = gathered;
      gathered = [];
      setLive((before) => withEvents(before, events));
    };
    const take = (event: RunEvent) => {
      gathered.push(event);
      gathering ??= setTimeout(flush, gatherMs);
    };
    const follow = () => {
      // A new source is told everything from the start.
      setLive(nothingYet);
      source = new EventSource(address);
      for (const type of ["status", "block", "log"] as const) {
        source.addEventListener(type, ({ data }) => take({ type, event: JSON.parse(data) } as RunEvent));
      }
      source.addEventListener("done", () => {
        source.close();
        onDone();
      });
      source.addEventListener("error", () => {
        if (source.readyState === EventSource.CLOSED) again = setTimeout(follow, againMs);
      });
    };
    follow();
    return () => {
      source.close();
      clearTimeout(again);
      clearTimeout(gathering);
      // What has arrived is shown to the end.
      if (gathered.length > 0) flush();
    };
  }, [address, isOpen]);
  return live;
}
