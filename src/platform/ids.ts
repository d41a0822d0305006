import { createHash, randomFillSync } from "node:crypto";

/** Names that nobody chose: random ids, digests, and slugs from names. */

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** Random text of Crockford's base 32, 5 bits a character. */
export function randomId(characters: number): string {
  if (drawn + characters > chance.length) {
    randomFillSync(chance);
    drawn = 0;
  }
  let id = "";
  for (const end = drawn + characters; drawn < end; drawn++) id += alphabet[(chance[drawn] ?? 0) & 31];
  return id;
}

/** Random bytes for many ids: drawing them is one call, which costs more than it gives when it is made for each id. */
const chance = new Uint8Array(1_024);
let drawn = chance.length;

/** A whole number of at most 50 bits as ten characters that sort like the number. */
export function sortableTime(ms: number): string {
  let rest = Math.max(0, Math.floor(ms));
  let text = "";
  for (let place = 0; place < 10; place++) {
    text = alphabet[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/** What {@link sortableTime} wrote; null when a character is not of its alphabet. */
export function timeOf(text: string): number | null {
  let ms = 0;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return null;
    ms = ms * 32 + digit;
  }
  return ms;
}

/** Bytes as the same alphabet, 5 bits a character. */
export function base32(bytes: Uint8Array, characters: number): string {
  let bits = 0;
  let held = 0;
  let text = "";
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5 && text.length < characters) {
      bits -= 5;
      text += alphabet[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return text;
}

/** SHA-256 of a text, as 64 hexadecimal digits. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A slug from a name: `Triage (new)` gives `triage-new`; empty when the name has no letter or digit of ASCII. */
export function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "");
}
