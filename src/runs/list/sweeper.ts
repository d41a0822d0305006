import { statementOf } from "../../platform/database.ts";
import { log } from "../../platform/log.ts";
import { sendPokes } from "../hints.ts";
import { pokeRuns } from "./pokes.ts";

/**
 * Looks after runs that the list holds for open: an object whose alarm was lost would wait for ever. Poking one that is well
 * changes nothing. Each minute; so a run whose alarm is lost moves again within two.
 */

/** A run younger than this has not had the time to be lost. */
const patienceMs = 60_000;
/** In one minute; more take turns. */
const mostPokes = 20_000;
/** Each poke is a request to an object, and a minute's handler has only so many: the others are poked by the queue's consumer. */
const mostDirect = 250;

export async function sweepRuns(env: Env, now: number): Promise<void> {
  await lookAfter(env, "status in ('QUEUED', 'RUNNING') and created_at < ?", now - patienceMs, now);
}

/** Pokes the runs of these rows, the oldest first. `where` has one parameter. */
export async function lookAfter(env: Env, where: string, value: number, now: number): Promise<void> {
  const counted = await statementOf(env, `select count(*) as runs from runs where ${where}`, value).first<{
    runs: number;
  }>();
  const pages = Math.ceil((counted?.runs ?? 0) / mostPokes);
  if (pages === 0) return;
  const offset = (Math.floor(now / 60_000) % pages) * mostPokes;
  const page = `select id from runs where ${where} order by created_at limit ${mostPokes} offset ?`;
  const { results } = await statementOf(env, page, value, offset).all<{ id: string }>();
  const ids = results.map(({ id }) => id);
  try {
    await sendPokes(env, ids.slice(mostDirect));
  } catch (error) {
    log.error("sweeper.not_sent", error, { runs: ids.length });
  }
  await pokeRuns(env, ids.slice(0, mostDirect));
}
