import { pointerOf, type Wrong } from "../../../contract/fault.ts";
import type { ViewDraft } from "../../../contract/view.ts";
import { pointerNow, stepsOf, valueAt } from "../document/pointer.ts";

/** What fields hold that the draft cannot take: JSON that is not complete, a number that is none. Pure. */

export type Unfinished = {
  readonly text: string;
  readonly wrong: string;
  /** The value, as JSON, that the draft had when it was typed; empty: none. */
  readonly instead: string;
  /** The same as people read it. */
  readonly shown: string;
};

/** By the address of the field. */
export type Held = Readonly<Record<string, Unfinished>>;

/** `path` is the field's JSON pointer in the draft as it is now. */
export type StandingText = Wrong & { readonly address: string; readonly what: Unfinished };

/** The value that a field would change, as it is compared. */
export function insteadAt(draft: ViewDraft, pointer: string): string {
  return JSON.stringify(valueAt(draft, pointer)) ?? "";
}

/** What was typed over a value stands for as long as that value is there; after an undo it may come back with it. */
export function standingIn(held: Held, draft: ViewDraft): StandingText[] {
  return Object.entries(held).flatMap(([address, what]) => {
    const path = pointerNow(address, draft);
    if (path === null || !isPlace(path, draft) || insteadAt(draft, path) !== what.instead) return [];
    return [{ address, path, what, message: `${what.wrong} ${keptWords(what)}` }];
  });
}

/** What becomes of a text that is not taken, and what there is without it. */
export function keptWords({ shown, instead }: Pick<Unfinished, "shown" | "instead">): string {
  const without = instead === "" ? "the draft goes on without it" : `the draft goes on with ${shown}`;
  return `What is typed is kept in this browser; ${without}.`;
}

/** What the field is a part of may be gone, and then nothing is there as nothing was before. */
function isPlace(pointer: string, draft: ViewDraft): boolean {
  const steps = stepsOf(pointer);
  // `values` and `query` of an action are written with the first name in them.
  const isNamed = ["values", "query"].includes(steps.at(-2) ?? "");
  return valueAt(draft, pointerOf(steps.slice(0, isNamed ? -2 : -1))) !== undefined;
}
