import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { build, type InlineConfig } from "vite";

/** The console as files in `dist/console`: a shell, and assets that carry a hash of their contents in the name. */

/** What the console is made of: when none of these changed, neither does the build. */
const sources = [
  "src/console",
  "src/contract",
  "src/expression",
  "src/source",
  "package-lock.json",
  "scripts/console.ts",
];

/** Vite's configuration; a server for development takes the same one. */
export function consoleConfig(root: string): InlineConfig {
  return {
    configFile: false,
    root: join(root, "src/console"),
    base: "/console/",
    cacheDir: join(root, ".wrangler/vite"),
    logLevel: "warn",
    plugins: [react(), tailwind()],
    worker: { format: "es" },
    build: {
      outDir: join(root, "dist/console"),
      emptyOutDir: true,
      // Nothing may stand inside the page: its policy allows only files of this origin.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 4_000,
      manifest: "manifest.json",
    },
  };
}

/** Builds unless what stands there was made of the same sources. */
export async function buildConsole(root: string): Promise<void> {
  const stamp = join(root, "dist/console/.stamp");
  const digest = digestOf(root, sources);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
  // Vite keeps what it finds there: a test run's value would bring React's build for development.
  process.env.NODE_ENV = "production";
  await build(consoleConfig(root));
  writeFileSync(join(root, "dist/_headers"), headersOf(join(root, "dist/console/assets")));
  writeFileSync(stamp, digest);
}

/** Cloudflare takes at most so many rules. */
const mostRules = 95;

/**
 * How assets are kept by browsers: for good. A rule for each file, the largest first, and none for the folder: a file that is
 * missing for a moment, while another build is deployed, would be missing for good.
 */
function headersOf(folder: string): string {
  const files = readdirSync(folder).map((name) => ({ name, bytes: statSync(join(folder, name)).size }));
  const largest = files.sort((a, b) => b.bytes - a.bytes).slice(0, mostRules);
  const rules = largest.map(
    ({ name }) => `/console/assets/${name}\n  Cache-Control: public, max-age=31536000, immutable\n`,
  );
  return [
    `/console/assets/*\n  X-Content-Type-Options: nosniff\n  Content-Security-Policy: ${workerPolicy}\n`,
    ...rules,
  ].join("");
}

/** A worker has the policy that its own file comes with, not the page's. */
const workerPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'";

function digestOf(root: string, paths: string[]): string {
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
