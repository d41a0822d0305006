import type { Call } from "../../../contract/view.ts";
import type { Json } from "../../../expression/expression.ts";
import type { NameTree } from "../../../reactive/reactive.ts";
import { type Later, type Scope, withMore } from "../inspector/scope.ts";
import { isSaid } from "../live/said-calls.ts";

/** What the parts of a call know that stay on the server: its declared values, and what the worklet gave. */

const lines = { values: "The declared values of this call.", output: "What the worklet gave." };

/** Of `input`: the values as they are now. */
export function inputScope(page: Scope, name: string, call: Call): Scope {
  const declared = Object.keys(call.values);
  const pathOf = (value: string) => `calls.${name}.values.${value}`;
  const leaves = declared.map((value) => [value, { keys: ["values", value], path: pathOf(value) }] as const);
  const names: NameTree = new Map([["values", new Map(leaves)]]);
  const values = () => Object.fromEntries(declared.map((value) => [value, page.read(pathOf(value)).value]));
  const isGiven = Object.values(call.values).every(({ from }) => from !== undefined);
  const scope: Scope = {
    names,
    read: page.read,
    more: {},
    tree: () => ({ values: values() }),
    help: (path) => helpFor(path),
  };
  if (isGiven) return scope;
  const why = isSaid(call) ? "Known when an action runs the call." : "Known when all values say where they come from.";
  return withMore(scope, { values: { value: values(), why } }, lines);
}

function helpFor(path: string): string | undefined {
  return path === "values" ? lines.values : undefined;
}

/** Of `output`: `null` where no run has ended yet. */
export function outputScope(page: Scope, name: string, call: Call, output: Json | undefined): Scope {
  const known: Later =
    output === undefined ? { value: null, why: "Known when the call has run." } : { value: output, why: null };
  return withMore(inputScope(page, name, call), { output: known }, lines);
}
