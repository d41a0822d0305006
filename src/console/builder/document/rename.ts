import type { ViewDraft } from "../../../contract/view.ts";
import type { Change } from "../builder-context.ts";
import type { Names } from "./expression-names.ts";
import { type Named, namedWords, nameRefusal, namesTaken } from "./names.ts";
import {
  actionsWithValueRenamed,
  renamedActions,
  renamedCall,
  renamedComponent,
  withKey,
  withValueRenamed,
} from "./references.ts";

/** Another name for something of a view, there and wherever it is named. */

/** Why something cannot get this name; null when it can. */
export function renameRefusal(draft: ViewDraft, named: Named, from: string, to: string): string | null {
  if (from === to) return null;
  const taken = namesTaken(draft, named);
  return taken.includes(from) ? nameRefusal(to, named, taken) : `${from} is not there any more.`;
}

/** What is refused (above) leaves the draft as it is. */
export function rename(draft: ViewDraft, named: Named, from: string, to: string): ViewDraft {
  if (from === to || renameRefusal(draft, named, from, to) !== null) return draft;
  const changed = withNames(draft, { [roots[named]]: new Map([[from, to]]) });
  if (named === "call") return { ...changed, calls: withKey(changed.calls, from, to) };
  if (named === "state" || named === "query") return { ...changed, [named]: withKey(changed[named], from, to) };
  return changed;
}

/** The same as one step of editing. */
export function renaming(named: Named, from: string, to: string): [Change, (draft: ViewDraft) => ViewDraft] {
  return [
    { label: `Rename ${namedWords[named]} ${from} to ${to}` },
    (draft: ViewDraft) => rename(draft, named, from, to),
  ];
}

/** Why a value that a call declares cannot get this name; null when it can. */
export function valueRenameRefusal(draft: ViewDraft, call: string, from: string, to: string): string | null {
  const values = draft.calls[call]?.values ?? {};
  if (from === to) return null;
  if (!Object.hasOwn(values, from)) return `${from} is not there any more.`;
  return nameRefusal(to, "value", Object.keys(values));
}

/** A value that a call declares: in its input and output, and where actions give it. */
export function renameCallValue(draft: ViewDraft, call: string, from: string, to: string): ViewDraft {
  const held = draft.calls[call];
  if (held === undefined || from === to || valueRenameRefusal(draft, call, from, to) !== null) return draft;
  const { load } = draft.events;
  return {
    ...draft,
    calls: { ...draft.calls, [call]: withValueRenamed(held, from, to) },
    components: draft.components.map((component) => {
      const events = Object.entries(component.events).map(
        ([event, actions]) => [event, actionsWithValueRenamed(actions ?? [], call, from, to)] as const,
      );
      return { ...component, events: Object.fromEntries(events) };
    }),
    events: load === undefined ? {} : { load: actionsWithValueRenamed(load, call, from, to) },
  };
}

const roots: Readonly<Record<Named, keyof Names>> = {
  component: "component",
  call: "calls",
  state: "state",
  query: "query",
};

function withNames(draft: ViewDraft, names: Names): ViewDraft {
  const load = renamedActions(draft.events.load, names);
  return {
    ...draft,
    components: draft.components.map((component) => renamedComponent(component, names)),
    calls: Object.fromEntries(Object.entries(draft.calls).map(([name, call]) => [name, renamedCall(call, names)])),
    events: load === undefined ? {} : { load },
  };
}
