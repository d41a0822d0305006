import { and, asc, eq } from "drizzle-orm";
import type { ApplicationRow } from "../catalog/table.ts";
import { Fault } from "../contract/fault.ts";
import { databaseOf } from "../platform/database.ts";
import { type ViewRow, type ViewVersionRow, views, viewVersions } from "./table.ts";

/** Rows by the ids that stand in an address; each is a fault of its own when it is not there. */

export async function viewRow(env: Env, application: ApplicationRow, id: string): Promise<ViewRow> {
  const row = await databaseOf(env)
    .select()
    .from(views)
    .where(and(eq(views.application, application.uid), eq(views.id, id)))
    .get();
  if (!row) throw noSuchView(application, id);
  return row;
}

export function noSuchView(application: ApplicationRow, id: string): Fault {
  return new Fault("view.not_found", `The application ${application.id} has no view ${id}.`);
}

export async function viewVersionRow(
  env: Env,
  view: Pick<ViewRow, "uid" | "id">,
  number: number,
): Promise<ViewVersionRow> {
  const row = await databaseOf(env)
    .select()
    .from(viewVersions)
    .where(and(eq(viewVersions.view, view.uid), eq(viewVersions.number, number)))
    .get();
  if (!row) throw new Fault("version.not_found", `The view ${view.id} has no version ${number}.`);
  return row;
}

/** The views of an application (its internal id), in the order of their ids. */
export function viewRows(env: Env, application: string): Promise<ViewRow[]> {
  return databaseOf(env).select().from(views).where(eq(views.application, application)).orderBy(asc(views.id));
}
