import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, type InlineConfig } from "vite";

/** What the builds of the browser's programs share: each is a folder of `dist`, with a shell and hashed assets. */

export type BrowserProgram = {
  /** Its folder below `dist`, and the first segment of its assets' addresses. */
  readonly folder: string;
  /** What it is made of: when none of these changed, neither does the build. */
  readonly sources: readonly string[];
  readonly config: (root: string) => InlineConfig;
  /** Headers of all its assets. */
  readonly headers: readonly string[];
};

/** Builds unless what stands there was made of the same sources. */
export async function buildProgram(root: string, { folder, sources, config }: BrowserProgram): Promise<void> {
  const stamp = join(root, "dist", folder, ".stamp");
  const digest = digestOf(root, sources);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
  // Vite keeps what it finds there: a test run's value would bring React's build for development.
  process.env.NODE_ENV = "production";
  await build(config(root));
  writeFileSync(stamp, digest);
}

/** Cloudflare takes at most 100 rules; each program has one for its folder, and the rest are for files. */
const mostFileRules = 95;

/**
 * How assets are kept by browsers: for good. A rule for each file, the largest first, and none for the folder: a file that is
 * missing for a moment, while another build is deployed, would be missing for good.
 */
export function writeHeaders(root: string, programs: readonly BrowserProgram[]): void {
  const files = programs.flatMap(({ folder }) => assetsOf(root, folder));
  const kept = files.sort((a, b) => b.bytes - a.bytes).slice(0, mostFileRules);
  const rules = [
    ...programs.map(({ folder, headers }) => ruleOf(`/${folder}/assets/*`, headers)),
    ...kept.map(({ address }) => ruleOf(address, ["Cache-Control: public, max-age=31536000, immutable"])),
  ].join("");
  const place = join(root, "dist/_headers");
  // Left alone when it says so already: whoever watches the folder would start again.
  if (!existsSync(place) || readFileSync(place, "utf8") !== rules) writeFileSync(place, rules);
}

function ruleOf(address: string, headers: readonly string[]): string {
  return [address, ...headers.map((header) => `  ${header}`), ""].join("\n");
}

function assetsOf(root: string, folder: string): { address: string; bytes: number }[] {
  const place = join(root, "dist", folder, "assets");
  return readdirSync(place).map((name) => ({
    address: `/${folder}/assets/${name}`,
    bytes: statSync(join(place, name)).size,
  }));
}

function digestOf(root: string, paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of paths.flatMap((path) => filesOf(root, path)).sort()) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

function filesOf(root: string, path: string): string[] {
  if (!existsSync(join(root, path))) return [];
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
