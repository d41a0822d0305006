import { and, eq } from "drizzle-orm";
import { failUnless, revisionsOf } from "../catalog/import.ts";
import type { ApplicationRow } from "../catalog/table.ts";
import type { Caller } from "../contract/access.ts";
import type { View } from "../contract/view.ts";
import { databaseOf, statementOf } from "../platform/database.ts";
import { viewRows } from "./rows.ts";
import { type ViewRow, views, viewVersions } from "./table.ts";
import { deletionOfViews, newViewRow } from "./views.ts";

/** All views of an application at once, as they are edited: what a folder holds of them. */

export async function viewsOf(env: Env, application: string): Promise<Record<string, View>> {
  const rows = await viewRows(env, application);
  return Object.fromEntries(rows.map(({ id, name, draft }) => [id, { name, ...draft }]));
}

/** Ids of those whose draft is not what is published. */
export async function unpublishedViews(
  env: Env,
  application: string,
  wanted: Readonly<Record<string, View>>,
): Promise<string[]> {
  const rows = await databaseOf(env)
    .select({ id: views.id, draft: viewVersions.draft })
    .from(views)
    .innerJoin(viewVersions, and(eq(viewVersions.view, views.uid), eq(viewVersions.number, views.liveVersion)))
    .where(eq(views.application, application));
  const live = new Map(rows.map(({ id, draft }) => [id, JSON.stringify(draft)]));
  return Object.entries(wanted).flatMap(([id, { name: _, ...draft }]) =>
    live.get(id) === JSON.stringify(draft) ? [] : [id],
  );
}

/**
 * The statements that make these drafts those of the application and delete others; drafts of views that are there are
 * replaced, new ones are not published. In an import of the catalog they fail, and everything with them, when somebody else
 * has changed one of these drafts since this was called.
 */
export async function viewWrites(
  env: Env,
  caller: Caller,
  application: ApplicationRow,
  { wanted, gone }: { wanted: Readonly<Record<string, View>>; gone: readonly string[] },
  now: number,
): Promise<D1PreparedStatement[]> {
  const rows = new Map((await viewRows(env, application.uid)).map((row) => [row.id, row]));
  const leaving = gone.flatMap((id) => rows.get(id) ?? []);
  const asRead = [...leaving, ...Object.keys(wanted).flatMap((id) => rows.get(id) ?? [])];
  const writes = Object.entries(wanted).flatMap(([id, { name, ...draft }]) => {
    const held = rows.get(id);
    if (!held) return [insertRow(env, newViewRow(caller, application, { id, name, draft }, now))];
    const text = JSON.stringify(draft);
    if (held.name === name && JSON.stringify(held.draft) === text) return [];
    const set =
      "update views set name = ?, draft = ?, draft_revision = draft_revision + 1, updated_at = ? where uid = ?";
    return [statementOf(env, set, name, text, now, held.uid)];
  });
  const uids = leaving.map(({ uid }) => uid);
  return [unlessChanged(env, asRead), ...deletionOfViews(env, uids), ...writes];
}

/** Fails, and the whole import with it, when one of the drafts is not what was read. */
function unlessChanged(env: Env, rows: readonly ViewRow[]): D1PreparedStatement {
  const condition = `(select count(*) from json_each(?1) as was join views on uid = was.value->>'uid'
    where draft_revision = was.value->>'revision') = json_array_length(?1)`;
  return failUnless(env, condition, revisionsOf(rows));
}

/** The batch fails when the id was just taken. */
function insertRow(env: Env, row: ViewRow): D1PreparedStatement {
  return statementOf(
    env,
    `insert into views (uid, application, id, name, draft, draft_revision, live_version, created_at, created_by, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[row.uid, row.application, row.id, row.name, JSON.stringify(row.draft), row.draftRevision, row.liveVersion],
    ...[row.createdAt, row.createdBy, row.updatedAt],
  );
}
