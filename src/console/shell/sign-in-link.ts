import type { Me } from "../../contract/access.ts";
import { request } from "../api/request.ts";
import { checkCookie } from "./sign-in-form.tsx";

/** A sign-in link brings its token in the address's fragment, which browsers send to nobody. */

/** Whether the address brings a link. */
export function bringsLink(): boolean {
  return linkOf(location.hash) !== null;
}

/** The link's token, taken out of the address: it must not stay in the address bar or the history. null: there is none. */
export function takeLink(): string | null {
  const link = linkOf(location.hash);
  if (link !== null) history.replaceState(null, "", "/console");
  return link;
}

export async function signInWith(link: string): Promise<void> {
  await request<Me>("POST", "/session", { query: { link }, body: {} });
  await checkCookie();
}

function linkOf(hash: string): string | null {
  return new URLSearchParams(hash.slice(1)).get("link");
}
