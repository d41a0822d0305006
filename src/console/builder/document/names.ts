import type { Component, ViewDraft } from "../../../contract/view.ts";
import { dependencies, ExpressionError, parseExpression } from "../../../expression/expression.ts";
import { reservedNames } from "../../../reactive/reactive.ts";

/** The names of a view: which are allowed, and which are free. */

/** What has a name that expressions say. */
export type Named = "component" | "call" | "state" | "query";

export const namedWords: Readonly<Record<Named | "value", string>> = {
  component: "component",
  call: "call",
  state: "state",
  query: "query parameter",
  value: "value",
};

const longest = 63;
const banned = ["__proto__", "constructor", "prototype"];

/** Names that are taken. Each sort of thing has names of its own. */
export function namesTaken(draft: ViewDraft, named: Named): string[] {
  if (named === "component") return draft.components.map(({ id }) => id);
  if (named === "call") return Object.keys(draft.calls);
  return Object.keys(draft[named]);
}

/** Why something (`value`: what a call declares) cannot be called so; null when it can. `taken` are the names of the others. */
export function nameRefusal(name: string, named: Named | "value", taken: Iterable<string>): string | null {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(name))
    return "A name is 1 to 63 characters: letters, digits and _, and does not start with a digit.";
  if (banned.includes(name)) return "This name is reserved.";
  if (named === "component" && !isFreeInExpressions(name))
    return `${name} means something else in expressions. Choose another name.`;
  return new Set(taken).has(name) ? `There is another ${namedWords[named]} ${name}.` : null;
}

/** The first of `table1`, `table2`, ... that is free. A name with a number goes on counting from there. */
export function freeName(wish: string, named: Named, taken: Iterable<string>, from = 1): string {
  const all = new Set(taken);
  const clean = wish.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^(?=[0-9])/, "_");
  const stem = clean.replace(/\d+$/, "") || "_";
  const first = Number(/\d{1,6}$/.exec(clean)?.[0] ?? from);
  for (let count = first; ; count++) {
    const name = `${stem.slice(0, longest - String(count).length)}${count}`;
    if (nameRefusal(name, named, all) === null) return name;
  }
}

/** What components of a kind are called: `table`, `input`. */
const stems: Readonly<Partial<Record<Component["kind"], string>>> = {
  text_input: "input",
  json_viewer: "json",
  file_upload: "file",
};

export function stemOf(kind: Component["kind"]): string {
  return stems[kind] ?? kind;
}

/** A name has to mean itself there: `new` and `Math` mean something else. */
function isFreeInExpressions(name: string): boolean {
  if (reservedNames.includes(name)) return false;
  try {
    const [path] = dependencies(parseExpression(name));
    return path?.length === 1 && path[0] === name;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}
