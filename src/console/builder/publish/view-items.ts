import type { ViewDraft } from "../../../contract/view.ts";
import type { ViewChange, ViewChanges } from "../../../contract/view-catalog.ts";

/** What differs between two states of a view, thing by thing, each with its text before and after. Pure. */

export type ViewItem = ViewChange & { how: "added" | "modified" | "deleted"; before: string; after: string };

/** The changes that the server tells, with their texts; `before` is null while nothing is published. */
export function viewItems(
  changes: Pick<ViewChanges, ViewItem["how"]>,
  before: ViewDraft | null,
  after: ViewDraft,
): ViewItem[] {
  const item = (how: ViewItem["how"]) => (change: ViewChange) => ({
    ...change,
    how,
    before: how === "added" || before === null ? "" : textOf(change, before),
    after: how === "deleted" ? "" : textOf(change, after),
  });
  return [
    ...changes.added.map(item("added")),
    ...changes.modified.map(item("modified")),
    ...changes.deleted.map(item("deleted")),
  ];
}

/** What differs between two versions. */
export function viewItemsBetween(before: ViewDraft, after: ViewDraft): ViewItem[] {
  const [old, now] = [partsOf(before), partsOf(after)];
  const changes: Pick<ViewChanges, ViewItem["how"]> = { added: [], modified: [], deleted: [] };
  for (const [key, part] of now) {
    if (!old.has(key)) changes.added.push(part);
    else if (textOf(part, before) !== textOf(part, after)) changes.modified.push(part);
  }
  for (const [key, part] of old) if (!now.has(key)) changes.deleted.push(part);
  return viewItems(changes, before, after);
}

const kinds: Record<ViewChange["kind"], (id: string) => string> = {
  component: (id) => id,
  call: (id) => `Call ${id}`,
  state: (id) => `State ${id}`,
  query: (id) => `Query parameter ${id}`,
  events: () => "When the page is loaded",
  access: () => "Who may open it",
  frame_ancestors: () => "Frames on other websites",
};

/** What a person calls it, and what its text is. */
export function nameOfViewItem({ kind, id }: ViewChange): { label: string; path: string } {
  return { label: kinds[kind](id), path: `${kind}-${id}.json` };
}

function partsOf({ components, calls, state, query, events, frame_ancestors }: ViewDraft): Map<string, ViewChange> {
  const named = (kind: ViewChange["kind"], ids: readonly string[]) => ids.map((id): ViewChange => ({ kind, id }));
  const parts = [
    ...named(
      "component",
      components.map(({ id }) => id),
    ),
    ...named("call", Object.keys(calls)),
    ...named("state", Object.keys(state)),
    ...named("query", Object.keys(query)),
    ...named("events", events.load === undefined ? [] : ["load"]),
    ...named("access", ["access"]),
    ...named("frame_ancestors", frame_ancestors.length === 0 ? [] : ["frame_ancestors"]),
  ];
  return new Map(parts.map((part) => [`${part.kind}/${part.id}`, part]));
}

function textOf({ kind, id }: ViewChange, draft: ViewDraft): string {
  return jsonText(memberOf({ kind, id }, draft));
}

function memberOf({ kind, id }: ViewChange, draft: ViewDraft): unknown {
  switch (kind) {
    case "component":
      return draft.components.find((component) => component.id === id);
    case "call":
      return draft.calls[id];
    case "state":
      return draft.state[id];
    case "query":
      return draft.query[id];
    case "events":
      return draft.events.load;
    default:
      return draft[kind];
  }
}

function jsonText(value: unknown): string {
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}
