import type { ViewDraft } from "../contract/view.ts";
import type { ViewChange, ViewChanges } from "../contract/view-catalog.ts";

/** What publishing a draft would change, in the words of a person. Pure. */

type Compared = Omit<ViewChanges, "anyone_can_run">;

/**
 * `live` is null while nothing is published. The order of a list counts too: it is that of a form's values, of what stands in
 * one place and of the address's parameters. So drafts with different texts always differ, and what was moved is modified.
 */
export function changesBetween(live: ViewDraft | null, draft: ViewDraft): Compared {
  const before = live === null ? new Map<string, Part>() : partsOf(live);
  const after = partsOf(draft);
  const moved = movedBetween([...before.keys()], [...after.keys()]);
  const changes: Compared = { added: [], modified: [], deleted: [] };
  for (const [key, part] of after) {
    const old = before.get(key);
    if (!old) changes.added.push(part.change);
    else if (old.text !== part.text || moved.has(key)) changes.modified.push(part.change);
  }
  for (const [key, part] of before) if (!after.has(key)) changes.deleted.push(part.change);
  return changes;
}

/** The worklets that anyone with the link can run: those that are called, in alphabetical order. */
export function anyoneCanRun(access: ViewDraft["access"], called: readonly string[]): string[] {
  return access === "link" ? [...new Set(called)].sort() : [];
}

/** Ids of the worklets that a view calls. */
export function calledBy({ calls }: ViewDraft): string[] {
  return Object.values(calls).map(({ worklet }) => worklet);
}

type Part = { change: ViewChange; text: string };

/** A draft taken apart into what a person would call one thing. */
function partsOf(draft: ViewDraft): Map<string, Part> {
  const parts = new Map<string, Part>();
  const add = (kind: ViewChange["kind"], id: string, value: unknown) =>
    parts.set(`${kind}/${id}`, { change: { kind, id }, text: JSON.stringify(value) });
  for (const component of draft.components) add("component", component.id, component);
  for (const [name, call] of Object.entries(draft.calls)) add("call", name, call);
  for (const [name, value] of Object.entries(draft.state)) add("state", name, value);
  for (const [name, value] of Object.entries(draft.query)) add("query", name, value);
  if (draft.events.load !== undefined) add("events", "load", draft.events.load);
  add("access", "access", draft.access);
  if (draft.frame_ancestors.length > 0) add("frame_ancestors", "frame_ancestors", draft.frame_ancestors);
  return parts;
}

/** As few of those that both lists have as would have to be moved to come from one order to the other. */
function movedBetween(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const places = new Map(before.map((key, place) => [key, place]));
  const shared = after.filter((key) => places.has(key));
  // The longest rising row of old places stays; `tails[n]` is where the best one of n + 1 members ends.
  const tails: number[] = [];
  const previous: number[] = [];
  const placeOf = (at: number | undefined) => places.get(shared[at ?? -1] ?? "") ?? -1;
  for (const at of shared.keys()) {
    const found = tails.findIndex((tail) => placeOf(tail) > placeOf(at));
    const length = found === -1 ? tails.length : found;
    previous[at] = tails[length - 1] ?? -1;
    tails[length] = at;
  }
  const moved = new Set(shared);
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) moved.delete(shared[at] ?? "");
  return moved;
}
