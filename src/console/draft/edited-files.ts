import type { File } from "../../contract/catalog.ts";
import type { Wrong } from "../api/problem.ts";
import type { CodeFault, EditedFile, SaveState } from "./draft-context.ts";
import type { Edits } from "./edit-session.ts";
import { fileKey, isFileKey, isUnsaved, nameOf, saveStateOf } from "./save-plan.ts";

/** The application's files as they are edited: the server's list, and what is made here and not yet sent. */

export function editedFiles(list: readonly File[], { plan, unread }: Edits): EditedFile[] {
  const metas = new Map(list.map((file) => [file.path, file]));
  const here = Object.keys(plan.pieces).filter((key) => isFileKey(key) && isHere(plan.pieces[key]));
  const paths = [...new Set([...metas.keys(), ...here.map(nameOf)])].sort();
  return paths.map((path) => {
    const key = fileKey(path);
    const problem = unread[key];
    const save: SaveState = problem ? { type: "failed", problem } : saveStateOf(plan, key);
    const text = plan.pieces[key]?.text ?? null;
    return { path, text, save, faults: faultsOf(path, plan), meta: metas.get(path) ?? null };
  });
}

/** The same objects as before where nothing differs, so that whoever shows one file does not draw it anew for another. */
export function heldFiles(before: EditedFile[], files: EditedFile[]): EditedFile[] {
  const known = new Map(before.map((file) => [file.path, file]));
  const held = files.map((file) => {
    const old = known.get(file.path);
    return old && isSameFile(old, file) ? old : file;
  });
  return held.length === before.length && held.every((file, at) => file === before[at]) ? before : held;
}

function isSameFile(one: EditedFile, other: EditedFile): boolean {
  const problemOf = ({ save }: EditedFile) => ("problem" in save ? save.problem : null);
  return (
    one.text === other.text &&
    one.meta === other.meta &&
    one.save.type === other.save.type &&
    problemOf(one) === problemOf(other) &&
    one.faults.length === other.faults.length &&
    one.faults.every((fault, at) => isSame(fault, other.faults[at] ?? null))
  );
}

/** One that is saved but not in the list was deleted by somebody else. */
function isHere(piece: Edits["plan"]["pieces"][string] | undefined): boolean {
  return piece !== undefined && isUnsaved(piece);
}

/** What the last refusals say about the file: its own, and those of drafts that import it. */
function faultsOf(path: string, { pieces }: Edits["plan"]): CodeFault[] {
  const own = pieces[fileKey(path)]?.refusal?.problem.errors ?? [];
  const ofDrafts = Object.entries(pieces)
    .filter(([key]) => !isFileKey(key))
    .flatMap(([, piece]) => piece.refusal?.problem.errors ?? []);
  const faults = [...own, ...ofDrafts].flatMap((wrong) => (wrong.file === path ? faultOf(wrong) : []));
  return faults.filter((fault, at) => faults.findIndex((each) => isSame(each, fault)) === at);
}

function faultOf({ line, column, message }: Wrong): CodeFault[] {
  return typeof line === "number" && typeof column === "number" ? [{ line, column, message }] : [];
}

function isSame(one: CodeFault, other: CodeFault | null): boolean {
  return other !== null && one.line === other.line && one.column === other.column && one.message === other.message;
}
