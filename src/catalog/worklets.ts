import { and, asc, eq, gt } from "drizzle-orm";
import type { Caller } from "../contract/access.ts";
import type { Clone, Draft, NewWorklet, Worklet, WorkletPatch } from "../contract/catalog.ts";
import { Fault } from "../contract/fault.ts";
import { type List, type ListQuery, pageOf, positionOf } from "../contract/list.ts";
import { databaseOf, isTaken, statementOf, transaction } from "../platform/database.ts";
import { randomId } from "../platform/ids.ts";
import type { Above } from "./above.ts";
import { idFrom } from "./applications.ts";
import { cloneName } from "./clone-name.ts";
import { forgetDefinitions } from "./definitions.ts";
import { type ApplicationFiles, checkedClosure, filesOf, sameCode } from "./draft-closure.ts";
import { checkDraft } from "./drafts.ts";
import { addFile, newFiles } from "./files.ts";
import { passthrough, passthroughFunction } from "./passthrough.ts";
import { workletsThatCall } from "./references.ts";
import { liveVersions, workletRow } from "./rows.ts";
import { type ApplicationRow, type FileRow, type VersionRow, type WorkletRow, worklets } from "./table.ts";
import { insertVersion } from "./versions.ts";

export async function listWorklets(
  env: Env,
  application: ApplicationRow,
  query: ListQuery,
  { nextTicks }: Above,
): Promise<List<Worklet>> {
  const after = positionOf(query.cursor, ["text"]);
  const rows = await databaseOf(env)
    .select()
    .from(worklets)
    .where(and(eq(worklets.application, application.uid), after ? gt(worklets.id, after[0]) : undefined))
    .orderBy(asc(worklets.id))
    .limit(query.limit + 1);
  const live = await liveVersions(env, application.uid);
  const files = await filesOf(env, application.uid);
  const next = await nextTicks(
    env,
    rows.map(({ uid }) => uid),
  );
  return pageOf(
    rows,
    query.limit,
    (row) => shownWorklet(row, live.get(row.uid), files, next.get(row.uid)),
    (row) => [row.id],
  );
}

export async function readWorklet(
  env: Env,
  application: ApplicationRow,
  id: string,
  { nextTicks }: Above,
): Promise<Worklet> {
  const row = await workletRow(env, application, id);
  const live = await liveVersions(env, application.uid);
  const next = await nextTicks(env, [row.uid]);
  return shownWorklet(row, live.get(row.uid), await filesOf(env, application.uid), next.get(row.uid));
}

/**
 * Makes a worklet and publishes its first version in one transaction: its endpoint is live when this returns. Without a
 * graph it gets a file with one passthrough block.
 */
export async function createWorklet(
  env: Env,
  caller: Caller,
  application: ApplicationRow,
  wish: NewWorklet,
  now: number,
): Promise<Worklet> {
  const id = wish.id ?? idFrom(wish.name);
  const held = await filesOf(env, application.uid);
  const start = wish.graph ? null : startingFile(id, wish.name, held, wish.files);
  const texts = start ? { ...wish.files, [start.path]: start.text } : wish.files;
  const graph = wish.graph ?? {
    blocks: [{ id: "main", kind: "code" as const, file: start?.path ?? "", function: passthroughFunction }],
  };
  const { input_schema, output_schema, settings } = wish;
  const draft: Draft = { graph, input_schema, output_schema, settings };
  return insertWorklet(env, caller, application, { id, name: wish.name, draft, texts, held }, now);
}

/** A worklet with the draft of another one, published as its first version. Files are shared, not copied. */
export async function cloneWorklet(
  env: Env,
  caller: Caller,
  application: ApplicationRow,
  id: string,
  wish: Clone,
  now: number,
): Promise<Worklet> {
  const original = await workletRow(env, application, id);
  const held = await filesOf(env, application.uid);
  const { name, id: cloneId } = await cloneName(original.name, wish, () =>
    databaseOf(env).select({ id: worklets.id }).from(worklets).where(eq(worklets.application, application.uid)),
  );
  const clone = { id: cloneId, name, draft: original.draft, texts: {}, held };
  return insertWorklet(env, caller, application, clone, now);
}

export async function changeWorklet(
  env: Env,
  application: ApplicationRow,
  id: string,
  patch: WorkletPatch,
  above: Above,
  now: number,
): Promise<Worklet> {
  const row = await workletRow(env, application, id);
  if (patch.name !== undefined) {
    await databaseOf(env).update(worklets).set({ name: patch.name, updatedAt: now }).where(eq(worklets.uid, row.uid));
  }
  return readWorklet(env, application, id, above);
}

/** Deletes a worklet with its versions and what hangs on it; runs in flight hold what they need and end as they would have. */
export async function deleteWorklet(
  env: Env,
  application: ApplicationRow,
  id: string,
  force: boolean,
  { dependents }: Above,
): Promise<void> {
  const row = await workletRow(env, application, id);
  const calling = force ? [] : await workletsThatCall(env, application.uid, id);
  const usedBy = calling.map((each) => `worklet ${each}`);
  if (!force && application.onFailure === id) usedBy.push("on_failure of the application");
  if (!force) for (const each of dependents) usedBy.push(...(await each.usersOf(env, row.uid)));
  if (usedBy.length > 0) {
    const detail = `Others need ${id}: change or delete them first, or send ?force=true: calls of it fail then, and what starts it is deleted.`;
    throw new Fault("worklet.in_use", detail, { usedBy });
  }
  await transaction(env, [
    ...dependents.flatMap((each) => each.deletionOf(env, { worklet: row.uid })),
    statementOf(env, "update applications set on_failure = null where uid = ? and on_failure = ?", application.uid, id),
    statementOf(env, "delete from versions where worklet = ?", row.uid),
    statementOf(env, "delete from worklets where uid = ?", row.uid),
  ]);
  forgetDefinitions(application.id, id);
}

type Insertion = { id: string; name: string; draft: Draft; texts: Record<string, string>; held: ApplicationFiles };

async function insertWorklet(
  env: Env,
  caller: Caller,
  application: ApplicationRow,
  { id, name, draft, texts, held }: Insertion,
  now: number,
): Promise<Worklet> {
  const fresh = newFiles(caller, application.uid, texts, held, now);
  const files = held.with(fresh);
  await checkDraft(env, application.uid, draft, files, { self: id, needsSecrets: true });
  const closure = await checkedClosure(env, draft.graph, files);
  const row = newRow(caller, application, { id, name, draft }, now);
  const version = insertVersion(env, caller, row, 1, closure, now);
  try {
    await transaction(env, [
      insertRow(env, row),
      ...fresh.flatMap((file) => addFile(env, file)),
      ...version.statements,
    ]);
  } catch (error) {
    if (isTaken(error, "files")) throw new Fault("file.exists", "One of the files was just made. Send it all again.");
    if (!isTaken(error, "worklets")) throw error;
    const detail = `The application has a worklet ${id}. Choose another name, or send an "id".`;
    throw new Fault("worklet.exists", detail);
  }
  return shownWorklet(row, version.row, files);
}

/** A worklet that is not kept yet, about to go live as version 1. */
export function newRow(
  caller: Caller,
  application: ApplicationRow,
  made: Pick<WorkletRow, "id" | "name" | "draft">,
  now: number,
): WorkletRow {
  return {
    uid: randomId(12),
    application: application.uid,
    ...made,
    draftRevision: 1,
    liveVersion: 1,
    createdAt: now,
    createdBy: caller.name,
    updatedAt: now,
  };
}

/** The statement that keeps a new worklet; the batch fails when its id was just taken. */
export function insertRow(env: Env, row: WorkletRow): D1PreparedStatement {
  return statementOf(
    env,
    `insert into worklets (uid, application, id, name, draft, draft_revision, live_version, created_at, created_by, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[row.uid, row.application, row.id, row.name, JSON.stringify(row.draft), row.draftRevision, row.liveVersion],
    ...[row.createdAt, row.createdBy, row.updatedAt],
  );
}

/** `triage.ts`; when that path is taken by something else, `triage-2.ts` and so on. */
function startingFile(
  id: string,
  name: string,
  held: ApplicationFiles,
  given: Record<string, string>,
): Pick<FileRow, "path"> & { text: string } {
  for (let count = 1; ; count++) {
    const path = count === 1 ? `${id}.ts` : `${id}-${count}.ts`;
    if (!held.has(path) && !(path in given)) return { path, text: passthrough(name) };
  }
}

function shownWorklet(
  row: WorkletRow,
  live: VersionRow | undefined,
  files: ApplicationFiles,
  nextTick?: number,
): Worklet {
  const unpublished =
    !live ||
    JSON.stringify(live.draft) !== JSON.stringify(row.draft) ||
    !sameCode(live.closure, row.draft.graph, files);
  return {
    id: row.id,
    name: row.name,
    live_version: row.liveVersion,
    unpublished,
    next_tick_at: nextTick === undefined ? null : new Date(nextTick).toISOString(),
    created_at: new Date(row.createdAt).toISOString(),
    created_by: row.createdBy,
    updated_at: new Date(row.updatedAt).toISOString(),
  };
}
