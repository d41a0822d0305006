import { limits } from "../contract/limits.ts";
import { isRelative, relativeSpecifier, resolveSpecifier } from "../source/specifier.ts";
import type { FileFacts, Import } from "./compile.ts";
import type { Export } from "./module-shape.ts";
import type { SourceFault } from "./source.ts";

/** What a worklet's code blocks need: their files, the files those import, and so on, linked so that the runtime loads them. */

/** The compiled files of an application by path. */
export type Files = ReadonlyMap<string, FileFacts & { code: string }>;

/** Linked texts by path, in the order of the paths. */
type Linked = { ok: true; files: Record<string, string> } | { ok: false; faults: SourceFault[] };

/**
 * The closure of the files in `entries`. Faults are an import of a file or of a name that does not exist (the runtime would
 * load nothing at all), and files that are too large together. Files may import each other in a circle.
 */
export function closureOf(entries: readonly string[], files: Files): Linked {
  const faults: SourceFault[] = [];
  const linked = new Map<string, string>();
  const waiting = [...entries];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (linked.has(path)) continue;
    const file = files.get(path);
    if (file === undefined) {
      faults.push({ path, line: 1, column: 1, line_text: "", message: `There is no file ${path}.` });
      continue;
    }
    const targets = new Map<Import, string>();
    for (const one of file.imports.filter(({ specifier }) => isRelative(specifier))) {
      const target = resolveSpecifier(path, one.specifier, (name) => files.has(name));
      const message = target === null ? missing(path, one, files) : missingNames(one, target, files);
      const { line, column, line_text } = one;
      if (message !== null) faults.push({ path, line, column, line_text, message });
      if (target === null) continue;
      targets.set(one, target);
      waiting.push(target);
    }
    linked.set(path, linkFile(path, file, targets));
  }
  const sorted = [...linked].sort(([a], [b]) => (a < b ? -1 : 1));
  const sizes = sorted.map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text).byteLength }));
  const bytes = sizes.reduce((sum, one) => sum + one.bytes, 0);
  if (bytes > limits.closureBytes) faults.push(tooLarge(bytes, sizes));
  return faults.length > 0 ? { ok: false, faults } : { ok: true, files: Object.fromEntries(sorted) };
}

/** The text with every relative import naming its file in full. No line moves. */
function linkFile(path: string, { code }: { code: string }, targets: Map<Import, string>): string {
  let text = "";
  let done = 0;
  for (const [{ start, end }, target] of targets) {
    text += code.slice(done, start) + JSON.stringify(relativeSpecifier(path, target));
    done = end;
  }
  return text + code.slice(done);
}

function missing(path: string, { specifier }: Import, files: Files): string {
  const last = specifier
    .split("/")
    .at(-1)
    ?.replace(/\.m?[jt]s$/, "");
  const alike = [...files.keys()]
    .filter(
      (name) =>
        name
          .split("/")
          .at(-1)
          ?.replace(/\.m?[jt]s$/, "") === last,
    )
    .sort();
  const hint = alike[0] === undefined ? "" : ` Did you mean "${relativeSpecifier(path, alike[0])}"?`;
  return `There is no file for the import "${specifier}".${hint}`;
}

function missingNames({ names }: Import, target: string, files: Files): string | null {
  const absent = names.filter((name) => typeof resolveExport(target, name, files) === "string");
  if (absent.length === 0) return null;
  const has = listed(exportNames(target, files)) || "nothing";
  const list = listed(absent.map((name) => `\`${name}\``));
  return `${target} does not export ${list}; it exports: ${has}. A type is imported with \`import type\`.`;
}

/** Names in a sentence. */
export function listed(names: string[]): string {
  return names.slice(0, shownNames).join(", ") + (names.length > shownNames ? " and more" : "");
}

function tooLarge(bytes: number, sizes: { path: string; bytes: number }[]): SourceFault {
  const largest = sizes.toSorted((a, b) => b.bytes - a.bytes).slice(0, 3);
  const list = largest.map((one) => `${one.path} (${one.bytes})`).join(", ");
  const message = `The files that the worklet needs have ${bytes} bytes together; the limit is ${limits.closureBytes}. The largest: ${list}.`;
  return { path: largest[0]?.path ?? "", line: 1, column: 1, line_text: "", message };
}

/** A function that a code block can name. `parameters` is null when only running the code would tell. */
type ExportedFunction = { name: string; parameters: number | null };

/** The function that a file exports by this name, from wherever; null when there is none. */
export function exportedFunction(path: string, name: string, files: Files): ExportedFunction | null {
  const found = resolveExport(path, name, files);
  return typeof found === "string" || found.kind === "value" ? null : { name, parameters: found.parameters };
}

/** The functions that a file exports, its own and those of other files, by name (of the first 500 names). Empty when there is no such file. */
export function exportedFunctions(path: string, files: Files): ExportedFunction[] {
  return exportNames(path, files).flatMap((name) => exportedFunction(path, name, files) ?? []);
}

type Found = { kind: "function" | "value" | "unknown"; path: string; name: string; parameters: number | null };

/** So many names are looked at when a message lists them, and so many are shown. */
const mostNames = 500;
const shownNames = 50;

/** Names by which a file's exports are reached, `export *` followed: the first ones of the alphabet. */
function exportNames(path: string, files: Files): string[] {
  const names = new Set<string>();
  const seen = new Set<string>();
  const waiting = [path];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const one of files.get(next)?.exports ?? []) {
      if (one.kind !== "star") {
        if (next === path || one.name !== "default") names.add(one.name);
        continue;
      }
      const target = resolveSpecifier(next, one.specifier, (name) => files.has(name));
      if (target !== null && isRelative(one.specifier)) waiting.push(target);
    }
  }
  const first = [...names].sort().slice(0, mostNames);
  return first.filter((name) => typeof resolveExport(path, name, files) !== "string");
}

/** What a name of a file stands for, by the language's own rules: a circle is `absent`, two sources of one name `ambiguous`. */
function resolveExport(
  path: string,
  name: string,
  files: Files,
  seen = new Set<string>(),
): Found | "absent" | "ambiguous" {
  const key = `${path}\n${name}`;
  if (seen.has(key)) return "absent";
  seen.add(key);
  const { named, stars } = indexOf(files.get(path)?.exports ?? []);
  const own = named.get(name);
  if (own !== undefined) {
    if (own.kind !== "from") return { ...own, path, parameters: own.kind === "function" ? own.parameters : null };
    if (own.of === "*") return { kind: "value", path, name, parameters: null };
    return follow(path, own.specifier, own.of, files, seen);
  }
  let found: Found | null = null;
  if (name === "default") return "absent";
  for (const one of stars) {
    const next = follow(path, one.specifier, name, files, seen);
    if (next === "ambiguous") return next;
    if (next === "absent") continue;
    if (found === null || !files.has(found.path)) found = next;
    else if (files.has(next.path) && (next.path !== found.path || next.name !== found.name)) return "ambiguous";
  }
  return found ?? "absent";
}

type Named = Exclude<Export, { kind: "star" }>;
type Star = Extract<Export, { kind: "star" }>;

/** Exports by name, made once per file: a file is asked for one name after the other. */
const indexes = new WeakMap<readonly Export[], { named: Map<string, Named>; stars: Star[] }>();

function indexOf(exports: readonly Export[]) {
  const held = indexes.get(exports);
  if (held) return held;
  const named = new Map<string, Named>();
  for (const one of exports) if (one.kind !== "star" && !named.has(one.name)) named.set(one.name, one);
  const made = { named, stars: exports.filter((one) => one.kind === "star") };
  indexes.set(exports, made);
  return made;
}

function follow(path: string, specifier: string, name: string, files: Files, seen: Set<string>) {
  if (!isRelative(specifier)) return { kind: "unknown", path: specifier, name, parameters: null } as const;
  const target = resolveSpecifier(path, specifier, (one) => files.has(one));
  return target === null ? "absent" : resolveExport(target, name, files, seen);
}
