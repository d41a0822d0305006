import type { ViewDraft } from "../../../contract/view.ts";
import { viewLimits } from "../../../contract/view-limits.ts";
import { freeName, type Named, namesTaken } from "./names.ts";
import type { Refusal } from "./refusal.ts";

/** States, query parameters and calls, as they are added and taken away. */

export type Added = { readonly draft: ViewDraft; readonly name: string } | Refusal;

export function addState(draft: ViewDraft): Added {
  if (Object.keys(draft.state).length >= viewLimits.states)
    return { refusal: `A view has at most ${viewLimits.states} states.` };
  const name = freeName("state", "state", namesTaken(draft, "state"));
  return { draft: { ...draft, state: { ...draft.state, [name]: null } }, name };
}

export function addQuery(draft: ViewDraft): Added {
  if (Object.keys(draft.query).length >= viewLimits.queryParameters)
    return { refusal: `A view has at most ${viewLimits.queryParameters} query parameters.` };
  const name = freeName("parameter", "query", namesTaken(draft, "query"));
  return { draft: { ...draft, query: { ...draft.query, [name]: "" } }, name };
}

/** A call that an action runs: it does nothing until one does. */
export function addCall(draft: ViewDraft, worklet: string): Added {
  if (Object.keys(draft.calls).length >= viewLimits.calls)
    return { refusal: `A view has at most ${viewLimits.calls} calls.` };
  const taken = namesTaken(draft, "call");
  const wish = worklet.replaceAll("-", "_").replace(/^(?=\d)/, "_");
  const name = taken.includes(wish) ? freeName(wish, "call", taken, 2) : wish;
  const call = { worklet, trigger: "event", values: {}, debounce_ms: 250, overlap: "cancel" } as const;
  return { draft: { ...draft, calls: { ...draft.calls, [name]: call } }, name };
}

/** What still names it is told as wrong. */
export function removeNamed(draft: ViewDraft, named: Exclude<Named, "component">, name: string): ViewDraft {
  if (named === "call") return { ...draft, calls: without(draft.calls, name) };
  return named === "state"
    ? { ...draft, state: without(draft.state, name) }
    : { ...draft, query: without(draft.query, name) };
}

function without<Value>(record: Readonly<Record<string, Value>>, name: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}
