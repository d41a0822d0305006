import { and, asc, eq, gt } from "drizzle-orm";
import type { Caller, NewSecret, Secret } from "../contract/access.ts";
import { Fault } from "../contract/fault.ts";
import { type List, type ListQuery, pageOf, positionOf } from "../contract/list.ts";
import { RecentValues } from "../platform/cache.ts";
import { databaseOf, isTaken, statementOf } from "../platform/database.ts";
import { settingsOf } from "../platform/settings.ts";
import { seal, unseal } from "./seal.ts";
import { secrets } from "./table.ts";

/** Secrets of an application, named by its internal id. Values go in and are read by user code only. */

type SecretRow = typeof secrets.$inferSelect;

/** Sealed texts: a value is opened only when user code asks for it. */
const recent = new RecentValues<string>(1_000);

export async function listSecrets(env: Env, application: string, query: ListQuery): Promise<List<Secret>> {
  const after = positionOf(query.cursor, ["text"]);
  const rows = await databaseOf(env)
    .select()
    .from(secrets)
    .where(and(eq(secrets.application, application), after ? gt(secrets.name, after[0]) : undefined))
    .orderBy(asc(secrets.name))
    .limit(query.limit + 1);
  return pageOf(rows, query.limit, shown, (row) => [row.name]);
}

/** Every name, sorted: what a program may ask for. */
export async function secretNames(env: Env, application: string): Promise<string[]> {
  const { name } = secrets;
  const of = eq(secrets.application, application);
  const rows = await databaseOf(env).select({ name }).from(secrets).where(of).orderBy(asc(name));
  return rows.map((row) => row.name);
}

export async function createSecret(
  env: Env,
  caller: Caller,
  application: string,
  wish: NewSecret,
  now: number,
): Promise<Secret> {
  const row = sealedRow(env, caller, application, wish.name, wish.value, now);
  try {
    await databaseOf(env).insert(secrets).values(row);
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new Fault(
      "secret.exists",
      `The secret ${wish.name} exists. PUT .../secrets/${wish.name} gives it a new value.`,
    );
  }
  return shown(row);
}

/** Sets the value of a secret, made when it is new. */
export async function setSecret(
  env: Env,
  caller: Caller,
  application: string,
  secret: NewSecret,
  now: number,
): Promise<Secret> {
  const row = sealedRow(env, caller, application, secret.name, secret.value, now);
  await databaseOf(env)
    .insert(secrets)
    .values(row)
    .onConflictDoUpdate({
      target: [secrets.application, secrets.name],
      set: { sealed: row.sealed, updatedAt: row.updatedAt, createdBy: row.createdBy },
    });
  recent.drop(keyOf(application, secret.name), Date.now());
  return shown(row);
}

export async function deleteSecret(env: Env, application: string, name: string): Promise<void> {
  const gone = await databaseOf(env)
    .delete(secrets)
    .where(and(eq(secrets.application, application), eq(secrets.name, name)))
    .returning({ name: secrets.name });
  recent.drop(keyOf(application, name), Date.now());
  if (gone.length === 0) throw notThere(name);
}

/**
 * The value, for user code of this application: a change holds at once in the isolate that made it and within 3 s elsewhere.
 * Throws a fault whose message the user code sees.
 */
export async function secretValue(env: Env, application: string, name: string, now: number): Promise<string> {
  const held = recent.get(keyOf(application, name), now);
  const sealed = held?.state === "fresh" ? held.value : await fetchSealed(env, application, name, now);
  const value = unseal(settingsOf(env), { application, name }, sealed);
  if (value === null) {
    throw new Fault(
      "secret.not_found",
      `The secret ${name} cannot be opened with this MASTER_KEY. Set its value again, or set MASTER_KEY_PREVIOUS to the old key.`,
    );
  }
  return value;
}

/** Which of these names the application has no secret of. */
export async function missingSecrets(env: Env, application: string, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const { results } = await statementOf(
    env,
    "select value as name from json_each(?) where value not in (select name from secrets where application = ?)",
    ...[JSON.stringify(names), application],
  ).all<{ name: string }>();
  return results.map(({ name }) => name);
}

async function fetchSealed(env: Env, application: string, name: string, now: number): Promise<string> {
  const row = await databaseOf(env)
    .select({ sealed: secrets.sealed })
    .from(secrets)
    .where(and(eq(secrets.application, application), eq(secrets.name, name)))
    .get();
  if (!row) throw notThere(name);
  recent.set(keyOf(application, name), row.sealed, now);
  return row.sealed;
}

function keyOf(application: string, name: string): string {
  return `${application}/${name}`;
}

function sealedRow(env: Env, caller: Caller, application: string, name: string, value: string, now: number): SecretRow {
  const sealed = seal(settingsOf(env), { application, name }, value);
  return { application, name, sealed, updatedAt: now, createdBy: caller.name };
}

function shown(row: SecretRow): Secret {
  return { name: row.name, updated_at: new Date(row.updatedAt).toISOString(), created_by: row.createdBy };
}

function notThere(name: string): Fault {
  return new Fault("secret.not_found", `The application has no secret ${name}. POST .../secrets makes it.`);
}
