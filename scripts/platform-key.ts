import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readSecrets } from "./secrets.ts";
import { Stop } from "./stop.ts";
import { root } from "./wrangler.ts";

/** Which platform a command talks to, and with which key. */

export const localOrigin = "http://localhost:8787";

/** The origin that was asked for; without one, the platform that `npm start` runs. */
export function originOf(url: string | undefined): string {
  const given = url ?? process.env.WORKLETS_URL ?? localOrigin;
  const parsed = URL.parse(given);
  if (!parsed?.protocol.startsWith("http"))
    throw new Stop(`${given} is no address. It reads like https://worklets.example.com.`);
  return parsed.origin;
}

/** `WORKLETS_KEY`; on this machine the root key that `npm start` made will do. */
export function keyFor(origin: string): string {
  const { WORKLETS_KEY: given } = process.env;
  if (given) return given;
  const file = join(root, ".dev.vars");
  const { ROOT_KEY: local } = existsSync(file) ? readSecrets(readFileSync(file, "utf8")) : {};
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(new URL(origin).hostname);
  if (isLocal && local) return local;
  throw new Stop("Set WORKLETS_KEY to a key of the platform with the role creator.");
}
