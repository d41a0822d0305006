import type { Row } from "./tree-rows.ts";

/** What a key does in a tree, by the pattern for trees that screen readers know. */

export type Deed = { type: "focus"; at: number } | { type: "toggle" } | { type: "copy"; what: "value" | "path" };

/** null: the key does nothing here. */
export function deedOf(key: string, rows: readonly Row[], at: number): Deed | null {
  const row = rows[at];
  if (row === undefined) return null;
  const focus = (next: number): Deed => ({ type: "focus", at: Math.min(rows.length - 1, Math.max(0, next)) });
  const isBranch = row.type === "value" && typeof row.value === "object" && row.value !== null;
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
      if (!isBranch) return null;
      return row.isOpen ? focus(at + 1) : { type: "toggle" };
    case "ArrowLeft":
      return isBranch && row.isOpen ? { type: "toggle" } : focus(parentOf(rows, at));
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
