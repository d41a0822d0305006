import { admit } from "../access/admission.ts";
import { checkAccess } from "../access/caller.ts";
import type { Caller } from "../contract/access.ts";
import { Fault } from "../contract/fault.ts";
import type { Call } from "../http/route.ts";
import { randomId } from "../platform/ids.ts";
import { settingsOf } from "../platform/settings.ts";
import { type LiveView, liveView, liveViewNow } from "./live.ts";
import { readViewToken, renewalMs, type ViewToken } from "./token.ts";

/**
 * Who opens a published view or makes its calls. A view with the access `link` is for strangers: the token alone says who they are,
 * and that they are nobody. A private one is for who is signed in or brings a key, and the token is good with that only.
 */

export type Visit = Pick<Call, "env" | "request" | "now" | "later" | "param">;

/** Who asks, and for what. */
export type Visitor = {
  live: LiveView;
  /** Runs are found again by it: a stranger's is random, that of others follows from who they are. */
  id: string;
  /** null: a stranger. */
  caller: Caller | null;
};

/** The names of segments in the addresses of published views. What an application lets other origins do does not hold here. */
export const segments = { application: "view_application", view: "view" } as const;

const strangerId = /^[0-9a-z]{16}$/;

/**
 * Who opens the page. Faults: those of access, also when the view is not there: whoever may not see a private one learns nothing;
 * `view.not_found`. The token of an earlier page of the same view, sent along, keeps the visitor.
 */
export async function visitorOfPage(visit: Visit): Promise<Visitor> {
  const { env, request, now } = visit;
  const settings = settingsOf(env);
  const sent = credentialsOf(request.headers);
  const former = sent.token === null ? null : readViewToken(settings, sent.token);
  // A page that asks again may have been told of a newer version than this isolate remembers.
  const live = await (former === null ? liveOf(visit) : liveNowOf(visit));
  if (live?.draft.access !== "link") return signedIn(visit, live, sent.headers);
  const isKept =
    former !== null && former.view === live.uid && now < former.endsAt + renewalMs && strangerId.test(former.visitor);
  return { live, id: isKept ? former.visitor : randomId(16), caller: null };
}

/**
 * Who makes or follows a call. Faults: `view.token_invalid`, before any storage is asked when the token is not ours, and those of
 * access for a private view, whose token is good for its visitor only. `look` finds the view.
 */
export async function visitorOfCall(visit: Visit, look = liveOf): Promise<{ visitor: Visitor; token: ViewToken }> {
  const { env, request, now } = visit;
  const sent = credentialsOf(request.headers);
  const token = sent.token === null ? null : readViewToken(settingsOf(env), sent.token);
  if (token === null || now >= token.endsAt) throw invalidToken();
  const live = await look(visit);
  // With the token of another view nobody learns whether there is one here.
  if (live === null || live.uid !== token.view) throw invalidToken();
  const isForStrangers = live.draft.access === "link" && strangerId.test(token.visitor);
  if (isForStrangers) return { token, visitor: { live, id: token.visitor, caller: null } };
  const visitor = await signedIn(visit, live, sent.headers);
  if (visitor.id !== token.visitor) throw invalidToken();
  return { token, visitor };
}

/** What the runs of somebody who is signed in are found by: their key, or that they hold the installation. */
export function visitorIdOf({ key }: Pick<Caller, "key">): string {
  return key === null ? "root" : `key_${key}`;
}

async function signedIn(visit: Visit, live: LiveView | null, headers: Headers): Promise<Visitor> {
  const { env, request, now, later, param } = visit;
  const caller = await admit(env, { method: request.method, headers }, now, later);
  const application = param(segments.application);
  checkAccess(caller, "operator", application);
  if (live === null) {
    const detail = `There is no published view ${param(segments.view)} in an application ${application}.`;
    throw new Fault("view.not_found", detail);
  }
  return { live, id: visitorIdOf(caller), caller };
}

function liveOf({ env, now, later, param }: Visit): Promise<LiveView | null> {
  return liveView(env, param(segments.application), param(segments.view), now, later);
}

/** For who has heard of another version than the one that is remembered. */
export function liveNowOf({ env, now, param }: Visit): Promise<LiveView | null> {
  return liveViewNow(env, param(segments.application), param(segments.view), now);
}

/**
 * The token of `Authorization: View TOKEN`, and the headers that say who is signed in: without it, since another scheme in that
 * header counts before the cookie. A key is sent in a second header of that name.
 */
function credentialsOf(sent: Headers): { token: string | null; headers: Headers } {
  const given = (sent.get("Authorization") ?? "").split(",").map((part) => part.trim());
  const tokens = given.filter((part) => /^view /i.test(part));
  if (tokens.length === 0) return { token: null, headers: sent };
  const headers = new Headers(sent);
  const others = given.filter((part) => part !== "" && !tokens.includes(part));
  if (others.length > 0) headers.set("Authorization", others.join(", "));
  else headers.delete("Authorization");
  return { token: tokens.length === 1 ? (tokens[0]?.slice("view ".length).trim() ?? null) : null, headers };
}

function invalidToken(): Fault {
  const detail =
    "The token is missing, over, or of another view or visitor. Ask for the page again (GET with Accept: application/json) and send its token as `Authorization: View TOKEN`.";
  return new Fault("view.token_invalid", detail);
}
