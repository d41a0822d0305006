import { and, eq } from "drizzle-orm";
import { failUnless, revisionsOf } from "../catalog/import.ts";
import type { ApplicationRow } from "../catalog/table.ts";
import type { Caller } from "../contract/access.ts";
import type { View } from "../contract/view.ts";
import { viewLimits } from "../contract/view-limits.ts";
import { databaseOf, statementOf } from "../platform/database.ts";
import { viewRows } from "./rows.ts";
import { type ViewRow, views, viewVersions } from "./table.ts";
import { deletionOfViews, insertionOf, newViewRow, tooManyViews } from "./views.ts";

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
 * has changed one of these drafts since this was called. Fault: `view.too_many`.
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
  const made = Object.entries(wanted).flatMap(([id, { name, ...draft }]) =>
    rows.has(id) ? [] : [newViewRow(caller, application, { id, name, draft }, now)],
  );
  if (made.length > 0 && rows.size - leaving.length + made.length > viewLimits.views) throw tooManyViews();
  const changes = Object.entries(wanted).flatMap(([id, { name, ...draft }]) => {
    const held = rows.get(id);
    if (!held) return [];
    const text = JSON.stringify(draft);
    if (held.name === name && JSON.stringify(held.draft) === text) return [];
    const set =
      "update views set name = ?, draft = ?, draft_revision = draft_revision + 1, updated_at = ? where uid = ?";
    return [statementOf(env, set, name, text, now, held.uid)];
  });
  const uids = leaving.map(({ uid }) => uid);
  const insertions = made.map((row) => insertionOf(env, row));
  return [unlessChanged(env, asRead), ...deletionOfViews(env, uids), ...changes, ...insertions, unlessFull(env, made)];
}

/** Fails, and the whole import with it, when one of the drafts is not what was read. */
function unlessChanged(env: Env, rows: readonly ViewRow[]): D1PreparedStatement {
  const condition = `(select count(*) from json_each(?1) as was join views on uid = was.value->>'uid'
    where draft_revision = was.value->>'revision') = json_array_length(?1)`;
  return failUnless(env, condition, revisionsOf(rows));
}

/** Fails when somebody else has made views meanwhile, and one of these found no place. */
function unlessFull(env: Env, made: readonly ViewRow[]): D1PreparedStatement {
  const condition = "(select count(*) from json_each(?1) join views on uid = value) = json_array_length(?1)";
  return failUnless(env, condition, JSON.stringify(made.map(({ uid }) => uid)));
}
