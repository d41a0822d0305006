import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { filesBelow, root, textOf } from "./source.ts";

const documents = ["README.md", ...filesBelow("docs"), ...filesBelow("examples")].filter((path) =>
  path.endsWith(".md"),
);
const scripts = Object.keys(JSON.parse(textOf("package.json")).scripts);

it.each(documents)("%s names only paths that exist", (document) => {
  const named = [...textOf(document).matchAll(/`((?:src|test|docs|bench|examples|scripts|migrations)\/[\w./-]+)`/g)];
  const links = [...textOf(document).matchAll(/\]\((?!https?:|#|\/)([^)#\s]+)/g)];
  const missing = [
    ...named.map((match) => match[1] ?? "").filter((path) => !existsSync(join(root, path))),
    ...links.map((match) => match[1] ?? "").filter((path) => !existsSync(join(root, document, "..", path))),
  ];
  expect(missing).toEqual([]);
});

it.each(documents)("%s names only npm scripts that exist", (document) => {
  const named = [...textOf(document).matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? "");
  expect(named.filter((script) => !scripts.includes(script))).toEqual([]);
});

it("the README begins with the two commands", () => {
  const commands = [...textOf("README.md").matchAll(/npm ci && npm (\w+)/g)].map((match) => match[1]);
  expect(commands.slice(0, 2)).toEqual(["start", "test"]);
});

it("the lockfile names no address to download from", () => {
  expect(textOf("package-lock.json")).not.toMatch(/"resolved": "http/);
});
