import { isKept } from "../../catalog/rows.ts";
import { statementOf } from "../../platform/database.ts";
import { objectOf } from "../objects.ts";

/** Runs whose application was deleted: nobody has a key that could stop them, so they are stopped. */

const pageRows = 250;
const atOnce = 50;

/** The next of them after this id, of all that the list holds for open. `indexed by`: the others of the application may be many. */
const openRuns = `select id from runs indexed by runs_by_state
where status in ('QUEUED', 'RUNNING') and mode = 'async' and application = ? and id > ? order by id limit ${pageRows}`;

/**
 * Cancels a page of them; gives the id after which there may be more, null when there are none. Rejects when one cannot be
 * canceled now. An application that is still there, since its deletion came to nothing, keeps its runs.
 */
export async function cancelOrphans(env: Env, applicationUid: string, after: string): Promise<string | null> {
  if (await isKept(env, applicationUid)) return null;
  const { results } = await statementOf(env, openRuns, applicationUid, after).all<{ id: string }>();
  const ids = results.map(({ id }) => id);
  for (let at = 0; at < ids.length; at += atOnce) {
    await Promise.all(ids.slice(at, at + atOnce).map((id) => objectOf(env, id).cancel()));
  }
  return ids[pageRows - 1] ?? null;
}
