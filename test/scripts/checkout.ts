import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A copy of the repository in a folder of its own: scripts write beside themselves, and tests must not write here. */

const repository = join(import.meta.dirname, "../..");

/** Copies some of the repository's files and folders into a new folder. */
export function copyOf(...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "worklets-"));
  for (const name of names) cpSync(join(repository, name), join(folder, name), { recursive: true });
  return folder;
}

/**
 * Copies the whole repository as it would be cloned, and lends it the installed packages and what was built: building the
 * console once is enough.
 */
export function freshCheckout(): string {
  const made = ["node_modules", ".git", ".wrangler", ".dev.vars", ".production.vars"];
  const folder = copyOf(...readdirSync(repository).filter((name) => !made.includes(name)));
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Deletes a copy. */
export function drop(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Puts a program of ours where the scripts look for wrangler. */
export function plantWrangler(folder: string, program: string): void {
  mkdirSync(join(folder, "node_modules/wrangler/bin"), { recursive: true });
  writeFileSync(join(folder, "node_modules/wrangler/package.json"), `{"type": "module"}`);
  writeFileSync(join(folder, "node_modules/wrangler/bin/wrangler.js"), program);
}

/** Runs a script to its end, with what it printed in the order in which it came. */
export function run(
  folder: string,
  args: string[],
  env: Record<string, string | undefined> = {},
): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code: code ?? 1, output })));
}
