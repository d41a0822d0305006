import { pointerOf, type Step } from "./json-path.ts";

/** The rows of a tree that are in sight: of a node with many children a window, so that a list of any length stays small. */

/** Which children of an open node are shown. */
export type Window = { from: number; to: number };

/** The open nodes, by their pointers. */
export type OpenNodes = ReadonlyMap<string, Window>;

export type ValueRow = {
  type: "value";
  pointer: string;
  steps: readonly Step[];
  value: unknown;
  /** From 1. */
  level: number;
  /** Its place among its siblings, from 1, and how many they are. */
  place: number;
  siblings: number;
  isOpen: boolean;
};

export type MoreRow = {
  type: "more";
  /** Of the node whose children these are. */
  pointer: string;
  side: "before" | "after";
  /** How many it would show. */
  count: number;
  /** How many are hidden on this side. */
  hidden: number;
  level: number;
};

export type Row = ValueRow | MoreRow;

export const stepSize = 100;
export const firstWindow: Window = { from: 0, to: stepSize };

/** The number of children; null: the value is a leaf. An empty list or object has nothing to open. */
export function childCount(value: unknown): number | null {
  if (typeof value !== "object" || value === null) return null;
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

export function rowsOf(value: unknown, open: OpenNodes): Row[] {
  const rows: Row[] = [];
  addRows(rows, value, [], { place: 1, siblings: 1 }, open);
  return rows;
}

function addRows(
  rows: Row[],
  value: unknown,
  steps: readonly Step[],
  among: { place: number; siblings: number },
  open: OpenNodes,
): void {
  const pointer = pointerOf(steps);
  const children = childCount(value) ?? 0;
  const window = children > 0 ? open.get(pointer) : undefined;
  const level = steps.length + 1;
  rows.push({ type: "value", pointer, steps, value, level, ...among, isOpen: window !== undefined });
  if (window === undefined) return;
  const from = Math.min(window.from, Math.max(0, children - 1));
  const to = Math.min(window.to, children);
  const more = (side: MoreRow["side"], hidden: number) => {
    if (hidden > 0) {
      rows.push({ type: "more", pointer, side, hidden, count: Math.min(stepSize, hidden), level: level + 1 });
    }
  };
  more("before", from);
  const names = Array.isArray(value) ? null : Object.keys(value as object);
  for (let place = from; place < to; place++) {
    const step = names === null ? place : (names[place] ?? "");
    addRows(
      rows,
      (value as Record<Step, unknown>)[step],
      [...steps, step],
      { place: place + 1, siblings: children },
      open,
    );
  }
  more("after", children - to);
}

/** The window with the next step of what a "more" row stands for. */
export function widened(window: Window, side: MoreRow["side"]): Window {
  return side === "before"
    ? { from: Math.max(0, window.from - stepSize), to: window.to }
    : { from: window.from, to: window.to + stepSize };
}

/** Opens from the root on, level by level, as long as everything together stays within so many rows. */
export function firstOpen(value: unknown, mostRows = 40): Map<string, Window> {
  const open = new Map<string, Window>();
  let rows = 1;
  let level: [unknown, readonly Step[]][] = [[value, []]];
  while (level.length > 0) {
    const next: [unknown, readonly Step[]][] = [];
    for (const [node, steps] of level) {
      const children = childCount(node) ?? 0;
      if (children === 0 || (steps.length > 0 && rows + children > mostRows)) continue;
      rows += children;
      open.set(pointerOf(steps), firstWindow);
      const entries = Array.isArray(node) ? node.slice(0, stepSize).entries() : Object.entries(node as object);
      for (const [step, child] of entries) next.push([child, [...steps, step]]);
    }
    level = rows >= mostRows ? [] : next;
  }
  return open;
}

/** The open nodes with everything above this place open too, and the place in its window. */
export function revealed(root: unknown, open: OpenNodes, steps: readonly Step[]): Map<string, Window> {
  const next = new Map(open);
  let node = root;
  for (const [depth, step] of steps.entries()) {
    const pointer = pointerOf(steps.slice(0, depth));
    const place = typeof step === "number" ? step : Object.keys(node as object).indexOf(step);
    const window = next.get(pointer);
    if (window === undefined || place < window.from || place >= window.to) {
      const from = Math.floor(place / stepSize) * stepSize;
      next.set(pointer, { from, to: from + stepSize });
    }
    node = (node as Record<Step, unknown>)[step];
  }
  return next;
}

/** The places whose name or value has this text in it, in the order of the tree. */
export function placesOf(root: unknown, text: string, most = 1_000): (readonly Step[])[] {
  const wanted = text.toLowerCase();
  const found: (readonly Step[])[] = [];
  const look = (value: unknown, steps: readonly Step[]): void => {
    if (found.length >= most) return;
    const name = steps.at(-1);
    const isLeaf = typeof value !== "object" || value === null;
    const words = isLeaf ? String(value).toLowerCase() : "";
    const isNamed = typeof name === "string" && name.toLowerCase().includes(wanted);
    if (isNamed || words.includes(wanted)) found.push(steps);
    if (Array.isArray(value)) for (const [place, each] of value.entries()) look(each, [...steps, place]);
    else if (!isLeaf) for (const [key, each] of Object.entries(value)) look(each, [...steps, key]);
  };
  if (wanted !== "") look(root, []);
  return found;
}
