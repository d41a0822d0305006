import { hkdfSync } from "node:crypto";

/** Keys that follow from the master key. Nothing here asks where that one came from: scripts use it too. */

/** What each derived key is for; a key of one purpose opens nothing of another. */
export type Purpose = "run-id" | "secrets-v1" | "view-token" | "callback" | "sign-in";

const derived = new WeakMap<Uint8Array, Map<Purpose, Uint8Array>>();

/** 32 bytes by HKDF-SHA-256 from a master key, worked out once. */
export function derivedKey(master: Uint8Array, purpose: Purpose): Uint8Array {
  const keys = derived.get(master) ?? new Map<Purpose, Uint8Array>();
  derived.set(master, keys);
  let key = keys.get(purpose);
  if (!key) {
    key = new Uint8Array(hkdfSync("sha256", master, new Uint8Array(0), purpose, 32));
    keys.set(purpose, key);
  }
  return key;
}
