import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { ListedSchedule, Tick } from "../../contract/schedule.ts";
import type { Page } from "../api/list.ts";
import { path, request } from "../api/request.ts";
import { addressOfSchedule, allSchedulesKey, type Place, ticksKey } from "./use-schedule-actions.ts";

/** What the page of schedules reads; it is read again while the page is looked at. */

const oftenMs = 10_000;
/** Somebody who reads far back does not need the whole way read again. */
const mostFresh = 3;

const next = (page: Page<unknown>) => page.next_cursor;
const first: string | null = null;

export const allSchedulesQuery = (application: string) =>
  infiniteQueryOptions({
    queryKey: allSchedulesKey(application),
    queryFn: ({ signal, pageParam }) =>
      request<Page<ListedSchedule>>("GET", path`/applications/${application}/schedules`, {
        query: { limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: first,
    getNextPageParam: next,
    refetchInterval: oftenMs,
  });

/** The ledger of a schedule, newest first. */
export const ticksQuery = (place: Place) =>
  infiniteQueryOptions({
    queryKey: ticksKey(place),
    queryFn: ({ signal, pageParam }) =>
      request<Page<Tick>>("GET", `${addressOfSchedule(place)}/ticks`, {
        query: { limit: 20, cursor: pageParam },
        signal,
      }),
    initialPageParam: first,
    getNextPageParam: next,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > mostFresh ? false : oftenMs),
  });

type Health = { schedules: { running: boolean; last_tick_at: string | null; detail: string } };

export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: ({ signal }) => request<Health>("GET", "/health", { signal }),
  refetchInterval: 60_000,
});
