import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { Stop } from "./stop.ts";
import { startWrangler } from "./wrangler.ts";

/** The local runtime: `wrangler dev` with all its children, started and ended as one group of processes. */
export type Runtime = {
  /** The id of its process group. */
  group: number;
  /** Resolves when wrangler has ended, for whatever reason. */
  ended: Promise<void>;
  startedAt: number;
};

/** Starts the runtime on a port of this machine; every line that it prints goes to `line`. */
export function startRuntime(port: number, line: (text: string) => void): Runtime {
  const child = startWrangler(
    [
      ...["dev", "--port", String(port), "--ip", "127.0.0.1", "--inspector-port", "0"],
      ...["--var", "LOG_RUNS:1", "--show-interactive-dev-session=false"],
    ],
    {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      // Without it each start asks the network where this machine is, and waits when there is no network.
      extraEnv: { CLOUDFLARE_CF_FETCH_ENABLED: "false" },
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", line);
  }
  return { group: groupOf(child), ended: end(child), startedAt: Date.now() };
}

/** Ends the whole group: asks first when `graceMs` is given, and kills what is left. A frozen runtime hears SIGKILL only. */
export async function endRuntime(runtime: Runtime, graceMs = 0): Promise<void> {
  const until = Date.now() + graceMs;
  if (graceMs > 0) signalGroup(runtime.group, "SIGTERM");
  while (Date.now() < until && isAlive(runtime.group)) await sleep(25);
  signalGroup(runtime.group, "SIGKILL");
  const gone = Date.now() + 400;
  while (Date.now() < gone && isAlive(runtime.group)) await sleep(25);
}

/** Sends a signal to every process of a group; a group that is gone needs none. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  if (isAlive(group)) process.kill(-group, signal);
}

/** Whether a process group still has members that can be signalled: macOS answers EPERM for one of zombies only. */
export function isAlive(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

function groupOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Stop("wrangler could not be started. Run `npm ci` first.");
  return child.pid;
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.on("exit", () => resolve()));
}
