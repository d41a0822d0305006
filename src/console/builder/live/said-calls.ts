import type { Call, ViewDraft } from "../../../contract/view.ts";

/**
 * The draft as its page runs it: a binding with a value that comes from nowhere goes on as it was before where nothing else has
 * changed, and is off otherwise. It would run with nulls, and the worklet's complaint of them would be told as a failure. Pure.
 */
export function withSaidCalls(draft: ViewDraft, before: ViewDraft | null): ViewDraft {
  if (Object.values(draft.calls).every(isSaid)) return draft;
  const calls = Object.entries(draft.calls).map(([name, call]): [string, Call] => {
    if (isSaid(call)) return [name, call];
    const last = before !== null && Object.hasOwn(before.calls, name) ? before.calls[name] : undefined;
    return [name, last !== undefined && goesOn(call, last) ? last : { ...call, only_when: "{{ false }}" }];
  });
  return { ...draft, calls: Object.fromEntries(calls) };
}

/** Whether all that it sends comes from somewhere; what an action gives is known when it runs. */
export function isSaid({ trigger, values }: Call): boolean {
  return trigger === "event" || Object.values(values).every(({ from }) => from !== undefined);
}

/** What it was before is what it is now, but for the values that are not said yet. */
function goesOn(call: Call, last: Call): boolean {
  const isOnlyMore = Object.keys(last.values).every((name) => Object.hasOwn(call.values, name));
  return (
    isSaid(last) &&
    isOnlyMore &&
    isSame({ ...call, values: saidOf(call, call) }, { ...last, values: saidOf(last, call) })
  );
}

/** The values of one call that the other one says. */
function saidOf({ values }: Call, { values: others }: Call): Call["values"] {
  return Object.fromEntries(Object.entries(values).filter(([name]) => others[name]?.from !== undefined));
}

/** The order of members says nothing. */
function isSame(one: unknown, other: unknown): boolean {
  if (!isRecord(one) || !isRecord(other) || Array.isArray(one) !== Array.isArray(other)) return one === other;
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.every((name) => isSame(one[name], other[name]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
