import { type SecretName, type Secrets, secretNames } from "./secrets.ts";
import { Stop } from "./stop.ts";

/** The rules of a deployment, apart from the commands that carry it out. */

/** The `database_id` of a checkout that was never deployed; it is also the name of the local database. */
export const placeholderId = "00000000-0000-0000-0000-000000000000";

/** What of `wrangler.toml` a deployment needs to know. */
export type Config = {
  worker: string;
  database: string;
  databaseId: string;
  queues: string[];
  accountId: string | null;
};

/** Reads our own `wrangler.toml`, which keeps one `key = "value"` a line. */
export function readConfig(toml: string): Config {
  const all = (key: string) =>
    [...toml.matchAll(new RegExp(`^${key}\\s*=\\s*"([^"]*)"`, "gm"))].map((found) => found[1] ?? "");
  const one = (key: string) => {
    const [value, ...others] = all(key);
    if (value === undefined || others.length > 0) throw new Stop(`wrangler.toml must have one line: ${key} = "..."`);
    return value;
  };
  // Tables below have names of their own: the Worker's stands before the first one.
  const worker = /^name\s*=\s*"([^"]*)"/m.exec(toml.split(/^\[/m, 1)[0] ?? "")?.[1];
  if (worker === undefined) throw new Stop('wrangler.toml must have one line: name = "..."');
  return {
    worker,
    database: one("database_name"),
    databaseId: one("database_id"),
    queues: [...new Set([...all("queue"), ...all("dead_letter_queue")])],
    accountId: all("account_id")[0] ?? null,
  };
}

/**
 * Writes the id of the real database in place of the placeholder. The local database is found by `preview_database_id`,
 * else by the same id: it keeps the former one, so that a deployment does not hide what `npm start` has stored.
 */
export function withDatabaseId(toml: string, id: string): string {
  const local = /^preview_database_id\s*=/m.test(toml)
    ? ""
    : `\n# Names the database of this machine, which stays when database_id changes.\npreview_database_id = "${placeholderId}"`;
  return toml.replace(/^database_id\s*=\s*"[^"]*"/m, `database_id = "${id}"${local}`);
}

/** A database of the account, as `wrangler d1 list --json` gives it. */
export type Database = { uuid: string; name: string };

/** Which database to use: its id, or `create`, or why none fits. */
export function chooseDatabase(config: Config, databases: Database[]): { id: string } | { refusal: string } | "create" {
  if (config.databaseId !== placeholderId) {
    if (databases.some(({ uuid }) => uuid === config.databaseId)) return { id: config.databaseId };
    return {
      refusal:
        `wrangler.toml names the database ${config.databaseId}, which this account does not have. Sign in to the account ` +
        `that has it, or set database_id back to "${placeholderId}" to deploy anew into this one.`,
    };
  }
  const known = databases.find(({ name }) => name === config.database);
  return known ? { id: known.uuid } : "create";
}

/** An account that the login reaches, as `wrangler whoami --json` gives it. */
export type Account = { id: string; name: string };

/** Which account to deploy to: without a choice wrangler would ask, and nobody is asked here. */
export function chooseAccount(chosen: string | null, accounts: Account[]): { id: string | null } | { refusal: string } {
  if (chosen || accounts.length < 2) return { id: chosen ?? accounts[0]?.id ?? null };
  const list = accounts.map(({ id, name }) => `  CLOUDFLARE_ACCOUNT_ID=${id} npm run deploy    # ${name}`);
  return { refusal: `The login reaches several accounts. Say which one:\n${list.join("\n")}` };
}

/**
 * Which secrets to upload. One that the Worker has is never touched. A missing one comes from the file of this machine, else
 * it is made: but a new MASTER_KEY beside an old database would make every stored secret unreadable, so it needs a word.
 */
export function planSecrets(given: {
  present: string[];
  kept: Secrets;
  isNewDatabase: boolean;
  allowsNewMasterKey: boolean;
  keepsFiles: boolean;
}): { upload: SecretName[]; make: SecretName[] } | { refusal: string } {
  const upload = secretNames.filter((name) => !given.present.includes(name));
  const make = upload.filter((name) => !given.kept[name]);
  if (make.includes("MASTER_KEY") && !given.isNewDatabase && !given.allowsNewMasterKey) {
    return {
      refusal:
        "The database is there but the Worker has no MASTER_KEY, and .production.vars does not have it either. With another " +
        "key the stored secrets cannot be read. Write the line MASTER_KEY=... of the former deployment into " +
        ".production.vars; or, when it is lost or nothing was stored, run: npm run deploy -- --new-master-key",
    };
  }
  if (make.length > 0 && !given.keepsFiles) {
    return {
      refusal:
        `${make.join(" and ")} would have to be made here, and a build machine (CI is set) forgets files: the only copy would ` +
        "be lost. Deploy once from your own machine; later deployments work from here.",
    };
  }
  return { upload, make };
}
