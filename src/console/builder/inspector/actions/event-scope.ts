import type { Action, Component } from "../../../../contract/view.ts";
import type { Json } from "../../../../expression/expression.ts";
import { type Later, type Scope, withMore } from "../scope.ts";

/** What the expressions of actions know beside the page: `event`, and in what follows an action `output` or `error`. */

const eventLine = { event: "What happened, with the members that the event tells." };

/** The event as it would be now; `null` is the page's own. */
export function eventScope(scope: Scope, component: Component | null, event: string): Scope {
  return withMore(scope, { event: eventNow(scope, component, event) }, eventLine);
}

function eventNow(scope: Scope, component: Component | null, event: string): Later {
  const value = (name: string) => (component === null ? null : scope.read(`${component.id}.${name}`).value);
  if (event === "row_select") return rowNow(value("selected_row"), value("data"));
  if (event === "submit" && component?.kind === "form") return { value: { values: value("values") }, why: null };
  if (event === "change" || event === "submit") return { value: { value: value("value") }, why: null };
  return { value: {}, why: null };
}

function rowNow(row: Json, data: Json): Later {
  const index = Array.isArray(data) ? Math.max(0, data.indexOf(row)) : 0;
  if (row !== null) return { value: { row, index }, why: null };
  const example = Array.isArray(data) ? (data[0] ?? null) : null;
  return { value: { row: example, index }, why: "Choose a row in the page to see the value." };
}

export function successScope(scope: Scope, action: Action): Scope {
  return withMore(scope, { output: outputNow(scope, action) }, { output: "What the action before gave." });
}

function outputNow(scope: Scope, action: Action): Later {
  if (action.action === "run_call") {
    const { value } = scope.read(`calls.${action.call}.data`);
    return { value, why: value === null ? `Known when ${action.call || "the call"} has run.` : null };
  }
  return { value: null, why: action.action === "set" ? "Known when the value is set." : null };
}

export function errorScope(scope: Scope): Scope {
  const error = { value: "Why it failed", why: "Known when the action fails." };
  return withMore(scope, { error }, { error: "Why the action failed, as a sentence." });
}
