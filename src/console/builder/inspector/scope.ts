import {
  dependencies,
  ExpressionError,
  isConstant,
  type Json,
  parseCondition,
  parseValue,
  type ValueTemplate,
} from "../../../expression/expression.ts";
import { conditionOf, type Formula, formulaOf } from "../../../reactive/formula.ts";
import { lookUp, type NameTree } from "../../../reactive/names.ts";
import type { Reading } from "../../../reactive/reactive.ts";
import type { CompletionTree, Help } from "../../code/expression-completion.ts";

/** What the expressions of a place may say, and what they give for the values that the page has now. */

/** A name that is known at one place only: `event`, `output`. `why` not null: the value is an example, and why it is no more. */
export type Later = { readonly value: Json; readonly why: string | null };

export type Scope = {
  readonly names: NameTree;
  readonly read: (path: string) => Reading;
  readonly more: Readonly<Record<string, Later>>;
  /** The values of all names, for completion. */
  readonly tree: () => CompletionTree;
  readonly help: Help;
};

/** `condition`: what counts is whether it holds; with or without braces, like `bare`. */
export type Form = "value" | "condition" | "bare";

export type Prepared =
  | { readonly type: "wrong"; readonly message: string }
  | { readonly type: "ready"; readonly template: ValueTemplate; readonly formula: Formula };

export type Outcome =
  /** There is no expression in it. */
  | { readonly type: "constant"; readonly value: Json }
  /** `loading`: an answer that it is made from is still to come. */
  | { readonly type: "value"; readonly value: Json; readonly loading: boolean }
  /** It cannot be saved so. */
  | { readonly type: "wrong"; readonly message: string }
  /** It fails for the values that the page has now. */
  | { readonly type: "fails"; readonly message: string }
  /** It names what is not known before it happens. */
  | { readonly type: "unknown"; readonly why: string };

/** Reads a text or JSON with expressions; the same for as long as text and names are. */
export function prepared(source: Json, form: Form, names: NameTree): Prepared {
  try {
    const isValue = form === "value" || typeof source !== "string";
    const template = isValue ? parseValue(source) : parseCondition(source);
    const formula = isValue ? formulaOf(source, names) : conditionOf(source, names);
    return { type: "ready", template, formula };
  } catch (error) {
    if (error instanceof ExpressionError) return { type: "wrong", message: error.message };
    throw error;
  }
}

/** What it gives now. */
export function outcomeOf(ready: Prepared, scope: Scope): Outcome {
  if (ready.type === "wrong") return ready;
  const { template, formula } = ready;
  const paths = dependencies(template);
  for (const path of paths) {
    const [root = ""] = path;
    const later = Object.hasOwn(scope.more, root) ? scope.more[root] : undefined;
    if (later !== undefined && later.why !== null) return { type: "unknown", why: later.why };
    const found = later === undefined ? lookUp(scope.names, path) : [];
    if (typeof found === "string") return { type: "wrong", message: found };
  }
  const more = Object.fromEntries(Object.entries(scope.more).map(([name, { value }]) => [name, value]));
  const { value, error, loading } = formula.work(scope.read, more);
  if (error !== null) return loading ? { type: "value", value: null, loading } : { type: "fails", message: error };
  return isConstant(template) ? { type: "constant", value } : { type: "value", value, loading };
}

/** The same scope with names that are known at one place only. */
export function withMore(
  scope: Scope,
  more: Readonly<Record<string, Later>>,
  lines: Readonly<Record<string, string>>,
): Scope {
  return {
    ...scope,
    more: { ...scope.more, ...more },
    tree: () => ({
      ...Object.fromEntries(Object.entries(more).map(([name, { value }]) => [name, value])),
      ...scope.tree(),
    }),
    help: (path) => lines[path] ?? scope.help(path),
  };
}
