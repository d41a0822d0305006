/** What a file may import: files of its application by relative path, and modules of Node that the runtime has. */

const builtins = new Set(
  (
    "assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns " +
    "dns/promises domain events fs fs/promises http http2 https inspector inspector/promises module net os path path/posix " +
    "path/win32 perf_hooks process punycode querystring readline readline/promises repl sqlite stream stream/consumers " +
    "stream/promises stream/web string_decoder sys test timers timers/promises tls trace_events tty url util util/types v8 vm " +
    "wasi worker_threads zlib"
  ).split(" "),
);

const packageName = /^(?:@[\w.~-]+\/)?[\w~-][\w.~-]*/;
const otherKinds = /\.(?:json|jsonc|css|wasm|txt|html|node|tsx|jsx|cjs|cts|sql|md|yaml|yml)$/i;

/** Modules that lead past the walls of the isolate to the runtime's own. */
const walls = new Map([
  ["node:process", 'Use the global `process` instead of importing "node:process".'],
  ["node:module", '"node:module" cannot be imported: a worklet\'s code is settled when it is saved. Use import.'],
]);

/** Refusals that depend on the form of the import and not on what it names. */
export const importTrouble = {
  notFixed:
    'import() takes a fixed path here, such as import("./b.ts"): which files a worklet needs is settled when it is saved.',
  attributes: "Imports with attributes (`with { ... }`) do not load. Import a .ts or .js file without them.",
};

/** Whether the specifier names a file by its place beside the importing one. */
export function isRelative(specifier: string): boolean {
  return /^\.\.?(?:\/|$)/.test(specifier);
}

/** The name of the file below `vendor/` that holds an npm package: `@a/b` becomes `a-b.js`. */
export function vendorFile(packageName: string): string {
  return `${packageName.replace(/^@/, "").replaceAll("/", "-")}.js`;
}

/** Why `path` can never import `specifier`, with the cure, or null when it can (if the file exists). */
export function importRefusal(path: string, specifier: string): string | null {
  const quoted = `"${specifier.slice(0, 100)}"`;
  if (specifier.length > 400) return `${quoted} is too long: a path has at most 200 characters.`;
  if (isRelative(specifier)) {
    if (joinPath(path, specifier) === null) return `${quoted} leads out of the application's files.`;
    if (!otherKinds.test(specifier)) return null;
    return `${quoted} cannot be imported: only .ts, .js, .mts and .mjs files can. Write data as a module: export default { ... }.`;
  }
  if (specifier.startsWith("node:")) {
    const wall = walls.get(specifier);
    if (wall) return wall;
    if (builtins.has(specifier.slice(5))) return null;
    return `The runtime has no module ${quoted}.`;
  }
  if (builtins.has(specifier)) return `Modules of Node are imported with their prefix: write "node:${specifier}".`;
  if (specifier.startsWith("cloudflare:")) {
    return `${quoted} cannot be imported here. What a worklet may use of the platform is in its third parameter, context.`;
  }
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(specifier)) {
    return `${quoted} cannot be imported: code is not loaded from the network. Save the module as a file of the application and import it by relative path.`;
  }
  const name = packageName.exec(specifier)?.[0];
  if (name === undefined || specifier.startsWith("@/")) {
    return `${quoted} names no file. Write the path relative to this file, starting with ./ or ../.`;
  }
  const vendored = `${"../".repeat(path.split("/").length - 1) || "./"}vendor/${vendorFile(name)}`;
  return `${quoted} is an npm package. Run \`npm run vendor -- ${name} FOLDER\` and import it from "${vendored}".`;
}

/** The path that a relative specifier means as it is written, or null when it leads out of the application's files. */
function joinPath(path: string, specifier: string): string | null {
  const parts = path.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

/**
 * The existing file that a relative specifier means, or null. The extension may be left out, a folder means its index file,
 * and `./b.js` finds `b.ts`, as TypeScript writes it.
 */
export function resolveSpecifier(path: string, specifier: string, exists: (path: string) => boolean): string | null {
  const joined = joinPath(path, specifier);
  if (joined === null) return null;
  const typed = joined.replace(/\.(m?)js$/, ".$1ts");
  const folder = joined === "" ? "" : `${joined}/`;
  const ends = [".ts", ".js", ".mts", ".mjs"];
  const isFolder = /(?:^|\/)\.{0,2}$/.test(specifier);
  const names = isFolder ? [] : [joined, typed, ...ends.map((end) => joined + end)];
  return [...names, ...ends.map((end) => `${folder}index${end}`)].find(exists) ?? null;
}

/** How `path` names the file `target`: `./b.ts`, `../lib/x.ts`. */
export function relativeSpecifier(path: string, target: string): string {
  const here = path.split("/").slice(0, -1);
  const there = target.split("/");
  let shared = 0;
  while (shared < here.length && here[shared] === there[shared] && shared < there.length - 1) shared++;
  const up = "../".repeat(here.length - shared);
  return `${up === "" ? "./" : up}${there.slice(shared).join("/")}`;
}
