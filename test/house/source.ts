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

export const sources = filesBelow("src").filter((path) => /\.tsx?$/.test(path) && !path.endsWith(".d.ts"));

/** The files that a file imports by their paths, types included; what a builder is asked to do with one (`?raw`) is left out. */
export function importsOf(path: string): string[] {
  const specifiers = [...textOf(path).matchAll(/^(?:import|export)[^;]*?from "(\.[^"]+)";|^import "(\.[^"]+)";/gm)];
  return specifiers.map((match) => join(dirname(path), (match[1] ?? match[2] ?? "").replace(/\?.*/, "")));
}

/** `runs` for `src/runs/life.ts`; the file itself for what lies directly in `src`. */
export function roomOf(path: string): string {
  return path.split("/")[1] ?? "";
}
