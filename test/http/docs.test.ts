import { beforeAll, describe, expect, it } from "vitest";
import { routes } from "../../src/app.ts";
import { faults } from "../../src/contract/fault.ts";
import { openApiOf } from "../../src/http/openapi.ts";
import { call, host, send } from "../support/api.ts";

async function page(path: string): Promise<{ response: Response; html: string }> {
  const response = await send("GET", path, { key: null });
  return { response, html: await response.text() };
}

describe("a page of the documentation", () => {
  it.each(["/docs", "/docs/introduction", "/docs/errors"])(
    "%s is HTML for anybody, and may run and show only what is ours",
    async (path) => {
      const { response, html } = await page(path);
      expect(response.status).toBe(200);
      expect(response.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
      const policy = response.headers.get("Content-Security-Policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain("unsafe");
      expect(html).not.toMatch(/<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+=/);
      expect(html).not.toContain("<!--");
    },
  );

  it("finds its style sheet, script and icon, which may be kept for good", async () => {
    const { html } = await page("/docs/errors");
    const assets = new Set(
      [...html.matchAll(/(?:href|src)="(\/docs\/assets\/[^"]+)"/g)].map((match) => match[1] ?? ""),
    );
    expect(assets.size).toBe(3);
    for (const asset of assets) {
      const { response } = await page(asset);
      expect(response.status, asset).toBe(200);
      expect(response.headers.get("Content-Type")).toMatch(/^text\/css|^text\/javascript|^image\/svg\+xml/);
      expect(response.headers.get("Cache-Control")).toContain("immutable");
    }
  });

  it("links only to pages and headings that exist", async () => {
    const pages = new Map<string, string>();
    const read = async (path: string) => {
      const known = pages.get(path);
      if (known !== undefined) return known;
      const { response, html } = await page(path);
      expect(response.status, path).toBe(200);
      pages.set(path, html);
      return html;
    };
    const start = await read("/docs/introduction");
    const listed = [...start.matchAll(/href="(\/docs[^"#]*)"/g)].map((match) => match[1] ?? "");
    for (const path of new Set(listed.filter((each) => !each.includes("/assets/")))) {
      const html = await read(path);
      for (const [, target = "", anchor] of html.matchAll(/href="((?:\/docs)?[^":#]*)(?:#([^"]+))?"/g)) {
        if (target.includes("/assets/") || (target !== "" && !target.startsWith("/docs"))) continue;
        const there = await read(target || path);
        if (anchor)
          expect(there.includes(`id="${decodeURIComponent(anchor)}"`), `${path} links to ${target}#${anchor}`).toBe(
            true,
          );
      }
    }
    expect(pages.size).toBeGreaterThan(3);
  });

  it("that does not exist is a problem that says where to look", async () => {
    for (const path of ["/docs/nothing", "/docs/_reference", "/docs/assets/nothing.css", "/docs/assets/nothing"]) {
      const { status, body } = await call("GET", path, { key: null });
      expect(status, path).toBe(404);
      expect(body.code).toBe("route.not_found");
      expect(body.detail).toContain("/docs");
    }
  });
});

describe("/docs", () => {
  let html = "";
  beforeAll(async () => {
    html = (await page("/docs")).html;
  });

  it("has every operation of the document, by its name and its address", () => {
    const text = html.replaceAll("<wbr>", "");
    for (const [path, item] of Object.entries(openApiOf(routes, host).paths)) {
      for (const { operationId } of Object.values(item)) {
        expect(html.includes(`id="${operationId}"`), operationId).toBe(true);
        expect(text.includes(`>${path}</code>`), path).toBe(true);
      }
    }
  });

  it("shows curl lines for the origin that was asked", () => {
    expect(html).toContain(`curl -X POST ${host}/applications/APPLICATION/worklets/WORKLET/invoke`);
  });
});

it("the type of a problem leads to a heading of /docs/errors, for every code", async () => {
  const { html } = await page("/docs/errors");
  for (const code of Object.keys(faults)) expect(html.includes(`<h2 id="${code}">`), code).toBe(true);
  const { body } = await call("GET", "/me", { key: null });
  expect(body.type).toBe(`${host}/docs/errors#access.no_key`);
});

it("the address without a path leads programs to the documentation and browsers to the console", async () => {
  const program = await send("GET", "/", { key: null });
  expect([program.status, program.headers.get("Location")]).toEqual([302, "/docs"]);
  const browser = await send("GET", "/", { key: null, headers: { Accept: "text/html,*/*;q=0.8" } });
  expect([browser.status, browser.headers.get("Location")]).toEqual([303, "/console"]);
});
