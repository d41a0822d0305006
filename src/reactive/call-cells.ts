import type { PublicCall, PublicView } from "../contract/view.ts";
import type { Json } from "../expression/expression.ts";
import type { Cell } from "./cells.ts";
import { conditionOf, formulaOf } from "./formula.ts";
import type { CallMember, NameTree } from "./names.ts";
import { type Read, type Reading, settled } from "./reading.ts";
import type { Asked, CallRecord, Store } from "./store.ts";

/**
 * What a call is about to do is a value too, its *aim*: null while it is off, an error while its values have one, loading
 * while they wait for another call, else the values it is to run with. All that a call shows follows from its aim and from
 * what is known about its runs, so none of it can be forgotten half way.
 */

export type Aim = Asked | null;

export function aimOf(read: Read, call: string): Reading & { value: Aim } {
  return read(aimPath(call)) as Reading & { value: Aim };
}

export function aimPath(call: string): string {
  return `calls.${call}.aim`;
}

export function valuePath(call: string, value: string): string {
  return `calls.${call}.values.${value}`;
}

export function keyOf(values: Readonly<Record<string, Json>>, refreshes: number): string {
  return `${refreshes}:${JSON.stringify(values)}`;
}

export function callCells(view: PublicView, names: NameTree, store: Store): Cell[] {
  return Object.entries(view.calls).flatMap(([name, call]) => {
    const record = store.calls.get(name);
    if (record === undefined) return [];
    const values = valueCells(name, call, names);
    const aim = call.trigger === "event" ? askedCell(name, record) : wantedCell(name, call, names, record);
    return [...values, aim, ...shownCells(name, record)];
  });
}

function valueCells(name: string, call: PublicCall, names: NameTree): Cell[] {
  return Object.entries(call.values).map(([value, { from }]) => {
    const formula = formulaOf(from ?? null, names);
    return { path: valuePath(name, value), reads: formula.reads, work: (read) => formula.work(read) };
  });
}

/** The aim of a call that an action runs: what it asked for last. */
function askedCell(name: string, record: CallRecord): Cell {
  return { path: aimPath(name), reads: [], work: () => settled(record.asked) };
}

/** The aim of a binding. */
function wantedCell(name: string, call: PublicCall, names: NameTree, record: CallRecord): Cell {
  const declared = Object.keys(call.values);
  const paths = declared.map((value) => valuePath(name, value));
  const condition = call.only_when === undefined ? null : conditionOf(call.only_when, names);
  // The same key is the same aim, however large its values are.
  let last: Aim = null;
  return {
    path: aimPath(name),
    reads: [...paths, ...(condition?.reads ?? [])],
    work: (read) => {
      const wanted = condition?.work(read);
      if (wanted?.loading) return { ...settled(null), loading: true };
      if (wanted?.error) return { ...settled(null), error: `only_when: ${wanted.error}` };
      if (wanted !== undefined && !wanted.value) return settled(null);
      const readings = declared.map((value) => [value, read(valuePath(name, value))] as const);
      if (readings.some(([, { loading }]) => loading)) return { ...settled(null), loading: true };
      const wrong = readings.find(([, { error }]) => error !== null);
      if (wrong !== undefined) return { ...settled(null), error: `${wrong[0]}: ${wrong[1].error}` };
      const values = Object.fromEntries(readings.map(([value, reading]) => [value, reading.value]));
      const key = keyOf(values, record.refreshes);
      if (last?.key !== key) last = { key, values };
      return settled(last);
    },
  };
}

type Shown = { aim: Reading & { value: Aim }; isCurrent: boolean; isOff: boolean; record: CallRecord };

/** The members of a call, as `callMembers` describes them. */
const shown: Record<CallMember, (call: Shown) => Json> = {
  data: ({ isOff, record }) => (isOff ? null : (record.kept?.data ?? null)),
  error: ({ aim, isCurrent, record }) => aim.error ?? (isCurrent ? (record.answered?.error ?? null) : null),
  loading: (call) => isLoading(call),
  stale: ({ isOff, isCurrent, record }) =>
    !isOff && record.kept !== null && (!isCurrent || record.answered?.error !== null),
  run_id: ({ isOff, record }) => (isOff ? null : (record.running?.runId ?? record.answered?.runId ?? null)),
  progress: ({ isOff, record }) => (isOff ? null : (record.running?.progress ?? null)),
};

function isLoading({ aim, isOff, isCurrent }: Shown): boolean {
  return aim.loading || (!isOff && aim.error === null && !isCurrent);
}

function shownCells(name: string, record: CallRecord): Cell[] {
  return Object.entries(shown).map(([member, work]) => ({
    path: `calls.${name}.${member}`,
    reads: [aimPath(name)],
    work: (read) => {
      const aim = aimOf(read, name);
      const isOff = aim.value === null && aim.error === null && !aim.loading;
      const isCurrent = aim.value !== null && record.answered?.key === aim.value.key;
      const call = { aim, isOff, isCurrent, record };
      return { value: work(call), error: null, loading: member === "data" && isLoading(call) };
    },
  }));
}

/** The paths of what a call shows. */
export function shownPaths(name: string): string[] {
  return Object.keys(shown).map((member) => `calls.${name}.${member}`);
}
