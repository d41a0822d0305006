import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { prefersHtml } from "../../src/http/page.ts";
import worker from "../../src/index.ts";
import { call, host, invoke, newApplication, newKey, newWorklet, send } from "../support/api.ts";

const chrome =
  "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7";

describe("who wants HTML more than JSON", () => {
  it.each([
    chrome,
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "text/html",
    "TEXT/HTML ; charset=utf-8",
    "text/*, application/json;q=0.9",
    "application/json; q=0.5, text/html; q=0.501",
    "*/*;q=0.1, text/html;q=0.2",
  ])("is asked as %s", (accept) => expect(prefersHtml(accept)).toBe(true));

  it.each([
    null,
    "",
    "*/*",
    "application/json",
    "application/json, text/html",
    "application/json, text/html;q=0.9",
    "text/html;q=0",
    "text/html;q=0.5, */*",
    "text/*, text/html;q=0",
    "text/html;q=2",
    "text/html;q=",
    "text/event-stream",
    "html",
    "*/html",
    ",;,;q=1,",
  ])("is not asked as %j", (accept) => expect(prefersHtml(accept)).toBe(false));
});

describe("an address that is a page too", () => {
  let application: string;
  let worklet: string;
  let pages: [string, string][];

  beforeAll(async () => {
    application = await newApplication();
    worklet = await newWorklet(application, "export const main = () => 1;");
    const { body } = await invoke(worklet);
    const run = `${worklet}/${body.worklet_run_id}`;
    const draftRun = run.replace("/worklets/", "/draft/worklets/");
    pages = [
      [`/applications/${application}`, `/console/applications/${application}`],
      [worklet, `/console${worklet}/call?environment=production`],
      [run, `/console${worklet}/runs/${body.worklet_run_id}`],
      [draftRun, `/console${worklet}/runs/${body.worklet_run_id}`],
    ];
  });

  it("leads a browser there, before it is asked who it is", async () => {
    for (const [path, page] of pages) {
      const response = await send("GET", path, { key: null, headers: { Accept: chrome } });
      expect([response.status, response.headers.get("Location")]).toEqual([303, page]);
      expect(response.headers.get("Vary")).toBe("Accept");
      expect(response.headers.get("Cache-Control")).toBe("no-store");
    }
  });

  it("answers JSON to programs, with a key whatever they accept, and says that it depends", async () => {
    for (const [path] of pages) {
      for (const Accept of ["*/*", "application/json", chrome]) {
        const answer = await call("GET", path, { headers: { Accept } });
        expect(answer.headers.get("Content-Type"), path).toMatch(/^application\/(problem\+)?json$/);
        expect(answer.headers.get("Vary")).toBe("Accept");
      }
      const stranger = await call("GET", path, { key: null, headers: { Accept: "*/*" } });
      expect(stranger).toMatchObject({ status: 401, body: { code: "access.no_key" } });
    }
    const fromPage = await call("GET", worklet, { headers: { Origin: "https://app.example.com" } });
    expect(fromPage.headers.get("Vary")).toBe("Origin, Accept");
  });

  it("is that for GET only, and no other address is", async () => {
    const headers = { Accept: chrome };
    expect((await call("POST", pages[2]?.[0] ?? "", { key: null, headers })).status).toBe(401);
    expect((await call("PATCH", worklet, { key: null, headers, body: {} })).status).toBe(401);
    expect((await call("GET", "/applications", { key: null, headers })).status).toBe(401);
  });

  it("keeps what stands in the address a single segment of the page's", async () => {
    const response = await send("GET", "/applications/a%2F..%2F..%3Fx", { key: null, headers: { Accept: chrome } });
    expect(response.headers.get("Location")).toBe("/console/applications/a%2F..%2F..%3Fx");
  });
});

describe("the console", () => {
  it.each(["/console", "/console/", "/console/sign-in", "/console/applications/a/worklets/w/call?tab=1"])(
    "is its shell at %s, which may run, load and call only what is of this origin",
    async (path) => {
      const response = await send("GET", path, { key: null, headers: { Accept: chrome } });
      expect([response.status, response.headers.get("Content-Type")]).toEqual([200, "text/html; charset=utf-8"]);
      expect(await response.text()).toMatch(/^<!doctype html>/i);
      const { headers } = response;
      expect(headers.get("Content-Security-Policy")?.split("; ").sort()).toEqual([
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "script-src 'self'",
        "style-src 'self'",
        "worker-src 'self'",
      ]);
      expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(headers.get("Referrer-Policy")).toBe("same-origin");
      expect(headers.get("Cache-Control")).toBe("no-cache");
      expect(headers.get("Cross-Origin-Opener-Policy")).toBe("same-origin");
    },
  );

  it("has no shell in place of a file that is not there", async () => {
    for (const path of ["/console/assets/nothing-1a2b3c.js", "/console/assets/", "/console/assets/a/b.css"]) {
      expect(await call("GET", path, { key: null }), path).toMatchObject({
        status: 404,
        body: { code: "route.not_found" },
      });
    }
  });

  it("that was not built says how to build it", async () => {
    const empty = { fetch: async () => new Response(null, { status: 404 }) };
    const request = new Request(`${host}/console`) as Parameters<typeof worker.fetch>[0];
    const response = await worker.fetch(request, { ...env, ASSETS: empty } as never, createExecutionContext());
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      code: "platform.not_ready",
      detail: expect.stringContaining("npm run build"),
    });
  });
});

it("no answer is taken for something else than it says it is", async () => {
  const key = await newKey("invoke");
  for (const path of ["/me", "/applications"]) {
    const { headers } = await call("GET", path, { key });
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  }
});
