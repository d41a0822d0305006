import { useSyncExternalStore } from "react";
import { Tooltip } from "./tooltip.tsx";

/** Instants in the reader's zone, with UTC on hover; and durations. */

const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const time = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** An instant (RFC 3339). `relative` says "3 minutes ago", `full` day and time, `clock` the time of day. */
export function Time({ at, as = "relative" }: { at: string; as?: "relative" | "full" | "clock" }) {
  const now = useNow();
  const date = new Date(at);
  const full = `${day.format(date)}, ${time.format(date)}`;
  const text = as === "relative" ? relativeText(date.getTime() - now) : as === "clock" ? time.format(date) : full;
  return (
    <Tooltip
      text={
        <span className="tabular-nums">
          {full} <span className="text-muted">({zone})</span>
          <br />
          {at} <span className="text-muted">(UTC)</span>
        </span>
      }
    >
      <time dateTime={at} className="tabular-nums">
        {text}
      </time>
    </Tooltip>
  );
}

const units = [
  ["year", 31_536_000_000],
  ["month", 2_592_000_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** "in 3 minutes", "2 hours ago"; milliseconds from now. */
export function relativeText(ms: number): string {
  for (const [unit, length] of units) {
    if (Math.abs(ms) >= length) return relative.format(Math.trunc(ms / length), unit);
  }
  return "now";
}

/** Milliseconds as a person reads them: `97 ms`, `1.4 s`, `2 m 05 s`, `3 h 07 m`. */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const pad = (count: number) => String(count).padStart(2, "0");
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m ${pad(seconds % 60)} s`;
  return `${Math.floor(seconds / 3_600)} h ${pad(Math.floor((seconds % 3_600) / 60))} m`;
}

export function Duration({ ms }: { ms: number | null }) {
  return <span className="tabular-nums">{ms === null ? "–" : durationText(ms)}</span>;
}

/** One clock for all: every ten seconds is enough for words. */
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 10_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The instant, to within ten seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
