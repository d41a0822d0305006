import { deedIn, type TreeDeed } from "./tree-deeds.ts";

/** The rows of a JSON tree that are in sight. A node with many members shows them in steps, so that any value stays small. */

export type Step = string | number;

/** By pointer: how many members of an open node are shown. */
export type Open = ReadonlyMap<string, number>;

export type ValueRow = {
  readonly type: "value";
  readonly pointer: string;
  readonly steps: readonly Step[];
  readonly value: unknown;
  /** From 1. */
  readonly level: number;
  /** Its place among its siblings, from 1, and how many these are. */
  readonly place: number;
  readonly siblings: number;
  readonly isOpen: boolean;
};

/** Stands for members that are not shown yet. */
export type MoreRow = {
  readonly type: "more";
  /** Of the node whose members they are. */
  readonly pointer: string;
  readonly shown: number;
  readonly hidden: number;
  readonly level: number;
};

export type TreeRow = ValueRow | MoreRow;

export const stepSize = 100;
const mostLevels = 100;
/** So many rows open by themselves at first. */
const mostFirst = 500;

export function isNode(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function membersOf(node: object): readonly Step[] {
  return Array.isArray(node) ? node.map((_, place) => place) : Object.keys(node);
}

function sizeOf(value: unknown): number {
  if (!isNode(value)) return 0;
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

function pointerOf(above: string, step: Step): string {
  return `${above}/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** `orders.data.items[3].name`: as an expression reads it. */
export function pathOf(root: string, steps: readonly Step[]): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === "number") return `${path}[${step}]`;
    return /^[A-Za-z_$][\w$]*$/.test(step) ? `${path}.${step}` : `${path}[${JSON.stringify(step)}]`;
  }, root);
}

/** What is open at first: so many levels, as long as everything stays within a number of rows. */
export function firstOpen(value: unknown, levels: number): Map<string, number> {
  const open = new Map<string, number>();
  let rows = 1;
  let level: [string, unknown][] = [["", value]];
  for (let depth = 0; depth < Math.min(levels, mostLevels) && level.length > 0; depth += 1) {
    const next: [string, unknown][] = [];
    for (const [pointer, node] of level) {
      if (!isNode(node) || rows > mostFirst) continue;
      const members = membersOf(node).slice(0, stepSize);
      if (members.length === 0) continue;
      rows += members.length;
      open.set(pointer, stepSize);
      for (const step of members) next.push([pointerOf(pointer, step), (node as Record<Step, unknown>)[step]]);
    }
    level = next;
  }
  return open;
}

export function rowsOf(value: unknown, open: Open): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (row: Omit<ValueRow, "type" | "isOpen">) => {
    const { pointer, steps, level } = row;
    const size = sizeOf(row.value);
    const most = size > 0 && level <= mostLevels ? (open.get(pointer) ?? 0) : 0;
    rows.push({ type: "value", ...row, isOpen: most > 0 });
    if (most === 0) return;
    const node = row.value as Record<Step, unknown>;
    for (const [at, step] of membersOf(node).slice(0, most).entries())
      add({
        pointer: pointerOf(pointer, step),
        steps: [...steps, step],
        value: node[step],
        level: level + 1,
        place: at + 1,
        siblings: size,
      });
    if (size > most) rows.push({ type: "more", pointer, shown: most, hidden: size - most, level: level + 1 });
  };
  add({ pointer: "", steps: [], value, level: 1, place: 1, siblings: 1 });
  return rows;
}

/** What a key does; null: nothing. */
export function deedOf(key: string, rows: readonly TreeRow[], at: number): TreeDeed | null {
  return deedIn(rows, at, key, (value) => sizeOf(value) > 0);
}
