import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { answerOf, type Call, client, must, patient } from "./client.ts";
import { consoleLink } from "./console-link.ts";
import { firstCurlLine } from "./curl-line.ts";
import { obstacle } from "./port.ts";
import { clock, readableLine, type Told } from "./run-lines.ts";
import { keepSecrets, type Secrets } from "./secrets.ts";
import { exampleIds, seedApplication } from "./seed.ts";
import {
  lockFile,
  readRunning,
  readState,
  type StartState,
  stateFolder,
  writeRunning,
  writeState,
} from "./start-state.ts";
import { complain, Stop } from "./stop.ts";
import { Supervisor } from "./supervisor.ts";
import { root, runWrangler } from "./wrangler.ts";

/** `npm start`: the whole platform on this machine. */

const help = `npm start: runs the platform on this machine, at http://localhost:8787.

  PORT=8788 npm start           another port
  WATCHDOG_MS=60000 npm start   how long nothing may answer before the runtime counts as frozen (15000)
  npm start -- --verbose        everything that wrangler prints
  npm start -- --help           this text

Data stands in .wrangler/state (delete the folder for a fresh start), secrets in .dev.vars.`;

/** How long wrangler may take to end by itself: it tidies up its temporary files. */
const stopMs = 1_300;

const minuteMs = 60_000;

/** Ctrl-C was pressed: whatever fails from now on fails because of it. */
let isStopping = false;

const { values: flags } = parseArgs({
  options: { verbose: { type: "boolean" }, help: { type: "boolean", short: "h" } },
});
if (flags.help) console.log(help);
else await start().catch(leave);

async function start(): Promise<void> {
  const port = readNumber("PORT", 8787, 65_535);
  const why = await obstacle(port, readRunning());
  if (why) throw new Stop(why);
  writeRunning({ pid: process.pid, group: null, port });

  const hadState = existsSync(join(stateFolder, "start.json"));
  const secrets = keepSecrets(
    join(root, ".dev.vars"),
    "# Secrets of the platform on this machine. Never commit them.\n",
  );
  if (secrets.added.length > 0) say(`Wrote ${secrets.added.join(" and ")} to .dev.vars.`);
  if (hadState && secrets.added.includes("MASTER_KEY")) {
    say("MASTER_KEY is new: secrets that were stored under the former one cannot be read and have to be set again.");
  }

  const state = readState();
  await migrate(state);
  const supervisor = supervise(port);
  supervisor.start();
  await supervisor.healthy();

  const call = patient(client(`http://127.0.0.1:${port}`, secrets.secrets.ROOT_KEY ?? ""));
  await seedExamples(call, state);
  await keepInvokeKey(call, state, `http://127.0.0.1:${port}`);
  await greet(call, port, secrets.secrets, state.invokeKey ?? "");
  await tickEachMinute(port);
}

function supervise(port: number): Supervisor {
  const told: Told = { colour: hasColour(), width: 16, running: new Map() };
  const supervisor = new Supervisor({
    port,
    silenceMs: readNumber("WATCHDOG_MS", 15_000, 3_600_000),
    say,
    line: (text) => {
      const readable = flags.verbose ? text : readableLine(text, told, new Date());
      if (readable !== null) console.log(readable);
    },
    takeRunning: () => {
      const runs = [...told.running].map(([id, worklet]) => `${worklet} (${id})`);
      told.running.clear();
      return runs;
    },
    started: (group) => writeRunning({ pid: process.pid, group, port }),
    giveUp: (message) => leave(new Stop(message)),
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      // The second Ctrl-C is impatience.
      if (isStopping) process.exit(0);
      isStopping = true;
      void supervisor.stop(stopMs).then(() => process.exit(0));
    });
  }
  process.on("exit", () => {
    supervisor.kill();
    rmSync(lockFile, { force: true });
  });
  return supervisor;
}

/** Wrangler knows which migrations are new; it is asked only when there is a file that this database has not seen. */
async function migrate(state: StartState): Promise<void> {
  const files = readdirSync(join(root, "migrations")).filter((name) => name.endsWith(".sql"));
  if (files.every((name) => state.migrations.includes(name))) return;
  const { code, stdout, stderr } = await runWrangler(["d1", "migrations", "apply", "DB", "--local"]);
  if (code !== 0) throw new Stop(`The migrations of the local database failed:\n${stdout}${stderr}`);
  if (flags.verbose) console.log(stdout);
  state.migrations = files;
  writeState(state);
}

/** Each example is made once; one that the user deleted stays deleted. What was interrupted half-way is finished. */
async function seedExamples(call: Call, state: StartState): Promise<void> {
  const folder = join(root, "examples");
  const keep = (id: string, stage: "begun" | "done" | undefined) => {
    if (stage) state.examples[id] = stage;
    else delete state.examples[id];
    writeState(state);
  };
  for (const id of exampleIds(folder)) {
    if (state.examples[id] === "done") continue;
    const isThere = (await call("GET", `/applications/${id}`)).status === 200;
    if (!isThere || state.examples[id] === "begun") {
      keep(id, "begun");
      const refusal = await seedApplication(call, join(folder, id), id);
      if (refusal) {
        // The platform itself runs: an example that it refuses is no reason to stop it, and is tried at the next start.
        say(`The example ${id} could not be made: ${refusal.message}`);
        keep(id, undefined);
        continue;
      }
      say(`Made the example application ${id}.`);
    }
    keep(id, "done");
  }
}

async function keepInvokeKey(call: Call, state: StartState, origin: string): Promise<void> {
  if (state.invokeKey && (await client(origin, state.invokeKey)("GET", "/me")).status === 200) return;
  const made = await must(call, "POST", "/keys", { name: "npm start", role: "invoke" });
  state.invokeKey = (made as { key: string }).key;
  writeState(state);
}

async function greet(call: Call, port: number, secrets: Secrets, key: string): Promise<void> {
  const origin = `http://localhost:${port}`;
  const curl = await firstCurlLine(call, origin, key);
  const lines = [
    "",
    `  Worklets runs at  ${origin}`,
    `  Documentation     ${origin}/docs`,
    `  Sign in, once     ${consoleLink(secrets, port)}`,
    "                    (good for an hour; `npm run sign-in` prints another one)",
    "",
    curl ? "  Invoke a worklet:" : `  Invoke a worklet with the key ${key} as soon as there is one.`,
    ...(curl ? ["", curl] : []),
    "",
    "  Each run is one line below. Ctrl-C stops the platform.",
    "",
  ];
  console.log(lines.join("\n"));
}

/**
 * Cron triggers never fire by themselves under `wrangler dev`: this calls their handler at second 0 of each minute. The
 * running minute is called at once, so that what became due meanwhile does not wait.
 */
async function tickEachMinute(port: number, minute = Math.floor(Date.now() / minuteMs) * minuteMs): Promise<void> {
  // A timer may fire a moment early: the minute that it was for is not called twice.
  const next = Math.floor(Math.max(Date.now(), minute) / minuteMs + 1) * minuteMs;
  setTimeout(() => void tickEachMinute(port, next), next - Date.now());
  const path = `/cdn-cgi/handler/scheduled?cron=*+*+*+*+*&time=${minute}`;
  const answer = await answerOf(client(`http://127.0.0.1:${port}`, "")("GET", path));
  // No answer at all is the watchdog's business; the platform catches up on missed ticks by itself.
  if (answer && answer.status >= 400) say(`The tick of ${clock(new Date(minute))} failed with ${answer.status}.`);
}

function readNumber(name: string, otherwise: number, most: number): number {
  const text = process.env[name] ?? "";
  const number = text === "" ? otherwise : Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new Stop(`${name} is ${JSON.stringify(text)}: it must be a whole number from 1 to ${most}.`);
}

function hasColour(): boolean {
  return Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;
}

function say(text: string): void {
  console.log(`${clock(new Date())}  ${text}`);
}

function leave(error: unknown): void {
  if (isStopping) return;
  complain(error);
  process.exit(1);
}
