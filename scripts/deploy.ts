import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  type Account,
  type Config,
  chooseAccount,
  chooseDatabase,
  type Database,
  planSecrets,
  readConfig,
  withDatabaseId,
} from "./deploy-plan.ts";
import { keepSecrets, readSecrets, type Secrets } from "./secrets.ts";
import { complain, Stop } from "./stop.ts";
import { type Ended, root, runWrangler, type Variables } from "./wrangler.ts";

/** `npm run deploy`: puts the platform into a Cloudflare account. Each step looks first, so that it can be run again. */

const help = `npm run deploy: puts the platform into your Cloudflare account. Run it again after every change.

  npm run deploy -- --dry-run           says what it would do and does nothing
  npm run deploy -- --new-master-key    accepts that secrets stored before can no longer be read

Sign in first with \`npx wrangler login\`, or set CLOUDFLARE_API_TOKEN.`;

const flag = { type: "boolean", default: false } as const;
const { values: flags } = parseArgs({
  options: { "dry-run": flag, "new-master-key": flag, help: { ...flag, short: "h" } },
});
const tomlPath = join(root, "wrangler.toml");
const secretsPath = join(root, ".production.vars");
const environment: Variables = {};

if (flags.help) console.log(help);
else if (flags["dry-run"]) describe(readConfig(readFileSync(tomlPath, "utf8")));
else {
  await deploy().catch((error: unknown) => {
    complain(error);
    process.exitCode = 1;
  });
}

async function deploy(): Promise<void> {
  const config = readConfig(readFileSync(tomlPath, "utf8"));
  await signIn(config);
  const databases = await step(`Looking for the database ${config.database}`, () => listDatabases());
  const chosen = chooseDatabase(config, databases);
  if (chosen !== "create" && "refusal" in chosen) throw new Stop(chosen.refusal);
  const upload = await prepareSecrets(config, chosen === "create");
  await provideDatabase(config, chosen === "create" ? null : chosen.id);
  for (const queue of config.queues) await provideQueue(queue);
  const secrets = keptSecrets();
  for (const name of upload) {
    await step(`Setting the secret ${name}`, () => succeed(["secret", "put", name], secrets[name]));
  }
  await step("Applying migrations", () => succeed(["d1", "migrations", "apply", config.database, "--remote"]));
  console.log("Building and deploying");
  const { stdout } = await succeed(["deploy"], undefined, (text) => process.stdout.write(text));
  conclude(/https:\/\/\S+/.exec(stdout)?.[0] ?? null);
}

/** Checks the login and settles the account of all further calls. */
async function signIn(config: Config): Promise<void> {
  const ended = await step("Checking the login", () => wrangler(["whoami", "--json"]));
  if (/"loggedIn": ?false/.test(ended.stdout)) {
    throw new Stop("Nobody is signed in. Run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN, then run this again.");
  }
  if (ended.code !== 0) throw failed(["whoami"], ended);
  const { accounts } = JSON.parse(ended.stdout) as { accounts: Account[] };
  const account = chooseAccount(process.env.CLOUDFLARE_ACCOUNT_ID ?? config.accountId, accounts);
  if ("refusal" in account) throw new Stop(account.refusal);
  if (account.id) environment.CLOUDFLARE_ACCOUNT_ID = account.id;
}

async function listDatabases(): Promise<Database[]> {
  return JSON.parse((await succeed(["d1", "list", "--json"])).stdout);
}

/** Before anything is made in the account, what will be uploaded stands in a file here: a half-done first run loses no key. */
async function prepareSecrets(config: Config, isNewDatabase: boolean) {
  const present = await step("Looking for the Worker's secrets", () => listSecrets(config));
  const plan = planSecrets({
    present,
    kept: keptSecrets(),
    isNewDatabase,
    allowsNewMasterKey: flags["new-master-key"],
    keepsFiles: !process.env.CI,
  });
  if ("refusal" in plan) throw new Stop(plan.refusal);
  if (plan.make.length > 0) {
    keepSecrets(
      secretsPath,
      `# Secrets of the Worker "${config.worker}" on Cloudflare. Keep a copy in a safe place, never commit them.\n`,
      plan.make,
    );
    console.log(`  made ${plan.make.join(" and ")}, kept in .production.vars`);
  }
  return plan.upload;
}

function keptSecrets(): Secrets {
  return existsSync(secretsPath) ? readSecrets(readFileSync(secretsPath, "utf8")) : {};
}

async function listSecrets(config: Config): Promise<string[]> {
  const ended = await wrangler(["secret", "list", "--format", "json"]);
  if (ended.code === 0) return (JSON.parse(ended.stdout) as { name: string }[]).map(({ name }) => name);
  // Before its first deployment there is no Worker that could have secrets.
  if (`${ended.stdout}${ended.stderr}`.includes(`Worker "${config.worker}" not found`)) return [];
  throw failed(["secret", "list"], ended);
}

async function provideDatabase(config: Config, known: string | null): Promise<void> {
  let id = known;
  if (id === null) {
    await step(`Creating the database ${config.database}`, () => succeed(["d1", "create", config.database]));
    id = (await listDatabases()).find(({ name }) => name === config.database)?.uuid ?? null;
    if (id === null) throw new Stop(`The database ${config.database} was created but is not listed. Run this again.`);
  }
  if (id === config.databaseId) return;
  const toml = readFileSync(tomlPath, "utf8");
  writeFileSync(tomlPath, withDatabaseId(toml, id));
  console.log(
    `  wrote database_id = "${id}" into wrangler.toml: it is no secret; commit it, so that others deploy to the same`,
  );
}

async function provideQueue(name: string): Promise<void> {
  const ended = await step(`Looking for the queue ${name}`, () => wrangler(["queues", "info", name]));
  if (ended.code === 0) return;
  if (!`${ended.stdout}${ended.stderr}`.includes(`Queue "${name}" does not exist`))
    throw failed(["queues", "info"], ended);
  await step(`Creating the queue ${name}`, () => succeed(["queues", "create", name]));
}

function conclude(address: string | null): void {
  const host = address ?? "https://YOUR_WORKER";
  console.log(`
Deployed${address ? `: ${address}` : ""}

  curl ${host}/health
  Documentation   ${host}/docs
  The first key (ROOT_KEY is in .production.vars on the machine of the first deployment):
  curl -X POST ${host}/keys -H "Authorization: Api-Key $ROOT_KEY" -d '{"name": "me", "role": "admin"}'
`);
}

/** What a deployment does, without doing it. */
function describe(config: Config): void {
  const steps = [
    "check the login (wrangler whoami)",
    `find or create the D1 database ${config.database}, and write its id into wrangler.toml`,
    "make ROOT_KEY and MASTER_KEY if the Worker lacks them, keep them in .production.vars, and set them as its secrets",
    ...config.queues.map((name) => `find or create the queue ${name}`),
    "apply the migrations to the remote database",
    `build, and deploy the Worker ${config.worker}`,
  ];
  console.log(["npm run deploy would:", ...steps.map((text, index) => `  ${index + 1}. ${text}`)].join("\n"));
}

async function step<T>(what: string, act: () => Promise<T>): Promise<T> {
  console.log(what);
  return act();
}

function wrangler(args: string[], input?: string, print?: (text: string) => void): Promise<Ended> {
  return runWrangler(args, { extraEnv: environment, ...(input !== undefined && { input }), ...(print && { print }) });
}

/** A call that has to succeed: otherwise the deployment stops with wrangler's own words. */
async function succeed(args: string[], input?: string, print?: (text: string) => void): Promise<Ended> {
  const ended = await wrangler(args, input, print);
  if (ended.code !== 0) throw failed(args, print ? { ...ended, stdout: "", stderr: "" } : ended);
  return ended;
}

function failed(args: string[], ended: Ended): Stop {
  return new Stop(
    `${ended.stdout}${ended.stderr}\nStopped: wrangler ${args.join(" ")} ended with ${ended.code}.`.trim(),
  );
}
