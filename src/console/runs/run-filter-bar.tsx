import { useQuery } from "@tanstack/react-query";
import { CircleX, X } from "lucide-react";
import type { Environment, RunStatus, Trigger } from "../../contract/run.ts";
import { workletsQuery } from "../api/queries.ts";
import { Button } from "../parts/button.tsx";
import { inputClass } from "../parts/field.tsx";
import { statusLooks, triggerWords } from "../parts/run-status.tsx";
import { type Choice, Select } from "../parts/select.tsx";
import { isFiltered, noFilters, type RunFilters, spans, type TimeRange } from "./run-filters.ts";

/** Which runs are shown: every choice holds at once. */

const environmentWords: Record<Environment, string> = { draft: "Draft", production: "Production" };
const timeWords: Record<TimeRange["type"], string> = {
  any: "Any time",
  ...(Object.fromEntries(Object.entries(spans).map(([span, { words }]) => [span, words])) as Record<
    keyof typeof spans,
    string
  >),
  custom: "From … to …",
};

export function RunFilterBar({
  application,
  filters,
  onChange,
}: {
  application: string;
  filters: RunFilters;
  onChange(filters: RunFilters): void;
}) {
  const { data: worklets = [] } = useQuery(workletsQuery(application));
  const known = new Map(worklets.map(({ id, name }) => [id, name]));
  // Its runs are there although it was deleted.
  if (filters.worklet !== null && !known.has(filters.worklet)) known.set(filters.worklet, filters.worklet);
  const change = (part: Partial<RunFilters>) => onChange({ ...filters, ...part });
  const onlyFailed = filters.status === "FAILED";
  return (
    <search aria-label="Filter the runs" className="mb-3 flex flex-wrap items-center gap-2">
      <Filter
        label="Worklet"
        all="All worklets"
        words={Object.fromEntries(known)}
        value={filters.worklet}
        onChange={(worklet) => change({ worklet })}
        className="w-44"
      />
      <Filter<RunStatus>
        label="Status"
        all="Any status"
        words={wordsOf(statusLooks)}
        value={filters.status}
        onChange={(status) => change({ status })}
      />
      <Filter<Trigger>
        label="Trigger"
        all="Any trigger"
        words={triggerWords}
        value={filters.trigger}
        onChange={(trigger) => change({ trigger })}
      />
      <Filter<Environment>
        label="Environment"
        all="Draft and production"
        words={environmentWords}
        value={filters.environment}
        onChange={(environment) => change({ environment })}
        className="w-48"
      />
      <div className="w-40 max-sm:w-[calc(50%-0.25rem)]">
        <Select
          label="Time"
          value={filters.time.type}
          choices={(Object.keys(timeWords) as TimeRange["type"][]).map((value) => ({ value, label: timeWords[value] }))}
          onChange={(type) => change({ time: type === "custom" ? { type, from: null, to: null } : { type } })}
        />
      </div>
      {filters.time.type === "custom" && <CustomTime time={filters.time} onChange={(time) => change({ time })} />}
      <Button
        aria-pressed={onlyFailed}
        icon={<CircleX size={14} aria-hidden />}
        onClick={() => change({ status: onlyFailed ? null : "FAILED" })}
        className="aria-pressed:border-danger aria-pressed:bg-danger-soft aria-pressed:text-danger"
      >
        Failed
      </Button>
      {isFiltered(filters) && (
        <Button weight="ghost" icon={<X size={14} aria-hidden />} onClick={() => onChange(noFilters)}>
          Clear all
        </Button>
      )}
    </search>
  );
}

const all = "all";

function Filter<T extends string>({
  label,
  all: allWords,
  words,
  value,
  onChange,
  className = "w-36",
}: {
  label: string;
  all: string;
  words: Record<T, string>;
  value: T | null;
  onChange(value: T | null): void;
  className?: string;
}) {
  const choices: Choice<T | typeof all>[] = [
    { value: all, label: allWords },
    ...(Object.keys(words) as T[]).map((each) => ({ value: each, label: words[each] })),
  ];
  return (
    <div className={`${className} max-sm:w-[calc(50%-0.25rem)]`}>
      <Select
        label={label}
        value={value ?? all}
        choices={choices}
        onChange={(chosen) => onChange(chosen === all ? null : (chosen as T))}
      />
    </div>
  );
}

function wordsOf<T extends string>(looks: Record<T, { word: string }>): Record<T, string> {
  return Object.fromEntries(Object.entries<{ word: string }>(looks).map(([name, { word }]) => [name, word])) as Record<
    T,
    string
  >;
}

type Custom = Extract<TimeRange, { type: "custom" }>;

/** In the zone of the reader, as everything here. */
function CustomTime({ time, onChange }: { time: Custom; onChange(time: Custom): void }) {
  return (
    <fieldset className="flex flex-wrap items-center gap-2 text-sm">
      <legend className="sr-only">Time range</legend>
      <Instant label="From" value={time.from} onChange={(from) => onChange({ ...time, from })} />
      <Instant label="To" value={time.to} onChange={(to) => onChange({ ...time, to })} />
    </fieldset>
  );
}

function Instant({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | null;
  onChange(value: string | null): void;
}) {
  return (
    <label className="flex items-center gap-1.5 text-xs text-muted">
      <span className="w-8 sm:w-auto">{label}</span>
      <input
        type="datetime-local"
        step={1}
        defaultValue={value === null ? "" : localText(value)}
        onChange={({ target }) => {
          // Half typed, it is no instant yet.
          if (target.validity.badInput) return;
          onChange(target.value === "" ? null : new Date(target.value).toISOString());
        }}
        className={`${inputClass} h-8 w-52`}
      />
    </label>
  );
}

/** As a field takes it: local time without a zone. */
function localText(instant: string): string {
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
