import { createContext, useContext } from "react";
import type { Wrong } from "../../contract/fault.ts";
import type { ViewDraft } from "../../contract/view.ts";
import type { Page } from "../../reactive/reactive.ts";

/** What the parts of the builder share: the draft as it is edited, what is selected, and the page that the draft is now. */

/** A change that follows one with the same `merge` within a moment is one step with it: letters typed into one field. */
export type Change = { readonly label: string; readonly merge?: string };

export type Builder = {
  readonly application: string;
  readonly view: string;
  readonly mayEdit: boolean;
  readonly draft: ViewDraft;
  readonly change: (change: Change, edit: (draft: ViewDraft) => ViewDraft) => void;
  /** Labels of what would be undone and done again; null: nothing. */
  readonly undoable: string | null;
  readonly redoable: string | null;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Ids of components, in the order of their selection. */
  readonly selected: readonly string[];
  readonly select: (ids: readonly string[]) => void;
  /** Everything that keeps the draft from being saved, with JSON pointers into it. */
  readonly wrongs: readonly Wrong[];
  /** The page that the draft is, with live values. It is another one after each change of the draft, which goes on with the values. */
  readonly page: Page;
  /** `preview`: the page as visitors use it; nothing is selected or moved. */
  readonly mode: "edit" | "preview";
  readonly setMode: (mode: Builder["mode"]) => void;
  /** Opens what has this path where it is edited, and puts the focus there: `list.data`, `calls.find`, `calls.find.values.q`, `state.note`. */
  readonly reveal: (path: string) => void;
  /** What was asked for by `reveal` last; whoever shows it calls `revealed`. */
  readonly wanted: string | null;
  readonly revealed: () => void;
};

export const BuilderContext = createContext<Builder | null>(null);

export function useBuilder(): Builder {
  const builder = useContext(BuilderContext);
  if (!builder) throw new Error("Nothing above this gives it a builder.");
  return builder;
}
