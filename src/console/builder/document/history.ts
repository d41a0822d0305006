import type { ViewDraft } from "../../../contract/view.ts";
import type { Change } from "../builder-context.ts";

/** Steps of editing that can be undone and done again. What was selected comes back with them. */

export type Moment = { readonly draft: ViewDraft; readonly selected: readonly string[] };
type Step = { readonly label: string; readonly moment: Moment };

export type History = {
  readonly present: Moment;
  /** What was before each step, the last at the end. */
  readonly past: readonly Step[];
  /** What comes when a step is done again, the next at the front. */
  readonly future: readonly Step[];
  /** What the last step was about, for the next one that goes on with it. */
  readonly last: { readonly merge: string; readonly at: number } | null;
};

const mostSteps = 200;
const mergeMs = 2_000;

export function newHistory(draft: ViewDraft): History {
  return { present: { draft, selected: [] }, past: [], future: [], last: null };
}

/** Steps with the same `merge` that follow each other within two seconds are one. */
export function stepTo(history: History, { label, merge }: Change, draft: ViewDraft, now: number): History {
  const { present, past, last } = history;
  if (draft === present.draft) return history;
  const goesOn = merge !== undefined && last?.merge === merge && now - last.at < mergeMs && past.length > 0;
  return {
    present: { draft, selected: existing(draft, present.selected) },
    past: goesOn ? past : [...past, { label, moment: present }].slice(-mostSteps),
    future: [],
    last: merge === undefined ? null : { merge, at: now },
  };
}

/** Selecting is no step, but it ends the typing before it. */
export function selecting(history: History, ids: readonly string[]): History {
  const selected = existing(history.present.draft, [...new Set(ids)]);
  if (selected.join(" ") === history.present.selected.join(" ")) return history;
  return { ...history, present: { ...history.present, selected }, last: null };
}

/** The draft came anew from elsewhere: what could be undone would bring back another draft. */
export function replaced(history: History, draft: ViewDraft): History {
  return { ...newHistory(draft), present: { draft, selected: existing(draft, history.present.selected) } };
}

export function undone(history: History): History {
  const { present, past, future } = history;
  const step = past.at(-1);
  if (step === undefined) return history;
  const next = { label: step.label, moment: present };
  return { present: step.moment, past: past.slice(0, -1), future: [next, ...future], last: null };
}

export function redone(history: History): History {
  const { present, past, future } = history;
  const [step, ...rest] = future;
  if (step === undefined) return history;
  return { present: step.moment, past: [...past, { label: step.label, moment: present }], future: rest, last: null };
}

function existing({ components }: ViewDraft, ids: readonly string[]): readonly string[] {
  const there = new Set(components.map(({ id }) => id));
  return ids.every((id) => there.has(id)) ? ids : ids.filter((id) => there.has(id));
}
