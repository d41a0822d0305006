import { CircleSlash, CornerDownRight } from "lucide-react";
import { type KeyboardEvent, useRef } from "react";
import { Link } from "wouter";
import { durationText } from "../parts/time.tsx";
import { runHref } from "./run-actions.ts";
import type { Bar, Child, Waterfall as Layout, Row } from "./waterfall-layout.ts";

/** What a run did with its time: a row for each block, a bar for each attempt. */

const looks: Record<Bar["status"], { bar: string; word: string }> = {
  WAITING: { bar: "bg-border-strong/60", word: "queued" },
  RUNNING: { bar: "bg-info animate-pulse-soft", word: "running" },
  SUCCEEDED: { bar: "bg-success", word: "succeeded" },
  FAILED: { bar: "bg-danger", word: "failed" },
  TIMED_OUT: { bar: "bg-warning", word: "timed out" },
  CANCELED: { bar: "bg-muted", word: "canceled" },
  SKIPPED: { bar: "bg-surface-3", word: "skipped" },
};

const grid = "grid grid-cols-[6.5rem_1fr] items-center gap-x-3 sm:grid-cols-[minmax(7rem,13rem)_1fr]";

export function Waterfall({
  layout,
  application,
  selected,
  select,
}: {
  layout: Layout;
  application: string;
  selected: string | null;
  select(block: string): void;
}) {
  const list = useRef<HTMLOListElement>(null);
  const { rows, queue, ticks } = layout;
  const press = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    const at = rows.findIndex(({ block }) => block === selected);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (!next) return;
    event.preventDefault();
    select(next.block);
    list.current?.querySelector<HTMLElement>(`[data-block="${CSS.escape(next.block)}"]`)?.focus();
  };
  return (
    <div className="min-w-0">
      <div aria-hidden className={`${grid} h-7 border-b border-border px-3 text-2xs text-muted`}>
        <span>Block</span>
        <span className="relative h-full">
          {ticks.map(({ left, ms }, at) => (
            <span
              key={ms}
              className={`absolute inset-y-0 border-l border-border pt-1.5 pl-1 whitespace-nowrap tabular-nums ${at % 2 === 1 ? "max-sm:text-transparent" : ""}`}
              style={{ left: `${left}%` }}
            >
              {durationText(ms)}
            </span>
          ))}
        </span>
      </div>
      {queue && <QueueRow queue={queue} ticks={ticks} />}
      <ol ref={list} aria-label="Blocks" onKeyDown={press}>
        {rows.map((row) => (
          <BlockRow
            key={row.block}
            row={row}
            ticks={ticks}
            application={application}
            isSelected={row.block === selected}
            select={() => select(row.block)}
          />
        ))}
      </ol>
    </div>
  );
}

type Ticks = Layout["ticks"];

function QueueRow({ queue, ticks }: { queue: Bar; ticks: Ticks }) {
  return (
    <div className={`${grid} h-8 border-b border-border px-3 text-xs text-muted`}>
      <span>Queued</span>
      <Track ticks={ticks} bars={[queue]} />
    </div>
  );
}

function BlockRow({
  row,
  ticks,
  application,
  isSelected,
  select,
}: {
  row: Row;
  ticks: Ticks;
  application: string;
  isSelected: boolean;
  select(): void;
}) {
  return (
    <li className={`border-b border-border last:border-0 ${isSelected ? "bg-accent-soft" : "hover:bg-surface-2"}`}>
      <button
        type="button"
        data-block={row.block}
        aria-pressed={isSelected}
        onClick={select}
        className={`${grid} min-h-9 w-full px-3 text-left outline-offset-[-2px]`}
      >
        <span className="flex min-w-0 flex-col py-1">
          <span className="truncate font-mono text-xs" title={row.block}>
            {row.block}
          </span>
          <span className="truncate text-2xs text-muted">
            {subtitleOf(row)}
            <span className="sr-only">, {looks[row.status].word}</span>
          </span>
        </span>
        <Track ticks={ticks} bars={row.bars} isSkipped={row.status === "SKIPPED"} />
      </button>
      {row.children.length > 0 && <Children rows={row.children} application={application} />}
    </li>
  );
}

/** The runs that a block made. */
function Children({ rows, application }: { rows: readonly Child[]; application: string }) {
  const shown = rows.slice(0, mostChildren);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-3 pb-1.5 text-xs">
      <CornerDownRight size={12} aria-hidden className="text-muted" />
      {shown.map((child) => (
        <Link
          key={child.worklet_run_id}
          href={runHref({ application, worklet: child.worklet, run: child.worklet_run_id })}
          title={child.worklet_run_id}
          className="text-accent hover:underline"
        >
          {child.item === null ? `run of ${child.worklet}` : `${child.worklet} for item ${child.item}`}
        </Link>
      ))}
      {rows.length > shown.length && <span className="text-muted">and {rows.length - shown.length} more</span>}
    </div>
  );
}

const mostChildren = 12;

function Track({ ticks, bars, isSkipped = false }: { ticks: Ticks; bars: readonly Bar[]; isSkipped?: boolean }) {
  return (
    <span className="relative block h-full min-h-8">
      {ticks.map(({ left, ms }) => (
        <span key={ms} aria-hidden className="absolute inset-y-0 border-l border-border" style={{ left: `${left}%` }} />
      ))}
      {isSkipped && (
        <span className="absolute inset-y-0 left-1 flex items-center gap-1 text-2xs text-muted">
          <CircleSlash size={11} aria-hidden /> skipped
        </span>
      )}
      {bars.map((bar) => (
        <BarShown key={`${bar.attempt} ${bar.startMs}`} bar={bar} />
      ))}
    </span>
  );
}

function BarShown({ bar }: { bar: Bar }) {
  const words = bar.lengthMs === null ? looks[bar.status].word : durationText(bar.lengthMs);
  // Beside the bar where there is room, else before it.
  const isRight = bar.left + bar.width < 82;
  return (
    <>
      <span
        title={`${bar.attempt > 1 ? `Attempt ${bar.attempt}, ` : ""}${looks[bar.status].word}, ${words}, begun after ${durationText(bar.startMs)}`}
        className={`absolute top-1/2 h-3.5 min-w-0.5 -translate-y-1/2 rounded-xs ${looks[bar.status].bar}`}
        style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
      />
      {bar.status !== "FAILED" && (
        <span
          className="absolute top-1/2 -translate-y-1/2 px-1 text-2xs whitespace-nowrap text-muted tabular-nums"
          style={isRight ? { left: `${bar.left + bar.width}%` } : { right: `${100 - bar.left}%` }}
        >
          {words}
        </span>
      )}
    </>
  );
}

function subtitleOf({ kind, bars, each, isTakenOver }: Row): string {
  const parts = [kind];
  if (bars.length > 1) parts.push(`${bars.length} attempts`);
  if (each) parts.push(`${each.done} of ${each.total} items${each.failed > 0 ? `, ${each.failed} failed` : ""}`);
  if (isTakenOver) parts.push("taken over from the run before");
  return parts.join(" · ");
}
