import type { ViewDraft } from "../../../contract/view.ts";
import type { Kept, Pending } from "../../../reactive/reactive.ts";

/**
 * What the page of a changed draft goes on with. Where the change was, the document counts again: a state whose first value is
 * another one, a property that was typed over, the answer of a call that asks for something else now. Pure.
 */
export function keptAfter(kept: Kept, before: ViewDraft, after: ViewDraft): Kept {
  const isSaid = (path: string) => {
    const [id = "", property = ""] = path.split(".");
    return isSame(saidOf(before, id, property), saidOf(after, id, property));
  };
  const calls = Object.entries(kept.calls).map(([name, record]) => {
    const isAsIt = isSame(before.calls[name], after.calls[name]);
    // The last answer is shown until the next one is there.
    return [name, isAsIt ? record : { ...record, asked: null, answered: null }] as const;
  });
  return {
    state: only(kept.state, (name) => isSame(before.state[name], after.state[name])),
    query: only(kept.query, (name) => isSame(before.query[name], after.query[name])),
    held: only(kept.held, isSaid),
    calls: Object.fromEntries(calls),
  };
}

/** Of the background runs under way, those that the changed draft would have started too. */
export function pendingAfter(pending: readonly Pending[], before: ViewDraft, after: ViewDraft): readonly Pending[] {
  return pending.filter(({ call }) => isSame(before.calls[call], after.calls[call]));
}

function saidOf({ components }: ViewDraft, id: string, property: string): unknown {
  return components.find((component) => component.id === id)?.properties[property];
}

function only<Value>(named: Record<string, Value>, isKept: (name: string) => boolean): Record<string, Value> {
  return Object.fromEntries(Object.entries(named).filter(([name]) => isKept(name)));
}

/** Edits change nothing in place, so what was not touched is the same object. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
