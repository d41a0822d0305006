import { componentKinds, propertiesOf } from "../contract/component-kinds.ts";
import type { PublicView } from "../contract/view.ts";
import { hint } from "./nearest.ts";

/** The names that expressions of a view may say, as a tree: `search` -> `value`, `calls` -> `find` -> `data`. */

export type NameTree = ReadonlyMap<string, NameTree | Leaf>;

/** A name that has a value. `keys` is how it is written, `path` the same in one text. */
export type Leaf = { readonly keys: readonly string[]; readonly path: string };

/** What a call shows. */
export const callMembers = {
  data: "The last answer; null while there is none, and while the call is off.",
  error: "Why the last run gave no answer, or why none could be started; null when all is well.",
  loading: "Whether the answer to the present values is still to come.",
  stale: "Whether `data` is not the answer to the present values.",
  run_id: "The run under way, else the last one.",
  progress: "Of a background run under way: `{status, done, failed, total}`; else null.",
} as const;

export type CallMember = keyof typeof callMembers;

/** Words with a meaning of their own: no component can be called so. */
export const reservedNames: readonly string[] = ["state", "query", "calls", "event", "output", "error", "values"];

function leavesOf(prefix: readonly string[], names: Iterable<string>): NameTree {
  return new Map([...names].map((name) => [name, { keys: [...prefix, name], path: [...prefix, name].join(".") }]));
}

export function namesOf(view: PublicView): NameTree {
  const calls = Object.keys(view.calls).map(
    (name) => [name, leavesOf(["calls", name], Object.keys(callMembers))] as const,
  );
  const components = view.components.map(({ id, kind }) => {
    const names = [...Object.keys(propertiesOf(kind)), ...Object.keys(componentKinds[kind].exposes)];
    return [id, leavesOf([id], names)] as const;
  });
  return new Map([
    ...components,
    ["state", leavesOf(["state"], Object.keys(view.state))],
    ["query", leavesOf(["query"], Object.keys(view.query))],
    ["calls", new Map(calls)],
  ]);
}

function isLeaf(found: NameTree | Leaf): found is Leaf {
  return !(found instanceof Map);
}

function allOf(found: NameTree | Leaf): Leaf[] {
  return isLeaf(found) ? [found] : [...found.values()].flatMap(allOf);
}

/** What a path that an expression reads leads to: one name, all names below it, or nothing, with a sentence that says why. */
export function lookUp(names: NameTree, path: readonly string[]): Leaf[] | string {
  let found: NameTree | Leaf = names;
  for (const [place, name] of path.entries()) {
    if (isLeaf(found)) break;
    const next: NameTree | Leaf | undefined = found.get(name);
    if (next === undefined) return missing(path.slice(0, place), name, [...found.keys()]);
    found = next;
  }
  return allOf(found);
}

function missing(before: readonly string[], name: string, names: readonly string[]): string {
  const [first] = before;
  if (first === undefined) return `There is nothing called \`${name}\`.${hint(name, names)}`;
  if (first === "calls") {
    if (before.length === 1) return `There is no call \`${name}\`.${hint(name, names)}`;
    return `A call has no \`${name}\`.${hint(name, names, "It")}`;
  }
  if (first === "state") return `There is no state \`${name}\`.${hint(name, names)}`;
  if (first === "query") return `There is no query parameter \`${name}\`.${hint(name, names)}`;
  return `\`${first}\` has no \`${name}\`.${hint(name, names, "It")}`;
}
