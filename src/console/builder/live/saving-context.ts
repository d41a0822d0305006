import { createContext, useContext } from "react";
import type { Wrong } from "../../../contract/fault.ts";
import type { Problem } from "../../api/problem.ts";
import type { Base } from "../../draft/save-plan.ts";
import type { Asked } from "./draft-saving.ts";

/** How far what was edited has come. Nothing edited is lost in any of these: until it is saved, this browser keeps it. */
export type Saving = {
  readonly state: "saved" | "changed" | "saving" | "refused" | "conflict" | "failed";
  readonly problem: Problem | null;
  /** What the server said is wrong, at the places of the draft as it is now. */
  readonly wrongs: readonly Wrong[];
  /** The draft as text, and, after a conflict, what somebody else saved meanwhile; null: it is gone. */
  readonly mine: string;
  readonly theirs: Base | null;
  /** True when the server has all that is edited. */
  readonly saveNow: () => Promise<boolean>;
  readonly decide: (keep: "mine" | "theirs") => void;
  /** Edits of earlier visits that do not go on from what is there now. */
  readonly asked: readonly Asked[];
  readonly answer: (asked: Asked, isWanted: boolean) => void;
};

export const SavingContext = createContext<Saving | null>(null);

export function useSaving(): Saving {
  const saving = useContext(SavingContext);
  if (!saving) throw new Error("Nothing above this saves.");
  return saving;
}
