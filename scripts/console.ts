import { join } from "node:path";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { InlineConfig } from "vite";
import type { BrowserProgram } from "./browser-program.ts";

/** The console as files in `dist/console`. */

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

/** A worker has the policy that its own file comes with, not the page's. */
const workerPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'";

export const consoleProgram: BrowserProgram = {
  folder: "console",
  sources: [
    "src/console",
    "src/view",
    "src/reactive",
    "src/contract",
    "src/expression",
    "src/source",
    "package-lock.json",
    "scripts/console.ts",
    "scripts/browser-program.ts",
  ],
  config: consoleConfig,
  headers: ["X-Content-Type-Options: nosniff", `Content-Security-Policy: ${workerPolicy}`],
};
