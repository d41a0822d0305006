import {
  dependencies,
  ExpressionError,
  evaluate,
  isConstant,
  type Json,
  parseCondition,
  parseValue,
  type ValueTemplate,
} from "../expression/expression.ts";
import type { Tree } from "../expression/tree.ts";
import { type Leaf, lookUp, type NameTree } from "./names.ts";
import type { Read, Reading } from "./reading.ts";
import { settled } from "./reading.ts";

/** JSON with `{{ }}` in its texts, ready to be worked out from the names it reads. */
export type Formula = {
  /** The paths of the names it reads. */
  readonly reads: readonly string[];
  readonly work: (read: Read, more?: Readonly<Record<string, Json>>) => Reading;
};

function failed(error: string): Reading {
  return { value: null, error, loading: false };
}

/** What cannot be read is a formula that fails: one mistake stops nothing else of the page. */
function formula(parse: () => ValueTemplate, names: NameTree): Formula {
  let template: ValueTemplate;
  try {
    template = parse();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const reading = failed(error.message);
    return { reads: [], work: () => reading };
  }
  if (isConstant(template)) {
    const reading = settled(evaluate(template, {}));
    return { reads: [], work: () => reading };
  }
  const found = dependencies(template).map((path) => ({ path, leaves: lookUp(names, path) }));
  const stray = found.find(({ path, leaves }) => typeof leaves === "string" && names.has(path[0] ?? ""));
  if (stray !== undefined) {
    const reading = failed(stray.leaves as string);
    return { reads: [], work: () => reading };
  }
  const leaves = found.flatMap(({ leaves }) => (typeof leaves === "string" ? [] : leaves));
  const empty = found.filter(({ path, leaves }) => names.has(path[0] ?? "") && leaves.length === 0);
  const roots = empty.map(({ path }) => path[0] as string);
  const direct = pathOf(template);
  return {
    reads: [...new Set(leaves.map(({ path }) => path))],
    work: (read, more) => {
      const loading = leaves.some(({ path }) => read(path).loading);
      const straight = direct && leaves[0] ? follow(direct, leaves[0], read) : undefined;
      if (straight !== undefined) return { value: straight, error: null, loading };
      try {
        return { value: evaluate(template, scopeOf(leaves, roots, read, more)), error: null, loading };
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        return { ...failed(error.message), loading };
      }
    },
  };
}

export function formulaOf(json: Json, names: NameTree): Formula {
  return formula(() => parseValue(json), names);
}

export function conditionOf(text: string, names: NameTree): Formula {
  return formula(() => parseCondition(text), names);
}

type Scope = { [key: string]: unknown };

function scopeOf(
  leaves: readonly Leaf[],
  roots: readonly string[],
  read: Read,
  more?: Readonly<Record<string, Json>>,
): Scope {
  const scope: Scope = Object.create(null);
  for (const root of roots) scope[root] = Object.create(null);
  for (const { keys, path } of leaves) {
    let at = scope;
    for (const key of keys.slice(0, -1)) {
      at[key] ??= Object.create(null);
      at = at[key] as Scope;
    }
    at[keys.at(-1) as string] = read(path).value;
  }
  return more === undefined ? scope : Object.assign(scope, more);
}

/** The path of a template that is nothing but one, `calls.find.data.rows`; null for any other. */
function pathOf(template: ValueTemplate): string[] | null {
  if (template.kind !== "expression") return null;
  const path: string[] = [];
  let tree: Tree = template.tree;
  while (tree.type === "member") {
    if (tree.key.type !== "constant" || typeof tree.key.value !== "string") return null;
    path.unshift(tree.key.value);
    tree = tree.object;
  }
  return tree.type === "root" ? [tree.name, ...path] : null;
}

/**
 * The value at a path without a copy: values are never changed, and 5,000 rows need not be made anew on their way from a
 * call to a table. Undefined where the language of expressions has more to say.
 */
function follow(path: readonly string[], leaf: Leaf, read: Read): Json | undefined {
  if (path.length < leaf.keys.length) return undefined;
  let value = read(leaf.path).value;
  for (const key of path.slice(leaf.keys.length)) {
    if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, key))
      return undefined;
    value = value[key] as Json;
  }
  return value;
}
