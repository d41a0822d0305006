import { and, asc, eq, gt } from "drizzle-orm";
import { missingSecrets } from "../access/secrets.ts";
import type { Caller } from "../contract/access.ts";
import { Fault, type Wrong } from "../contract/fault.ts";
import { type List, type ListQuery, pageOf, positionOf } from "../contract/list.ts";
import type { Model, ModelConfig, NewModel } from "../contract/model.ts";
import { RecentValues } from "../platform/cache.ts";
import { databaseOf, isTaken, statementOf } from "../platform/database.ts";
import { hostRefusal, secretsOf, wrongsOf } from "./check.ts";
import { type ModelRow, models } from "./table.ts";

/** Models of an application, named by its internal id: what is saved, listed and looked up. */

const recent = new RecentValues<ModelConfig>(1_000);

export async function listModels(env: Env, application: string, query: ListQuery): Promise<List<Model>> {
  const after = positionOf(query.cursor, ["text"]);
  const rows = await databaseOf(env)
    .select()
    .from(models)
    .where(and(eq(models.application, application), after ? gt(models.name, after[0]) : undefined))
    .orderBy(asc(models.name))
    .limit(query.limit + 1);
  return pageOf(rows, query.limit, shown, (row) => [row.name]);
}

export async function readModel(env: Env, application: string, name: string): Promise<Model> {
  const row = await rowOf(env, application, name);
  if (!row) throw notThere(name);
  return shown(row);
}

/** Every name, for whoever checks what names a model. */
export async function modelNames(env: Env, application: string): Promise<string[]> {
  const rows = await databaseOf(env)
    .select({ name: models.name })
    .from(models)
    .where(eq(models.application, application))
    .orderBy(asc(models.name));
  return rows.map(({ name }) => name);
}

/** All configs by name: what `models.json` of a folder holds. */
export async function modelConfigs(env: Env, application: string): Promise<Record<string, ModelConfig>> {
  const rows = await databaseOf(env)
    .select()
    .from(models)
    .where(eq(models.application, application))
    .orderBy(asc(models.name));
  return Object.fromEntries(rows.map(({ name, config }) => [name, config]));
}

/** The config; null when there is no such model. A change holds at once in the isolate that made it and within 3 s elsewhere. */
export async function findModel(env: Env, application: string, name: string, now: number): Promise<ModelConfig | null> {
  const key = keyOf(application, name);
  const held = recent.get(key, now);
  if (held?.state === "fresh") return held.value;
  const row = await rowOf(env, application, name);
  if (!row) return null;
  recent.set(key, row.config, now);
  return row.config;
}

/**
 * Everything that is wrong with a config, all at once; paths begin at the config. A folder may come before its secrets are
 * set, and from a deployment that reaches other hosts: what only this deployment lacks is left to the first prediction then.
 */
export async function checkModel(
  env: Env,
  application: string,
  config: ModelConfig,
  { isImport = false }: { isImport?: boolean } = {},
): Promise<Wrong[]> {
  const wrongs = wrongsOf(config);
  if (wrongs.length > 0 || isImport) return wrongs;
  const refusal = hostRefusal(env, config);
  const named = secretsOf(config);
  const missing = await missingSecrets(env, application, [...new Set(named.map(({ name }) => name))]);
  return [
    ...(refusal ? [refusal] : []),
    ...named
      .filter(({ name }) => missing.includes(name))
      .map(({ path, name }) => ({
        path,
        message: `The application has no secret ${name}. POST .../secrets makes it.`,
      })),
  ];
}

export async function createModel(
  env: Env,
  caller: Caller,
  application: string,
  { name, config }: NewModel,
  now: number,
): Promise<Model> {
  const row = rowFor(caller, application, name, config, now);
  try {
    await databaseOf(env).insert(models).values(row);
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new Fault("model.exists", `The model ${name} exists. PUT .../models/${name} changes it.`);
  }
  return shown(row);
}

/** Sets the config of a model, made when it is new. */
export async function setModel(
  env: Env,
  caller: Caller,
  application: string,
  { name, config }: NewModel,
  now: number,
): Promise<Model> {
  const row = rowFor(caller, application, name, config, now);
  const { updatedAt, updatedBy } = row;
  const [kept] = await databaseOf(env)
    .insert(models)
    .values(row)
    .onConflictDoUpdate({ target: [models.application, models.name], set: { config, updatedAt, updatedBy } })
    .returning();
  recent.drop(keyOf(application, name), Date.now());
  return shown(kept ?? row);
}

/** Statements that set these models and delete others, for the batch of whoever writes more along. */
export function saveModels(
  env: Env,
  caller: Caller,
  application: string,
  { configs, gone }: { configs: Record<string, ModelConfig>; gone: readonly string[] },
  now: number,
): D1PreparedStatement[] {
  return [
    statementOf(
      env,
      "delete from models where application = ? and name in (select value from json_each(?))",
      ...[application, JSON.stringify(gone)],
    ),
    statementOf(
      env,
      `insert into models (application, name, config, created_at, created_by, updated_at, updated_by)
       select ?1, key, value, ?3, ?4, ?3, ?4 from json_each(?2) where true on conflict (application, name)
       do update set config = excluded.config, updated_at = excluded.updated_at, updated_by = excluded.updated_by
       where config <> excluded.config`,
      ...[application, JSON.stringify(configs), now, caller.name],
    ),
  ];
}

/** For the isolate that has changed models by other means. */
export function forgetModels(application: string): void {
  recent.dropAll(keyOf(application, ""), Date.now());
}

export async function deleteModel(env: Env, application: string, name: string): Promise<void> {
  const gone = await databaseOf(env)
    .delete(models)
    .where(and(eq(models.application, application), eq(models.name, name)))
    .returning({ name: models.name });
  recent.drop(keyOf(application, name), Date.now());
  if (gone.length === 0) throw notThere(name);
}

function rowOf(env: Env, application: string, name: string): Promise<ModelRow | undefined> {
  return databaseOf(env)
    .select()
    .from(models)
    .where(and(eq(models.application, application), eq(models.name, name)))
    .get();
}

function rowFor(caller: Caller, application: string, name: string, config: ModelConfig, now: number): ModelRow {
  const by = caller.name;
  return { application, name, config, createdAt: now, createdBy: by, updatedAt: now, updatedBy: by };
}

function keyOf(application: string, name: string): string {
  return `${application}/${name}`;
}

function shown(row: ModelRow): Model {
  return {
    name: row.name,
    config: row.config,
    created_at: new Date(row.createdAt).toISOString(),
    created_by: row.createdBy,
    updated_at: new Date(row.updatedAt).toISOString(),
    updated_by: row.updatedBy,
  };
}

function notThere(name: string): Fault {
  return new Fault("model.not_found", `The application has no model ${name}. GET .../models lists those that it has.`);
}
