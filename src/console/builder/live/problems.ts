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
  /** `draft`: it cannot be saved like this. `field`: what was typed is not in the draft. `live`: an expression fails with the values of just now. */
  readonly of: "draft" | "field" | "live";
};

/** What keeps the draft from being saved comes first; what fails in the same place because of it is not told as well. */
export function problemsOf(
  draft: ViewDraft,
  wrongs: readonly Wrong[],
  unfinished: readonly Wrong[],
  failing: readonly Failing[],
): TroubleLine[] {
  const lineOf = ({ path, message }: Wrong, of: TroubleLine["of"]): TroubleLine => {
    return { where: whereIs(path, draft), sentence: message, goal: path, of };
  };
  const ofDraft = wrongs.map((wrong) => lineOf(wrong, "draft"));
  const places = new Set(ofDraft.map(({ where }) => where));
  const ofPage = failing
    .filter(({ path }) => !places.has(path))
    .map(({ path, error }): TroubleLine => ({ where: path, sentence: error, goal: path, of: "live" }));
  return [...ofDraft, ...unfinished.map((wrong) => lineOf(wrong, "field")), ...ofPage];
}

/** A JSON pointer as people read it. */
export function whereIs(pointer: string, draft: ViewDraft): string {
  return wantedPlace(pointer, draft).places[0] || "view";
}

export function countWords(count: number): string {
  return count === 1 ? "1 problem" : `${count} problems`;
}

export function fieldWords(count: number): string {
  return count === 1 ? "1 field" : `${count} fields`;
}
