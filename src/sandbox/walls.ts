import { createHash } from "node:crypto";
import type { Closure, Modules } from "./guest.ts";
import { mainModule, platformModules } from "./wrapper.ts";

/** The walls of an isolate: what it is made of, and the name under which it is shared. Pure. */

/** What one call may use on Cloudflare. A local server enforces neither. */
const limits = { cpuMs: 30_000, subRequests: 1_000 };

const build = digest([platformModules, limits]);
const keys = new WeakMap<Closure, string>();

/**
 * What two calls must have in common to share an isolate. Remembered by the closure object: hand the same object in for
 * the same version and it costs nothing.
 */
export function closureKey(closure: Closure): string {
  let key = keys.get(closure);
  if (key === undefined) {
    const files = Object.entries(closure.files).sort(([one], [other]) => (one < other ? -1 : 1));
    key = digest([build, closure.application, files, closure.compatibilityDate, closure.compatibilityFlags]);
    keys.set(closure, key);
  }
  return key;
}

/** The loader id: the closure's key, whether loopback addresses are open, and how often the isolate was given up. */
export function isolateId(key: string, allowLocal: boolean, generation: number): string {
  return `${key}-${allowLocal ? "local" : "public"}-${generation}`;
}

/** No authority but the gateway: `env` is empty, and every fetch goes out through `outbound`. */
export function isolateCode(closure: Closure, modules: Modules, outbound: Fetcher): WorkerLoaderWorkerCode {
  const files = Object.entries(modules).map(([path, text]) => [`files/${path}`, { js: text }] as const);
  const usesProcess = Object.values(modules).some((text) => text.includes("process"));
  return {
    compatibilityDate: closure.compatibilityDate,
    compatibilityFlags: flagsOf(closure, usesProcess),
    mainModule,
    modules: { ...Object.fromEntries(files), ...platformModules },
    env: {},
    globalOutbound: outbound,
    limits,
  };
}

/** The full `process` of Node costs every cold start 4 ms, because our wrapper touches it: only for code that names it. */
function flagsOf(closure: Closure, usesProcess: boolean): string[] {
  const flags = new Set([...closure.compatibilityFlags, "nodejs_compat"]);
  if (!usesProcess && !flags.has("enable_nodejs_process_v2")) flags.add("disable_nodejs_process_v2");
  return [...flags];
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
