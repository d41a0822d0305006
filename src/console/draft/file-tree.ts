import type { EditedFile } from "./draft-context.ts";

/** Files as the rows of a tree: folders first, each with what is in it. */

export type TreeRow =
  | { type: "folder"; path: string; name: string; level: number; isOpen: boolean }
  | { type: "file"; path: string; name: string; level: number; file: EditedFile };

export function treeRows(files: readonly EditedFile[], closed: ReadonlySet<string>): TreeRow[] {
  return rowsIn("", files, closed, 1);
}

function rowsIn(folder: string, files: readonly EditedFile[], closed: ReadonlySet<string>, level: number): TreeRow[] {
  const folders = new Map<string, EditedFile[]>();
  const own: TreeRow[] = [];
  for (const file of files) {
    const [name = "", ...rest] = file.path.slice(folder.length).split("/");
    if (rest.length === 0) own.push({ type: "file", path: file.path, name, level, file });
    else folders.set(name, [...(folders.get(name) ?? []), file]);
  }
  const inFolders = [...folders].flatMap(([name, inside]): TreeRow[] => {
    const path = `${folder}${name}/`;
    const isOpen = !closed.has(path);
    const row: TreeRow = { type: "folder", path, name, level, isOpen };
    return isOpen ? [row, ...rowsIn(path, inside, closed, level + 1)] : [row];
  });
  return [...inFolders, ...own];
}

/** 51 B, 1.2 KB. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
