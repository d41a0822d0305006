import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { derivedKey } from "../platform/derived-key.ts";

/**
 * The token of a sign-in link: 16 random bytes and the instant of its end, with a MAC under the master key, in base64url.
 * Whoever has the master key makes one without asking the platform. Pure but for chance.
 */

/** How long a link is good. */
export const linkMs = 3_600_000;

const nonceBytes = 16;
const signedBytes = nonceBytes + 8;
const shape = /^[\w-]{75}$/;

export function makeLink(masterKey: Uint8Array, now: number): string {
  const signed = Buffer.concat([randomBytes(nonceBytes), Buffer.alloc(8)]);
  signed.writeBigUInt64BE(BigInt(now + linkMs), nonceBytes);
  return Buffer.concat([signed, macOf(masterKey, signed)]).toString("base64url");
}

/** What a token says; null when it was not made with this master key, was changed, or has ended. */
export function readLink(
  masterKey: Uint8Array,
  token: string,
  now: number,
): { nonce: string; expiresAt: number } | null {
  if (!shape.test(token)) return null;
  const bytes = Buffer.from(token, "base64url");
  const signed = bytes.subarray(0, signedBytes);
  if (!timingSafeEqual(bytes.subarray(signedBytes), macOf(masterKey, signed))) return null;
  const expiresAt = Number(signed.readBigUInt64BE(nonceBytes));
  return now < expiresAt ? { nonce: signed.toString("hex", 0, nonceBytes), expiresAt } : null;
}

function macOf(masterKey: Uint8Array, signed: Uint8Array): Buffer {
  return createHmac("sha256", derivedKey(masterKey, "sign-in")).update("link").update(signed).digest();
}
