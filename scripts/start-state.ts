import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./wrangler.ts";

/** What `npm start` remembers. It stands beside the local database: whoever deletes the one deletes the other. */
export type StartState = {
  /** Examples that were made into applications, so that one that the user deleted stays deleted. `begun`: not finished. */
  examples: Record<string, "begun" | "done">;
  /** The key of the curl line. */
  invokeKey: string | null;
  /** Migrations that the local database has seen. */
  migrations: string[];
};

/** Local state of wrangler, the database among it. */
export const stateFolder = join(root, ".wrangler", "state");
const stateFile = join(stateFolder, "start.json");
export const lockFile = join(stateFolder, "running.json");

export function readState(): StartState {
  const empty: StartState = { examples: {}, invokeKey: null, migrations: [] };
  return { ...empty, ...(readJson(stateFile) as Partial<StartState> | null) };
}

/** Keeps it readable for its owner only: it holds a key. */
export function writeState(state: StartState): void {
  writeJson(stateFile, state);
}

/** A start that is under way, and the runtime that it started: two at once would share one database. */
export type Running = { pid: number; group: number | null; port: number };

export function readRunning(): Running | null {
  return readJson(lockFile) as Running | null;
}

export function writeRunning(running: Running): void {
  writeJson(lockFile, running);
}

function readJson(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}

/** All or nothing: a start that is killed while it writes leaves the former file. */
function writeJson(path: string, value: unknown): void {
  mkdirSync(stateFolder, { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
