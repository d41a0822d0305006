import { Fault } from "../contract/fault.ts";

export { derivedKey, type Purpose } from "./derived-key.ts";

/** What the Worker is told from outside besides its bindings: secrets, and switches of `.dev.vars`. */
export type Settings = {
  rootKey: string;
  masterKey: Uint8Array;
  /** Tried when reading what the current key cannot open. */
  previousMasterKey: Uint8Array | null;
  /** Lets user code reach loopback addresses: for development only. */
  allowLocalEgress: boolean;
  /** Prints one line per run. */
  logRuns: boolean;
  retentionMs: number;
  traceMs: number;
};

type Told = Partial<
  Record<"ROOT_KEY" | "MASTER_KEY" | "MASTER_KEY_PREVIOUS" | "ALLOW_LOCAL_EGRESS" | "LOG_RUNS", string>
>;

const dayMs = 86_400_000;
const known = new WeakMap<Env, Settings>();

/** Reads and checks the settings once per isolate. Missing or malformed secrets are a fault that names the cure. */
export function settingsOf(env: Env): Settings {
  let settings = known.get(env);
  if (!settings) {
    settings = read(env as Env & Told);
    known.set(env, settings);
  }
  return settings;
}

function read(env: Env & Told): Settings {
  const rootKey = env.ROOT_KEY ?? "";
  if (rootKey.length < 32) {
    throw new Fault("platform.not_ready", `ROOT_KEY is ${rootKey ? "shorter than 32 characters" : "missing"}. ${cure}`);
  }
  // What a header cannot carry as one word would be a key that nobody can ever use.
  if (!/^[!-~]+$/.test(rootKey)) {
    throw new Fault("platform.not_ready", `ROOT_KEY has characters other than visible ASCII. ${cure}`);
  }
  return {
    rootKey,
    masterKey: masterKey("MASTER_KEY", env.MASTER_KEY ?? ""),
    previousMasterKey: env.MASTER_KEY_PREVIOUS ? masterKey("MASTER_KEY_PREVIOUS", env.MASTER_KEY_PREVIOUS) : null,
    allowLocalEgress: env.ALLOW_LOCAL_EGRESS === "1",
    logRuns: env.LOG_RUNS === "1",
    retentionMs: days("RETENTION_DAYS", env.RETENTION_DAYS),
    traceMs: days("TRACE_DAYS", env.TRACE_DAYS),
  };
}

const cure =
  "Locally, `npm start` creates .dev.vars with both secrets; on Cloudflare, `npm run deploy` sets them, or `npx wrangler secret put NAME` does.";

function masterKey(name: string, text: string): Uint8Array {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== 32) {
    throw new Fault("platform.not_ready", `${name} is ${text ? "not 32 bytes of base 64" : "missing"}. ${cure}`);
  }
  return bytes;
}

function days(name: string, text: string): number {
  const count = Number(text);
  if (!(count > 0 && count <= 3650)) {
    throw new Fault("platform.not_ready", `${name} is ${JSON.stringify(text)}: in wrangler.toml it must be 1 to 3650.`);
  }
  return count * dayMs;
}
