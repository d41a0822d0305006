import type { EachRecord, ItemRecord } from "../../engine/item.ts";

/** The items of a block with `each`, as a trace shows them: without values, and not all of a long list. */

const mostItems = 100;

/** JSON text. Of more items than a trace shows, those that failed come first. */
export function eachText({ total, done, failed, items }: EachRecord): string {
  const all = [...shownItems(items())];
  const shown = all.length <= mostItems ? all : [...all].sort(failedFirst).slice(0, mostItems);
  return JSON.stringify({ total, done, failed, items: shown.sort((a, b) => a.item - b.item) });
}

type Shown = ReturnType<typeof shownItem>;

function* shownItems(items: Iterable<ItemRecord>): Generator<Shown> {
  for (const item of items) yield shownItem(item);
}

function shownItem({ item, status, failures, startedAt, finishedAt, failure, childRunId }: ItemRecord) {
  return {
    item,
    status,
    attempts: failures + (status === "SUCCEEDED" ? 1 : 0),
    started_at: new Date(startedAt).toISOString(),
    latency_ms: finishedAt - startedAt,
    error: failure,
    child_run_id: childRunId,
  };
}

function failedFirst(a: Shown, b: Shown): number {
  return Number(b.status !== "SUCCEEDED") - Number(a.status !== "SUCCEEDED") || a.item - b.item;
}
