import { eq } from "drizzle-orm";
import { allows, type Caller, type Role } from "../contract/access.ts";
import { Fault } from "../contract/fault.ts";
import { RecentValues } from "../platform/cache.ts";
import { databaseOf, readTogether } from "../platform/database.ts";
import { settingsOf } from "../platform/settings.ts";
import { isSame, type KeyText, readKey } from "./key.ts";
import { keys } from "./table.ts";

/** Who asks, by a key: from the `Authorization` header to a caller. */

type KeyRow = typeof keys.$inferSelect;
type Later = (work: () => Promise<unknown>) => void;

const rows = new RecentValues<KeyRow>(2_000);
/** What a header says, by its whole text: hashing is done once per key and isolate. */
const headers = new Map<string, KeyText | "root" | null>();
const mostHeaders = 2_000;
/** Longer headers are read each time: what strangers send must not fill the memory. */
const mostCharacters = 300;
const touchMs = 600_000;

/**
 * The caller of a request. Faults: `access.no_key` when the header is missing or of another scheme, `access.denied` when
 * the key is not one of ours, malformed or revoked (a revocation holds within 10 s in every isolate). `along` is called when
 * the key has to be read from the database: what it reads travels along.
 */
export async function callerOf(
  env: Env,
  authorization: string | null,
  now: number,
  later: Later,
  along?: () => void,
): Promise<Caller> {
  settingsOf(env); // Not set up says so to everybody, whatever key they bring.
  const key = keyOf(env, authorization);
  if (key === "root") return { key: null, name: "root key", role: "admin", application: null, session: false };
  const row = await knownKey(env, key, now, later, along);
  if (!row) throw denied();
  return callerWith(row);
}

/**
 * The record of a key, when it is there and has this secret. Remembered for up to 10 s. `along` is called when it has to be
 * read from the database: what that reads travels along.
 */
export async function knownKey(
  env: Env,
  key: KeyText,
  now: number,
  later: Later,
  along?: () => void,
): Promise<KeyRow | undefined> {
  const held = rows.get(key.id, now);
  if (held?.state === "stale" && rows.claimRefresh(key.id)) later(() => refresh(env, key.id));
  let row = held?.value;
  if (!held) {
    const fetched = fetchRow(env, key.id, now);
    along?.();
    row = await fetched;
  }
  // Another isolate may have rotated the key: its new text must not be refused for as long as the old one is remembered.
  if (held && row?.digest !== key.digest) row = await fetchRow(env, key.id, now);
  if (row?.digest !== key.digest) return undefined;
  if (row.lastUsedAt === null || now - row.lastUsedAt > touchMs) {
    row.lastUsedAt = now;
    later(() => databaseOf(env).update(keys).set({ lastUsedAt: now }).where(eq(keys.id, key.id)));
  }
  return row;
}

export function callerWith(row: KeyRow): Caller {
  return { key: row.id, name: row.name, role: row.role, application: row.application, session: false };
}

/** What the text of a key is good for. Fault: `access.denied`. */
export async function readCredential(
  env: Env,
  text: string,
  now: number,
  later: Later,
): Promise<{ via: "root" } | { via: "key"; key: string; digest: string }> {
  const key = readText(env, text);
  if (key === "root") return { via: "root" };
  const row = key && (await knownKey(env, key, now, later));
  if (!row) throw denied();
  return { via: "key", key: row.id, digest: row.digest };
}

/** Refuses a caller whose role or application does not fit; another application's things are not there for them. */
export function checkAccess(caller: Caller, needs: Role, application: string | undefined): void {
  if (application !== undefined && caller.application !== null && caller.application !== application) {
    throw new Fault("application.not_found", `There is no application ${application} for this key.`);
  }
  if (!allows(caller.role, needs)) {
    throw new Fault(
      "access.role_too_low",
      `This needs the role ${needs}; the key "${caller.name}" has the role ${caller.role}. Use a key with a higher role.`,
    );
  }
}

/** What was read of a key elsewhere at this instant. */
export function rememberKey(row: KeyRow, readAt: number): void {
  rows.set(row.id, row, readAt);
}

/** What this isolate remembers of a key that was changed or revoked here: called when the change is kept. */
export function forgetKey(id: string): void {
  rows.drop(id, Date.now());
}

function keyOf(env: Env, authorization: string | null): KeyText | "root" {
  if (!authorization) {
    throw new Fault("access.no_key", "Send the header `Authorization: Api-Key YOUR_API_KEY`, or sign in at /console.");
  }
  let key = headers.get(authorization);
  if (key === undefined) {
    key = readHeader(env, authorization);
    if (headers.size >= mostHeaders) headers.clear();
    if (authorization.length <= mostCharacters) headers.set(authorization, key);
  }
  if (key === null) throw denied();
  return key;
}

function readHeader(env: Env, authorization: string): KeyText | "root" | null {
  const text = /^(?:api-key|bearer) +(\S+) *$/i.exec(authorization)?.[1];
  if (text === undefined) {
    throw new Fault("access.no_key", "The header must read `Authorization: Api-Key YOUR_API_KEY` (or `Bearer`).");
  }
  return readText(env, text);
}

function readText(env: Env, text: string): KeyText | "root" | null {
  return readKey(text) ?? (isSame(text, settingsOf(env).rootKey) ? "root" : null);
}

async function refresh(env: Env, id: string): Promise<void> {
  try {
    await fetchRow(env, id, Date.now());
  } finally {
    rows.releaseRefresh(id);
  }
}

async function fetchRow(env: Env, id: string, now: number): Promise<KeyRow | undefined> {
  const [row] = await readTogether(env, databaseOf(env).select().from(keys).where(eq(keys.id, id)));
  if (row) rows.set(id, row, now);
  else rows.drop(id);
  return row;
}

function denied(): Fault {
  return new Fault("access.denied", "The key is not valid: it is mistyped, revoked, or of another installation.");
}
