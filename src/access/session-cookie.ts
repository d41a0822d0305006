import { Fault } from "../contract/fault.ts";

/** The session's cookie, and where a request that brings it may come from. Pure. */

/** With this prefix a browser takes the cookie only if it is Secure, of this very host and of every path. */
export const cookieName = "__Host-worklets";

const attributes = "Path=/; Secure; HttpOnly; SameSite=Lax";

/** The header `Set-Cookie` that gives a session to a browser. */
export function givenCookie(text: string, lifeMs: number): string {
  return `${cookieName}=${text}; Max-Age=${lifeMs / 1000}; ${attributes}`;
}

/** The one that takes it away. */
export const clearedCookie = `${cookieName}=; Max-Age=0; ${attributes}`;

/** The session's text as a request brings it, unchecked; null without one. */
export function sessionText(headers: Headers): string | null {
  for (const pair of headers.get("Cookie")?.split(";") ?? []) {
    const [name = "", value = ""] = pair.split("=", 2);
    if (name.trim() === cookieName) return value.trim() || null;
  }
  return null;
}

/**
 * A browser sends the cookie by itself, so what changes something must come from a page of this very origin: the browser says so
 * in a header that no page can set. `SameSite` alone would let in pages of a neighbouring host name.
 */
export function checkSameOrigin(method: string, headers: Headers): void {
  if (method === "GET" || method === "HEAD" || headers.get("Sec-Fetch-Site") === "same-origin") return;
  throw new Fault(
    "session.cross_site",
    "With the cookie of a session a request that changes something needs the header `Sec-Fetch-Site: same-origin`, which browsers send by themselves from the console. Elsewhere send `Authorization: Api-Key YOUR_API_KEY`.",
  );
}

/** No other site signs somebody in or out. Programs that are no browser do not send the header, and may. */
export function checkSignInOrigin(headers: Headers): void {
  const site = headers.get("Sec-Fetch-Site") ?? "none";
  if (site === "same-origin" || site === "none") return;
  throw new Fault(
    "session.cross_site",
    "Only the console itself signs in and out: this request comes from another site. Open /console and sign in there.",
  );
}
