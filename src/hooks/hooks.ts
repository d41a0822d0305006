import { and, asc, eq, gt, notExists } from "drizzle-orm";
import { idFrom } from "../catalog/applications.ts";
import { workletRow } from "../catalog/rows.ts";
import { type ApplicationRow, worklets } from "../catalog/table.ts";
import type { Caller } from "../contract/access.ts";
import { Fault } from "../contract/fault.ts";
import type { Hook, HookPatch, NewHook } from "../contract/hook.ts";
import { type List, type ListQuery, pageOf, positionOf } from "../contract/list.ts";
import { invalid } from "../http/check.ts";
import { databaseOf, isTaken } from "../platform/database.ts";
import { randomId } from "../platform/ids.ts";
import { forgetHook } from "./open-hooks.ts";
import { type HookRow, hooks } from "./table.ts";
import { makeToken } from "./token.ts";
import { checkVerification } from "./verification.ts";

/** Hooks of an application are made, rotated and revoked here. A token stands in the answer that made it and nowhere else. */

export type Made = { hook: Hook; token: string };

/** By id. A hook of a worklet that is gone is no longer listed. */
export async function listHooks(env: Env, application: ApplicationRow, query: ListQuery): Promise<List<Hook>> {
  const after = positionOf(query.cursor, ["text"]);
  const rows = await selectHooks(env)
    .where(and(eq(hooks.application, application.uid), after ? gt(hooks.id, after[0]) : undefined))
    .orderBy(asc(hooks.id))
    .limit(query.limit + 1);
  return pageOf(rows, query.limit, shown, ({ row }) => [row.id]);
}

export async function readHook(env: Env, application: ApplicationRow, id: string): Promise<Hook> {
  return shown(await hookRow(env, application, id));
}

export async function createHook(
  env: Env,
  caller: Caller,
  application: ApplicationRow,
  wish: NewHook,
  now: number,
): Promise<Made> {
  const worklet = await workletRow(env, application, wish.worklet);
  const id = wish.id ?? idFrom(wish.name ?? worklet.id);
  checkDelivery(wish);
  await checkVerification(env, application.uid, wish.verification, now);
  await dropOrphan(env, application.uid, id);
  const { text, digest } = makeToken();
  const row: HookRow = {
    uid: randomId(12),
    application: application.uid,
    worklet: worklet.uid,
    id,
    name: wish.name,
    environment: wish.environment,
    background: wish.background,
    verification: wish.verification,
    methods: wish.methods,
    idempotencyHeader: wish.idempotency_header,
    digest,
    createdAt: now,
    createdBy: caller.name,
    rotatedAt: null,
    rotatedBy: null,
    lastUsedAt: null,
    lastRefusedAt: null,
    lastRefusal: null,
  };
  try {
    await databaseOf(env).insert(hooks).values(row);
  } catch (error) {
    if (!isTaken(error, "hooks")) throw error;
    throw new Fault("hook.exists", `The application has a hook ${id}. Choose another name, or send an "id".`);
  }
  return { hook: shown({ row, worklet: worklet.id }), token: text };
}

export async function changeHook(
  env: Env,
  application: ApplicationRow,
  id: string,
  patch: HookPatch,
  now: number,
): Promise<Hook> {
  const { row, worklet } = await hookRow(env, application, id);
  const changed = {
    name: patch.name === undefined ? row.name : patch.name,
    environment: patch.environment ?? row.environment,
    background: patch.background ?? row.background,
    verification: patch.verification ?? row.verification,
    methods: patch.methods === undefined ? row.methods : patch.methods,
    idempotencyHeader: patch.idempotency_header === undefined ? row.idempotencyHeader : patch.idempotency_header,
  };
  checkDelivery({ background: changed.background, idempotency_header: changed.idempotencyHeader });
  if (patch.verification) await checkVerification(env, application.uid, patch.verification, now);
  await databaseOf(env).update(hooks).set(changed).where(eq(hooks.uid, row.uid));
  forgetHook(row);
  return shown({ row: { ...row, ...changed }, worklet });
}

/** Gives the hook a new token; the old one opens nothing any more: here at once, elsewhere within 10 s. */
export async function rotateHook(
  env: Env,
  caller: Caller,
  application: ApplicationRow,
  id: string,
  now: number,
): Promise<Made> {
  const { row, worklet } = await hookRow(env, application, id);
  const { text, digest } = makeToken();
  const changed = { digest, rotatedAt: now, rotatedBy: caller.name };
  await databaseOf(env).update(hooks).set(changed).where(eq(hooks.uid, row.uid));
  forgetHook(row);
  return { hook: shown({ row: { ...row, ...changed }, worklet }), token: text };
}

export async function revokeHook(env: Env, application: ApplicationRow, id: string): Promise<void> {
  const { row } = await hookRow(env, application, id);
  await databaseOf(env).delete(hooks).where(eq(hooks.uid, row.uid));
  forgetHook(row);
}

/** A hook that was made while its worklet was being deleted opens nothing and stands in no list: it shall not hold its id. */
async function dropOrphan(env: Env, application: string, id: string): Promise<void> {
  const worklet = databaseOf(env).select({ uid: worklets.uid }).from(worklets).where(eq(worklets.uid, hooks.worklet));
  await databaseOf(env)
    .delete(hooks)
    .where(and(eq(hooks.application, application), eq(hooks.id, id), notExists(worklet)));
}

type Found = { row: HookRow; worklet: string };

function selectHooks(env: Env) {
  return databaseOf(env)
    .select({ row: hooks, worklet: worklets.id })
    .from(hooks)
    .innerJoin(worklets, eq(worklets.uid, hooks.worklet));
}

async function hookRow(env: Env, application: ApplicationRow, id: string): Promise<Found> {
  const found = await selectHooks(env)
    .where(and(eq(hooks.application, application.uid), eq(hooks.id, id)))
    .get();
  if (!found) throw new Fault("hook.not_found", `The application ${application.id} has no hook ${id}.`);
  return found;
}

/** A failed answer makes a sender try again; an answer that is remembered would be given to every further try. */
function checkDelivery(hook: { background: boolean; idempotency_header: string | null }): void {
  if (hook.background || hook.idempotency_header === null) return;
  const message = 'Only with "background": true. A hook that answers runs again when its sender tries again.';
  throw invalid([{ path: "/idempotency_header", message }]);
}

function shown({ row, worklet }: Found): Hook {
  const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    id: row.id,
    worklet,
    name: row.name,
    environment: row.environment,
    background: row.background,
    verification: row.verification,
    methods: row.methods,
    idempotency_header: row.idempotencyHeader,
    created_at: new Date(row.createdAt).toISOString(),
    created_by: row.createdBy,
    rotated_at: instant(row.rotatedAt),
    rotated_by: row.rotatedBy,
    last_used_at: instant(row.lastUsedAt),
    last_refused_at: instant(row.lastRefusedAt),
    last_refusal: row.lastRefusal,
  };
}
