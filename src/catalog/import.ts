import { asc, eq } from "drizzle-orm";
import type { Caller } from "../contract/access.ts";
import type { Draft } from "../contract/catalog.ts";
import { Fault, summaryOf, type Wrong } from "../contract/fault.ts";
import { databaseOf, isTaken, statementOf, transaction } from "../platform/database.ts";
import type { Dependents } from "./above.ts";
import { forgetApplication } from "./applications.ts";
import { textsOf } from "./contents.ts";
import { forgetDefinitions } from "./definitions.ts";
import { checkedClosure, type DraftClosure, filesOf, type NewFile } from "./draft-closure.ts";
import { checkDraft } from "./drafts.ts";
import { compiledFiles, overwriteFile } from "./files.ts";
import { type ApplicationRow, type VersionRow, type WorkletRow, worklets } from "./table.ts";
import { differs, insertVersion } from "./versions.ts";
import { insertRow, newRow } from "./worklets.ts";

/** Many files and drafts at once: all that an application is edited by, read and written as a whole. */

/** Sources by path and what is edited of each worklet by id. */
export type Contents = { files: Record<string, string>; worklets: Record<string, Imported> };
export type Imported = { name: string; draft: Draft };

export async function contentsOf(env: Env, application: ApplicationRow): Promise<Contents> {
  const { rows } = await filesOf(env, application.uid);
  const texts = await textsOf(
    env,
    [...rows.values()].map((row) => row.source),
  );
  const held = await workletRows(env, application.uid);
  return {
    files: Object.fromEntries([...rows].map(([path, row]) => [path, texts.get(row.source) ?? ""])),
    worklets: Object.fromEntries(held.map(({ id, name, draft }) => [id, { name, draft }])),
  };
}

/** What goes: paths of files and ids of worklets. */
export type Deletions = { files: string[]; worklets: string[] };

/** Says of a fault in a worklet, or in the files, where it stands in what was sent. */
export type Locate = (place: { worklet: string } | { files: true }, fault: Fault) => Wrong[];

export type Import = {
  application: ApplicationRow;
  /** Whether the application is new. */
  isNew: boolean;
  wanted: Contents;
  gone: Deletions;
  /** Live versions, by the worklets' ids. */
  live: ReadonlyMap<string, VersionRow>;
  /** All models that there will be. */
  models: ReadonlySet<string>;
  /** What the caller writes along, in the same transaction. */
  statements: D1PreparedStatement[];
  dependents: readonly Dependents[];
  dryRun: boolean;
  locate: Locate;
};

/**
 * Checks everything as it will be, then writes it in one transaction; nothing is written when anything is wrong. New
 * worklets go live as version 1, of the others the drafts change. Gives the worklets that publishing would change. Faults:
 * `request.invalid` with every wrong place, `draft.changed` when somebody else wrote meanwhile.
 */
export async function importContents(env: Env, caller: Caller, wish: Import, now: number): Promise<string[]> {
  const { application, wanted, gone } = wish;
  const wrong: Wrong[] = [];
  const collect = async <T>(place: Parameters<Locate>[0], work: () => T | Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      const fault = Fault.of(error);
      if (!fault || (fault.code !== "graph.invalid" && fault.code !== "file.invalid")) throw error;
      wrong.push(...wish.locate(place, fault));
      return null;
    }
  };
  const all = await filesOf(env, application.uid);
  const changedTexts = Object.fromEntries(
    Object.entries(wanted.files).filter(([path, text]) => !all.holds(path, text)),
  );
  const fresh = (await collect({ files: true }, () => compiledFiles(caller, application.uid, changedTexts, now))) ?? [];
  const files = all.without(gone.files).with(fresh);
  const rows = new Map((await workletRows(env, application.uid)).map((row) => [row.id, row]));
  const leaving = gone.worklets.flatMap((id) => rows.get(id) ?? []);
  for (const id of gone.worklets) rows.delete(id);
  const writes: D1PreparedStatement[] = [];
  const there = { worklets: new Set([...rows.keys(), ...Object.keys(wanted.worklets)]), models: wish.models };
  for (const [id, { name, draft }] of Object.entries(wanted.worklets)) {
    const closure = await collect({ worklet: id }, async () => {
      await checkDraft(env, application.uid, draft, files, { self: id, needsSecrets: false, there });
      return checkedClosure(env, draft.graph, files);
    });
    if (closure) writes.push(...writesOf(env, caller, application, rows.get(id), { id, name, draft, closure }, now));
  }
  if (wrong.length > 0) throw new Fault("request.invalid", whatIsWrong(wrong), { errors: wrong.slice(0, 100) });
  if (!wish.dryRun) {
    const asRead = [...leaving, ...Object.keys(wanted.worklets).flatMap((id) => rows.get(id) ?? [])];
    await write(env, wish, { fresh, leaving, asRead, writes });
  }
  return Object.entries(wanted.worklets).flatMap(([id, { draft }]) => {
    const version = wish.live.get(id);
    return version && differs(version, draft, files) ? [id] : [];
  });
}

type Writes = { fresh: NewFile[]; leaving: WorkletRow[]; asRead: WorkletRow[]; writes: D1PreparedStatement[] };

async function write(env: Env, wish: Import, { fresh, leaving, asRead, writes }: Writes): Promise<void> {
  const { application, gone } = wish;
  const uids = JSON.stringify(leaving.map(({ uid }) => uid));
  try {
    await transaction(env, [
      ...(wish.isNew ? [] : [unlessChanged(env, application, asRead)]),
      ...wish.statements,
      ...fresh.flatMap((file) => overwriteFile(env, file)),
      statementOf(
        env,
        "delete from files where application = ? and path in (select value from json_each(?))",
        ...[application.uid, JSON.stringify(gone.files)],
      ),
      ...leaving.flatMap(({ uid }) => wish.dependents.flatMap((each) => each.deletionOf(env, { worklet: uid }))),
      statementOf(env, "delete from versions where worklet in (select value from json_each(?))", uids),
      statementOf(env, "delete from worklets where uid in (select value from json_each(?))", uids),
      ...writes,
    ]);
  } catch (error) {
    if (!isTaken(error) && !isChanged(error)) throw error;
    const detail =
      "Somebody else changed the application at the same time; nothing was imported. Look, and import again.";
    throw new Fault("draft.changed", detail);
  }
  forgetApplication(application.id);
  forgetDefinitions(application.id);
}

/** Fails, and the whole transaction with it, when the application is gone or one of the drafts is not what was read. */
function unlessChanged(env: Env, { uid }: ApplicationRow, rows: WorkletRow[]): D1PreparedStatement {
  const condition = `exists (select 1 from applications where uid = ?1) and (
    select count(*) from json_each(?2) as was join worklets on uid = was.value->>'uid'
    where draft_revision = was.value->>'revision') = json_array_length(?2)`;
  return failUnless(env, condition, uid, revisionsOf(rows));
}

/** The revisions at which drafts were read, as JSON text: `[{uid, revision}]`. */
export function revisionsOf(rows: readonly { uid: string; draftRevision: number }[]): string {
  return JSON.stringify(rows.map(({ uid, draftRevision }) => ({ uid, revision: draftRevision })));
}

/**
 * A statement that fails, and the whole transaction of an import with it, unless the condition holds when it runs: the import
 * tells then that somebody else has changed something.
 */
export function failUnless(env: Env, condition: string, ...values: string[]): D1PreparedStatement {
  return statementOf(env, `select json(case when ${condition} then '1' else 'changed' end)`, ...values);
}

/** What the statement above says when it fails. */
function isChanged(error: unknown): boolean {
  return error instanceof Error && error.message.includes("malformed JSON");
}

function whatIsWrong(wrong: Wrong[]): string {
  return `Nothing was imported. ${summaryOf(wrong)}`;
}

type Wanted = Imported & { id: string; closure: DraftClosure };

function writesOf(
  env: Env,
  caller: Caller,
  application: ApplicationRow,
  held: WorkletRow | undefined,
  { id, name, draft, closure }: Wanted,
  now: number,
): D1PreparedStatement[] {
  if (!held) {
    const row = newRow(caller, application, { id, name, draft }, now);
    return [insertRow(env, row), ...insertVersion(env, caller, row, 1, closure, now).statements];
  }
  const text = JSON.stringify(draft);
  if (held.name === name && JSON.stringify(held.draft) === text) return [];
  const set =
    "update worklets set name = ?, draft = ?, draft_revision = draft_revision + 1, updated_at = ? where uid = ?";
  return [statementOf(env, set, name, text, now, held.uid)];
}

function workletRows(env: Env, application: string): Promise<WorkletRow[]> {
  return databaseOf(env).select().from(worklets).where(eq(worklets.application, application)).orderBy(asc(worklets.id));
}
