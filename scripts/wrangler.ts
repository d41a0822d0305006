import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { delimiter, join } from "node:path";

/** Runs the wrangler of this repository, on the Node that runs this script, and never asks a question. */

/** The folder of the repository. */
export const root = join(import.meta.dirname, "..");

/** Environment variables that a call adds to ours. */
export type Variables = Record<string, string | undefined>;

/** How one call of wrangler ended, with all that it printed. */
export type Ended = { code: number; stdout: string; stderr: string };

/** Starts wrangler. Its standard input is empty, so what it would ask a person it answers by itself or refuses. */
export function startWrangler(args: string[], options: SpawnOptions & { extraEnv?: Variables }): ChildProcess {
  const { extraEnv, ...rest } = options;
  return spawn(process.execPath, [join(root, "node_modules", "wrangler", "bin", "wrangler.js"), ...args], {
    cwd: root,
    ...rest,
    env: {
      ...process.env,
      // The build command in wrangler.toml says `node`: the one of this repository, also when npm did not set the path.
      PATH: [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter),
      WRANGLER_SEND_METRICS: "false",
      WRANGLER_HIDE_BANNER: "true",
      ...extraEnv,
    },
  });
}

/** Runs wrangler to its end. `input` goes to its standard input; `print` gets its output as it comes. */
export function runWrangler(
  args: string[],
  { input, print, extraEnv }: { input?: string; print?: (text: string) => void; extraEnv?: Variables } = {},
): Promise<Ended> {
  const child = startWrangler(args, { stdio: ["pipe", "pipe", "pipe"], extraEnv: { CI: "1", ...extraEnv } });
  const ended: Ended = { code: 1, stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    ended.stdout += text;
    print?.(text);
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    ended.stderr += text;
    print?.(text);
  });
  child.stdin?.end(input ?? "");
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...ended, code: code ?? 1 }));
  });
}
