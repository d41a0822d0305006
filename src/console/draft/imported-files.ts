import { isVendored } from "./file-path.ts";

/** Which files an editor needs beside the one that is open, so that types and completion know what it imports. */

const importOf = /\b(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;
const endings = ["", ".ts", ".js", ".mts", ".mjs"];

/** All that the file imports by relative paths, as far as the texts are known, and what those import. */
export function importedFiles(path: string, texts: ReadonlyMap<string, string | null>): string[] {
  const reached = new Set([path]);
  for (const each of reached) {
    if (isVendored(each)) continue; // A bundle imports no other file.
    for (const [, specifier = ""] of (texts.get(each) ?? "").matchAll(importOf)) {
      const target = new URL(specifier, `file:///${each}`).pathname.slice(1);
      const found = endings.map((ending) => target + ending).find((candidate) => texts.has(candidate));
      if (found !== undefined) reached.add(found);
    }
  }
  reached.delete(path);
  return [...reached];
}
