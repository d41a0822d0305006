import { and, desc, eq, lt, or, type SQL } from "drizzle-orm";
import { allows, type Caller, type Key, type KeyPatch, type KeyWithSecret, type NewKey } from "../contract/access.ts";
import { Fault } from "../contract/fault.ts";
import { type List, type ListQuery, pageOf, positionOf } from "../contract/list.ts";
import { databaseOf } from "../platform/database.ts";
import { forgetKey } from "./caller.ts";
import { makeKey, makeKeyId } from "./key.ts";
import { keys } from "./table.ts";

/** Keys are managed by admins; an admin of one application sees and makes keys of that application only. */

type KeyRow = typeof keys.$inferSelect;

export async function listKeys(env: Env, caller: Caller, query: ListQuery): Promise<List<Key>> {
  const last = positionOf(query.cursor, ["number", "text"]);
  const after = last && or(lt(keys.createdAt, last[0]), and(eq(keys.createdAt, last[0]), lt(keys.id, last[1])));
  const rows = await databaseOf(env)
    .select()
    .from(keys)
    .where(and(mine(caller), after ?? undefined))
    .orderBy(desc(keys.createdAt), desc(keys.id))
    .limit(query.limit + 1);
  return pageOf(rows, query.limit, shown, (row) => [row.createdAt, row.id]);
}

/** Makes a key. The answer is the only place where its text ever stands. */
export async function createKey(env: Env, caller: Caller, wish: NewKey, now: number): Promise<KeyWithSecret> {
  if (caller.application !== null && wish.application !== caller.application) {
    throw new Fault(
      "access.role_too_low",
      `Your key is limited to the application ${caller.application}: a key that it makes must name it as "application".`,
    );
  }
  const id = makeKeyId();
  const { text, digest } = makeKey(id);
  const row: KeyRow = {
    id,
    name: wish.name,
    role: wish.role,
    application: wish.application,
    digest,
    createdAt: now,
    createdBy: caller.name,
    lastUsedAt: null,
  };
  await databaseOf(env).insert(keys).values(row);
  return { ...shown(row), key: text };
}

export async function readOneKey(env: Env, caller: Caller, id: string): Promise<Key> {
  return shown(await keyRow(env, caller, id));
}

export async function changeKey(env: Env, caller: Caller, id: string, patch: KeyPatch): Promise<Key> {
  const row = await keyRow(env, caller, id);
  const changed = { name: patch.name ?? row.name, role: patch.role ?? row.role };
  if (id === caller.key && !allows(changed.role, row.role)) refuseSelf("lower its own role");
  await databaseOf(env).update(keys).set(changed).where(eq(keys.id, id));
  forgetKey(id);
  return shown({ ...row, ...changed });
}

/** Gives the key a new secret; the old text is refused at once here and within 10 s everywhere. */
export async function rotateKey(env: Env, caller: Caller, id: string): Promise<KeyWithSecret> {
  const row = await keyRow(env, caller, id);
  const { text, digest } = makeKey(id);
  await databaseOf(env).update(keys).set({ digest }).where(eq(keys.id, id));
  forgetKey(id);
  return { ...shown(row), key: text };
}

export async function revokeKey(env: Env, caller: Caller, id: string): Promise<void> {
  await keyRow(env, caller, id);
  if (id === caller.key) refuseSelf("revoke itself");
  await databaseOf(env).delete(keys).where(eq(keys.id, id));
  forgetKey(id);
}

async function keyRow(env: Env, caller: Caller, id: string): Promise<KeyRow> {
  const row = await databaseOf(env)
    .select()
    .from(keys)
    .where(and(eq(keys.id, id), mine(caller)))
    .get();
  if (!row) throw new Fault("key.not_found", `There is no key ${id}.`);
  return row;
}

function mine(caller: Caller): SQL | undefined {
  return caller.application === null ? undefined : eq(keys.application, caller.application);
}

function refuseSelf(what: string): never {
  throw new Fault("key.own", `A key cannot ${what}. Use another admin key or the root key.`);
}

function shown(row: KeyRow): Key {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    application: row.application,
    prefix: `wk_${row.id}_`,
    created_at: new Date(row.createdAt).toISOString(),
    created_by: row.createdBy,
    last_used_at: row.lastUsedAt === null ? null : new Date(row.lastUsedAt).toISOString(),
  };
}
