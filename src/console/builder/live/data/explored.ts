import type { Json } from "../../../../expression/expression.ts";
import type { Step } from "../../../json/json-path.ts";
import { firstWindow, type OpenNodes, type Row, rowsOf } from "../../../json/tree-rows.ts";

/** The live values as the explorer shows them. Pure. */

const roots = ["calls", "state", "query"];

/** What is asked for and kept comes first, then the components in the order of the view; empty groups are left out. */
export function exploredOf(values: Record<string, Json>): Record<string, Json> {
  const isFilled = (value: Json | undefined) =>
    typeof value === "object" && value !== null && Object.keys(value).length > 0;
  const groups = roots.filter((name) => isFilled(values[name]));
  const others = Object.keys(values).filter((name) => !roots.includes(name));
  return Object.fromEntries([...groups, ...others].map((name) => [name, values[name] ?? null]));
}

/** At first, the names of all there is are in sight. */
export function openAtFirst(): OpenNodes {
  return new Map([...["", ...roots.map((name) => `/${name}`)]].map((pointer) => [pointer, firstWindow]));
}

/** All rows but the root's: it has no name. */
export function exploredRows(values: Record<string, Json>, open: OpenNodes): Row[] {
  const [, ...rows] = rowsOf(values, open);
  return rows.map((row) => ({ ...row, level: row.level - 1 }));
}

/** What `reveal` can lead to: the names before the first place in a list. */
export function goalOf(steps: readonly Step[]): string {
  const end = steps.findIndex((step) => typeof step === "number");
  return (end === -1 ? steps : steps.slice(0, end)).slice(0, 4).join(".");
}

/** The kind of a value in one word. */
export function typeWord(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "list";
  return { string: "text", number: "number", boolean: "boolean" }[typeof value as string] ?? "object";
}
