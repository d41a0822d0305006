import { createHmac, timingSafeEqual } from "node:crypto";
import { base32, randomId, sortableTime, timeOf } from "../platform/ids.ts";
import { derivedKey, type Settings } from "../platform/settings.ts";
import { errandsMs } from "./life.ts";

/**
 * A run's id says where the run lives: `run_`, one letter, 10 characters of time, 16 random or derived ones, and 6 of a MAC
 * over all of it and the worklet it belongs to. So an id that was made up, or of another application or worklet, is refused
 * before any storage is touched. While the master key is being replaced, ids of the former one are as good.
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
  return text + mac(settings.masterKey, text, address);
}

/**
 * The id of a run with an object that follows from what it was made of: asked for twice, it is the same run. `time` is 0 when
 * nothing of it says when.
 */
export function deriveRunId(settings: Settings, address: RunAddress, time: number, from: readonly unknown[]): string {
  return derived(settings.masterKey, address, time, from);
}

/** The id that {@link deriveRunId} gave before the master key was replaced; null: no former key is set. */
export function formerRunId(
  settings: Settings,
  address: RunAddress,
  time: number,
  from: readonly unknown[],
): string | null {
  const { previousMasterKey } = settings;
  return previousMasterKey && derived(previousMasterKey, address, time, from);
}

function derived(master: Uint8Array, address: RunAddress, time: number, from: readonly unknown[]): string {
  const key = derivedKey(master, "run-id");
  const text = base32(createHmac("sha256", key).update(JSON.stringify(from)).digest(), 16);
  const id = `run_a${sortableTime(time)}${text}`;
  return id + mac(master, id, address);
}

/**
 * What an id says; null when it is not one of this address, or its (non-zero) time is past the retention: a run that is ended
 * by its age is kept for as long as its errands may take.
 */
export function readRunId(
  settings: Settings,
  id: string,
  address: RunAddress,
  now: number,
): { home: Home; createdAt: number } | null {
  const match = shape.exec(id);
  if (!match) return null;
  const [, home, time = "", , sum = ""] = match;
  const isOf = (master: Uint8Array) =>
    timingSafeEqual(Buffer.from(mac(master, id.slice(0, -6), address)), Buffer.from(sum));
  const { masterKey, previousMasterKey, retentionMs } = settings;
  if (!isOf(masterKey) && !(previousMasterKey && isOf(previousMasterKey))) return null;
  const createdAt = timeOf(time);
  if (createdAt === null || (createdAt !== 0 && createdAt < now - retentionMs - errandsMs)) return null;
  return { home: home as Home, createdAt };
}

function mac(master: Uint8Array, text: string, { applicationUid, worklet }: RunAddress): string {
  const key = derivedKey(master, "run-id");
  return base32(createHmac("sha256", key).update(`${applicationUid}/${worklet}/${text}`).digest(), 6);
}
