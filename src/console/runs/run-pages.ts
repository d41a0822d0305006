import type { RunStatus, RunSummary } from "../../contract/run.ts";

/**
 * A long list of runs that comes in pages from the newest on, while new runs are made: pure. Whatever pages and looks at the newest
 * runs come in whatever order, each run is here once, and the newest is first.
 */

export type RunList = {
  /** What is shown. */
  items: readonly RunSummary[];
  /** New runs that are not shown yet, since they would move what is being read. */
  waiting: readonly RunSummary[];
  /** Where the older ones begin; null: there are none. */
  next: string | null;
  /** There are newer runs between which and `items` some are missing: only beginning anew shows them. */
  isBehind: boolean;
  /** So many of the newest were let go, to keep what is older within memory. */
  dropped: number;
};

/** What a request for runs answered. */
export type RunsAnswer = { items: readonly RunSummary[]; next_cursor: string | null };

/** More are not kept: the newest go first, since whoever has come so far reads the oldest. */
export const mostItems = 20_000;

export function firstPage({ items, next_cursor }: RunsAnswer): RunList {
  return { items: merged([], items), waiting: [], next: next_cursor, isBehind: false, dropped: 0 };
}

/** The page behind what is there; one that was asked for before the list began anew says nothing. */
export function withOlder(
  list: RunList,
  cursor: string,
  { items, next_cursor }: RunsAnswer,
  most = mostItems,
): RunList {
  if (list.next !== cursor) return list;
  const all = merged(list.items, items);
  const excess = Math.max(0, all.length - most);
  if (excess > 0) {
    return { items: all.slice(excess), waiting: [], next: next_cursor, isBehind: true, dropped: list.dropped + excess };
  }
  const shown = new Set(all.map(idOf));
  const waiting = list.waiting.filter((run) => !shown.has(idOf(run)));
  return { ...list, items: all, waiting, next: next_cursor };
}

/**
 * A look at the newest runs, down to its last item. Runs that are known are updated where they stand; `show`: new ones are shown
 * at once, else they wait. A look that does not reach down to what is known (many were made since) leaves a gap: the list begins
 * anew with it, or is behind.
 */
export function withNewest(list: RunList, look: RunsAnswer, show: boolean): RunList {
  const known = updated(list, look.items);
  if (list.isBehind) return known;
  if (hasGap(list, look)) return show ? firstPage(look) : { ...known, waiting: [], isBehind: true };
  const here = new Set([...list.items, ...list.waiting].map(idOf));
  const news = look.items.filter((run) => !here.has(idOf(run)) && !isBeyond(list, run));
  const all = news.length === 0 ? known : { ...known, waiting: merged(known.waiting, news) };
  return show ? shownAll(all) : all;
}

/** Whether a run stands behind the last page that is there: it comes with a page of its own, together with those around it. */
function isBeyond({ items, next }: RunList, run: RunSummary): boolean {
  const last = items.at(-1);
  return next !== null && last !== undefined && newestFirst(last, run) < 0;
}

/** Whether runs may stand between the oldest of a look and the newest that is known. */
function hasGap({ items, waiting }: RunList, look: RunsAnswer): boolean {
  const oldest = look.items.at(-1);
  if (look.next_cursor === null || oldest === undefined) return false;
  const newest = merged(items.slice(0, 1), waiting.slice(0, 1))[0];
  return newest === undefined || newestFirst(oldest, newest) < 0;
}

/** Shows what waits. */
export function shownAll(list: RunList): RunList {
  return list.waiting.length === 0 ? list : { ...list, items: merged(list.items, list.waiting), waiting: [] };
}

/** What is newly known of runs that are here already. The same list comes back when nothing has changed. */
export function updated(list: RunList, news: readonly RunSummary[]): RunList {
  const byId = new Map(news.map((run) => [idOf(run), run]));
  const items = list.items.map((run) => newer(run, byId.get(idOf(run))));
  const waiting = list.waiting.map((run) => newer(run, byId.get(idOf(run))));
  return sameAs(items, list.items) && sameAs(waiting, list.waiting) ? list : { ...list, items, waiting };
}

/** Without the runs that a filter does not take any more: a run that is over is not running. */
export function withoutStrays(list: RunList, fits: (run: RunSummary) => boolean): RunList {
  if (list.items.every(fits) && list.waiting.every(fits)) return list;
  return { ...list, items: list.items.filter(fits), waiting: list.waiting.filter(fits) };
}

/** In the order of the list: the newest first, the id decides between runs of the same millisecond. */
export function newestFirst(a: RunSummary, b: RunSummary): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? 1 : -1;
  return a.worklet_run_id === b.worklet_run_id ? 0 : a.worklet_run_id < b.worklet_run_id ? 1 : -1;
}

/** The list is a projection that may lag behind: what is over stays over, and a later attempt is later. */
function newer(known: RunSummary, news: RunSummary | undefined): RunSummary {
  if (news === undefined || rankOf(news) < rankOf(known) || isSame(known, news)) return known;
  return news;
}

function rankOf({ status, attempt }: RunSummary): number {
  return isOver(status) ? Number.POSITIVE_INFINITY : attempt;
}

function isOver(status: RunStatus): boolean {
  return status !== "QUEUED" && status !== "RUNNING";
}

function isSame(a: RunSummary, b: RunSummary): boolean {
  return (
    a.status === b.status && a.attempt === b.attempt && a.latency_ms === b.latency_ms && a.started_at === b.started_at
  );
}

/** Both lists as one in order, each run once. */
function merged(known: readonly RunSummary[], more: readonly RunSummary[]): readonly RunSummary[] {
  const [last, first] = [known.at(-1), more[0]];
  const areSorted = more.every((run, at) => at === 0 || newestFirst(more[at - 1] ?? run, run) < 0);
  // The usual page stands behind what is there: nothing needs to be looked through.
  if (areSorted && (!last || !first || newestFirst(last, first) < 0)) return [...known, ...more];
  const byId = new Map(known.map((run) => [idOf(run), run]));
  for (const run of more) byId.set(idOf(run), newer(byId.get(idOf(run)) ?? run, run));
  return [...byId.values()].sort(newestFirst);
}

function sameAs(a: readonly RunSummary[], b: readonly RunSummary[]): boolean {
  return a.every((run, at) => run === b[at]);
}

function idOf(run: RunSummary): string {
  return run.worklet_run_id;
}
