import { timingSafeEqual } from "node:crypto";
import { randomId, sha256 } from "../platform/ids.ts";

/** The text of an API key: `wk_<id>_<secret>_<checksum>`. Pure but for chance. */

const shape = /^wk_([0-9a-z]{10})_([0-9a-z]{32})_([0-9a-f]{6})$/;

export type KeyText = { id: string; digest: string };

/** A new key: the id is public, the secret has 160 random bits. */
export function makeKey(id: string): { text: string; digest: string } {
  const secret = randomId(32);
  return { text: `wk_${id}_${secret}_${checksum(id, secret)}`, digest: sha256(secret) };
}

export function makeKeyId(): string {
  return randomId(10);
}

/** Reads a key; null when its shape or checksum is wrong, so that a typing error never reaches the database. */
export function readKey(text: string): KeyText | null {
  const match = shape.exec(text);
  if (!match) return null;
  const [, id = "", secret = "", sum] = match;
  return checksum(id, secret) === sum ? { id, digest: sha256(secret) } : null;
}

/** Compares two texts in a time that does not depend on where they differ. */
export function isSame(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)));
}

function checksum(id: string, secret: string): string {
  return sha256(`wk_${id}_${secret}`).slice(0, 6);
}
