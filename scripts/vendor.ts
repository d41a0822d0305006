import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Metafile } from "esbuild";
import { compileFile } from "../src/compiler/compile.ts";
import { limits } from "../src/contract/limits.ts";
import { vendorFile } from "../src/source/specifier.ts";
import { bundleOf, Refusal, refuseMissingBuiltins } from "./package-bundle.ts";

/**
 * `npm run vendor -- PACKAGE[@VERSION] FOLDER` turns an npm package into one file of an application: worklets import files
 * and nothing else, so a package is bundled once, committed and sent like any file. PACKAGE may be a path to a folder.
 */

type Package = { name: string; version: string; license: string; text: string };

const usage = "Usage: npm run vendor -- PACKAGE[@VERSION] FOLDER, where FOLDER is an application with files/ in it.";

async function vendor(spec: string | undefined, folder: string | undefined, workshop: string) {
  if (!spec || !folder) throw new Refusal(usage);
  const home = process.env.INIT_CWD ?? process.cwd();
  const target = resolve(home, folder);
  if (!existsSync(target)) throw new Refusal(`There is no folder ${folder}. ${usage}`);
  const isPath = isAbsolute(spec) || /^\.\.?(?:[\\/]|$)/.test(spec);
  if (isPath && !existsSync(resolve(home, spec))) throw new Refusal(`There is no folder or package file ${spec}.`);

  const main = install(spec, isPath ? resolve(home, spec) : spec, workshop);
  const bundle = await bundleOf(main.name, workshop);
  refuseMissingBuiltins(main.name, bundle.metafile);
  const packages = packagesIn(main, bundle.metafile, workshop);
  const text = headOf(packages) + bundle.text + licencesOf(packages);
  const file = `vendor/${vendorFile(main.name)}`;
  const bytes = Buffer.byteLength(text);
  if (bytes > limits.fileBytes) {
    throw new Refusal(
      `${main.name} is too large: ${count(bytes)} bytes as one file; the limit is ${count(limits.fileBytes)}.`,
    );
  }
  const compiled = compileFile(file, text);
  if (!compiled.ok) {
    const [fault] = compiled.faults;
    throw new Refusal(
      `${main.name} cannot run in a worklet: ${fault?.message} (${fault?.line_text.trim().slice(0, 120)})`,
    );
  }
  const path = join(target, "files", file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  report(main, bundle.names, file, join(folder, "files", file), bytes, gzipSync(text).byteLength);
}

/** Installs into an empty folder, without running any script of the package. */
function install(spec: string, source: string, workshop: string): Package {
  writeFileSync(join(workshop, "package.json"), JSON.stringify({ private: true }));
  const options = [
    "--ignore-scripts",
    "--install-links",
    "--no-audit",
    "--no-fund",
    "--no-package-lock",
    "--loglevel=error",
  ];
  const parts = ["install", ...options, source];
  const npm = process.env.npm_execpath;
  const done = npm
    ? spawnSync(process.execPath, [npm, ...parts], { cwd: workshop, encoding: "utf8" })
    : spawnSync("npm", parts, { cwd: workshop, encoding: "utf8", shell: process.platform === "win32" });
  if (done.error) throw new Refusal(`npm does not start: ${done.error.message}`);
  if (done.status !== 0) throw new Refusal(installRefusal(spec, done.stderr));
  const { dependencies } = readJson(join(workshop, "package.json")) as { dependencies?: Record<string, string> };
  const [name] = Object.keys(dependencies ?? {});
  if (name === undefined) throw new Refusal(`${spec} is no npm package.`);
  return packageAt(join(workshop, "node_modules", name));
}

function installRefusal(spec: string, said: string): string {
  if (/code E404/.test(said)) return `There is no npm package ${spec}.`;
  if (/code (?:ETARGET|ENOVERSIONS)/.test(said)) return `${spec} has no such version.`;
  if (/code EINVALIDPACKAGENAME|code EINVALIDTAGNAME/.test(said)) return `${spec} is no name of an npm package.`;
  const line = said.split("\n").find((one) => /npm (?:error|ERR!) (?!code)/.test(one)) ?? "npm says nothing more";
  return `${spec} cannot be installed: ${line.replace(/^npm (?:error|ERR!) /, "")}`;
}

/** The package first, then whatever of its dependencies is in the bundle, by name. */
function packagesIn(main: Package, metafile: Metafile, workshop: string): [Package, ...Package[]] {
  const paths = Object.keys(metafile.inputs).map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  const roots = [...new Set(paths)].filter((path) => path !== undefined);
  const others = roots.map((root) => packageAt(join(workshop, root))).filter(({ name }) => name !== main.name);
  return [main, ...others.sort((a, b) => (label(a) < label(b) ? -1 : 1))];
}

/** Says at the top of the file what is in it and how to make it again. */
function headOf([main, ...others]: [Package, ...Package[]]): string {
  const inside = others.length > 0 ? `\n * with ${others.map(label).join(", ")}` : "";
  return `/*! ${label(main)}${inside}\n * made by: npm run vendor -- ${main.name}@${main.version} FOLDER */\n`;
}

/** Nearly every licence asks that its text goes along with the code. */
function licencesOf(packages: Package[]): string {
  return packages.map((one) => (one.text === "" ? "" : `\n/*!\n${label(one)}\n\n${one.text}\n*/\n`)).join("");
}

function label({ name, version, license }: Package): string {
  return `${name} ${version} (${license})`;
}

function packageAt(folder: string): Package {
  const { name, version, license } = readJson(join(folder, "package.json")) as Partial<Package>;
  const file = readdirSync(folder).find((one) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(one));
  const text = file === undefined ? "" : readFileSync(join(folder, file), "utf8").replaceAll("*/", "* /").trim();
  const guessed = /\bMIT License\b/i.test(text) ? "MIT" : "license not named";
  return { name: name ?? "?", version: version ?? "?", license: typeof license === "string" ? license : guessed, text };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

function report(main: Package, names: string[], file: string, path: string, bytes: number, zipped: number) {
  const variable = main.name.replace(/^.*\//, "").replace(/[^\w]+(\w?)/g, (_, next: string) => next.toUpperCase());
  const named = names.filter((name) => name !== "default");
  const shown = named.slice(0, 3).join(", ");
  const what = names.includes("default") ? variable : shown === "" ? "" : `{ ${shown} }`;
  console.log(`${path}: ${label(main)}, ${count(bytes)} bytes, ${count(zipped)} compressed`);
  console.log(`Exports: ${names.join(", ") || "nothing"}`);
  console.log(`Import:  import ${what === "" ? "" : `${what} from `}"./${file}";`);
  console.log(`Send:    curl -X PUT "$HOST/applications/APPLICATION_ID/files/${file}" \\`);
  console.log(`              -H "Authorization: Api-Key $KEY" -H "Content-Type: text/plain" --data-binary @${path}`);
  console.log("         (with -H 'If-Match: *' when the file is there already)");
}

function count(number: number): string {
  return number.toLocaleString("en");
}

const [spec, folder] = process.argv.slice(2);
const workshop = mkdtempSync(join(tmpdir(), "vendor-"));
try {
  await vendor(spec, folder, workshop);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(workshop, { recursive: true, force: true });
}
