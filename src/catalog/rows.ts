import { and, asc, eq } from "drizzle-orm";
import { Fault } from "../contract/fault.ts";
import { databaseOf } from "../platform/database.ts";
import { type ApplicationRow, applications, type VersionRow, versions, type WorkletRow, worklets } from "./table.ts";

/** Rows by the ids that stand in an address; each is a fault of its own when it is not there. */

export async function findApplication(env: Env, id: string): Promise<ApplicationRow | null> {
  return (await databaseOf(env).select().from(applications).where(eq(applications.id, id)).get()) ?? null;
}

/** Whether an application, by its internal id, has not been deleted. */
export async function isKept(env: Env, applicationUid: string): Promise<boolean> {
  const columns = { uid: applications.uid };
  const row = await databaseOf(env)
    .select(columns)
    .from(applications)
    .where(eq(applications.uid, applicationUid))
    .get();
  return row !== undefined;
}

export async function applicationRow(env: Env, id: string): Promise<ApplicationRow> {
  const row = await findApplication(env, id);
  if (!row) throw new Fault("application.not_found", `There is no application ${id}.`);
  return row;
}

export async function workletRow(env: Env, application: ApplicationRow, id: string): Promise<WorkletRow> {
  const row = await databaseOf(env)
    .select()
    .from(worklets)
    .where(and(eq(worklets.application, application.uid), eq(worklets.id, id)))
    .get();
  if (!row) throw new Fault("worklet.not_found", `The application ${application.id} has no worklet ${id}.`);
  return row;
}

export async function versionRow(env: Env, worklet: WorkletRow, number: number): Promise<VersionRow> {
  const row = await databaseOf(env)
    .select()
    .from(versions)
    .where(and(eq(versions.worklet, worklet.uid), eq(versions.number, number)))
    .get();
  if (!row) throw new Fault("version.not_found", `The worklet ${worklet.id} has no version ${number}.`);
  return row;
}

/** An application's worklets with their live versions, in the order of their ids. */
export function liveWorklets(
  env: Env,
  application: string,
): Promise<(Pick<WorkletRow, "id" | "name"> & { version: VersionRow })[]> {
  return databaseOf(env)
    .select({ id: worklets.id, name: worklets.name, version: versions })
    .from(worklets)
    .innerJoin(versions, and(eq(versions.worklet, worklets.uid), eq(versions.number, worklets.liveVersion)))
    .where(eq(worklets.application, application))
    .orderBy(asc(worklets.id));
}

/** The live versions of an application's worklets, by the worklets' internal ids. */
export async function liveVersions(env: Env, application: string): Promise<Map<string, VersionRow>> {
  return new Map((await liveWorklets(env, application)).map(({ version }) => [version.worklet, version]));
}
