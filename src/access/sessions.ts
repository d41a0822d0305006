import { createHmac } from "node:crypto";
import { eq, inArray } from "drizzle-orm";
import type { Caller } from "../contract/access.ts";
import { Fault } from "../contract/fault.ts";
import { RecentValues } from "../platform/cache.ts";
import { databaseOf, readTogether, statementOf, transaction } from "../platform/database.ts";
import { derivedKey } from "../platform/derived-key.ts";
import { randomId, sha256 } from "../platform/ids.ts";
import { settingsOf } from "../platform/settings.ts";
import { callerWith, knownKey, rememberKey } from "./caller.ts";
import { isSame } from "./key.ts";
import { keys, sessions } from "./table.ts";

/** Sessions of the console: a random text in a cookie that stands for the key, or the link, that somebody signed in with. */

export type SessionRow = typeof sessions.$inferSelect;
type Later = (work: () => Promise<unknown>) => void;

/** A session that nobody used for so long is over. */
export const idleMs = 12 * 3_600_000;
/** So is one that is so old, however it was used. */
export const lifeMs = 30 * 86_400_000;
const touchMs = 600_000;

const shape = /^[0-9a-z]{32}$/;
const recent = new RecentValues<SessionRow>(2_000);

/** Who stands behind a session without a key. */
const nameOf = { root: "root key", link: "sign-in link" } as const;

/** What a session is made with. */
export type Credential = { via: "key"; key: string; digest: string } | { via: "root" | "link" };

/** A new session, with the text of 160 random bits that opens it. It holds as soon as its row is kept. */
export function makeSession(env: Env, made: Credential, now: number): { text: string; row: SessionRow } {
  const text = randomId(32);
  const common = { digest: sha256(text), createdAt: now, seenAt: now };
  if (made.via === "key") {
    return { text, row: { ...common, via: "key", key: made.key, credential: made.digest } };
  }
  return { text, row: { ...common, via: made.via, key: null, credential: rootMark(env) } };
}

/**
 * The caller behind a session. Fault: `session.ended` when it is over, unknown, or what it was made with is no longer good.
 * As with keys, another isolate's change holds here within 10 s. `along` as in {@link knownKey}.
 */
export async function callerOfSession(
  env: Env,
  text: string,
  now: number,
  later: Later,
  along?: () => void,
): Promise<Caller> {
  const row = shape.test(text) ? await knownSession(env, sha256(text), now, later, along) : undefined;
  const caller = row && (await callerBehind(env, row, now, later));
  if (!row || !caller) throw new Fault("session.ended", "The session is over. Sign in again at /console.");
  if (now - row.seenAt > touchMs) {
    row.seenAt = now;
    later(() => databaseOf(env).update(sessions).set({ seenAt: now }).where(eq(sessions.digest, row.digest)));
  }
  return { ...caller, session: true };
}

/** Ends a session: at once here, within 10 s everywhere. One that is over or never was is no matter. */
export async function endSession(env: Env, text: string): Promise<void> {
  if (!shape.test(text)) return;
  const digest = sha256(text);
  await databaseOf(env).delete(sessions).where(eq(sessions.digest, digest));
  recent.drop(digest, Date.now());
}

/** Deletes what is over, a page a minute: sessions, and the links that nobody could use again anyway. */
export async function deleteOldSessions(env: Env, now: number): Promise<void> {
  const old = "select digest from sessions where seen_at <= ? or created_at <= ? limit 1000";
  const used = "select nonce from used_links where expires_at <= ? limit 1000";
  await transaction(env, [
    statementOf(env, `delete from sessions where digest in (${old})`, now - idleMs, now - lifeMs),
    statementOf(env, `delete from used_links where nonce in (${used})`, now),
  ]);
}

async function callerBehind(env: Env, row: SessionRow, now: number, later: Later): Promise<Caller | null> {
  if (row.via === "key") {
    const key = await knownKey(env, { id: row.key ?? "", digest: row.credential }, now, later);
    return key ? callerWith(key) : null;
  }
  if (!isSame(row.credential, rootMark(env))) return null;
  return { key: null, name: nameOf[row.via], role: "admin", application: null, session: true };
}

/** Says which root key a session was made under, and nothing about that key to whoever reads the database. */
function rootMark(env: Env): string {
  const { masterKey, rootKey } = settingsOf(env);
  return createHmac("sha256", derivedKey(masterKey, "sign-in")).update("root key").update(rootKey).digest("hex");
}

async function knownSession(
  env: Env,
  digest: string,
  now: number,
  later: Later,
  along?: () => void,
): Promise<SessionRow | undefined> {
  const held = recent.get(digest, now);
  if (held?.state === "stale" && recent.claimRefresh(digest)) later(() => refresh(env, digest));
  // Another isolate may have seen it later than what is remembered here says.
  if (held && !isOver(held.value, now)) return held.value;
  const fetched = fetchSession(env, digest, now);
  along?.();
  const row = await fetched;
  return row && !isOver(row, now) ? row : undefined;
}

function isOver(row: SessionRow, now: number): boolean {
  return now - row.seenAt >= idleMs || now - row.createdAt >= lifeMs;
}

async function refresh(env: Env, digest: string): Promise<void> {
  try {
    await fetchSession(env, digest, Date.now());
  } finally {
    recent.releaseRefresh(digest);
  }
}

/** Its key comes along, so that a session which is not remembered costs no second way to the database. */
async function fetchSession(env: Env, digest: string, now: number): Promise<SessionRow | undefined> {
  const database = databaseOf(env);
  const isIt = eq(sessions.digest, digest);
  const keyId = database.select({ key: sessions.key }).from(sessions).where(isIt);
  const [[row], [key]] = await Promise.all([
    readTogether(env, database.select().from(sessions).where(isIt)),
    readTogether(env, database.select().from(keys).where(inArray(keys.id, keyId))),
  ]);
  if (key) rememberKey(key, now);
  if (row) recent.set(digest, row, now);
  else recent.drop(digest);
  return row;
}
