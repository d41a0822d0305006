import type { Definition } from "./definition-form.ts";

/** Two people's changes of the same settings: what each of them changed holds, unless both changed the same member. */

type Leaves = Record<string, unknown>;

/** `conflicts` names the members that both changed, and differently; `merged` has mine there. */
export function mergeDefinition(
  base: Definition,
  mine: Definition,
  theirs: Definition,
): { merged: Definition; conflicts: string[] } {
  const [before, here, there] = [leavesOf(base), leavesOf(mine), leavesOf(theirs)];
  const merged: Leaves = {};
  const conflicts: string[] = [];
  for (const [name, value] of Object.entries(here)) {
    const isMine = !isSame(value, before[name]);
    const isTheirs = !isSame(there[name], before[name]);
    merged[name] = isMine ? value : there[name];
    if (isMine && isTheirs && !isSame(value, there[name])) conflicts.push(name);
  }
  const { input_schema, output_schema, ...settings } = merged;
  return { merged: { input_schema, output_schema, settings } as Definition, conflicts };
}

export function isSameDefinition(one: Definition, other: Definition): boolean {
  return isSame(leavesOf(one), leavesOf(other));
}

function leavesOf({ input_schema, output_schema, settings }: Definition): Leaves {
  const { timeout_ms, background_timeout_ms, run_as_background_task, retry } = settings;
  return { input_schema, output_schema, timeout_ms, background_timeout_ms, run_as_background_task, retry };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
