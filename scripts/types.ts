import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root, runWrangler } from "./wrangler.ts";

/**
 * `npm run types`: every TypeScript project of the repository, as many at once as there are processors, and whether
 * `worker-configuration.d.ts` is what `wrangler.toml` says.
 */

const projects = ["src/console", "test/console", ".", "test/view", "src/view", "scripts"];

const checks: (() => Promise<boolean>)[] = [bindings, ...projects.map((project) => () => compiles(project))];
const passed: boolean[] = [];

await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let check = checks.shift(); check; check = checks.shift()) passed.push(await check());
  }),
);
process.exitCode = passed.every(Boolean) ? 0 : 1;

async function bindings(): Promise<boolean> {
  const args = ["types", "--include-runtime=false", "--env-file", "/dev/null", "--check"];
  const { code, stdout, stderr } = await runWrangler(args);
  if (code !== 0) console.error(stdout + stderr);
  return code === 0;
}

/** The compiler prints what is wrong itself. */
function compiles(project: string): Promise<boolean> {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const child = spawn(process.execPath, [compiler, "--noEmit", "-p", project], { cwd: root, stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code === 0));
  });
}
