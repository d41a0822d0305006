import { and, asc, eq, gt } from "drizzle-orm";
import { type Compiled, compileFile } from "../compiler/compile.ts";
import type { SourceFault } from "../compiler/source.ts";
import type { Caller } from "../contract/access.ts";
import type { File } from "../contract/catalog.ts";
import { Fault } from "../contract/fault.ts";
import { FilePath } from "../contract/graph.ts";
import { type List, type ListQuery, pageOf, positionOf } from "../contract/list.ts";
import { invalid } from "../http/check.ts";
import { databaseOf, statementOf, transaction } from "../platform/database.ts";
import { hashOf, keepTexts, textsOf } from "./contents.ts";
import { type ApplicationFiles, doesNotCompile, type NewFile } from "./draft-closure.ts";
import { filesOfWorklets } from "./references.ts";
import { type FileRow, files } from "./table.ts";

/** Files of an application (its internal id): compiled when saved, so that nothing that does not compile is ever kept. */

export async function listFiles(env: Env, application: string, query: ListQuery): Promise<List<File>> {
  const after = positionOf(query.cursor, ["text"]);
  const rows = await databaseOf(env)
    .select()
    .from(files)
    .where(and(eq(files.application, application), after ? gt(files.path, after[0]) : undefined))
    .orderBy(asc(files.path))
    .limit(query.limit + 1);
  return pageOf(rows, query.limit, shownFile, (row) => [row.path]);
}

/** The source with its ETag. Fault: `file.not_found`. */
export async function readFile(env: Env, application: string, path: string): Promise<{ text: string; etag: string }> {
  const row = await fileRow(env, application, path);
  if (!row) throw notThere(path);
  const texts = await textsOf(env, [row.source]);
  return { text: texts.get(row.source) ?? "", etag: etagOf(row) };
}

/**
 * Saves a file; a new one needs no `If-Match`, an existing one does (428, 412). Faults: `file.invalid` with line, column and
 * the offending line of everything that is wrong.
 */
export async function putFile(
  env: Env,
  caller: Caller,
  application: string,
  change: { path: string; text: string; ifMatch: string | null; dryRun: boolean },
  now: number,
): Promise<{ file: File; created: boolean }> {
  const path = checkedPath(change.path);
  const { row, texts } = newFile(application, path, change.text, compiled(path, change.text), caller, now);
  const held = await fileRow(env, application, path);
  if (held) checkMatch(change.ifMatch, etagOf(held), `The file ${path}`);
  else if (change.ifMatch !== null && change.ifMatch !== "*") throw changed(`The file ${path}`);
  const next = held ? { ...row, createdAt: held.createdAt, createdBy: held.createdBy } : row;
  if (change.dryRun) return { file: shownFile(next), created: !held };
  const [written] = (await transaction(env, [
    held
      ? statementOf(
          env,
          `update files set source = ?, code = ?, map = ?, bytes = ?, facts = ?, updated_at = ?, updated_by = ?
           where application = ? and path = ? and (source = ? or ? = '*') returning path`,
          ...[row.source, row.code, row.map, row.bytes, JSON.stringify(row.facts), now, caller.name],
          ...[application, path, held.source, change.ifMatch],
        )
      : insertFile(env, row, "on conflict (application, path) do nothing"),
    ...keepTexts(env, texts),
  ])) as [D1Result, ...D1Result[]];
  if (written.results.length === 0) throw changed(`The file ${path}`);
  return { file: shownFile(next), created: !held };
}

/** Deletes a file. Fault: `file.in_use` when a worklet's draft needs it, unless forced; versions keep their own copies. */
export async function deleteFile(env: Env, application: string, path: string, force: boolean): Promise<void> {
  if (!(await fileRow(env, application, path))) throw notThere(path);
  if (!force) {
    const usedBy = (await filesOfWorklets(env, application)).flatMap((use) =>
      use.files.includes(path) ? [`worklet ${use.worklet}`] : [],
    );
    if (usedBy.length > 0) {
      const detail = `Drafts need ${path}: change them first, or send ?force=true. Published versions keep their own copy.`;
      throw new Fault("file.in_use", detail, { usedBy });
    }
  }
  await databaseOf(env)
    .delete(files)
    .where(and(eq(files.application, application), eq(files.path, path)));
}

/** Rows for files that come with a new worklet: those that are there already with the same text are left out. */
export function newFiles(
  caller: Caller,
  application: string,
  texts: Record<string, string>,
  held: ApplicationFiles,
  now: number,
): NewFile[] {
  return compiledFiles(caller, application, texts, now).filter(({ row: { path, source } }) => {
    const there = held.rows.get(path);
    if (there && there.source !== source) {
      const detail = `The application has another file ${path}. Choose another path, or change it by PUT .../files/${path}.`;
      throw new Fault("file.exists", detail);
    }
    return !there;
  });
}

/** Rows for these texts; everything that does not compile is told at once. Fault: `file.invalid`. */
export function compiledFiles(
  caller: Caller,
  application: string,
  texts: Record<string, string>,
  now: number,
): NewFile[] {
  const made: NewFile[] = [];
  const faults: SourceFault[] = [];
  for (const [path, text] of Object.entries(texts)) {
    const result = compileFile(path, text);
    if (result.ok) made.push(newFile(application, path, text, result, caller, now));
    else faults.push(...result.faults);
  }
  if (faults.length > 0) throw doesNotCompile(faults);
  return made;
}

/** Statements that keep a file, whatever stood at its path, for the batch of whoever writes many. */
export function overwriteFile(env: Env, { row, texts }: NewFile): D1PreparedStatement[] {
  const anew = `on conflict (application, path) do update set source = excluded.source, code = excluded.code, map = excluded.map,
    bytes = excluded.bytes, facts = excluded.facts, updated_at = excluded.updated_at, updated_by = excluded.updated_by`;
  return [insertFile(env, row, anew), ...keepTexts(env, texts)];
}

/** Statements that add a new file, for the batch of whatever needs it: all of that fails when the path was just taken. */
export function addFile(env: Env, { row, texts }: NewFile): D1PreparedStatement[] {
  return [insertFile(env, row), ...keepTexts(env, texts)];
}

async function fileRow(env: Env, application: string, path: string): Promise<FileRow | undefined> {
  return databaseOf(env)
    .select()
    .from(files)
    .where(and(eq(files.application, application), eq(files.path, path)))
    .get();
}

/** `If-Match` against what is there: 428 without it, 412 when it names something else; `*` overwrites. */
export function checkMatch(ifMatch: string | null, etag: string, what: string): void {
  if (ifMatch === null) {
    throw new Fault(
      "draft.if_match_required",
      `${what} exists. Send If-Match with the ETag that you read (${etag}), or If-Match: * to overwrite it.`,
    );
  }
  if (ifMatch === "*") return;
  const named = ifMatch.split(",").map((text) => text.trim().replace(/^W\//, ""));
  if (!named.includes(etag)) throw changed(what);
}

export function changed(what: string): Fault {
  return new Fault(
    "draft.changed",
    `${what} was changed since you read it. Read it again, bring the changes together, and send its new ETag.`,
  );
}

function compiled(path: string, text: string): Extract<Compiled, { ok: true }> {
  const result = compileFile(path, text);
  if (!result.ok) throw doesNotCompile(result.faults);
  return result;
}

function newFile(
  application: string,
  path: string,
  text: string,
  result: Extract<Compiled, { ok: true }>,
  caller: Caller,
  now: number,
): NewFile {
  const row: FileRow = {
    application,
    path,
    source: hashOf(text),
    code: hashOf(result.code),
    map: result.map === null ? null : hashOf(result.map),
    bytes: Buffer.byteLength(text),
    facts: { exports: result.exports, imports: result.imports },
    createdAt: now,
    createdBy: caller.name,
    updatedAt: now,
    updatedBy: caller.name,
  };
  return { row, code: result.code, texts: [text, result.code, ...(result.map === null ? [] : [result.map])] };
}

function checkedPath(path: string): string {
  const result = FilePath.safeParse(path);
  if (result.success) return result.data;
  throw invalid([{ path: "/path", message: result.error.issues[0]?.message ?? "This is no path of a file." }]);
}

function etagOf(row: Pick<FileRow, "source">): string {
  return `"${row.source.slice(0, 32)}"`;
}

function notThere(path: string): Fault {
  return new Fault("file.not_found", `The application has no file ${path}.`);
}

function shownFile(row: FileRow): File {
  return {
    path: row.path,
    bytes: row.bytes,
    etag: etagOf(row),
    exports: row.facts.exports.flatMap((each) =>
      each.kind === "function" || each.kind === "unknown" ? [each.name] : [],
    ),
    created_at: new Date(row.createdAt).toISOString(),
    created_by: row.createdBy,
    updated_at: new Date(row.updatedAt).toISOString(),
    updated_by: row.updatedBy,
  };
}

function insertFile(env: Env, row: FileRow, otherwise = ""): D1PreparedStatement {
  return statementOf(
    env,
    `insert into files (application, path, source, code, map, bytes, facts, created_at, created_by, updated_at, updated_by)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ${otherwise} returning path`,
    ...[row.application, row.path, row.source, row.code, row.map, row.bytes, JSON.stringify(row.facts)],
    ...[row.createdAt, row.createdBy, row.updatedAt, row.updatedBy],
  );
}
