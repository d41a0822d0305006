import { eq } from "drizzle-orm";
import { closureOf, type Files } from "../compiler/closure.ts";
import type { SourceFault } from "../compiler/source.ts";
import { Fault, summaryOf } from "../contract/fault.ts";
import type { Graph } from "../contract/graph.ts";
import { kinds } from "../engine/kinds.ts";
import { databaseOf } from "../platform/database.ts";
import { isRelative, resolveSpecifier } from "../source/specifier.ts";
import { hashOf, textsOf } from "./contents.ts";
import { type FileRow, type FrozenFile, files } from "./table.ts";

/** Which files a graph needs now, and their texts linked: what a draft runs and what a version freezes. */

/** A file that is not kept yet: its row, and the texts that the row names by their hashes. */
export type NewFile = { row: FileRow; code: string; texts: string[] };

/** The rows of an application's files, with files that are about to be added. */
export class ApplicationFiles {
  readonly rows: ReadonlyMap<string, FileRow>;
  /** Compiled texts that storage does not have yet, by hash. */
  readonly fresh: ReadonlyMap<string, string>;

  constructor(rows: ReadonlyMap<string, FileRow>, fresh: ReadonlyMap<string, string> = new Map()) {
    this.rows = rows;
    this.fresh = fresh;
  }

  has(path: string): boolean {
    return this.rows.has(path);
  }

  /** Whether the file is there with this very source. */
  holds(path: string, source: string): boolean {
    return this.rows.get(path)?.source === hashOf(source);
  }

  without(paths: string[]): ApplicationFiles {
    const rows = new Map(this.rows);
    for (const path of paths) rows.delete(path);
    return new ApplicationFiles(rows, this.fresh);
  }

  with(added: NewFile[]): ApplicationFiles {
    if (added.length === 0) return this;
    const rows = new Map(this.rows);
    for (const { row } of added) rows.set(row.path, row);
    return new ApplicationFiles(rows, new Map(added.map(({ row, code }) => [row.code, code])));
  }

  /** What the compiler found in every file, without any text: enough to follow imports and to look up exports. */
  facts(): Files {
    return new Map([...this.rows].map(([path, row]) => [path, { code: "", ...row.facts }]));
  }
}

export async function filesOf(env: Env, application: string): Promise<ApplicationFiles> {
  const rows = await databaseOf(env).select().from(files).where(eq(files.application, application));
  return new ApplicationFiles(new Map(rows.map((row) => [row.path, row])));
}

/** The files that a graph's code blocks name and those they import, as far as they are there. */
export function reachedFiles(graph: Graph, held: ApplicationFiles): string[] {
  const reached = new Set<string>();
  const waiting = entriesOf(graph);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const row = held.rows.get(path);
    if (!row || reached.has(path)) continue;
    reached.add(path);
    for (const { specifier } of row.facts.imports) {
      const target = isRelative(specifier) ? resolveSpecifier(path, specifier, (each) => held.has(each)) : null;
      if (target !== null) waiting.push(target);
    }
  }
  return [...reached].sort();
}

/** The files that the blocks of a graph name. */
function entriesOf(graph: Graph): string[] {
  return graph.blocks.flatMap((block) => [...kinds[block.kind].refers(block).files]);
}

/** What a version keeps of its files and of the runtime they were made for, and the linked texts that must be kept. */
export type DraftClosure = {
  files: Record<string, FrozenFile>;
  compatibilityDate: string;
  compatibilityFlags: string[];
  texts: string[];
};

/** The runtime that new versions are made for; those that are published keep theirs. */
const runtime = { compatibilityDate: "2026-10-01", compatibilityFlags: ["nodejs_compat"] };

/** Fault: `file.invalid` for every import that leads nowhere, or files that are too large together. */
export async function checkedClosure(env: Env, graph: Graph, held: ApplicationFiles): Promise<DraftClosure> {
  const reached = reachedFiles(graph, held);
  const hashes = reached.map((path) => held.rows.get(path)?.code ?? "");
  const stored = await textsOf(
    env,
    hashes.filter((hash) => !held.fresh.has(hash)),
  );
  const compiled = new Map(held.facts());
  for (const path of reached) {
    const row = held.rows.get(path);
    if (row) compiled.set(path, { ...row.facts, code: held.fresh.get(row.code) ?? stored.get(row.code) ?? "" });
  }
  const linked = closureOf(entriesOf(graph), compiled);
  if (!linked.ok) throw doesNotCompile(linked.faults);
  const frozen: Record<string, FrozenFile> = {};
  for (const [path, text] of Object.entries(linked.files)) {
    const row = held.rows.get(path);
    if (row) frozen[path] = { source: row.source, code: hashOf(text), map: row.map };
  }
  return { files: frozen, ...runtime, texts: Object.values(linked.files) };
}

/** Whether a version's files are what the graph needs now, source by source. */
export function sameCode(frozen: Record<string, FrozenFile>, graph: Graph, held: ApplicationFiles): boolean {
  const reached = reachedFiles(graph, held);
  if (reached.length !== Object.keys(frozen).length) return false;
  return reached.every((path) => frozen[path]?.source === held.rows.get(path)?.source);
}

/** One wrong per fault; `path` points into the file, the members say where. */
export function doesNotCompile(faults: SourceFault[]): Fault {
  const errors = faults.map((fault) => ({ ...fault, path: `/files/${fault.path}`, file: fault.path }));
  const placeOf = ({ file, line, column }: (typeof errors)[number]) => `${file}:${line}:${column}`;
  return new Fault("file.invalid", summaryOf(errors, placeOf), { errors });
}
