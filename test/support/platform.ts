import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, signalGroup } from "../../scripts/runtime.ts";
import { makeSecret } from "../../scripts/secrets.ts";
import { drop, freshCheckout, run } from "../scripts/checkout.ts";

/** The platform as `npm start` runs it, in a copy of the repository: started, killed without warning, started again. */

/** What came back; the body of an answer of ours is always an object. */
export type Answer = { status: number; body: Record<string, unknown> };

/** A request that nobody answers for so long is given up. */
const patienceMs = 10_000;
const startMs = 280_000;

export class Platform {
  readonly #folder = freshCheckout();
  readonly #rootKey = makeSecret("ROOT_KEY");
  #port = 0;
  #child: ChildProcess | null = null;
  #printed = "";

  constructor() {
    process.once("exit", () => this.#killAll());
  }

  /** Where it answers; known once it has its port. */
  get origin(): string {
    return `http://localhost:${this.#port}`;
  }

  get rootKey(): string {
    return this.#rootKey;
  }

  /** All that it has printed. */
  get printed(): string {
    return this.#printed;
  }

  /** Takes a port for all its starts; the first one does so by itself. */
  async choosePort(): Promise<void> {
    if (this.#port === 0) this.#port = await freePort();
  }

  /** Starts it and waits until it is healthy; the first time also until it has made its examples, which is work of its own. */
  async start(variables: Record<string, string> = {}): Promise<void> {
    const isFirst = this.#child === null;
    if (isFirst) {
      await this.choosePort();
      const lines = [`ROOT_KEY=${this.#rootKey}`, `MASTER_KEY=${makeSecret("MASTER_KEY")}`, "ALLOW_LOCAL_EGRESS=1"];
      writeFileSync(join(this.#folder, ".dev.vars"), `${lines.join("\n")}\n`);
    }
    const child = spawn(process.execPath, ["scripts/start.ts"], {
      cwd: this.#folder,
      env: { ...process.env, PORT: String(this.#port), ...variables },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#printed += text;
      });
    }
    this.#child = child;
    const end = Date.now() + startMs;
    const isReady = async () =>
      isFirst ? this.#printed.includes("Ctrl-C stops") : (await this.call("GET", "/health"))?.status === 200;
    while (!(await isReady())) {
      if (child.exitCode !== null || Date.now() > end) throw new Error(`It did not start:\n${this.#printed}`);
      await sleep(50);
    }
  }

  /** `kill -9` of the start script and of the runtime with all its children: nobody hears of it before. */
  async kill(): Promise<void> {
    const group = this.#killAll();
    while (group !== null && isAlive(group)) await sleep(10);
  }

  /** Ends it and deletes its folder. */
  async stop(): Promise<void> {
    await this.end();
    drop(this.#folder);
  }

  /** Ctrl-C; it can be started again. */
  async end(): Promise<void> {
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.on("exit", resolve));
      child.kill("SIGINT");
      await Promise.race([ended, sleep(5_000)]);
    }
    await this.kill();
  }

  /** One request; null when nothing answered, or not in time. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer | null> {
    const response = await fetch(`http://127.0.0.1:${this.#port}${path}`, {
      method,
      headers: { Authorization: `Api-Key ${this.#rootKey}`, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patienceMs),
    }).catch(() => null);
    const text = await response?.text().catch(() => null);
    if (!response || text === null || text === undefined) return null;
    return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : { text } };
  }

  /** Runs SQL on its database, which only one process may have open: it must be ended. Gives the rows of the last statement. */
  async sql(text: string): Promise<Record<string, unknown>[]> {
    const command = ["d1", "execute", "DB", "--local", "--json", "--command", text];
    const { code, output } = await run(this.#folder, ["node_modules/wrangler/bin/wrangler.js", ...command]);
    if (code !== 0) throw new Error(`The SQL failed:\n${output}`);
    const answers = JSON.parse(output.slice(output.indexOf("[\n"))) as { results: Record<string, unknown>[] }[];
    return answers.at(-1)?.results ?? [];
  }

  #killAll(): number | null {
    this.#child?.kill("SIGKILL");
    const file = join(this.#folder, ".wrangler/state/running.json");
    const group = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { group: number | null }).group : null;
    if (group !== null) signalGroup(group, "SIGKILL");
    return group;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}
