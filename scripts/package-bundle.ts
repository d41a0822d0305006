import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Metafile, type Plugin } from "esbuild";

/** Bundles an installed npm package into one ES module that an isolate can load (`npm run vendor`). */

/** Something the user can mend: printed as its sentence, without a stack. */
export class Refusal extends Error {}

export type Bundle = { text: string; names: string[]; metafile: Metafile };

/** Modules of Node that an isolate has in name only: a package that keeps one of them would fail when it is called. */
const missingBuiltins = new Map([
  ["node:fs", "a file system"],
  ["node:fs/promises", "a file system"],
  ["node:child_process", "other processes"],
  ["node:cluster", "other processes"],
  ["node:worker_threads", "threads"],
  ["node:dgram", "UDP sockets"],
]);

/** One module with every export of the package. What a CommonJS package exports only running it tells. */
export async function bundleOf(name: string, workshop: string): Promise<Bundle> {
  const direct = await bundleEntry(name, workshop, { entryPoints: [name] });
  const entry = Object.values(direct.metafile.outputs)[0]?.entryPoint ?? "";
  if (direct.metafile.inputs[entry]?.format === "esm") return direct;
  const names = namesByRunning(name, direct.text, workshop);
  const contents = [
    `const all = require(${JSON.stringify(name)});`,
    "export default all?.__esModule && all.default !== undefined ? all.default : all;",
    ...names.map((one, i) => `const value${i} = all.${one}; export { value${i} as ${one} };`),
  ].join("\n");
  return bundleEntry(name, workshop, { stdin: { contents, resolveDir: workshop } });
}

type Entry = { entryPoints: string[] } | { stdin: { contents: string; resolveDir: string } };

async function bundleEntry(name: string, workshop: string, entry: Entry): Promise<Bundle> {
  const result = await build({
    ...entry,
    absWorkingDir: workshop,
    bundle: true,
    write: false,
    metafile: true,
    outfile: "bundle.mjs",
    format: "esm",
    platform: "neutral",
    target: "es2024",
    mainFields: ["module", "main"],
    conditions: ["worker", "browser", "import"],
    define: { "process.env.NODE_ENV": '"production"' },
    minify: true,
    legalComments: "inline",
    logLevel: "silent",
    plugins: [builtins],
  }).catch((error: Error & { errors?: { text: string }[] }) => {
    const said = error.errors?.[0]?.text ?? error.message;
    const isNative = said.includes('".node"');
    throw new Refusal(
      `${name} cannot be bundled: ${isNative ? "it needs a native addon, and an isolate runs none." : said}`,
    );
  });
  const names = Object.values(result.metafile.outputs)[0]?.exports ?? [];
  return { text: result.outputFiles[0]?.text ?? "", names: names.toSorted(), metafile: result.metafile };
}

/** Modules of Node stay imports. `require("events")` becomes one too, since an isolate has no `require`. */
const builtins: Plugin = {
  name: "builtins",
  setup(building) {
    const known = new Set(builtinModules.filter((one) => !one.startsWith("_")));
    building.onResolve({ filter: /^[a-z]/ }, ({ path, kind }) => {
      const bare = path.replace(/^node:/, "").replace(/\/$/, "");
      if (!path.startsWith("node:") && !known.has(bare)) return null;
      if (kind === "require-call") return { path: `node:${bare}`, namespace: "required-builtin" };
      return { path: `node:${bare}`, external: true };
    });
    building.onLoad({ filter: /.*/, namespace: "required-builtin" }, ({ path }) => {
      return { contents: `import all from ${JSON.stringify(path)}; module.exports = all;` };
    });
  },
};

/** Runs the bundle in a process of its own, which ends with the answer whatever the package left running. */
function namesByRunning(name: string, text: string, workshop: string): string[] {
  const file = join(workshop, "bundle.mjs");
  writeFileSync(file, text);
  const program = `const { default: all } = await import(${JSON.stringify(pathToFileURL(file).href)});
    const names = all === null || all === undefined ? [] : Object.keys(all);
    process.stdout.write("\\n" + JSON.stringify(names), () => process.exit(0));`;
  const parts = ["--input-type=module", "-e", program];
  const done = spawnSync(process.execPath, parts, { cwd: workshop, encoding: "utf8", timeout: 30_000 });
  if (done.status !== 0) {
    const line = done.stderr.split("\n").find((one) => /^\w*Error/.test(one)) ?? "it does not end";
    throw new Refusal(`${name} cannot be loaded as one module: ${line}`);
  }
  const names = JSON.parse(done.stdout.split("\n").at(-1) ?? "[]") as string[];
  return names.filter((one) => /^[A-Za-z_$][\w$]*$/.test(one) && !["default", "__esModule"].includes(one)).sort();
}

/** Refuses a bundle that kept such a module; one that was left out of the bundle does no harm. */
export function refuseMissingBuiltins(name: string, metafile: Metafile) {
  const kept = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  const missing = kept.find((path) => missingBuiltins.has(path));
  if (missing === undefined) return;
  const asks = (path: string) => metafile.inputs[path]?.imports.some((one) => one.path.endsWith(missing));
  const by = Object.keys(metafile.inputs).find((path) => !path.startsWith("required-builtin") && asks(path));
  const who = by === undefined ? "" : ` (${missing}, asked for by ${by.replace(/^.*node_modules\//, "")})`;
  throw new Refusal(`${name} needs ${missingBuiltins.get(missing)}${who}, and an isolate has none.`);
}
