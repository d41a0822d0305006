import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSecrets } from "../../scripts/secrets.ts";
import { drop, freshCheckout, run } from "./checkout.ts";

/** `npm start` as a user meets it: the real script, wrangler and runtime in a fresh checkout. The tests follow each other. */

type Started = { child: ChildProcess; printed: () => string; ended: Promise<number | null> };

let folder: string;
let port: number;
let platform: Started;
let curl: string;
let keyOfFirstStart: string;

beforeAll(async () => {
  folder = freshCheckout();
  port = await freePort();
  await start();
  curl = curlLine(platform.printed());
}, 150_000);

afterAll(async () => {
  platform.child.kill("SIGINT");
  await platform.ended;
  drop(folder);
}, 60_000);

describe("npm start", () => {
  test("the curl line that it prints answers 200 when pasted, and the run gets a line", async () => {
    const { code, output } = await run(folder, ["-e", pasted(`${curl} -s -w '\\n%{http_code}'`)]);
    expect(code).toBe(0);
    expect(output).toMatch(/\n200\s*$/);
    const { worklet_run_id } = JSON.parse(output.slice(0, output.lastIndexOf("\n200")));
    await until(() => platform.printed().includes(worklet_run_id));
    expect(lineWith(worklet_run_id)).toMatch(/^\d\d:\d\d:\d\d {2}hello\/hello +sync +SUCCEEDED +\d+ ms {2}run_s\S+$/);
    expect(platform.printed()).not.toContain("[wrangler:info]");
  });

  test("it makes secrets that only their owner can read, and prints neither", () => {
    const file = join(folder, ".dev.vars");
    const { ROOT_KEY, MASTER_KEY } = readSecrets(readFileSync(file, "utf8"));
    expect(ROOT_KEY?.length).toBeGreaterThanOrEqual(32);
    expect(Buffer.from(MASTER_KEY ?? "", "base64")).toHaveLength(32);
    for (const name of [".dev.vars", ".wrangler/state/start.json"]) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
    expect(platform.printed()).not.toContain(ROOT_KEY);
    expect(platform.printed()).not.toContain(MASTER_KEY);
  });

  test("the link that it prints signs in once, and a command prints another one while it runs", async () => {
    const signIn = async (printed: string) => {
      const link = new RegExp(`http://localhost:${port}/console/sign-in#link=(\\S+)`).exec(printed)?.[1];
      return fetch(`http://127.0.0.1:${port}/session?link=${link}`, { method: "POST" });
    };
    const first = await signIn(platform.printed());
    expect(await first.json()).toMatchObject({ name: "sign-in link", role: "admin", session: true });
    expect((await signIn(platform.printed())).status).toBe(401);
    const { code, output } = await run(folder, ["scripts/sign-in-link.ts"]);
    expect([code, (await signIn(output)).status]).toEqual([0, 200]);
  });

  test("a second start says that the port is in use and changes nothing for the first", async () => {
    const second = await run(folder, ["scripts/start.ts"], { PORT: String(port) });
    expect(second.code).toBe(1);
    expect(second.output).toContain(`Port ${port} is in use`);
    expect(second.output.trim().split("\n")).toHaveLength(1);
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
  });

  test("a folder is pushed and pulled, with exit codes that a program can read", async () => {
    const desk = join(folder, "desk");
    const push = (...args: string[]) => run(folder, ["scripts/push.ts", ...args, `http://127.0.0.1:${port}`]);
    const pull = (...args: string[]) => run(folder, ["scripts/pull.ts", ...args, `http://127.0.0.1:${port}`]);
    cpSync(join(folder, "examples/triage"), desk, { recursive: true });
    expect((await push(desk, "--dry-run")).code).toBe(3);
    expect((await asRoot("GET", "/applications/desk")).status).toBe(404);
    const made = await push(desk);
    expect(made.output).toContain(`desk was made at http://127.0.0.1:${port}`);
    expect(made.code).toBe(0);
    expect(await push(desk, "--dry-run")).toMatchObject({ code: 0 });
    const copy = join(folder, "copy");
    expect((await pull(copy, "--id", "desk")).code).toBe(0);
    expect(readFileSync(join(copy, "files/triage.ts"), "utf8")).toBe(
      readFileSync(join(desk, "files/triage.ts"), "utf8"),
    );
    expect((await pull(copy, "--dry-run")).code).toBe(0);
    writeFileSync(join(copy, "files/triage.ts"), "export function clean( {");
    const refused = await push(copy, "--publish");
    expect(refused.code).toBe(1);
    expect(refused.output).toContain("/files~1triage.ts");
    rmSync(join(copy, "worklets"), { recursive: true });
    expect((await pull(copy)).output).toMatch(/\+ worklets\/triage\.json/);
    expect((await pull(join(folder, "nothing"), "--id", "nobody")).code).toBe(1);
  });

  test("an endless loop in a worklet freezes the runtime, and the watchdog brings it back with its data", async () => {
    const made = await asRoot("POST", "/applications/hello/worklets", {
      id: "loop",
      name: "Loop",
      files: { "loop.ts": "export function main() { while (true) {} }" },
      graph: { blocks: [{ id: "main", kind: "code", file: "loop.ts", function: "main" }] },
    });
    expect(made.status).toBe(201);
    const before = answers();
    const frozen = asRoot("POST", "/applications/hello/worklets/loop/invoke", {}).catch(() => null);
    await until(() => answers() > before, 60_000);
    await frozen;
    expect(platform.printed()).toContain("loops without end");
    expect((await asRoot("GET", "/applications/hello/worklets/loop")).status).toBe(200);
  });

  test("a runtime that is killed from outside is started again", async () => {
    const before = answers();
    process.kill(-runtimeGroup(), "SIGKILL");
    await until(() => answers() > before, 60_000);
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
  });

  test("Ctrl-C ends it with code 0 and leaves no process behind", async () => {
    expect((await asRoot("DELETE", "/applications/hello?force=true")).status).toBe(204);
    keyOfFirstStart = invokeKey();
    const group = runtimeGroup();
    expect(livingMembers(group).length).toBeGreaterThan(2);
    const from = Date.now();
    platform.child.kill("SIGINT");
    expect(await platform.ended).toBe(0);
    expect(Date.now() - from).toBeLessThan(15_000);
    // What was killed this very moment may take one more.
    await until(() => livingMembers(group).length === 0);
  });

  test("the next start keeps the key, and an example that the user deleted stays deleted", async () => {
    await start();
    expect(invokeKey()).toBe(keyOfFirstStart);
    expect(curl).toContain(keyOfFirstStart);
    expect((await request("GET", "/me", keyOfFirstStart)).status).toBe(200);
    expect((await asRoot("GET", "/applications/hello")).status).toBe(404);
  });
});

/** Starts the platform and waits until it has printed its greeting; it is ended after the tests, come what may. */
async function start(): Promise<void> {
  const child = spawn(process.execPath, ["scripts/start.ts"], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), WATCHDOG_MS: "8000" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part: string) => (text += part));
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  platform = { child, printed: () => text, ended };
  await until(() => text.includes("Ctrl-C stops the platform") || child.exitCode !== null, 140_000);
  expect(text).toContain(`http://localhost:${port}`);
}

/** How often the runtime has been started anew. */
function answers(): number {
  return platform.printed().split("The platform answers again.").length;
}

function invokeKey(): string {
  return JSON.parse(readFileSync(join(folder, ".wrangler/state/start.json"), "utf8")).invokeKey;
}

/** The processes of a group, without those that have ended and wait to be noticed. Small images of Linux lack `ps`. */
function livingMembers(group: number): string[] {
  const table = existsSync("/proc/self/stat")
    ? readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .map(statusOf)
    : spawnSync("ps", ["-A", "-o", "stat=,ppid=,pgid="], { encoding: "utf8" }).stdout.split("\n");
  return table.filter((line) => new RegExp(`^[^Z]\\S* +\\d+ +${group}( |$)`).test(line.trim()));
}

/** State, parent and group of a process, as Linux tells them; empty when it has just gone. */
function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "");
  } catch {
    return "";
  }
}

function runtimeGroup(): number {
  return JSON.parse(readFileSync(join(folder, ".wrangler/state/running.json"), "utf8")).group;
}

function curlLine(printed: string): string {
  return /^curl -X POST (?:.*\\\n)*.*$/m.exec(printed)?.[0] ?? "";
}

/** A program that gives a command to a shell, as a person's paste does. */
function pasted(command: string): string {
  return `process.exitCode = require("node:child_process").spawnSync("bash", ["-c", ${JSON.stringify(command)}], { stdio: "inherit" }).status`;
}

function lineWith(text: string): string | undefined {
  return platform
    .printed()
    .split("\n")
    .find((line) => line.includes(text));
}

function asRoot(method: string, path: string, body?: object): Promise<Response> {
  const { ROOT_KEY } = readSecrets(readFileSync(join(folder, ".dev.vars"), "utf8"));
  return request(method, path, ROOT_KEY ?? "", body);
}

function request(method: string, path: string, key: string, body?: object): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { Authorization: `Api-Key ${key}` },
    ...(body && { body: JSON.stringify(body) }),
  });
}

async function until(holds: () => boolean, limitMs = 30_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Not within ${limitMs} ms. Printed:\n${platform?.printed() ?? ""}`);
    await sleep(50);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}
