import { and, asc, eq, gt, sql } from "drizzle-orm";
import { idFrom } from "../catalog/applications.ts";
import { cloneName } from "../catalog/clone-name.ts";
import type { ApplicationRow } from "../catalog/table.ts";
import type { Caller } from "../contract/access.ts";
import type { Clone } from "../contract/catalog.ts";
import { Fault } from "../contract/fault.ts";
import { type List, type ListQuery, pageOf, positionOf } from "../contract/list.ts";
import type { ViewDraft } from "../contract/view.ts";
import type { NewView, ViewPatch, ViewSummary } from "../contract/view-catalog.ts";
import { viewLimits } from "../contract/view-limits.ts";
import { databaseOf, isTaken, statementOf, transaction } from "../platform/database.ts";
import { randomId } from "../platform/ids.ts";
import { checkViewDraft } from "./drafts.ts";
import { forgetLiveView } from "./live.ts";
import { deletionOfPlaces } from "./open-runs.ts";
import { noSuchView, viewRow } from "./rows.ts";
import { type ViewRow, views, viewVersions } from "./table.ts";

/** Views of an application: pages of components that are bound to its worklets. */

/** What a list shows of a view. Drafts stay in the database: a page of them may be as large as the memory. */
const shown = {
  id: views.id,
  name: views.name,
  liveVersion: views.liveVersion,
  liveAccess: sql<ViewDraft["access"] | null>`${viewVersions.draft} ->> '$.access'`,
  isUnpublished: sql<number>`${viewVersions.draft} is not ${views.draft}`,
  createdAt: views.createdAt,
  createdBy: views.createdBy,
  updatedAt: views.updatedAt,
};

type Shown = Pick<ViewRow, "id" | "name" | "liveVersion" | "createdAt" | "createdBy" | "updatedAt"> & {
  liveAccess: ViewDraft["access"] | null;
  isUnpublished: number;
};

const isLive = and(eq(viewVersions.view, views.uid), eq(viewVersions.number, views.liveVersion));

export async function listViews(env: Env, application: ApplicationRow, query: ListQuery): Promise<List<ViewSummary>> {
  const after = positionOf(query.cursor, ["text"]);
  const rows = await databaseOf(env)
    .select(shown)
    .from(views)
    .leftJoin(viewVersions, isLive)
    .where(and(eq(views.application, application.uid), after ? gt(views.id, after[0]) : undefined))
    .orderBy(asc(views.id))
    .limit(query.limit + 1);
  return pageOf(rows, query.limit, summary, (row) => [row.id]);
}

export async function readView(env: Env, application: ApplicationRow, id: string): Promise<ViewSummary> {
  const row = await databaseOf(env)
    .select(shown)
    .from(views)
    .leftJoin(viewVersions, isLive)
    .where(and(eq(views.application, application.uid), eq(views.id, id)))
    .get();
  if (!row) throw noSuchView(application, id);
  return summary(row);
}

/** Makes a view. Nobody sees it before it is published: its access is a decision. */
export async function createView(
  env: Env,
  caller: Caller,
  application: ApplicationRow,
  { name, id = idFrom(name), ...draft }: NewView,
  now: number,
): Promise<ViewSummary> {
  await checkViewDraft(env, application.uid, draft);
  return insertView(env, newViewRow(caller, application, { id, name, draft }, now));
}

/** A view with the draft of another one, as it is; like every new view it is not published. */
export async function cloneView(
  env: Env,
  caller: Caller,
  application: ApplicationRow,
  id: string,
  wish: Clone,
  now: number,
): Promise<ViewSummary> {
  const original = await viewRow(env, application, id);
  const named = await cloneName(original.name, wish, () =>
    databaseOf(env).select({ id: views.id }).from(views).where(eq(views.application, application.uid)),
  );
  return insertView(env, newViewRow(caller, application, { ...named, draft: original.draft }, now));
}

export async function changeView(
  env: Env,
  application: ApplicationRow,
  id: string,
  patch: ViewPatch,
  now: number,
): Promise<ViewSummary> {
  const { uid } = await viewRow(env, application, id);
  if (patch.name !== undefined) {
    await databaseOf(env).update(views).set({ name: patch.name, updatedAt: now }).where(eq(views.uid, uid));
    forgetLiveView(application.id, id);
  }
  return readView(env, application, id);
}

/** Deletes a view with its versions. Runs that it started end as they would have. */
export async function deleteView(env: Env, application: ApplicationRow, id: string): Promise<void> {
  const { uid } = await viewRow(env, application, id);
  await transaction(env, deletionOfViews(env, [uid]));
  forgetLiveView(application.id, id);
}

/** The statements that delete views, by their internal ids. */
export function deletionOfViews(env: Env, uids: readonly string[]): D1PreparedStatement[] {
  const gone = JSON.stringify(uids);
  return [
    deletionOfPlaces(env, "select value as uid from json_each(?)", gone),
    statementOf(env, "delete from view_versions where view in (select value from json_each(?))", gone),
    statementOf(env, "delete from views where uid in (select value from json_each(?))", gone),
  ];
}

/** A view that is not kept yet. */
export function newViewRow(
  caller: Caller,
  application: ApplicationRow,
  made: Pick<ViewRow, "id" | "name" | "draft">,
  now: number,
): ViewRow {
  return {
    uid: randomId(12),
    application: application.uid,
    ...made,
    draftRevision: 1,
    liveVersion: null,
    createdAt: now,
    createdBy: caller.name,
    updatedAt: now,
  };
}

/** `returning` nothing: the application has no room for it. Fails when the id is taken, also where there is no room. */
export function insertionOf(env: Env, row: ViewRow): D1PreparedStatement {
  return statementOf(
    env,
    `insert into views (uid, application, id, name, draft, draft_revision, live_version, created_at, created_by, updated_at)
     select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
     where (select count(*) from views where application = ?) < ${viewLimits.views}
       or exists (select 1 from views where application = ? and id = ?) returning uid`,
    ...[row.uid, row.application, row.id, row.name, JSON.stringify(row.draft), row.draftRevision, row.liveVersion],
    ...[row.createdAt, row.createdBy, row.updatedAt, row.application, row.application, row.id],
  );
}

export function tooManyViews(): Fault {
  const detail = `An application has at most ${viewLimits.views} views. Delete one, or make this one in another application.`;
  return new Fault("view.too_many", detail);
}

async function insertView(env: Env, row: ViewRow): Promise<ViewSummary> {
  try {
    if ((await insertionOf(env, row).first()) === null) throw tooManyViews();
  } catch (error) {
    if (!isTaken(error, "views")) throw error;
    throw new Fault("view.exists", `The application has a view ${row.id}. Choose another name, or send an "id".`);
  }
  return summary({ ...row, liveAccess: null, isUnpublished: 1 });
}

function summary(row: Shown): ViewSummary {
  return {
    id: row.id,
    name: row.name,
    live_version: row.liveVersion,
    live_access: row.liveAccess,
    unpublished: row.isUnpublished !== 0,
    created_at: new Date(row.createdAt).toISOString(),
    created_by: row.createdBy,
    updated_at: new Date(row.updatedAt).toISOString(),
  };
}
