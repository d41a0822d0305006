import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { derivedKey, type Settings } from "../platform/settings.ts";

/** Secrets at rest: AES-256-GCM, bound to the row they stand in. `v1.<nonce>.<ciphertext and tag>` in base 64. */

const version = "v1";

/** Which row a sealed text belongs to: moved to another row it does not open. */
export type SealedRow = { application: string; name: string };

export function seal(settings: Settings, row: SealedRow, value: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", derivedKey(settings.masterKey, "secrets-v1"), nonce);
  cipher.setAAD(boundTo(row));
  const sealed = Buffer.concat([cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${version}.${nonce.toString("base64")}.${sealed.toString("base64")}`;
}

/** The value; null when neither master key opens it (it was sealed under another one, or the row was tampered with). */
export function unseal(settings: Settings, row: SealedRow, text: string): string | null {
  const [mark, nonce = "", sealed = ""] = text.split(".");
  if (mark !== version) return null;
  const masters = settings.previousMasterKey ? [settings.masterKey, settings.previousMasterKey] : [settings.masterKey];
  for (const master of masters) {
    const value = open(
      derivedKey(master, "secrets-v1"),
      row,
      Buffer.from(nonce, "base64"),
      Buffer.from(sealed, "base64"),
    );
    if (value !== null) return value;
  }
  return null;
}

function open(key: Uint8Array, row: SealedRow, nonce: Buffer, sealed: Buffer): string | null {
  if (nonce.length !== 12 || sealed.length < 16) return null;
  const decipher = createDecipheriv("aes-256-gcm", key, nonce);
  decipher.setAAD(boundTo(row));
  decipher.setAuthTag(sealed.subarray(sealed.length - 16));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - 16)), decipher.final()]).toString("utf8");
  } catch {
    return null; // GCM has one way to say "not this key, row or text".
  }
}

function boundTo(row: SealedRow): Buffer {
  return Buffer.from(JSON.stringify([row.application, row.name]));
}
