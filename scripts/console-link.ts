import { makeLink } from "../src/access/sign-in-link.ts";
import type { Secrets } from "./secrets.ts";
import { Stop } from "./stop.ts";

/**
 * A link that signs in to the console of this machine, once. It is made of the master key alone, so nobody is asked; the token
 * stands behind the `#`, which a browser sends to nobody.
 */
export function consoleLink({ MASTER_KEY = "" }: Secrets, port: number, now = Date.now()): string {
  const masterKey = Buffer.from(MASTER_KEY, "base64");
  if (masterKey.length !== 32) {
    const what =
      MASTER_KEY === ""
        ? "has no MASTER_KEY: `npm start` makes one"
        : "has a MASTER_KEY that is not 32 bytes of base 64";
    throw new Stop(`.dev.vars ${what}.`);
  }
  return `http://localhost:${port}/console/sign-in#link=${makeLink(masterKey, now)}`;
}
