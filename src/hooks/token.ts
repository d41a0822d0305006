import { randomId, sha256 } from "../platform/ids.ts";

/** The text of a hook's token: `hook_<secret>_<checksum>`. It opens one door and is no key. Pure but for chance. */

const shape = /^hook_([0-9a-z]{32})_([0-9a-f]{6})$/;

/** A new token of 160 random bits. */
export function makeToken(): { text: string; digest: string } {
  const secret = randomId(32);
  return { text: `hook_${secret}_${checksum(secret)}`, digest: sha256(secret) };
}

/** The digest that a token is found by; null when its shape or checksum is wrong, so that a scan never reaches the database. */
export function digestOf(token: string): string | null {
  const [, secret = "", sum] = shape.exec(token) ?? [];
  return sum !== undefined && checksum(secret) === sum ? sha256(secret) : null;
}

function checksum(secret: string): string {
  return sha256(`hook_${secret}`).slice(0, 6);
}
