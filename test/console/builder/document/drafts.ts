import type { Call, Component, ViewDraft } from "../../../../src/contract/view.ts";
import { ViewDraft as Draft, View } from "../../../../src/contract/view.ts";
import { checkView } from "../../../../src/reactive/reactive.ts";

/** Drafts for tests. */

export function draftWith(
  components: (Partial<Component> & Pick<Component, "id" | "kind">)[] = [],
  more = {},
): ViewDraft {
  const placed = components.map((component, at) => ({ place: { x: 0, y: at * 2, w: 4, h: 2 }, ...component }));
  return Draft.parse({ components: placed, ...more });
}

export function callOf(call: Partial<Call>): Call {
  return View.shape.calls.unwrap().parse({ c: { worklet: "w", ...call } }).c as Call;
}

/** What the server would say to it. */
export function wrongsOf(draft: ViewDraft): string[] {
  return checkView(Draft.parse(JSON.parse(JSON.stringify(draft)))).map(({ path, message }) => `${path} ${message}`);
}

/** Pairs that cover each other. */
export function overlaps({ components }: ViewDraft): string[] {
  const standing = components.filter(({ kind }) => kind !== "modal");
  return standing.flatMap((one, at) =>
    standing.slice(at + 1).flatMap((other) => {
      const [a, b] = [one.place, other.place];
      const isApart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
      return one.parent !== other.parent || isApart ? [] : [`${one.id} and ${other.id}`];
    }),
  );
}
