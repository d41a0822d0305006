import type { Call, ViewDraft } from "../../../contract/view.ts";

/**
 * The draft as its page runs it: a binding with a value that comes from nowhere goes on as it was before, and one that was never
 * complete is off. It would run with nulls otherwise, and the worklet's complaint of them would be told as a failure. Pure.
 */
export function withSaidCalls(draft: ViewDraft, before: ViewDraft | null): ViewDraft {
  if (Object.values(draft.calls).every(isSaid)) return draft;
  const calls = Object.entries(draft.calls).map(([name, call]): [string, Call] => {
    if (isSaid(call)) return [name, call];
    const last = before !== null && Object.hasOwn(before.calls, name) ? before.calls[name] : undefined;
    return [name, last !== undefined && isSaid(last) ? last : { ...call, only_when: "{{ false }}" }];
  });
  return { ...draft, calls: Object.fromEntries(calls) };
}

/** Whether all that it sends comes from somewhere; what an action gives is known when it runs. */
export function isSaid({ trigger, values }: Call): boolean {
  return trigger === "event" || Object.values(values).every(({ from }) => from !== undefined);
}
