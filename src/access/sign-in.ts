import type { Caller, SignIn, SignInQuery } from "../contract/access.ts";
import { Fault } from "../contract/fault.ts";
import { invalid } from "../http/check.ts";
import { databaseOf, isTaken } from "../platform/database.ts";
import { settingsOf } from "../platform/settings.ts";
import { readCredential } from "./caller.ts";
import { type Credential, callerOfSession, endSession, makeSession } from "./sessions.ts";
import { readLink } from "./sign-in-link.ts";
import { sessions, usedLinks } from "./table.ts";

/** Signing in: a key or a link becomes a session. */

type Later = (work: () => Promise<unknown>) => void;

/** `former`: the session that the browser has already, which ends. */
export type Wish = { body: SignIn; query: SignInQuery; former: string | null };

/** Faults: `access.denied` for a key, `session.link_invalid` for a link that are not good. */
export async function signIn(
  env: Env,
  { body, query, former }: Wish,
  now: number,
  later: Later,
): Promise<{ caller: Caller; text: string }> {
  const { key } = body;
  const { link } = query;
  if (key !== undefined && link !== undefined) {
    throw invalid([{ path: "?link", message: "Sign in with a key or with a link, not with both." }]);
  }
  if (link !== undefined) return keepSession(env, { via: "link" }, usedOnce(env, link, now), former, now, later);
  if (key === undefined) {
    throw invalid([
      { path: "/key", message: "Send a key to sign in with, or ?link= with the token of a sign-in link." },
    ]);
  }
  return keepSession(env, await readCredential(env, key, now, later), null, former, now, later);
}

type UsedLink = typeof usedLinks.$inferSelect;

function usedOnce(env: Env, link: string, now: number): UsedLink {
  const read = readLink(settingsOf(env).masterKey, link, now);
  if (!read) throw badLink();
  return read;
}

/** The link's row and the session's are kept together or not at all: who comes second with the same link gets nothing. */
async function keepSession(
  env: Env,
  made: Credential,
  used: UsedLink | null,
  former: string | null,
  now: number,
  later: Later,
): Promise<{ caller: Caller; text: string }> {
  const database = databaseOf(env);
  const { text, row } = makeSession(env, made, now);
  const kept = database.insert(sessions).values(row);
  try {
    if (used) await database.batch([database.insert(usedLinks).values(used), kept]);
    else await kept;
  } catch (error) {
    if (used && isTaken(error, "used_links")) throw badLink();
    throw error;
  }
  if (former !== null) await endSession(env, former);
  return { caller: await callerOfSession(env, text, now, later), text };
}

function badLink(): Fault {
  return new Fault(
    "session.link_invalid",
    "The link was used, is older than an hour, or is of another installation. On the machine of `npm start`, `npm run sign-in` prints another one; or sign in with a key.",
  );
}
