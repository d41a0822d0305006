import { and, desc, eq, lt, sql } from "drizzle-orm";
import { lookAgain } from "../catalog/look-again.ts";
import type { ApplicationRow } from "../catalog/table.ts";
import type { Caller } from "../contract/access.ts";
import { type List, type ListQuery, pageOf, positionOf } from "../contract/list.ts";
import type { ViewDraft } from "../contract/view.ts";
import type { ViewChanges, ViewVersion, ViewVersionSummary } from "../contract/view-catalog.ts";
import { databaseOf, isTaken, statementOf, transaction } from "../platform/database.ts";
import { anyoneCanRun, calledBy, changesBetween } from "./changes.ts";
import { checkViewDraft } from "./drafts.ts";
import { forgetLiveView } from "./live.ts";
import { viewRow, viewVersionRow } from "./rows.ts";
import { type ViewVersionRow, views, viewVersions } from "./table.ts";

/** Versions of a view: immutable copies of its draft. One of them is live, or none yet. */

type Published = { version: ViewVersionSummary; created: boolean };

/**
 * Freezes the draft as the next version and makes it live. It is checked again first: a worklet that it calls may be gone.
 * Nothing to publish is no fault: the live version is answered. Of two publishes at once the later one looks again, so that
 * it neither fails nor puts the draft that it had read over a newer one.
 */
export function publishView(
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
  const { uid, draft, draftRevision, liveVersion } = await viewRow(env, application, id);
  await checkViewDraft(env, application.uid, draft);
  const live = liveVersion === null ? null : await viewVersionRow(env, { uid, id }, liveVersion);
  if (live && JSON.stringify(live.draft) === JSON.stringify(draft)) {
    return { version: summaryOfRow(live, liveVersion), created: false };
  }
  const last = await databaseOf(env)
    .select({ number: viewVersions.number })
    .from(viewVersions)
    .where(eq(viewVersions.view, uid))
    .orderBy(desc(viewVersions.number))
    .get();
  const number = (last?.number ?? 0) + 1;
  const isAsRead = "uid = ? and draft_revision = ? and live_version is ?";
  const asRead = [uid, draftRevision, liveVersion];
  try {
    const [, went] = await transaction(env, [
      statementOf(
        env,
        `insert into view_versions (view, number, draft, created_at, created_by)
         select uid, ?, draft, ?, ? from views where ${isAsRead}`,
        ...[number, now, caller.name, ...asRead],
      ),
      statementOf(
        env,
        `update views set live_version = ?, updated_at = ? where ${isAsRead} returning uid`,
        ...[number, now, ...asRead],
      ),
    ]);
    if (went?.results.length === 0) return null;
  } catch (error) {
    if (isTaken(error, "view_versions")) return null;
    throw error;
  }
  forgetLiveView(application.id, id);
  const version = { view: uid, number, draft, createdAt: now, createdBy: caller.name };
  return { version: summaryOfRow(version, number), created: true };
}

/** Makes an earlier version live again. The draft stays as it is. */
export async function restoreViewVersion(
  env: Env,
  application: ApplicationRow,
  id: string,
  number: number,
  now: number,
): Promise<ViewVersionSummary> {
  const row = await viewRow(env, application, id);
  const version = await viewVersionRow(env, row, number);
  await databaseOf(env).update(views).set({ liveVersion: number, updatedAt: now }).where(eq(views.uid, row.uid));
  forgetLiveView(application.id, id);
  return summaryOfRow(version, number);
}

export async function listViewVersions(
  env: Env,
  application: ApplicationRow,
  id: string,
  query: ListQuery,
): Promise<List<ViewVersionSummary>> {
  const { uid, liveVersion } = await viewRow(env, application, id);
  const before = positionOf(query.cursor, ["number"]);
  // A page of drafts may be as large as the memory; the little that is shown of them is read in the database.
  const rows = await databaseOf(env)
    .select({
      number: viewVersions.number,
      createdAt: viewVersions.createdAt,
      createdBy: viewVersions.createdBy,
      access: sql<ViewDraft["access"]>`${viewVersions.draft} ->> '$.access'`,
      called: sql<string>`(select json_group_array(value ->> 'worklet') from json_each(${viewVersions.draft}, '$.calls'))`,
    })
    .from(viewVersions)
    .where(and(eq(viewVersions.view, uid), before ? lt(viewVersions.number, before[0]) : undefined))
    .orderBy(desc(viewVersions.number))
    .limit(query.limit + 1);
  return pageOf(
    rows,
    query.limit,
    (row) => summary({ ...row, called: JSON.parse(row.called) }, liveVersion),
    (row) => [row.number],
  );
}

export async function readViewVersion(
  env: Env,
  application: ApplicationRow,
  id: string,
  number: number,
): Promise<ViewVersion> {
  const row = await viewRow(env, application, id);
  const version = await viewVersionRow(env, row, number);
  return { ...summaryOfRow(version, row.liveVersion), ...version.draft };
}

/** What publishing would change, against the live version. */
export async function readViewChanges(env: Env, application: ApplicationRow, id: string): Promise<ViewChanges> {
  const row = await viewRow(env, application, id);
  const live = row.liveVersion === null ? null : await viewVersionRow(env, row, row.liveVersion);
  const { draft } = row;
  return {
    ...changesBetween(live?.draft ?? null, draft),
    anyone_can_run: anyoneCanRun(draft.access, calledBy(draft)),
  };
}

function summaryOfRow(row: ViewVersionRow, live: number | null): ViewVersionSummary {
  return summary({ ...row, access: row.draft.access, called: calledBy(row.draft) }, live);
}

type Summarized = Pick<ViewVersionRow, "number" | "createdAt" | "createdBy"> & {
  access: ViewDraft["access"];
  /** The worklets that it calls. */
  called: string[];
};

function summary(
  { number, createdAt, createdBy, access, called }: Summarized,
  live: number | null,
): ViewVersionSummary {
  return {
    number,
    live: number === live,
    created_at: new Date(createdAt).toISOString(),
    created_by: createdBy,
    access,
    anyone_can_run: anyoneCanRun(access, called),
  };
}
