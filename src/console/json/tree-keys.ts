import { deedIn, type TreeDeed } from "../../view/components/json/tree-deeds.ts";
import type { Row } from "./tree-rows.ts";

/** What a key does in a tree of the console, where an empty list opens too; null: nothing. */
export function deedOf(key: string, rows: readonly Row[], at: number): TreeDeed | null {
  return deedIn(rows, at, key, (value) => typeof value === "object" && value !== null);
}
