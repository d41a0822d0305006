import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { Run, RunSummary } from "../../contract/run.ts";
import { path, request } from "../api/request.ts";
import { isOpen } from "../parts/run-status.tsx";
import { queryOf, type RunFilters } from "./run-filters.ts";
import {
  firstPage,
  type RunList,
  type RunsAnswer,
  shownAll,
  updated,
  withNewest,
  withOlder,
  withoutStrays,
} from "./run-pages.ts";

/** The runs of an application, live: what is newest is asked for again and again as long as somebody looks. */

const pageSize = 100;
const lookMs = 2_000;
/** A look goes back so far behind the newest run that is known: a run that ends late is listed late. */
const lookBackMs = 600_000;
/** Every so many looks one goes back as far as it can: a run of long ago may fit the filters only now. */
const wideEvery = 15;
/** Open runs further down that are asked for by themselves, at most. */
const mostAsked = 10;

/** What the list on the screen says of itself. */
export type ListView = { isAtTop(): boolean; inView(): RunSummary[]; toTop(): void };

export type LiveRuns = {
  list: RunList | null;
  /** What is shown belongs to other filters; theirs is on its way. */
  isStale: boolean;
  /** Why there is no list, or no older page. */
  error: unknown;
  /** Why it is not live at the moment. */
  lookError: unknown;
  isLoadingOlder: boolean;
  loadOlder(): Promise<void>;
  /** Begins anew. */
  reload(): void;
  /** Shows the new runs that wait. */
  showNew(): void;
};

type Shown = { key: string; list: RunList };

export function useRuns(
  application: string,
  filters: RunFilters,
  isPaused: boolean,
  view: RefObject<ListView>,
): LiveRuns {
  const key = JSON.stringify([application, filters]);
  const [shown, setShown] = useState<Shown | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [lookError, setLookError] = useState<unknown>(null);
  const [isLoadingOlder, setLoadingOlder] = useState(false);
  const isAsking = useRef(false);
  const latest = useRef({ shown, filters });
  latest.current = { shown, filters };

  const ask = useCallback(
    (more: Record<string, string | null>, signal?: AbortSignal) => {
      const chosen = queryOf(latest.current.filters, Date.now());
      const query = { ...chosen, limit: pageSize, ...more, from: later(chosen.from, more.from) };
      return request<RunsAnswer>("GET", path`/applications/${application}/runs`, { query, signal });
    },
    [application],
  );
  /** Changes the list, if it is still the one of these filters. */
  const change = useCallback(
    (next: (list: RunList) => RunList) => {
      const { status } = latest.current.filters;
      const fits = (run: RunSummary) => status === null || run.status === status;
      setShown((now) => (now?.key === key ? keep(now, withoutStrays(next(now.list), fits)) : now));
    },
    [key],
  );

  const load = useCallback(
    async (signal?: AbortSignal) => {
      try {
        const list = firstPage(await ask({}, signal));
        setShown({ key, list });
        setError(null);
      } catch (failure) {
        if (!signal?.aborted) setError(failure);
      }
    },
    [ask, key],
  );
  useEffect(() => {
    const leaving = new AbortController();
    void load(leaving.signal);
    return () => leaving.abort();
  }, [load]);

  const loadOlder = useCallback(async () => {
    const cursor = latest.current.shown?.list.next ?? null;
    if (isAsking.current || cursor === null || latest.current.shown?.key !== key) return;
    isAsking.current = true;
    setLoadingOlder(true);
    try {
      const answer = await ask({ cursor });
      change((list) => withOlder(list, cursor, answer));
      setError(null);
    } catch (failure) {
      setError(failure);
    } finally {
      isAsking.current = false;
      setLoadingOlder(false);
    }
  }, [ask, change, key]);

  const reload = useCallback(() => void load(), [load]);
  const showNew = useCallback(() => {
    view.current.toTop();
    if (latest.current.shown?.list.isBehind) void load();
    else change(shownAll);
  }, [view, load, change]);

  const isLive = !isPaused && shown?.key === key;
  useEffect(() => {
    if (!isLive) return;
    return repeat(async (round, signal) => {
      try {
        const look = await ask(boundsOf(latest.current.shown?.list, round), signal);
        change((list) => withNewest(list, look, view.current.isAtTop()));
        const seen = new Set(look.items.map((run) => run.worklet_run_id));
        const open = view.current
          .inView()
          .filter((run) => isOpen(run.status) && !seen.has(run.worklet_run_id))
          .slice(0, mostAsked);
        const news = await Promise.all(open.map((run) => polled(application, run, signal)));
        if (news.length > 0) change((list) => updated(list, news));
        setLookError(null);
      } catch (failure) {
        if (!signal.aborted) setLookError(failure);
      }
    });
  }, [isLive, application, ask, change, view]);

  return {
    list: shown?.list ?? null,
    isStale: shown !== null && shown.key !== key,
    error,
    lookError: isPaused ? null : lookError,
    isLoadingOlder,
    loadOlder,
    reload,
    showNew,
  };
}

function keep(now: Shown, list: RunList): Shown {
  return list === now.list ? now : { ...now, list };
}

/** How far back a look goes. What is rare among many runs takes the platform long to look through. */
function boundsOf(list: RunList | undefined, round: number): Record<string, string | null> {
  const newest = list?.waiting[0] ?? list?.items[0];
  if (newest === undefined || round % wideEvery === 0) return {};
  return { from: new Date(Date.parse(newest.created_at) - lookBackMs).toISOString() };
}

function later(a: string | null = null, b: string | null = null): string | null {
  return a !== null && b !== null ? (a > b ? a : b) : (a ?? b);
}

/** A run of the list as it is now. */
async function polled(application: string, run: RunSummary, signal: AbortSignal): Promise<RunSummary> {
  const address = path`/applications/${application}/worklets/${run.worklet}/${run.worklet_run_id}`;
  const now = await request<Run>("GET", address, { signal });
  const { status, latency_ms, queued_ms, started_at, finished_at, attempt, error } = now;
  return { ...run, status, latency_ms, queued_ms, started_at, finished_at, attempt, error };
}

/** Does something again and again while the page is in sight, the next time when it is done. Gives what stops it. */
function repeat(work: (round: number, signal: AbortSignal) => Promise<void>): () => void {
  const stopping = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let round = 0;
  const turn = async () => {
    timer = undefined;
    if (document.visibilityState === "visible") {
      round += 1;
      await work(round, stopping.signal);
    }
    if (!stopping.signal.aborted) timer = setTimeout(turn, lookMs);
  };
  timer = setTimeout(turn, lookMs);
  return () => {
    stopping.abort();
    clearTimeout(timer);
  };
}
