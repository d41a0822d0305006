import type { Wrong } from "../../../contract/fault.ts";
import type { ViewDraft } from "../../../contract/view.ts";
import type { Failing } from "../../../reactive/reactive.ts";
import { wantedPlace } from "../inspector/wanted-place.ts";

/** Everything that is wrong with a view, one line for each. Pure. */

export type TroubleLine = {
  /** Where it is, as expressions write it: `list.data`. */
  readonly where: string;
  readonly sentence: string;
  /** For `reveal`: the same, or the JSON pointer where that says more. */
  readonly goal: string;
  /** `draft`: it cannot be saved like this. `live`: an expression fails with the values of just now. */
  readonly of: "draft" | "live";
};

/** What keeps the draft from being saved comes first; what fails in the same place because of it is not told as well. */
export function problemsOf(draft: ViewDraft, wrongs: readonly Wrong[], failing: readonly Failing[]): TroubleLine[] {
  const ofDraft = wrongs.map(({ path, message }): TroubleLine => {
    const where = wantedPlace(path, draft).places[0] || "view";
    return { where, sentence: message, goal: path, of: "draft" };
  });
  const places = new Set(ofDraft.map(({ where }) => where));
  const ofPage = failing
    .filter(({ path }) => !places.has(path))
    .map(({ path, error }): TroubleLine => ({ where: path, sentence: error, goal: path, of: "live" }));
  return [...ofDraft, ...ofPage];
}

export function countWords(count: number): string {
  return count === 1 ? "1 problem" : `${count} problems`;
}
