import { inArray } from "drizzle-orm";
import { BoundedTexts } from "../platform/cache.ts";
import { databaseOf, statementOf } from "../platform/database.ts";
import { sha256 } from "../platform/ids.ts";
import { contents } from "./table.ts";

/** Texts by their SHA-256. They never change, so memory may answer for them as long as it has room (32 MB). */

const held = new BoundedTexts(32_000_000);

export function hashOf(text: string): string {
  return sha256(text);
}

/** Statements that keep texts, for the batch which also writes what names them. */
export function keepTexts(env: Env, texts: Iterable<string>): D1PreparedStatement[] {
  const kept = new Map<string, string>();
  for (const text of texts) kept.set(hashOf(text), text);
  return [...kept].map(([hash, text]) =>
    statementOf(env, "insert into contents (hash, text) values (?, ?) on conflict (hash) do nothing", hash, text),
  );
}

/** The texts of these hashes when memory has all of them. */
export function heldTexts(hashes: Iterable<string>): Map<string, string> | null {
  const texts = new Map<string, string>();
  for (const hash of hashes) {
    const text = held.get(hash);
    if (text === undefined) return null;
    texts.set(hash, text);
  }
  return texts;
}

/** The texts of these hashes, from memory as far as they are there. A hash that nobody keeps is an error of ours. */
export async function textsOf(env: Env, hashes: Iterable<string>): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const missing: string[] = [];
  for (const hash of new Set(hashes)) {
    const text = held.get(hash);
    if (text === undefined) missing.push(hash);
    else texts.set(hash, text);
  }
  for (let at = 0; at < missing.length; at += 50) {
    const rows = await databaseOf(env)
      .select()
      .from(contents)
      .where(inArray(contents.hash, missing.slice(at, at + 50)));
    for (const row of rows) {
      texts.set(row.hash, row.text);
      held.set(row.hash, row.text);
    }
  }
  for (const hash of missing) if (!texts.has(hash)) throw new Error(`The text ${hash} is not kept.`);
  return texts;
}
