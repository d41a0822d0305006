import { useCallback, useEffect, useMemo, useReducer, useRef } from "react";
import type { Run, Trace } from "../../contract/run.ts";
import { type Problem, problemFrom } from "../api/problem.ts";
import { request } from "../api/request.ts";
import { isOpen } from "../parts/run-status.tsx";
import { followRun, mayPass, pause } from "./follow.ts";
import { noProgress, type Progress, type RunEvent, withEvents, withPoll, withTrace } from "./run-progress.ts";

/** One background run that a page follows: what is known of it, and how it is stopped. */

export type FollowedRun = {
  /** null: none yet. */
  id: string | null;
  progress: Progress;
  /** Nothing can be read of it any more. */
  lost: Problem | null;
  /** Its values cannot be read. */
  untraced: Problem | null;
  isStopping: boolean;
};

type News =
  | { type: "followed"; id: string }
  | { type: "events"; events: RunEvent[] }
  | { type: "polled"; run: Run }
  | { type: "traced"; trace: Trace }
  | { type: "untraced"; problem: Problem }
  | { type: "lost"; problem: Problem }
  | { type: "stopping"; isStopping: boolean }
  | { type: "forgotten" };

const none: FollowedRun = { id: null, progress: noProgress, lost: null, untraced: null, isStopping: false };

function followedAfter(before: FollowedRun, news: News): FollowedRun {
  const { progress } = before;
  switch (news.type) {
    case "followed":
      return { ...none, id: news.id };
    case "events":
      return { ...before, progress: withEvents(progress, news.events) };
    case "polled":
      return { ...before, progress: withPoll(progress, news.run, !isOpen(news.run.status)) };
    case "traced":
      return { ...before, progress: withTrace(progress, news.trace) };
    case "untraced":
      return { ...before, untraced: news.problem };
    case "lost":
      return { ...before, lost: news.problem };
    case "stopping":
      return { ...before, isStopping: news.isStopping };
    case "forgotten":
      return none;
  }
}

export type RunFollower = FollowedRun & {
  /** Follows this run from now on, and no other. `place` is its address. */
  follow(place: string, id: string): void;
  /** Cancels it for real. Rejects with the problem when that was not accepted. */
  stop(): Promise<void>;
  forget(): void;
};

export function useFollowedRun(): RunFollower {
  const [followed, tell] = useReducer(followedAfter, none);
  const current = useRef<{ place: string; end: AbortController } | null>(null);
  useEffect(() => () => current.current?.end.abort(), []);

  const follow = useCallback((place: string, id: string) => {
    current.current?.end.abort();
    const end = new AbortController();
    current.current = { place, end };
    tell({ type: "followed", id });
    const trace = traceReader(place, end.signal, {
      onTrace: (read) => tell({ type: "traced", trace: read }),
      onFailed: (problem) => tell({ type: "untraced", problem }),
    });
    followRun(
      place,
      {
        onEvents: (events) => {
          tell({ type: "events", events });
          if (events.some(isNewsOfValues)) trace.wish(events.some(({ type }) => type === "done"));
        },
        onPoll: (run) => {
          tell({ type: "polled", run });
          trace.wish(!isOpen(run.status));
        },
        onLost: (problem) => tell({ type: "lost", problem }),
      },
      end.signal,
    );
  }, []);

  const stop = useCallback(async () => {
    const stopped = current.current;
    if (stopped === null) return;
    tell({ type: "stopping", isStopping: true });
    try {
      await cancelRun(stopped.place);
    } catch (error) {
      if (current.current === stopped) tell({ type: "stopping", isStopping: false });
      throw error;
    }
  }, []);

  const forget = useCallback(() => {
    current.current?.end.abort();
    current.current = null;
    tell({ type: "forgotten" });
  }, []);

  return useMemo(() => ({ ...followed, follow, stop, forget }), [followed, follow, stop, forget]);
}

/** A run that is over by now needs no stopping. */
export async function cancelRun(place: string): Promise<void> {
  try {
    await request("POST", `${place}/cancel`, { body: {} });
  } catch (error) {
    if (problemFrom(error).code !== "run.already_finished") throw error;
  }
}

function isNewsOfValues(event: RunEvent): boolean {
  return event.type === "done" || (event.type === "block" && event.status !== "RUNNING");
}

/** Reads the trace whenever it is wished for, but not all the time; the last wish is granted at once. */
function traceReader(place: string, signal: AbortSignal, told: TraceListener): { wish(isLast: boolean): void } {
  let isWished = false;
  let reading: AbortController | null = null;
  const read = async (round: AbortController) => {
    const both = AbortSignal.any([signal, round.signal]);
    while (isWished && !both.aborted) {
      isWished = false;
      const begunAt = Date.now();
      try {
        const trace = await request<Trace>("GET", `${place}/trace`, { signal: both });
        if (!both.aborted) told.onTrace(trace);
      } catch (error) {
        const problem = problemFrom(error);
        if (!both.aborted && !mayPass(problem)) return told.onFailed(problem);
        isWished = true;
      }
      // A trace may be megabytes: what takes long is read less often.
      await pause(Math.max(700, 4 * (Date.now() - begunAt)), both);
    }
    if (reading === round) reading = null;
  };
  return {
    wish(isLast) {
      isWished = true;
      if (reading !== null && !isLast) return;
      reading?.abort();
      reading = new AbortController();
      void read(reading);
    },
  };
}

type TraceListener = { onTrace(trace: Trace): void; onFailed(problem: Problem): void };
