import type { PublicView, ViewDraft } from "../contract/view.ts";

/** What a browser gets of a view: neither worklets nor what their inputs hold beside the declared values. */
export function publicView({ components, state, query, events, calls }: ViewDraft): PublicView {
  const publicCalls = Object.entries(calls).map(([call, { trigger, only_when, debounce_ms, overlap, values }]) => {
    const sent = Object.entries(values).map(
      ([value, { from }]) => [value, from === undefined ? {} : { from }] as const,
    );
    const condition = only_when === undefined ? {} : { only_when };
    return [call, { trigger, debounce_ms, overlap, ...condition, values: Object.fromEntries(sent) }] as const;
  });
  return { components, state, query, events, calls: Object.fromEntries(publicCalls) };
}
