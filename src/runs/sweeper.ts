import { statementOf, transaction } from "../platform/database.ts";
import { log } from "../platform/log.ts";
import { objectOf } from "./objects.ts";

/**
 * Looks after runs that the list holds for open: an object whose alarm was lost would wait for ever. Poking one that is well
 * changes nothing. Each minute; so a run whose alarm is lost moves again within two.
 */

/** A run younger than this has not had the time to be lost. */
const patienceMs = 60_000;
/** Each poke is a request to an object, and a minute's handler has only so many. */
const mostPokes = 500;
const atOnce = 50;

const open = "from runs where status in ('QUEUED', 'RUNNING') and created_at < ?";

/** More open runs than one minute may poke take turns, page after page. */
export async function sweepRuns(env: Env, now: number): Promise<void> {
  const before = now - patienceMs;
  const counted = await statementOf(env, `select count(*) as runs ${open}`, before).first<{ runs: number }>();
  const pages = Math.ceil((counted?.runs ?? 0) / mostPokes);
  if (pages === 0) return;
  const offset = (Math.floor(now / 60_000) % pages) * mostPokes;
  const page = `select id ${open} order by created_at limit ${mostPokes} offset ?`;
  const { results } = await statementOf(env, page, before, offset).all<{ id: string }>();
  const gone: string[] = [];
  for (let at = 0; at < results.length; at += atOnce) {
    await Promise.all(results.slice(at, at + atOnce).map(({ id }) => poke(env, id, gone)));
  }
  if (gone.length === 0) return;
  const forget = "delete from runs where id in (select value from json_each(?))";
  await transaction(env, [statementOf(env, forget, JSON.stringify(gone))]);
}

/** A row without an object would stay open for ever. */
async function poke(env: Env, id: string, gone: string[]): Promise<void> {
  try {
    if (!(await objectOf(env, id).poke())) gone.push(id);
  } catch (error) {
    log.error("sweeper.poke_failed", error, { run_id: id });
  }
}
