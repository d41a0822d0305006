import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { transformSync } from "esbuild";
import type { Miniflare, V4WorkerOptions, V4WorkerOptionsShape } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { root, runWrangler } from "../scripts/wrangler.ts";

/**
 * The three Workers, each in a workerd of its own and on workerd's own socket: the proxy of `wrangler dev` costs more than
 * everything measured here. Only benchmarks call Miniflare.
 */

// Miniflare comes with wrangler, so it is looked up from there.
const miniflare = createRequire(import.meta.resolve("wrangler"))("miniflare") as typeof import("miniflare");

export type Side = {
  port: number;
  /** Its workerd. */
  pid: number;
  /** Resident memory of its workerd in megabytes. */
  memory(): number;
  stop(): Promise<void>;
  server: Miniflare;
};

export const rootKey = "root-key-of-the-benchmark-0123456789abcdef";

/** A side that only answers `answer`. */
export function startPlain(name: "bare" | "floor", answer: string): Promise<Side> {
  const script = transformSync(readFileSync(join(import.meta.dirname, `${name}.ts`), "utf8"), { loader: "ts" }).code;
  const { compatibilityDate, compatibilityFlags } = configured();
  return start({
    name,
    modules: true,
    script,
    ...(compatibilityDate !== undefined && { compatibilityDate }),
    ...(compatibilityFlags !== undefined && { compatibilityFlags }),
    bindings: { ANSWER: answer },
    ...(name === "floor" && { workerLoaders: { LOADER: {} } }),
  });
}

/** Builds the product as a deployment does. */
export async function buildProduct(): Promise<string> {
  const folder = join(root, ".wrangler", "bench");
  const { code, stdout, stderr } = await runWrangler(["deploy", "--dry-run", "--outdir", folder]);
  if (code !== 0) throw new Error(`The build failed.\n${stdout}${stderr}`);
  return join(folder, "index.js");
}

/** The product with the bindings of `wrangler.toml`, an empty database, and secrets. */
export async function startProduct(scriptPath: string, state?: string): Promise<Side> {
  const { bindings, ...options } = configured();
  const side = await start(
    {
      ...options,
      name: "product",
      modules: [{ type: "ESModule", path: scriptPath }],
      bindings: { ...bindings, ROOT_KEY: rootKey, MASTER_KEY: Buffer.alloc(32, 7).toString("base64"), LOG_RUNS: "0" },
    },
    state,
  );
  const database = await side.server.getD1Database("DB");
  const folder = join(root, "migrations");
  const files = readdirSync(folder).filter((file) => file.endsWith(".sql"));
  for (const file of files.sort()) {
    const statements = readFileSync(join(folder, file), "utf8").split("--> statement-breakpoint");
    for (const statement of statements) await database.prepare(statement).run();
  }
  return side;
}

/** What `wrangler.toml` says. Static assets are left out: their local router is a Worker of its own before ours, in every request. */
export function configured(): V4WorkerOptionsShape {
  const { assets: _, ...options } = unstable_getMiniflareWorkerOptions(join(root, "wrangler.toml"))
    .workerOptions as V4WorkerOptionsShape;
  return options;
}

/** `state`: the folder in which it keeps what is stored; without one, Miniflare's own in the system's for temporary files. */
export async function start(options: V4WorkerOptions, state?: string): Promise<Side> {
  const before = new Set(runtimes().keys());
  const server = new miniflare.Miniflare(
    miniflare.convertV4MiniflareOptions({
      log: new miniflare.NoOpLog(),
      ...(state !== undefined && { resourcePersistencePath: state }),
      workers: [{ ...options, unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] }],
    }),
  );
  await server.ready;
  const pid = [...runtimes().keys()].find((id) => !before.has(id));
  return {
    port: Number((await server.unsafeGetDirectURL()).port),
    pid: pid ?? -1,
    memory: () => (runtimes().get(pid ?? -1) ?? Number.NaN) / 1_000,
    stop: () => server.dispose(),
    server,
  };
}

/** The workerd processes that this process has started, with their resident memory in kilobytes. */
function runtimes(): Map<number, number> {
  const found = new Map<number, number>();
  for (const line of execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss=,comm="], { encoding: "utf8" }).split("\n")) {
    const [pid, parent, kilobytes, ...name] = line.trim().split(/\s+/);
    if (Number(parent) === process.pid && /workerd/.test(name.join(" "))) found.set(Number(pid), Number(kilobytes));
  }
  return found;
}
