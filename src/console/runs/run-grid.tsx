// biome-ignore-all lint/a11y/useSemanticElements: elements of a table cannot be placed one by one, as a list of which only a part is there needs.
// biome-ignore-all lint/a11y/useFocusableInteractive: the keys go from row to row, and Tab to what is in a cell.
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  memo,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { RunSummary } from "../../contract/run.ts";
import { useKeys } from "../parts/keys.tsx";
import { useNow } from "../parts/time.tsx";
import { useRowLinks } from "./row-parts.tsx";
import { type RunColumn, runColumns } from "./run-columns.tsx";
import type { RunList } from "./run-pages.ts";
import { type RowDeeds, RunRow, rowId } from "./run-row.tsx";
import type { ListView } from "./use-runs.ts";

/** The list of runs as a grid of which only the rows in sight are in the page. */

const cardsBelow = 640;
const heights = { row: 36, card: 60 };
const overscan = 4;
/** So many rows before the end the next page is asked for: who scrolls shall not come to the end of what is there. */
const aheadRows = 150;

export type GridDeeds = Omit<RowDeeds, "focus">;

export function RunGrid({
  application,
  list,
  view,
  deeds,
  loadOlder,
  isReady,
  footer,
}: {
  application: string;
  list: RunList;
  view: RefObject<ListView>;
  deeds: GridDeeds;
  loadOlder(): Promise<void>;
  /** Nothing is being loaded, and nothing has failed. */
  isReady: boolean;
  /** Stands below the last row. */
  footer: ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const now = useNow();
  const follow = useRowLinks();
  const columns = useMemo(() => (width < cardsBelow ? null : runColumns.filter(({ from }) => from <= width)), [width]);
  const template = `${columns?.map((column) => column.width).join(" ") ?? "1fr"} 1.5rem`;
  const height = columns ? heights.row : heights.card;
  const headerHeight = columns ? heights.row : 0;
  const { items, dropped } = list;
  const { setActive, activeAt } = useActive(items);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    getItemKey: (at) => items[at]?.worklet_run_id ?? at,
    overscan,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    // The row that has the focus stays in the page, or the focus would be lost with it.
    rangeExtractor: ({ startIndex, endIndex, count }) => rangeOf(startIndex, endIndex, count, activeAt),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows have another height now.
  useLayoutEffect(() => virtual.measure(), [height]);
  useStillness(box, dropped, height);
  const rows = virtual.getVirtualItems();
  const tabStop =
    activeAt === -1 ? (rows.find(({ start }) => start >= (virtual.scrollOffset ?? 0))?.index ?? 0) : activeAt;
  const lastShown = virtual.range?.endIndex ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page may come for a list that has gone on; the next is asked for then.
  useEffect(() => {
    if (list.next !== null && lastShown > items.length - aheadRows) void loadOlder();
  }, [list.next, lastShown, items.length, loadOlder, isReady]);

  view.current = {
    isAtTop: () => (box.current?.scrollTop ?? 0) < height,
    toTop: () => box.current?.scrollTo({ top: 0 }),
    inView: () => rows.flatMap(({ index }) => items[index] ?? []),
  };

  const go = (to: number) => {
    const at = Math.max(0, Math.min(items.length - 1, to));
    const run = items[at];
    if (!run) return;
    setActive(run.worklet_run_id);
    virtual.scrollToIndex(at);
    focusSoon(rowId(run));
  };
  const rowsInSight = Math.max(1, Math.floor((box.current?.clientHeight ?? height) / height) - 2);
  const steps: Record<string, number> = {
    ArrowDown: activeAt + 1,
    ArrowUp: activeAt - 1,
    PageDown: activeAt + rowsInSight,
    PageUp: activeAt - rowsInSight,
    Home: 0,
    End: items.length - 1,
  };
  const press = (event: KeyboardEvent) => {
    const to = steps[event.key];
    const run = items[activeAt];
    if (to !== undefined) go(to);
    else if (event.key === "Enter" && run && event.target === document.getElementById(rowId(run))) deeds.open(run);
    else return;
    event.preventDefault();
  };
  /** Keys that change something belong to the row that has the focus: not to a list or a window that is open elsewhere. */
  const here = (act: (run: RunSummary) => void) => (event: globalThis.KeyboardEvent) => {
    const run = items[activeAt];
    if (run && box.current?.contains(event.target as Node)) act(run);
  };
  const move = (by: number) => (event: globalThis.KeyboardEvent) => {
    const target = event.target as Node;
    if (target === document.body || box.current?.closest("main")?.contains(target)) go(activeAt + by);
  };
  useKeys([
    { keys: "j", label: "Next run", run: move(1) },
    { keys: "k", label: "Previous run", run: move(-1) },
    { keys: "x", label: "Cancel the run, if it is open", run: here(deeds.cancel) },
    { keys: "r", label: "Run again", run: here(deeds.repeat) },
  ]);
  const focus = useCallback((run: RunSummary) => setActive(run.worklet_run_id), [setActive]);
  const rowDeeds = useMemo(() => ({ ...deeds, focus }), [deeds, focus]);
  return (
    <div
      ref={box}
      role="grid"
      aria-label="Runs"
      aria-rowcount={list.next === null ? dropped + items.length + 1 : -1}
      aria-colcount={(columns?.length ?? 0) + 1}
      onKeyDown={press}
      onClick={follow}
      className="absolute inset-0 overflow-y-auto overscroll-contain rounded-lg border border-border bg-surface"
    >
      <HeaderRow columns={columns} template={template} />
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ index, key, start }) => {
          const run = items[index];
          return (
            run && (
              <RunRow
                key={key}
                run={run}
                application={application}
                now={now}
                at={dropped + index}
                top={start - headerHeight}
                height={height}
                columns={columns}
                template={template}
                isActive={index === activeAt}
                isTabStop={index === tabStop}
                deeds={rowDeeds}
              />
            )
          );
        })}
      </div>
      {footer}
    </div>
  );
}

const HeaderRow = memo(function HeaderRow({
  columns,
  template,
}: {
  columns: readonly RunColumn[] | null;
  template: string;
}) {
  const names = columns ? [...columns.map(({ name }) => name), "Actions"] : ["Run"];
  return (
    <div role="rowgroup" className={columns ? "sticky top-0 z-10 bg-surface" : "sr-only"}>
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-9 items-center gap-x-3 border-b border-border px-3 text-xs text-muted"
        style={{ gridTemplateColumns: template }}
      >
        {names.map((name) => (
          <div role="columnheader" key={name} className={name === "Actions" ? "sr-only" : "truncate"}>
            {name}
          </div>
        ))}
      </div>
    </div>
  );
});

/** The run that the keys are at; -1: none yet. */
function useActive(items: readonly RunSummary[]) {
  const [active, setActive] = useState<string | null>(null);
  const activeAt = useMemo(() => items.findIndex((run) => run.worklet_run_id === active), [items, active]);
  return { setActive, activeAt };
}

/** Keeps what is read where it is when rows above it are let go. */
function useStillness(box: RefObject<HTMLDivElement | null>, dropped: number, height: number): void {
  const before = useRef(dropped);
  useLayoutEffect(() => {
    const more = dropped - before.current;
    before.current = dropped;
    if (more > 0 && box.current) box.current.scrollTop -= more * height;
  }, [box, dropped, height]);
}

function rangeOf(start: number, end: number, count: number, activeAt: number): number[] {
  const first = Math.max(0, start - overscan);
  const last = Math.min(count - 1, end + overscan);
  const range = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  if (activeAt !== -1 && activeAt < first) range.unshift(activeAt);
  if (activeAt > last) range.push(activeAt);
  return range;
}

/** The row may have to come into the page first. */
function focusSoon(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus({ preventScroll: true }));
}

function useWidth(box: RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(() => window.innerWidth);
  useLayoutEffect(() => {
    if (!box.current) return;
    const watching = new ResizeObserver(([entry]) => entry && setWidth(Math.round(entry.contentRect.width)));
    watching.observe(box.current);
    return () => watching.disconnect();
  }, [box]);
  return width;
}
