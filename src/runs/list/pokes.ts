import { statementOf, transaction } from "../../platform/database.ts";
import { log } from "../../platform/log.ts";
import { objectOf } from "../objects.ts";

/** Looks after runs one by one: an object whose alarm was lost moves again, one that is well is not changed. */

const atOnce = 50;

/** Rows whose object is not there, or has deleted itself, leave the list. */
export async function pokeRuns(env: Env, ids: readonly string[]): Promise<void> {
  const gone: string[] = [];
  for (let at = 0; at < ids.length; at += atOnce) {
    await Promise.all(ids.slice(at, at + atOnce).map((id) => poke(env, id, gone)));
  }
  if (gone.length === 0) return;
  const forget = "delete from runs where id in (select value from json_each(?))";
  await transaction(env, [statementOf(env, forget, JSON.stringify(gone))]);
}

/** Whoever could not be poked now is found again in a minute. */
async function poke(env: Env, id: string, gone: string[]): Promise<void> {
  try {
    if (!(await objectOf(env, id).poke())) gone.push(id);
  } catch (error) {
    log.error("sweeper.poke_failed", error, { run_id: id });
  }
}
