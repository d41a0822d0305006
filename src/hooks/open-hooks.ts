import { and, eq } from "drizzle-orm";
import { applications, worklets } from "../catalog/table.ts";
import type { HookRefusal } from "../contract/hook.ts";
import { RecentValues } from "../platform/cache.ts";
import { databaseOf } from "../platform/database.ts";
import { type HookRow, hooks } from "./table.ts";
import { digestOf } from "./token.ts";

/** From a token to its hook, by memory as for keys: a revocation or change holds here at once, within 10 s everywhere. */

/** A hook whose application and worklet are there, with their slugs. */
export type OpenHook = { row: HookRow; application: string; worklet: string };

type Later = (work: () => Promise<unknown>) => void;

const recent = new RecentValues<OpenHook>(2_000);
const touchMs = 600_000;
/** Whoever has the token decides how often requests are refused: they shall not decide how often the database writes. */
const refusalMs = { same: 10_000, other: 1_000 };

/** The hook of a token; null for any other text. What is malformed is told apart without the database. */
export async function openHook(env: Env, token: string, now: number, later: Later): Promise<OpenHook | null> {
  const digest = digestOf(token);
  if (digest === null) return null;
  const held = recent.get(digest, now);
  if (!held) return fetchHook(env, digest, now);
  if (held.state === "stale" && recent.claimRefresh(digest)) {
    later(async () => {
      try {
        await fetchHook(env, digest, Date.now());
      } finally {
        recent.releaseRefresh(digest);
      }
    });
  }
  return held.value;
}

/** Notes after the answer that the hook was called, at most once in ten minutes. */
export function noteUse(env: Env, { row }: OpenHook, now: number, later: Later): void {
  if (row.lastUsedAt !== null && now - row.lastUsedAt <= touchMs) return;
  row.lastUsedAt = now;
  later(() => databaseOf(env).update(hooks).set({ lastUsedAt: now }).where(eq(hooks.uid, row.uid)));
}

/** Notes after the answer why a request was refused: in ten seconds at most once, and another reason after one. */
export function noteRefusal(env: Env, { row }: OpenHook, reason: HookRefusal, now: number, later: Later): void {
  const pauseMs = row.lastRefusal === reason ? refusalMs.same : refusalMs.other;
  if (row.lastRefusedAt !== null && now - row.lastRefusedAt <= pauseMs) return;
  const noted = { lastRefusedAt: now, lastRefusal: reason };
  Object.assign(row, noted);
  later(() => databaseOf(env).update(hooks).set(noted).where(eq(hooks.uid, row.uid)));
}

/** What this isolate remembers of a hook that was changed, rotated or revoked here: called when the change is kept. */
export function forgetHook(row: HookRow): void {
  recent.drop(row.digest, Date.now());
}

async function fetchHook(env: Env, digest: string, now: number): Promise<OpenHook | null> {
  const found = await databaseOf(env)
    .select({ row: hooks, application: applications.id, worklet: worklets.id })
    .from(hooks)
    .innerJoin(applications, eq(applications.uid, hooks.application))
    .innerJoin(worklets, and(eq(worklets.uid, hooks.worklet), eq(worklets.application, hooks.application)))
    .where(eq(hooks.digest, digest))
    .get();
  if (found) recent.set(digest, found, now);
  else recent.drop(digest);
  return found ?? null;
}
