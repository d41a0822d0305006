import type { Environment, RunStatus, Trigger } from "../../contract/run.ts";
import { statusLooks, triggerWords } from "../parts/run-status.tsx";

/** Which runs are shown. The filters stand in the address, so that a link shows the same; what it has wrong counts as absent. */

export type RunFilters = {
  worklet: string | null;
  status: RunStatus | null;
  trigger: Trigger | null;
  environment: Environment | null;
  time: TimeRange;
};

/** `last`: up to now. `custom`: between two instants (RFC 3339), either of which may be open. */
export type TimeRange = { type: "any" } | { type: Span } | { type: "custom"; from: string | null; to: string | null };

export type Span = keyof typeof spans;

const minuteMs = 60_000;

export const spans = {
  "15m": { words: "Last 15 minutes", ms: 15 * minuteMs },
  "1h": { words: "Last hour", ms: 60 * minuteMs },
  "24h": { words: "Last day", ms: 1_440 * minuteMs },
  "7d": { words: "Last 7 days", ms: 10_080 * minuteMs },
} as const;

const environments: Record<Environment, true> = { production: true, draft: true };

/** The members of the address that are filters. `environment` is taken: it is what the other pages show. */
const names = ["worklet", "status", "trigger", "in", "time", "from", "to"] as const;

export function filtersOf(search: URLSearchParams): RunFilters {
  return {
    worklet: search.get("worklet") || null,
    status: oneOf(search.get("status"), statusLooks),
    trigger: oneOf(search.get("trigger"), triggerWords),
    environment: oneOf(search.get("in"), environments),
    time: timeOf(search),
  };
}

/** The address with other filters; what else stands in it stays. */
export function withFilters(search: URLSearchParams, filters: RunFilters): URLSearchParams {
  const after = new URLSearchParams(search);
  for (const name of names) after.delete(name);
  const { worklet, status, trigger, environment, time } = filters;
  const custom = time.type === "custom" ? { from: time.from, to: time.to } : {};
  const members = {
    worklet,
    status,
    trigger,
    in: environment,
    time: time.type === "any" ? null : time.type,
    ...custom,
  };
  for (const [name, value] of Object.entries(members)) if (value !== null) after.set(name, value);
  return after;
}

export const noFilters: RunFilters = {
  worklet: null,
  status: null,
  trigger: null,
  environment: null,
  time: { type: "any" },
};

export function isFiltered(filters: RunFilters): boolean {
  const { worklet, status, trigger, environment, time } = filters;
  return [worklet, status, trigger, environment].some((each) => each !== null) || time.type !== "any";
}

/** What the platform is asked for. */
export function queryOf({ time, ...filters }: RunFilters, now: number): Record<string, string | null> {
  if (time.type === "custom") return { ...filters, from: time.from, to: time.to };
  if (time.type === "any") return filters;
  return { ...filters, from: new Date(now - spans[time.type].ms).toISOString() };
}

function timeOf(search: URLSearchParams): TimeRange {
  const type = search.get("time");
  if (type === "custom") return { type, from: instantOf(search.get("from")), to: instantOf(search.get("to")) };
  const span = oneOf(type, spans);
  return { type: span ?? "any" };
}

function instantOf(text: string | null): string | null {
  const ms = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

function oneOf<T extends string>(text: string | null, known: Record<T, unknown>): T | null {
  return text !== null && Object.hasOwn(known, text) ? (text as T) : null;
}
