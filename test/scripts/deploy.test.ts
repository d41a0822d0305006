import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { placeholderId, readConfig } from "../../scripts/deploy-plan.ts";
import { copyOf, drop, plantWrangler, run } from "./checkout.ts";

/** `npm run deploy` against a stand-in for wrangler, which answers as wrangler 4.155 does from an account in a file. */

const created = "5c1f0c2e-3b0d-4c0e-9f3a-0123456789ab";

const standIn = `
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
const args = process.argv.slice(2);
const account = JSON.parse(readFileSync("account.json", "utf8"));
const input = readFileSync(0, "utf8");
appendFileSync("calls.jsonl", JSON.stringify({ args, input, account: process.env.CLOUDFLARE_ACCOUNT_ID ?? null }) + "\\n");
const keep = () => writeFileSync("account.json", JSON.stringify(account));
const fail = (text) => { console.error("\\n\\u2718 [ERROR] " + text + "\\n"); process.exit(1); };
const command = args.filter((part) => !part.startsWith("--")).join(" ");
if (account.failsAt === command) fail("The account says no to this. [code: 10000]");
if (command === "whoami") {
  console.log(JSON.stringify(account.accounts ? { loggedIn: true, email: "a@example.com", accounts: account.accounts } : { loggedIn: false }));
  process.exit(account.accounts ? 0 : 1);
} else if (command === "d1 list") console.log(JSON.stringify(account.databases, null, 2));
else if (command === "d1 create worklets") { account.databases.push({ uuid: "${created}", name: "worklets", version: "production" }); keep(); }
else if (command === "secret list json") {
  if (!account.secrets) fail('Worker "worklets" not found.\\n\\nIf this is a new Worker, run \`wrangler deploy\` first to create it.');
  console.log(JSON.stringify(account.secrets.map((name) => ({ name, type: "secret_text" }))));
} else if (args[0] === "secret" && args[1] === "put") { account.secrets = [...(account.secrets ?? []), args[2]]; keep(); }
else if (args[0] === "queues" && args[1] === "info") {
  if (!account.queues.includes(args[2])) fail('Queue "' + args[2] + '" does not exist. To create it, run: wrangler queues create ' + args[2]);
} else if (args[0] === "queues" && args[1] === "create") { account.queues.push(args[2]); keep(); }
else if (command === "deploy") console.log("Deployed worklets triggers\\n  https://worklets.ada.workers.dev\\n  schedule: * * * * *");
`;

type Account = { accounts?: object[]; databases?: object[]; queues?: string[]; secrets?: string[]; failsAt?: string };
type Called = { args: string[]; input: string; account: string | null };

function deployment(account: Account) {
  const folder = copyOf("scripts", "wrangler.toml", "package.json");
  onTestFinished(() => drop(folder));
  plantWrangler(folder, standIn);
  const whole = { accounts: [{ id: "acc1", name: "Ada's" }], databases: [], queues: [], ...account };
  writeFileSync(join(folder, "account.json"), JSON.stringify(whole));
  const file = (name: string) => join(folder, name);
  return {
    file,
    queues: readConfig(readFileSync(file("wrangler.toml"), "utf8")).queues,
    text: (name: string) => readFileSync(file(name), "utf8"),
    deploy: (...args: string[]) =>
      run(folder, ["scripts/deploy.ts", ...args], { CI: undefined, CLOUDFLARE_ACCOUNT_ID: undefined }),
    deployInCi: () => run(folder, ["scripts/deploy.ts"], { CI: "true", CLOUDFLARE_ACCOUNT_ID: undefined }),
    calls: (): Called[] =>
      existsSync(file("calls.jsonl"))
        ? readFileSync(file("calls.jsonl"), "utf8")
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line))
        : [],
  };
}

function commands(calls: Called[]): string[] {
  return calls.map(({ args }) => args.join(" "));
}

describe("npm run deploy", () => {
  test("a first deployment makes what is missing, keeps both secrets in a file and says where the platform is", async () => {
    const { deploy, calls, text, file, queues } = deployment({});
    const { code, output } = await deploy();
    expect(output).toContain("https://worklets.ada.workers.dev/docs");
    expect(code).toBe(0);
    expect(commands(calls())).toEqual([
      "whoami --json",
      "d1 list --json",
      "secret list --format json",
      "d1 create worklets",
      "d1 list --json",
      ...queues.flatMap((name) => [`queues info ${name}`, `queues create ${name}`]),
      "secret put ROOT_KEY",
      "secret put MASTER_KEY",
      "d1 migrations apply worklets --remote",
      "deploy",
    ]);
    expect(calls().every(({ account, args }) => account === "acc1" || args[0] === "whoami")).toBe(true);
    expect(text("wrangler.toml")).toContain(`database_id = "${created}"`);
    expect(text("wrangler.toml")).toContain(`preview_database_id = "${placeholderId}"`);
    expect(statSync(file(".production.vars")).mode & 0o777).toBe(0o600);
    const uploaded = calls().filter(({ args }) => args[1] === "put");
    for (const { args, input } of uploaded) {
      expect(text(".production.vars")).toContain(`${args[2]}=${input}\n`);
      expect(output).not.toContain(input);
    }
    expect(Buffer.from(uploaded[1]!.input, "base64")).toHaveLength(32);
  });

  test("a second deployment makes nothing anew and touches no secret", async () => {
    const { deploy, calls, text, queues } = deployment({});
    await deploy();
    const [toml, secrets, before] = [text("wrangler.toml"), text(".production.vars"), calls().length];
    expect((await deploy()).code).toBe(0);
    expect(commands(calls().slice(before))).toEqual([
      "whoami --json",
      "d1 list --json",
      "secret list --format json",
      ...queues.map((name) => `queues info ${name}`),
      "d1 migrations apply worklets --remote",
      "deploy",
    ]);
    expect(text("wrangler.toml")).toBe(toml);
    expect(text(".production.vars")).toBe(secrets);
  });

  test("a first deployment that failed half-way goes on with the same MASTER_KEY", async () => {
    const { deploy, calls, file, text } = deployment({ failsAt: "secret put MASTER_KEY" });
    const first = await deploy();
    expect(first.code).toBe(1);
    expect(first.output).toContain("The account says no to this. [code: 10000]");
    expect(commands(calls())).not.toContain("deploy");
    const { failsAt: _, ...account } = JSON.parse(text("account.json"));
    writeFileSync(file("account.json"), JSON.stringify(account));
    const tried = calls().find(({ args }) => args[2] === "MASTER_KEY")?.input;
    expect((await deploy()).code).toBe(0);
    expect(
      calls()
        .filter(({ args }) => args[2] === "MASTER_KEY")
        .at(-1)?.input,
    ).toBe(tried);
    expect(commands(calls()).filter((command) => command === "secret put ROOT_KEY")).toHaveLength(1);
  });

  test("a MASTER_KEY is not made beside a database that may hold secrets of another one, unless that is accepted", async () => {
    const { deploy, calls } = deployment({ databases: [{ uuid: created, name: "worklets" }], secrets: ["ROOT_KEY"] });
    const refused = await deploy();
    expect(refused.code).toBe(1);
    expect(refused.output).toContain("MASTER_KEY=");
    expect(commands(calls())).toEqual(["whoami --json", "d1 list --json", "secret list --format json"]);
    expect((await deploy("--new-master-key")).code).toBe(0);
    expect(commands(calls()).filter((command) => command.startsWith("secret put"))).toEqual(["secret put MASTER_KEY"]);
  });

  test("a build machine makes no secrets, since it would forget them, but deploys when they are there", async () => {
    const bare = deployment({});
    expect((await bare.deployInCi()).output).toContain("Deploy once from your own machine");
    expect(existsSync(bare.file(".production.vars"))).toBe(false);
    expect(commands(bare.calls())).not.toContain("d1 create worklets");
    const known = deployment({ secrets: ["ROOT_KEY", "MASTER_KEY"], databases: [{ uuid: created, name: "worklets" }] });
    expect((await known.deployInCi()).code).toBe(0);
  });

  test("without a login, with several accounts or with a database of another account it says what to do and changes nothing", async () => {
    const stranger = deployment({});
    writeFileSync(stranger.file("account.json"), "{}");
    expect((await stranger.deploy()).output).toContain("npx wrangler login");
    const many = deployment({
      accounts: [
        { id: "acc1", name: "Ada's" },
        { id: "acc2", name: "Work" },
      ],
    });
    expect((await many.deploy()).output).toContain("CLOUDFLARE_ACCOUNT_ID=acc2 npm run deploy    # Work");
    const moved = deployment({});
    writeFileSync(moved.file("wrangler.toml"), moved.text("wrangler.toml").replace(placeholderId, created));
    expect((await moved.deploy()).output).toContain(`names the database ${created}, which this account does not have`);
    for (const { calls } of [stranger, many, moved]) {
      expect(commands(calls()).filter((command) => !/^(whoami|d1 list)/.test(command))).toEqual([]);
    }
  });

  test("--dry-run says the steps and calls nothing", async () => {
    const { deploy, calls, queues } = deployment({});
    const { code, output } = await deploy("--dry-run");
    expect(code).toBe(0);
    expect(queues).not.toEqual([]);
    for (const name of queues) expect(output).toContain(`find or create the queue ${name}`);
    expect(calls()).toEqual([]);
  });
});
