import * as z from "zod";
import { Fault } from "../contract/fault.ts";
import { assetText } from "./assets.ts";
import { pagePolicy } from "./page-policy.ts";
import { type Call, type Reply, type Route, route } from "./route.ts";

/** The console's shell, at every address of its pages. What it loads is served without the Worker, from `/console/assets`. */

const policy = pagePolicy("worker-src 'self'", "form-action 'self'", "frame-ancestors 'none'");

const headers = {
  "Content-Security-Policy": policy,
  "Cache-Control": "no-cache",
  // A page of another site that opens the console has no hold on its window.
  "Cross-Origin-Opener-Policy": "same-origin",
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
};

const shared = {
  method: "GET",
  needs: "anybody",
  tag: "Console",
  /** The pages keep their own state in it. */
  query: z.looseObject({}),
  answers: { 200: { raw: "text/html" } },
} as const;

export const consoleRoutes: Route[] = [
  route({
    ...shared,
    path: "/console",
    summary: "The console",
    faults: ["platform.not_ready"],
    serve: shell,
  }),
  route({
    ...shared,
    path: "/console/:console_page{.*}",
    summary: "A page of the console",
    faults: ["platform.not_ready", "route.not_found"],
    serve: async (call) => {
      // A file that is there has been answered before; a browser must not take the shell for one that is not.
      if (call.param("console_page").startsWith("assets/")) {
        throw new Fault("route.not_found", `There is no ${call.url.pathname}. Load /console again: it may be newer.`);
      }
      return shell(call);
    },
  }),
];

async function shell({ env, url }: Pick<Call, "env" | "url">): Promise<Reply> {
  const text = await assetText(env, url, "/console/");
  if (text === null) {
    throw new Fault(
      "platform.not_ready",
      "The console is not built. Run `npm run build`; `npm start` and `npm run deploy` do it.",
    );
  }
  return { status: 200, text, type: "text/html; charset=utf-8", headers };
}
