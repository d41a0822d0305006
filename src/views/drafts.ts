import { and, eq, sql } from "drizzle-orm";
import { changed, checkMatch } from "../catalog/files.ts";
import { checkSchema } from "../catalog/schema.ts";
import type { ApplicationRow } from "../catalog/table.ts";
import { Fault, pointerOf, summaryOf, type Wrong } from "../contract/fault.ts";
import type { ViewDraft } from "../contract/view.ts";
import { mostErrors } from "../http/check.ts";
import { databaseOf, statementOf } from "../platform/database.ts";
import { checkView } from "../reactive/reactive.ts";
import { calledBy } from "./changes.ts";
import { viewRow } from "./rows.ts";
import { type ViewRow, views } from "./table.ts";

/** The draft of a view: what is edited. It is only ever saved in a state that can be a page. */

type Saved = { draft: ViewDraft; etag: string };

export async function readViewDraft(env: Env, application: ApplicationRow, id: string): Promise<Saved> {
  const row = await viewRow(env, application, id);
  return { draft: row.draft, etag: etagOf(row) };
}

/**
 * Replaces the draft. Faults: 428 without `If-Match`, 412 when it was changed meanwhile (compared and set in one statement),
 * `view.invalid` with everything that keeps it from being a page.
 */
export async function putViewDraft(
  env: Env,
  application: ApplicationRow,
  change: { id: string; draft: ViewDraft; ifMatch: string | null; dryRun: boolean },
  now: number,
): Promise<Saved> {
  const row = await viewRow(env, application, change.id);
  const what = `The draft of ${change.id}`;
  checkMatch(change.ifMatch, etagOf(row), what);
  await checkViewDraft(env, application.uid, change.draft);
  if (change.dryRun) return { draft: change.draft, etag: etagOf(row) };
  const isAsRead = change.ifMatch === "*" ? undefined : eq(views.draftRevision, row.draftRevision);
  const [written] = await databaseOf(env)
    .update(views)
    .set({ draft: change.draft, draftRevision: sql`${views.draftRevision} + 1`, updatedAt: now })
    .where(and(eq(views.uid, row.uid), isAsRead))
    .returning({ draftRevision: views.draftRevision });
  if (!written) throw changed(what);
  return { draft: change.draft, etag: etagOf(written) };
}

/** Fault: `view.invalid` with everything that is wrong. */
export async function checkViewDraft(env: Env, application: string, draft: ViewDraft): Promise<void> {
  const errors = wrongsOfDraft(draft, await workletsCalled(env, application, draft));
  if (errors.length > 0) throw new Fault("view.invalid", summaryOf(errors), { errors: errors.slice(0, mostErrors) });
}

/** Everything that keeps a draft from being a page, all at once. `worklets`: those that are there when it is. */
export function wrongsOfDraft(draft: ViewDraft, worklets: ReadonlySet<string>): Wrong[] {
  const calls = Object.entries(draft.calls).flatMap(([name, { worklet, values }]) => {
    const path = pointerOf(["calls", name]);
    const message = `The application has no worklet ${worklet}. Create it first.`;
    const missing = worklets.has(worklet) ? [] : [{ path: `${path}/worklet`, message }];
    const schemas = Object.entries(values).flatMap(([value, { schema = null }]) =>
      checkSchema(schema, path + pointerOf(["values", value, "schema"])),
    );
    return [...missing, ...schemas];
  });
  return [...checkView(draft), ...calls];
}

/** Those of the called worklets that are there. */
async function workletsCalled(env: Env, application: string, draft: ViewDraft): Promise<Set<string>> {
  const called = [...new Set(calledBy(draft))];
  if (called.length === 0) return new Set();
  const select = "select id from worklets where application = ? and id in (select value from json_each(?))";
  const { results } = await statementOf(env, select, application, JSON.stringify(called)).all<{ id: string }>();
  return new Set(results.map(({ id }) => id));
}

function etagOf(row: Pick<ViewRow, "draftRevision">): string {
  return `"${row.draftRevision}"`;
}
