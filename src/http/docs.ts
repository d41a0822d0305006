import * as z from "zod";
import { Fault } from "../contract/fault.ts";
import { assetText } from "./assets.ts";
import { openApiOf } from "./openapi.ts";
import { referenceOf } from "./reference.ts";
import { type Reply, type Route, route } from "./route.ts";

/** The served documentation: pages that `scripts/build.ts` made, and the API reference. */

/** Nothing comes from elsewhere and nothing stands inside the pages: a page could not run what a text smuggled in. */
const pageHeaders = {
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Cache-Control": "no-cache",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** Readers come by links of others, which add parameters of their own. */
const anyQuery = z.looseObject({});

const tag = "Documentation";

/** Where `scripts/build.ts` leaves the page into which the reference is put: no address of a page leads there. */
const referencePage = "_reference";

/**
 * The addresses of the documentation. `routes` gives every route of the platform, these included. Faults:
 * `route.not_found` for a page that does not exist.
 */
export function docsRoutes(routes: () => Route[]): Route[] {
  const documentOf = keptByOrigin((origin) => JSON.stringify(openApiOf(routes(), origin)));
  const reference = keptByOrigin((origin) => referenceOf(openApiOf(routes(), origin)));
  return [
    route({
      method: "GET",
      path: "/openapi.json",
      needs: "anybody",
      tag,
      summary: "The API as an OpenAPI 3.1 document",
      query: anyQuery,
      answers: { 200: z.looseObject({ openapi: z.string() }) },
      faults: [],
      serve: async ({ url }) => ({
        status: 200,
        text: documentOf(url.origin),
        headers: { "Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*" },
      }),
    }),
    route({
      method: "GET",
      path: "/docs",
      needs: "anybody",
      tag,
      summary: "The API reference as a page",
      query: anyQuery,
      answers: { 200: { raw: "text/html" } },
      faults: [],
      serve: async ({ env, url }) => {
        const page = await pageText(env, url, `/docs/${referencePage}`);
        const { main, navigation } = reference(url.origin);
        const text = page.replace("<!--main-->", () => main).replace("<!--navigation-->", () => navigation);
        return { status: 200, text, type: "text/html; charset=utf-8", headers: pageHeaders };
      },
    }),
    route({
      method: "GET",
      path: "/docs/:page{[a-z0-9-]*}",
      needs: "anybody",
      tag,
      summary: "A page of the documentation: introduction, errors and those that they link to",
      query: anyQuery,
      answers: { 200: { raw: "text/html" }, 302: null },
      faults: ["route.not_found"],
      serve: async ({ env, url, param }) => {
        if (param("page") === "") return movedTo("/docs");
        const text = await pageText(env, url, `/docs/${param("page")}`);
        return { status: 200, text, type: "text/html; charset=utf-8", headers: pageHeaders };
      },
    }),
    route({
      method: "GET",
      path: "/docs/assets/:name{[a-z0-9.-]+}",
      needs: "anybody",
      tag,
      summary: "A style sheet or script of the documentation, under a name that changes with its contents",
      query: anyQuery,
      answers: { 200: { raw: "text/css" } },
      faults: ["route.not_found"],
      serve: async ({ env, url, param }) => {
        const name = param("name");
        const type = Object.entries(types).find(([ending]) => name.endsWith(ending))?.[1];
        if (!type) throw missing(url);
        const text = await pageText(env, url, `/docs/assets/${name}`);
        const headers = { "Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff" };
        return { status: 200, text, type, headers };
      },
    }),
    route({
      method: "GET",
      path: "/",
      page: "/console",
      needs: "anybody",
      tag,
      summary: "Leads a browser to the console, and others to the documentation",
      query: anyQuery,
      answers: { 302: null },
      faults: [],
      serve: async () => movedTo("/docs"),
    }),
  ];
}

const types = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

function movedTo(location: string): Reply {
  return { status: 302, headers: { Location: location } };
}

async function pageText(env: Env, url: URL, path: string): Promise<string> {
  const text = await assetText(env, url, path);
  if (text === null) throw missing(url);
  return text;
}

function missing(url: URL): Fault {
  return new Fault("route.not_found", `There is no ${url.pathname}. /docs leads to every page.`);
}

/** What is made once per isolate and origin. Origins can be made up where any host name leads here, so only a few are kept. */
function keptByOrigin<V>(make: (origin: string) => V): (origin: string) => V {
  const kept = new Map<string, V>();
  return (origin) => {
    let value = kept.get(origin);
    if (value === undefined) {
      value = make(origin);
      if (kept.size >= 4) kept.clear();
      kept.set(origin, value);
    }
    return value;
  };
}
