import { eq } from "drizzle-orm";
import { databaseOf } from "./database.ts";
import { pulses } from "./table.ts";

/** Whether the minute trigger really comes: it never does under plain `wrangler dev`, and nobody would notice. */

const name = "minute";

/** A trigger older than this did not come. */
export const silentMs = 150_000;

export async function notePulse(env: Env, now: number): Promise<void> {
  await databaseOf(env)
    .insert(pulses)
    .values({ name, at: now })
    .onConflictDoUpdate({ target: pulses.name, set: { at: now } });
}

/** Epoch milliseconds of the last minute trigger; null when none ever came. */
export async function lastPulse(env: Env): Promise<number | null> {
  const row = await databaseOf(env).select().from(pulses).where(eq(pulses.name, name)).get();
  return row?.at ?? null;
}
