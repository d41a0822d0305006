import { createContext, use } from "react";
import type { Draft, File } from "../../contract/catalog.ts";
import type { Problem, Wrong } from "../api/problem.ts";

/** The worklet that is open in the editor: its draft and the files of its application, as they are edited here. */

/** How far what was edited has come. Nothing edited is lost in any of these: until it is saved, this browser keeps it. */
export type SaveState =
  | { type: "saved" }
  /** Typed just now; it is sent after a moment. */
  | { type: "waiting" }
  | { type: "saving" }
  /** The server does not take it as it is; it is sent again after the next change. */
  | { type: "refused"; problem: Problem }
  /** Somebody else changed it meanwhile: the person decides. */
  | { type: "conflict" }
  /** No answer, or the session has ended: it is sent again by itself. */
  | { type: "failed"; problem: Problem };

/** A file as it is edited here; `text` is null until it has been read. */
export type EditedFile = { path: string; text: string | null; save: SaveState; faults: CodeFault[]; meta: File | null };

/** What the server says about a place of a file; line and column count from 1. */
export type CodeFault = { line: number; column: number; message: string };

export type DraftStore = {
  application: string;
  worklet: string;
  /** As edited; in production, what is live. */
  draft: Draft;
  /** In production, or when the role does not allow editing. */
  isReadOnly: boolean;
  save: SaveState;
  /** What the server says is wrong with the draft, by JSON pointer (`/graph/blocks/0/file`). */
  wrongs: Wrong[];
  /**
   * One step that can be undone. `recipe` makes the new draft of the old one and changes nothing in place. Steps with the same
   * `merge` that follow each other within two seconds are one (typing).
   */
  change(recipe: (draft: Draft) => Draft, merge?: string): void;
  undo(): void;
  redo(): void;
  canUndo: boolean;
  canRedo: boolean;
  /** Sends everything now; true when the server has it all. */
  saveNow(): Promise<boolean>;
  /** All files of the application, those that are made here and not yet sent too. */
  files: EditedFile[];
  /** Reads the file's text when it is not here yet. */
  openFile(path: string): void;
  changeFile(path: string, text: string): void;
  /** A new file with a text; a fault when the path is taken or is no path. */
  createFile(path: string, text: string): Promise<void>;
  deleteFile(path: string): Promise<void>;
};

export const DraftContext = createContext<DraftStore | null>(null);

export function useDraft(): DraftStore {
  const store = use(DraftContext);
  if (!store) throw new Error("There is no draft here: the component stands outside the editor.");
  return store;
}
