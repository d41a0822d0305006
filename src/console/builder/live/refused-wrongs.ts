import type { Wrong } from "../../../contract/fault.ts";
import type { ViewDraft } from "../../../contract/view.ts";
import type { Piece } from "../../draft/save-plan.ts";
import { addressOf, pointerNow, valueAt } from "../document/pointer.ts";

/** What the server said about a draft, at the places of the draft as it is now. Pure. */

const none: Wrong[] = [];

/** Components may have moved since. What was said of one that is gone, or of what is another value now, is left out. */
export function refusedWrongs(refusal: Piece["refusal"], draft: ViewDraft): Wrong[] {
  if (refusal === null) return none;
  const refused = JSON.parse(refusal.text) as ViewDraft;
  return refusal.problem.errors.flatMap(({ path, message }) => {
    const now = pathNow(path, refused, draft);
    if (now === null) return [];
    return sameAt(refused, path, draft, now) ? [{ path: now, message }] : [];
  });
}

/** What is known here and what the server said, each once. */
export function mergedWrongs(known: readonly Wrong[], said: readonly Wrong[]): readonly Wrong[] {
  const isNew = ({ path, message }: Wrong) => !known.some((each) => each.path === path && each.message === message);
  return said.some(isNew) ? [...known, ...said.filter(isNew)] : known;
}

function pathNow(path: string, refused: ViewDraft, draft: ViewDraft): string | null {
  return pointerNow(addressOf(path, refused), draft);
}

function sameAt(one: unknown, onePath: string, other: unknown, otherPath: string): boolean {
  return JSON.stringify(valueAt(one, onePath)) === JSON.stringify(valueAt(other, otherPath));
}
