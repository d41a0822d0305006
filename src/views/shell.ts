import { Fault, faults } from "../contract/fault.ts";
import { assetText } from "../http/assets.ts";
import { pagePolicy } from "../http/page-policy.ts";
import type { Call, Reply } from "../http/route.ts";
import type { LiveView } from "./live.ts";

/**
 * The HTML of every published view: a program that asks the same address for the page as JSON. Nothing of a view is in it, so
 * nothing has to be escaped, and a reload can bring its old token.
 */

type Asked = Pick<Call, "env" | "url">;

/** The shell of a page; only the origins that its view names may frame it. */
export function shell(asked: Asked, { draft }: LiveView): Promise<Reply> {
  return shellWith(asked, 200, draft.frame_ancestors);
}

/**
 * What a person sees who may not open the page: the sign-in, which leads back here, or the shell, whose program tells the same
 * fault in words.
 */
export async function shellOfFault(asked: Asked, fault: Fault): Promise<Reply> {
  const { status } = faults[fault.code];
  if (status !== 401) return shellWith(asked, status, []);
  const next = encodeURIComponent(asked.url.pathname + asked.url.search);
  return { status: 303, headers: { Location: `/console/sign-in?next=${next}`, Vary: "Accept" } };
}

async function shellWith({ env, url }: Asked, status: number, ancestors: readonly string[]): Promise<Reply> {
  const text = await assetText(env, url, "/view/");
  if (text === null) {
    const detail = "The program of views is not built. Run `npm run build`; `npm start` and `npm run deploy` do it.";
    throw new Fault("platform.not_ready", detail);
  }
  const framing = `frame-ancestors ${ancestors.length > 0 ? ancestors.join(" ") : "'none'"}`;
  const headers = {
    "Content-Security-Policy": pagePolicy("form-action 'none'", framing),
    // Two answers share the address, and who may have them changes.
    "Cache-Control": "no-store",
    Vary: "Accept",
    "Cross-Origin-Opener-Policy": "same-origin",
    // The address of a view with the access `link` is what opens it.
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
  };
  return { status, text, type: "text/html; charset=utf-8", headers };
}
