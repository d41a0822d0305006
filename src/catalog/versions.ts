import { and, desc, eq, lt } from "drizzle-orm";
import type { Caller } from "../contract/access.ts";
import type { Change, Changes, Draft, Version, VersionSummary } from "../contract/catalog.ts";
import { type List, type ListQuery, pageOf, positionOf } from "../contract/list.ts";
import { databaseOf, isTaken, statementOf, transaction } from "../platform/database.ts";
import { keepTexts, textsOf } from "./contents.ts";
import { forgetDefinitions } from "./definitions.ts";
import { type ApplicationFiles, checkedClosure, type DraftClosure, filesOf, reachedFiles } from "./draft-closure.ts";
import { checkDraft } from "./drafts.ts";
import { lookAgain } from "./look-again.ts";
import { versionRow, workletRow } from "./rows.ts";
import { type ApplicationRow, type VersionRow, versions, type WorkletRow, worklets } from "./table.ts";

/** Versions: immutable, self-contained snapshots. One of them is live. */

type Published = { version: VersionSummary; created: boolean };

/**
 * Freezes the draft as the next version and makes it live. It is checked again first: files may have changed since it was
 * saved. Nothing to publish is no fault: the live version is answered. Of two publishes at once the later one looks again, so
 * that it neither fails nor puts the draft that it had read over a newer one.
 */
export function publish(
  env: Env,
  caller: Caller,
  application: ApplicationRow,
  id: string,
  now: number,
): Promise<Published> {
  return lookAgain(id, () => publishUnlessChanged(env, caller, application, id, now));
}

/** Null when the draft or the live version changed between looking and writing. */
async function publishUnlessChanged(
  env: Env,
  caller: Caller,
  application: ApplicationRow,
  id: string,
  now: number,
): Promise<Published | null> {
  const row = await workletRow(env, application, id);
  const files = await filesOf(env, application.uid);
  await checkDraft(env, application.uid, row.draft, files, { self: id, needsSecrets: false });
  const closure = await checkedClosure(env, row.draft.graph, files);
  const live = await versionRow(env, row, row.liveVersion);
  if (!hasChanges(changesBetween(live, row.draft, files))) {
    return { version: summary(live, row.liveVersion), created: false };
  }
  const last = await databaseOf(env)
    .select({ number: versions.number })
    .from(versions)
    .where(eq(versions.worklet, row.uid))
    .orderBy(desc(versions.number))
    .get();
  const number = (last?.number ?? 0) + 1;
  const version = insertVersion(env, caller, row, number, closure, now);
  const goLive = statementOf(
    env,
    "update worklets set live_version = ?, updated_at = ? where uid = ? and draft_revision = ? and live_version = ? returning uid",
    ...[number, now, row.uid, row.draftRevision, row.liveVersion],
  );
  try {
    const results = await transaction(env, [...version.statements, goLive]);
    if (results.at(-1)?.results.length === 0) return null;
  } catch (error) {
    if (isTaken(error, "versions")) return null;
    throw error;
  }
  forgetDefinitions(application.id, id);
  return { version: summary(version.row, number), created: true };
}

/** Makes an earlier version live again. The draft stays as it is. */
export async function restoreVersion(
  env: Env,
  application: ApplicationRow,
  id: string,
  number: number,
  now: number,
): Promise<VersionSummary> {
  const row = await workletRow(env, application, id);
  const version = await versionRow(env, row, number);
  await databaseOf(env).update(worklets).set({ liveVersion: number, updatedAt: now }).where(eq(worklets.uid, row.uid));
  forgetDefinitions(application.id, id);
  return summary(version, number);
}

export async function listVersions(
  env: Env,
  application: ApplicationRow,
  id: string,
  query: ListQuery,
): Promise<List<VersionSummary>> {
  const row = await workletRow(env, application, id);
  const before = positionOf(query.cursor, ["number"]);
  const rows = await databaseOf(env)
    .select()
    .from(versions)
    .where(and(eq(versions.worklet, row.uid), before ? lt(versions.number, before[0]) : undefined))
    .orderBy(desc(versions.number))
    .limit(query.limit + 1);
  return pageOf(
    rows,
    query.limit,
    (each) => summary(each, row.liveVersion),
    (each) => [each.number],
  );
}

export async function readVersion(env: Env, application: ApplicationRow, id: string, number: number): Promise<Version> {
  const row = await workletRow(env, application, id);
  const version = await versionRow(env, row, number);
  const frozen = Object.entries(version.closure);
  const texts = await textsOf(
    env,
    frozen.map(([, file]) => file.source),
  );
  return {
    ...summary(version, row.liveVersion),
    ...version.draft,
    files: Object.fromEntries(frozen.map(([path, file]) => [path, texts.get(file.source) ?? ""])),
    compatibility_date: version.compatibilityDate,
    compatibility_flags: version.compatibilityFlags,
  };
}

/** What publishing would change, against the live version. */
export async function readChanges(env: Env, application: ApplicationRow, id: string): Promise<Changes> {
  const row = await workletRow(env, application, id);
  const live = await versionRow(env, row, row.liveVersion);
  return changesBetween(live, row.draft, await filesOf(env, application.uid));
}

/** A version with the statements that keep it, texts included; nothing is kept when the worklet has changed meanwhile. */
export function insertVersion(
  env: Env,
  caller: Caller,
  worklet: Pick<WorkletRow, "uid" | "draft" | "draftRevision" | "liveVersion">,
  number: number,
  closure: DraftClosure,
  now: number,
): { row: VersionRow; statements: D1PreparedStatement[] } {
  const row: VersionRow = {
    worklet: worklet.uid,
    number,
    draft: worklet.draft,
    closure: closure.files,
    compatibilityDate: closure.compatibilityDate,
    compatibilityFlags: closure.compatibilityFlags,
    createdAt: now,
    createdBy: caller.name,
  };
  const statements = [
    ...keepTexts(env, closure.texts),
    statementOf(
      env,
      `insert into versions (worklet, number, draft, closure, compatibility_date, compatibility_flags, created_at, created_by)
       select ?, ?, ?, ?, ?, ?, ?, ? from worklets where uid = ? and draft_revision = ? and live_version = ?`,
      ...[row.worklet, number, JSON.stringify(row.draft), JSON.stringify(row.closure)],
      ...[row.compatibilityDate, JSON.stringify(row.compatibilityFlags), now, caller.name],
      ...[worklet.uid, worklet.draftRevision, worklet.liveVersion],
    ),
  ];
  return { row, statements };
}

/** Whether publishing the draft would make a new version. */
export function differs(live: VersionRow, draft: Draft, held: ApplicationFiles): boolean {
  return hasChanges(changesBetween(live, draft, held));
}

function changesBetween(live: VersionRow, draft: Draft, held: ApplicationFiles): Changes {
  const before = partsOf(live.draft, new Map(Object.entries(live.closure).map(([path, file]) => [path, file.source])));
  const reached = reachedFiles(draft.graph, held);
  const after = partsOf(draft, new Map(reached.map((path) => [path, held.rows.get(path)?.source ?? ""])));
  const changes: Changes = { added: [], modified: [], deleted: [] };
  for (const [key, part] of after) {
    const old = before.get(key);
    if (!old) changes.added.push(part.change);
    else if (old.text !== part.text) changes.modified.push(part.change);
  }
  for (const [key, part] of before) if (!after.has(key)) changes.deleted.push(part.change);
  if (orderOf(live.draft, after) !== orderOf(draft, before)) changes.modified.push({ kind: "order", id: "order" });
  return changes;
}

/** In a chain the order of the list is what runs: the order of the blocks that both sides have. */
function orderOf(draft: Draft, other: ReadonlyMap<string, Part>): string {
  return draft.graph.blocks.flatMap(({ id }) => (other.has(`block/${id}`) ? [id] : [])).join(" ");
}

function hasChanges({ added, modified, deleted }: Changes): boolean {
  return added.length + modified.length + deleted.length > 0;
}

type Part = { change: Change; text: string };

/** A draft taken apart into what a person would call one thing. */
function partsOf(draft: Draft, sources: ReadonlyMap<string, string>): Map<string, Part> {
  const parts = new Map<string, Part>();
  const add = (kind: Change["kind"], id: string, value: unknown) => {
    if (value === null || value === undefined) return;
    parts.set(`${kind}/${id}`, { change: { kind, id }, text: JSON.stringify(value) });
  };
  for (const block of draft.graph.blocks) add("block", block.id, block);
  for (const [path, source] of sources) add("file", path, source);
  add("start", "start", draft.graph.start);
  add("input_schema", "input_schema", draft.input_schema);
  add("output_schema", "output_schema", draft.output_schema);
  add("settings", "settings", draft.settings);
  return parts;
}

function summary(row: VersionRow, live: number): VersionSummary {
  return {
    number: row.number,
    live: row.number === live,
    created_at: new Date(row.createdAt).toISOString(),
    created_by: row.createdBy,
  };
}
