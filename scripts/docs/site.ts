import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { transform } from "esbuild";
import { type Page, readPage } from "./markdown.ts";
import { type Assets, pageOf } from "./page.ts";

/** The documentation as files: README.md and docs/*.md as pages, one style sheet, one script. */

/** Pages to look something up in; they stand right after the reference. */
const lookedUp = ["errors", "limits"];

/** Writes the site into `folder` and removes what is no longer part of it. Files that did not change are left alone. */
export async function buildDocs(root: string, folder: string): Promise<void> {
  const files = new Map<string, string | Buffer>();
  const assets = await buildAssets(files);
  const pages = readPages(root);
  const groups = [
    { title: null, pages: pages.filter(({ name }) => name === "introduction") },
    { title: "Look up", pages: [reference, ...lookedUp.flatMap((name) => pages.filter((page) => page.name === name))] },
    {
      title: "How it works",
      pages: pages.filter(({ name }) => name !== "introduction" && !lookedUp.includes(name)),
    },
  ].filter((group) => group.pages.length > 0);
  for (const name of namesIn(join(root, "docs/images"))) {
    files.set(`images/${name}`, readFileSync(join(root, "docs/images", name)));
  }
  for (const page of [reference, ...pages]) files.set(`${page.name}.html`, pageOf(page, groups, assets));
  writeFiles(folder, files);
}

/** Filled by the Worker, which knows the routes and the origin. */
const reference: Page = {
  name: "_reference",
  title: "API reference",
  html: "<!--main-->",
  sections: "<!--navigation-->",
};

function readPages(root: string): Page[] {
  const docs = join(root, "docs");
  const names = namesIn(docs).filter((name) => name.endsWith(".md"));
  const readme = join(root, "README.md");
  const known = new Set(names.map((name) => basename(name, ".md")));
  const pages = names.map((name) => readPage(basename(name, ".md"), readFileSync(join(docs, name), "utf8"), known));
  pages.sort((a, b) => a.title.localeCompare(b.title, "en"));
  return existsSync(readme)
    ? [{ ...readPage("introduction", readFileSync(readme, "utf8"), known), title: "Introduction" }, ...pages]
    : pages;
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** Assets carry a hash of their contents in the name, so browsers may keep them for good. */
async function buildAssets(files: Map<string, string | Buffer>): Promise<Assets> {
  const [style, script] = await Promise.all([
    asset("css", "text.css", "frame.css", "reference.css"),
    asset("ts", "browser.ts"),
  ]);
  const icon = readFileSync(join(import.meta.dirname, "icon.svg"), "utf8");
  const keep = (name: string, ending: string, text: string) => {
    const file = `assets/${name}-${createHash("sha256").update(text).digest("hex").slice(0, 10)}.${ending}`;
    files.set(file, text);
    return `/docs/${file}`;
  };
  return { style: keep("style", "css", style), script: keep("page", "js", script), icon: keep("icon", "svg", icon) };
}

async function asset(loader: "css" | "ts", ...names: string[]): Promise<string> {
  const texts = names.map((name) => readFileSync(join(import.meta.dirname, name), "utf8"));
  return (await transform(texts.join("\n"), { loader, minify: true, target: "es2022" })).code;
}

function writeFiles(folder: string, files: Map<string, string | Buffer>): void {
  for (const [name, text] of files) {
    const path = join(folder, name);
    if (existsSync(path) && readFileSync(path).equals(Buffer.from(text))) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !files.has(relative(folder, path).replaceAll("\\", "/"))) rmSync(path);
  }
}
