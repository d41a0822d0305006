import { Me, SignIn, SignInQuery } from "../contract/access.ts";
import { type Route, route } from "../http/route.ts";
import { settingsOf } from "../platform/settings.ts";
import { checkSignInOrigin, clearedCookie, givenCookie, sessionText } from "./session-cookie.ts";
import { endSession, lifeMs } from "./sessions.ts";
import { signIn } from "./sign-in.ts";

const tag = "Session";

/** Signing in and out. */
export const sessionRoutes: Route[] = [
  route({
    method: "POST",
    path: "/session",
    needs: "anybody",
    tag,
    summary: "Sign in to the console with a key, or once with a sign-in link; sets a cookie",
    query: SignInQuery,
    body: SignIn,
    answers: { 200: Me },
    faults: [
      "access.denied",
      "session.link_invalid",
      "session.cross_site",
      "platform.not_ready",
      "platform.unavailable",
    ],
    serve: async ({ env, request: { headers }, body, query, now, later }) => {
      settingsOf(env);
      checkSignInOrigin(headers);
      const { caller, text } = await signIn(env, { body, query, former: sessionText(headers) }, now, later);
      return { status: 200, body: caller satisfies Me, headers: { "Set-Cookie": givenCookie(text, lifeMs) } };
    },
  }),
  route({
    method: "DELETE",
    path: "/session",
    needs: "anybody",
    tag,
    summary: "Sign out: ends the session, if there is one, and clears the cookie",
    answers: { 204: null },
    faults: ["session.cross_site", "platform.not_ready", "platform.unavailable"],
    serve: async ({ env, request: { headers } }) => {
      checkSignInOrigin(headers);
      const text = sessionText(headers);
      if (text !== null) await endSession(env, text);
      return { status: 204, headers: { "Set-Cookie": clearedCookie } };
    },
  }),
];
