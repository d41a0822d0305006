import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** The repository as text: what the tests of the house read. */

export const root = join(import.meta.dirname, "../..");

/** Paths of all files below a folder, from the repository's root. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

export function textOf(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

export const sources = filesBelow("src").filter((path) => path.endsWith(".ts"));

/** The files of `src` that a file imports, types included. */
export function importsOf(path: string): string[] {
  const specifiers = [...textOf(path).matchAll(/^(?:import|export)[^;]*?from "(\.[^"]+)";|^import "(\.[^"]+)";/gm)];
  return specifiers.map((match) => join(dirname(path), match[1] ?? match[2] ?? ""));
}

/** `runs` for `src/runs/life.ts`; the file itself for what lies directly in `src`. */
export function roomOf(path: string): string {
  return path.split("/")[1] ?? "";
}
