import { join, relative } from "node:path";
import tailwind from "@tailwindcss/vite";
import type { InlineConfig, Plugin } from "vite";
import type { BrowserProgram } from "./browser-program.ts";

/** The program of published views as files in `dist/view`: written for React, and bundled with Preact in its place. */

/** React's names lead to Preact, which is a tenth of its size. */
const preactAliases = [
  { find: /^react(-dom)?$/, replacement: "preact/compat" },
  { find: /^react-dom\/client$/, replacement: "preact/compat/client" },
  { find: /^react\/jsx-(dev-)?runtime$/, replacement: "preact/jsx-runtime" },
];

/** Vite's configuration; a server for development takes the same one. */
export function viewConfig(root: string): InlineConfig {
  return {
    configFile: false,
    root: join(root, "src/view"),
    base: "/view/",
    cacheDir: join(root, ".wrangler/vite-view"),
    logLevel: "warn",
    plugins: [tailwind(), modulesOfChunks(root)],
    resolve: { alias: preactAliases },
    build: {
      outDir: join(root, "dist/view"),
      emptyOutDir: true,
      // Nothing may stand inside the page: its policy allows only files of this origin.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      manifest: "manifest.json",
    },
  };
}

/** Says beside the build which files each chunk is made of: a visitor's browser gets few of them. */
function modulesOfChunks(root: string): Plugin {
  return {
    name: "modules-of-chunks",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).flatMap((file) =>
        file.type === "chunk"
          ? [[file.fileName, Object.keys(file.modules).map((id) => relative(root, id.replaceAll("\0", "")))] as const]
          : [],
      );
      const source = JSON.stringify(Object.fromEntries(chunks), null, 2);
      this.emitFile({ type: "asset", fileName: "modules.json", source });
    },
  };
}

export const viewProgram: BrowserProgram = {
  folder: "view",
  sources: [
    "src/view",
    "src/reactive",
    "src/contract",
    "src/expression",
    "package-lock.json",
    "scripts/view.ts",
    "scripts/browser-program.ts",
  ],
  config: viewConfig,
  headers: ["X-Content-Type-Options: nosniff"],
};
