import { createHmac, timingSafeEqual } from "node:crypto";
import { base32, randomId, sortableTime, timeOf } from "../platform/ids.ts";
import { derivedKey, type Settings } from "../platform/settings.ts";

/**
 * A run's id says where the run lives: `run_`, one letter, 10 characters of time, 16 random or derived ones, and 6 of a MAC
 * over all of it and the worklet it belongs to. So an id that was made up, or of another application or worklet, is refused
 * before any storage is touched.
 */

/** `s`: it ran in its request and is read from the list; `a`: it has an object. */
export type Home = "s" | "a";

/**
 * What a run id is only good for: the application by its internal id, so that ids of one that was deleted are worth nothing in
 * another that was made under its slug, and the worklet's slug.
 */
export type RunAddress = { applicationUid: string; worklet: string };

const shape = /^run_([sa])([0-9a-z]{10})([0-9a-z]{16})([0-9a-z]{6})$/;

export function makeRunId(settings: Settings, home: Home, address: RunAddress, now: number): string {
  const text = `run_${home}${sortableTime(now)}${randomId(16)}`;
  return text + mac(settings, text, address);
}

/**
 * The id of a run with an object that follows from what it was made of: asked for twice, it is the same run. `time` is 0 when
 * nothing of it says when.
 */
export function deriveRunId(settings: Settings, address: RunAddress, time: number, from: readonly unknown[]): string {
  const key = derivedKey(settings.masterKey, "run-id");
  const derived = base32(createHmac("sha256", key).update(JSON.stringify(from)).digest(), 16);
  const text = `run_a${sortableTime(time)}${derived}`;
  return text + mac(settings, text, address);
}

/** What an id says; null when it is not one of this address, or its (non-zero) time is past the retention. */
export function readRunId(
  settings: Settings,
  id: string,
  address: RunAddress,
  now: number,
): { home: Home; createdAt: number } | null {
  const match = shape.exec(id);
  if (!match) return null;
  const [, home, time = "", , sum = ""] = match;
  const expected = mac(settings, id.slice(0, -6), address);
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(sum))) return null;
  const createdAt = timeOf(time);
  if (createdAt === null || (createdAt !== 0 && createdAt < now - settings.retentionMs)) return null;
  return { home: home as Home, createdAt };
}

function mac(settings: Settings, text: string, { applicationUid, worklet }: RunAddress): string {
  const key = derivedKey(settings.masterKey, "run-id");
  return base32(createHmac("sha256", key).update(`${applicationUid}/${worklet}/${text}`).digest(), 6);
}
