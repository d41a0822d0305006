import type { KeyboardEvent } from "react";
import { outerRow, type Row } from "./rows.ts";
import type { TreeActions } from "./use-tree-actions.ts";

type Pressed = {
  rows: readonly Row[];
  setOpen(key: string, isOpen: boolean): void;
  focus(key: string): void;
  rename(key: string): void;
  goToSettings(): void;
  actions: TreeActions;
};

/** The keys of a tree, and those that change what stands in it. */
export function pressInTree(event: KeyboardEvent<HTMLElement>, pressed: Pressed): void {
  const { rows, focus, rename, actions } = pressed;
  if (!(event.target instanceof HTMLElement) || event.target.dataset.row === undefined) return;
  const at = rows.findIndex(({ key }) => key === (event.target as HTMLElement).dataset.row);
  const row = rows[at];
  if (row === undefined) return;
  const mod = event.ctrlKey || event.metaKey;
  const to = (next: Row | undefined) => () => {
    if (next === undefined) return;
    focus(next.key);
    if (next.type === "named" && next.named === "component") actions.select(next, event.shiftKey);
  };
  const keys: Record<string, () => void> = event.altKey
    ? {
        ArrowUp: () => actions.shift(row, -1),
        ArrowDown: () => actions.shift(row, 1),
        ArrowRight: () => actions.nest(row, true),
        ArrowLeft: () => actions.nest(row, false),
      }
    : mod
      ? { d: () => actions.duplicate(row) }
      : {
          ArrowDown: to(rows[at + 1]),
          ArrowUp: to(rows[at - 1]),
          Home: to(rows[0]),
          End: to(rows.at(-1)),
          ArrowRight: () => (row.isOpen === false ? pressed.setOpen(row.key, true) : row.isOpen && to(rows[at + 1])()),
          ArrowLeft: () => (row.isOpen ? pressed.setOpen(row.key, false) : to(outerRow(rows, at))()),
          Enter: () => activate(row, pressed),
          " ": () => actions.select(row, event.shiftKey),
          F2: () => row.type === "named" && rename(row.key),
          Delete: () => remove(rows, at, pressed),
          Backspace: () => remove(rows, at, pressed),
        };
  const act = keys[event.key];
  if (act === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

function activate(row: Row, { setOpen, actions, goToSettings }: Pressed): void {
  if (row.type === "section") setOpen(row.key, !row.isOpen);
  else {
    actions.select(row, false);
    if (row.named === "component") goToSettings();
  }
}

function remove(rows: readonly Row[], at: number, { actions, focus }: Pressed): void {
  const row = rows[at];
  if (row === undefined || row.type !== "named") return;
  actions.remove(row);
  const next = rows[at + 1];
  const near = next !== undefined && next.level === row.level ? next : rows[at - 1];
  if (row.named !== "component" && near) focus(near.key);
}
