/** What keys do in a tree of JSON, by the pattern for trees that screen readers know. */

export type TreeDeed =
  | { readonly type: "focus"; readonly at: number }
  | { readonly type: "toggle" }
  | { readonly type: "copy"; readonly what: "value" | "path" };

/** A row of a value, or one that shows more of a list. */
type Row =
  | { readonly type: "value"; readonly level: number; readonly isOpen: boolean; readonly value: unknown }
  | { readonly type: "more"; readonly level: number };

/** `c` and `p` copy. `isBranch` says which values open. Null: the key does nothing here. */
export function deedIn(
  rows: readonly Row[],
  at: number,
  key: string,
  isBranch: (value: unknown) => boolean,
): TreeDeed | null {
  const row = rows[at];
  if (row === undefined) return null;
  const focus = (next: number): TreeDeed => ({ type: "focus", at: Math.min(rows.length - 1, Math.max(0, next)) });
  const branch = row.type === "value" && isBranch(row.value) ? row : null;
  switch (key) {
    case "ArrowDown":
      return focus(at + 1);
    case "ArrowUp":
      return focus(at - 1);
    case "Home":
      return focus(0);
    case "End":
      return focus(rows.length - 1);
    case "ArrowRight":
      if (branch === null) return null;
      return branch.isOpen ? focus(at + 1) : { type: "toggle" };
    case "ArrowLeft":
      return branch?.isOpen ? { type: "toggle" } : focus(parentOf(rows, at));
    case "Enter":
    case " ":
      return { type: "toggle" };
    case "c":
      return row.type === "value" ? { type: "copy", what: "value" } : null;
    case "p":
      return row.type === "value" ? { type: "copy", what: "path" } : null;
    default:
      return null;
  }
}

function parentOf(rows: readonly Row[], at: number): number {
  const level = rows[at]?.level ?? 1;
  const above = rows.slice(0, at).findLastIndex((row) => row.level < level);
  return above < 0 ? at : above;
}
