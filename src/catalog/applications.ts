import { and, asc, eq, gt } from "drizzle-orm";
import { forgetKey } from "../access/caller.ts";
import type { Caller } from "../contract/access.ts";
import type { Application, ApplicationPatch, NewApplication } from "../contract/catalog.ts";
import { Fault } from "../contract/fault.ts";
import { reservedIds } from "../contract/graph.ts";
import { type List, type ListQuery, pageOf, positionOf } from "../contract/list.ts";
import { invalid } from "../http/check.ts";
import { RecentValues } from "../platform/cache.ts";
import { databaseOf, isTaken, statementOf, transaction } from "../platform/database.ts";
import { randomId, slugOf } from "../platform/ids.ts";
import type { Above } from "./above.ts";
import { forgetDefinitions } from "./definitions.ts";
import { applicationRow } from "./rows.ts";
import { type ApplicationRow, applications, worklets } from "./table.ts";

const recent = new RecentValues<ApplicationRow>(500);

export async function listApplications(env: Env, caller: Caller, query: ListQuery): Promise<List<Application>> {
  const after = positionOf(query.cursor, ["text"]);
  const rows = await databaseOf(env)
    .select()
    .from(applications)
    .where(
      and(
        caller.application === null ? undefined : eq(applications.id, caller.application),
        after ? gt(applications.id, after[0]) : undefined,
      ),
    )
    .orderBy(asc(applications.id))
    .limit(query.limit + 1);
  return pageOf(rows, query.limit, shownApplication, (row) => [row.id]);
}

export async function isApplication(env: Env, id: string): Promise<boolean> {
  const row = await databaseOf(env)
    .select({ id: applications.id })
    .from(applications)
    .where(eq(applications.id, id))
    .get();
  return row !== undefined;
}

export async function createApplication(
  env: Env,
  caller: Caller,
  wish: NewApplication,
  now: number,
): Promise<Application> {
  if (caller.application !== null) {
    throw new Fault("access.role_too_low", `Your key is limited to the application ${caller.application}.`);
  }
  const uid = randomId(12);
  await checkOnFailure(env, uid, wish.on_failure);
  const row: ApplicationRow = {
    id: wish.id ?? idFrom(wish.name),
    uid,
    name: wish.name,
    allowedOrigins: wish.allowed_origins,
    onFailure: wish.on_failure,
    createdAt: now,
    createdBy: caller.name,
  };
  try {
    await databaseOf(env).insert(applications).values(row);
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new Fault("application.exists", `There is an application ${row.id}. Choose another name, or send an "id".`);
  }
  return shownApplication(row);
}

/** What a row becomes by a description that says everything; a new row where there is none yet. */
export function newApplicationRow(
  caller: Caller,
  wish: Pick<NewApplication, "name" | "allowed_origins" | "on_failure">,
  id: string,
  held: ApplicationRow | null,
  now: number,
): ApplicationRow {
  const { name, allowed_origins: allowedOrigins, on_failure: onFailure } = wish;
  const made = held ?? { id, uid: randomId(12), createdAt: now, createdBy: caller.name };
  return { ...made, name, allowedOrigins, onFailure };
}

/** The statement that keeps the row. The batch fails when a new one comes after another that has just taken its id. */
export function saveApplication(env: Env, row: ApplicationRow, isNew: boolean): D1PreparedStatement {
  const { id, uid, name, onFailure, createdAt, createdBy } = row;
  const origins = JSON.stringify(row.allowedOrigins);
  if (!isNew) {
    const set = "update applications set name = ?, allowed_origins = ?, on_failure = ? where uid = ?";
    return statementOf(env, set, name, origins, onFailure, uid);
  }
  return statementOf(
    env,
    "insert into applications (id, uid, name, allowed_origins, on_failure, created_at, created_by) values (?, ?, ?, ?, ?, ?, ?)",
    ...[id, uid, name, origins, onFailure, createdAt, createdBy],
  );
}

/** For the isolate that has changed an application by other means. */
export function forgetApplication(id: string): void {
  recent.drop(id, Date.now());
}

/** The id that a name gives when none is chosen; a name without letters or digits of ASCII needs one. */
export function idFrom(name: string): string {
  const id = slugOf(name);
  if (id && !reservedIds.includes(id)) return id;
  const reason = id ? `"${id}" is reserved` : "the name has no letter or digit of a-z, 0-9";
  throw new Fault("request.invalid", `No id can be made of the name: ${reason}. Send an "id".`, {
    errors: [{ path: "/id", message: "Send an id: a-z, 0-9 and -." }],
  });
}

/** The application, from memory when it was read within 3 s: what cross-origin calls ask each time. */
export async function recentApplication(env: Env, id: string, now: number): Promise<ApplicationRow> {
  const held = recent.get(id, now);
  if (held?.state === "fresh") return held.value;
  const row = await applicationRow(env, id);
  recent.set(id, row, now);
  return row;
}

export async function readApplication(env: Env, id: string): Promise<Application> {
  return shownApplication(await applicationRow(env, id));
}

export async function changeApplication(env: Env, id: string, patch: ApplicationPatch): Promise<Application> {
  const row = await applicationRow(env, id);
  await checkOnFailure(env, row.uid, patch.on_failure ?? null);
  const changed: ApplicationRow = {
    ...row,
    name: patch.name ?? row.name,
    allowedOrigins: patch.allowed_origins ?? row.allowedOrigins,
    onFailure: patch.on_failure === undefined ? row.onFailure : patch.on_failure,
  };
  await databaseOf(env).update(applications).set(changed).where(eq(applications.uid, row.uid));
  recent.drop(id, Date.now());
  return shownApplication(changed);
}

/** A worklet that is not there would be noticed only when something else has failed. */
async function checkOnFailure(env: Env, application: string, worklet: string | null): Promise<void> {
  if (worklet === null) return;
  const row = await databaseOf(env)
    .select({ uid: worklets.uid })
    .from(worklets)
    .where(and(eq(worklets.application, application), eq(worklets.id, worklet)))
    .get();
  if (row) return;
  const message = `The application has no worklet ${worklet}. Create it first, then PATCH the application.`;
  throw invalid([{ path: "/on_failure", message }]);
}

/**
 * Deletes an application with everything in it but its runs: those that are open are canceled, and what is kept of them, which
 * no address leads to, ends by retention.
 */
export async function deleteApplication(env: Env, id: string, force: boolean, { dependents }: Above): Promise<void> {
  const { uid } = await applicationRow(env, id);
  if (!force) {
    const held = await databaseOf(env)
      .select({ id: worklets.id })
      .from(worklets)
      .where(eq(worklets.application, uid))
      .orderBy(asc(worklets.id))
      .limit(100);
    const usedBy = held.map((row) => `worklet ${row.id}`);
    for (const { heldBy } of dependents) usedBy.push(...((await heldBy?.(env, uid)) ?? []));
    if (usedBy.length > 0) {
      const detail = "It is not empty. Delete what is in it first, or send ?force=true.";
      throw new Fault("application.in_use", detail, { usedBy });
    }
  }
  for (const { applicationGoes } of dependents) await applicationGoes?.(env, uid);
  const [keys] = await transaction(env, [
    statementOf(env, "delete from keys where application = ? returning id", id),
    ...dependents.flatMap((each) => each.deletionOf(env, { application: uid })),
    statementOf(env, "delete from versions where worklet in (select uid from worklets where application = ?)", uid),
    statementOf(env, "delete from worklets where application = ?", uid),
    statementOf(env, "delete from files where application = ?", uid),
    statementOf(env, "delete from secrets where application = ?", uid),
    statementOf(env, "delete from models where application = ?", uid),
    statementOf(env, "delete from applications where uid = ?", uid),
  ]);
  recent.drop(id, Date.now());
  forgetDefinitions(id);
  for (const { applicationGone } of dependents) applicationGone?.(id);
  for (const key of (keys?.results ?? []) as { id: string }[]) forgetKey(key.id);
}

function shownApplication(row: ApplicationRow): Application {
  return {
    id: row.id,
    name: row.name,
    allowed_origins: row.allowedOrigins,
    on_failure: row.onFailure,
    created_at: new Date(row.createdAt).toISOString(),
    created_by: row.createdBy,
  };
}
