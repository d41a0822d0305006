import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { filesOf, type Manifest } from "../support/first-load.ts";

/** What a visitor's browser fetches before a view is shown, by what the build says of itself. */

const folder = join(import.meta.dirname, "../../dist/view");
const read = <Value>(name: string) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Value;
const manifest = read<Manifest>("manifest.json");
const modules = Object.values(read<Record<string, string[]>>("modules.json")).flat();
const mostBytes = 150_000;

it("the first load of a view is under 150 KB gzipped", () => {
  const bytes = ["index.html", ...filesOf(manifest, "index.html")].reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length,
    0,
  );
  expect(bytes).toBeLessThan(mostBytes);
});

it("charts come when a view has one", () => {
  expect(modules.some((path) => path.startsWith("node_modules/chart.js/"))).toBe(true);
  const first = read<Record<string, string[]>>("modules.json");
  for (const file of filesOf(manifest, "index.html"))
    expect((first[file] ?? []).filter((path) => path.startsWith("node_modules/chart.js/"))).toEqual([]);
});

it("is made of the view's own rooms, and of no package that is not meant to be there", () => {
  const rooms = new Set(modules.flatMap((path) => /^src\/[^/]+/.exec(path) ?? []));
  const packages = new Set(modules.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));
  expect([...rooms].sort()).toEqual(["src/contract", "src/expression", "src/reactive", "src/view"]);
  expect([...packages].sort()).toEqual(["@kurkle/color", "acorn", "chart.js", "marked", "preact"]);
});

it("its page holds nothing that a strict policy refuses", () => {
  const html = readFileSync(join(folder, "index.html"), "utf8");
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
});
