import type { Caller } from "../contract/access.ts";
import { settingsOf } from "../platform/settings.ts";
import { callerOf } from "./caller.ts";
import { checkSameOrigin, sessionText } from "./session-cookie.ts";
import { callerOfSession } from "./sessions.ts";

/** Who asks: the key of the `Authorization` header counts, and without that header the session of the cookie. */

type Later = (work: () => Promise<unknown>) => void;

/** Faults as of {@link callerOf} and {@link callerOfSession}, and `session.cross_site`. `along` as there. */
export function admit(
  env: Env,
  { method, headers }: { method: string; headers: Headers },
  now: number,
  later: Later,
  along?: () => void,
): Promise<Caller> {
  const authorization = headers.get("Authorization");
  if (authorization !== null) return callerOf(env, authorization, now, later, along);
  const text = sessionText(headers);
  if (text === null) return callerOf(env, null, now, later);
  settingsOf(env); // As with a key: not set up comes first.
  checkSameOrigin(method, headers);
  return callerOfSession(env, text, now, later, along);
}
