import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { filesOf, type Manifest } from "../../support/first-load.ts";

/** What a browser fetches before a page can be used, by what the build says of itself. */

const folder = join(import.meta.dirname, "../../../dist/console");
const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest;
const mostBytes = 250_000;

it("the console's first load is under 250 KB gzipped", () => {
  expect(gzippedBytes("index.html")).toBeLessThan(mostBytes);
});

it.each(["applications", "overview", "runs", "run", "schedules", "secrets", "models", "keys", "application-settings"])(
  "the first load of the page %s is under 250 KB gzipped",
  (page) => {
    expect(gzippedBytes("index.html", `pages/${page}-page.tsx`)).toBeLessThan(mostBytes);
  },
);

it("the editor's code is no part of the first load", () => {
  const files = filesOf(manifest, "index.html");
  const lazy = Object.keys(manifest).filter((name) => /code-editor|graph-canvas|typescript-worker/.test(name));
  expect(lazy.length).toBeGreaterThan(1);
  for (const name of lazy) expect(files).not.toContain(manifest[name]?.file);
});

/** The shell, and everything that the entries import without being asked to later. */
function gzippedBytes(...entries: string[]): number {
  const files = new Set(["index.html", ...entries.flatMap((entry) => filesOf(manifest, entry))]);
  return [...files].reduce((bytes, file) => bytes + gzipSync(readFileSync(join(folder, file))).length, 0);
}
