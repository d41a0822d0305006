import type { Action, Call, Component, ViewDraft } from "../../../contract/view.ts";

/** Changes of a draft that the inspector makes; each gives another draft. */

function withComponent(draft: ViewDraft, id: string, recipe: (component: Component) => Component): ViewDraft {
  return { ...draft, components: draft.components.map((each) => (each.id === id ? recipe(each) : each)) };
}

/** The record without a name, or with another value for it; undefined: without. */
export function withMember<T>(
  record: Readonly<Record<string, T>>,
  name: string,
  value: T | undefined,
): Record<string, T> {
  if (value !== undefined) return { ...record, [name]: value };
  const { [name]: _, ...rest } = record;
  return rest;
}

/** The object with another value for a member, without it when the value is undefined. */
export function withPart<T extends object>(object: T, name: string, value: unknown): T {
  return withMember(object as Record<string, unknown>, name, value) as T;
}

export function withProperty(draft: ViewDraft, id: string, name: string, value: unknown): ViewDraft {
  return withComponent(draft, id, (component) => ({
    ...component,
    properties: withPart(component.properties, name, value),
  }));
}

/** The actions of a component's event; of the page's own when `id` is null. An event without actions is left out. */
export function withEvent(draft: ViewDraft, id: string | null, event: string, actions: readonly Action[]): ViewDraft {
  const list = actions.length === 0 ? undefined : [...actions];
  if (id === null) return { ...draft, events: withPart(draft.events, event, list) };
  return withComponent(draft, id, (component) => ({ ...component, events: withPart(component.events, event, list) }));
}

export function withCall(draft: ViewDraft, name: string, recipe: (call: Call) => Call): ViewDraft {
  const call = Object.hasOwn(draft.calls, name) ? draft.calls[name] : undefined;
  return call === undefined ? draft : { ...draft, calls: { ...draft.calls, [name]: recipe(call) } };
}

/** The list with the item at one place moved to another. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, at) => at !== from);
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)];
}
