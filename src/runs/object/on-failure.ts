import { statementOf } from "../../platform/database.ts";
import type { Life } from "../life.ts";
import { tellListener } from "../listener.ts";
import type { RunStart } from "./run-journal.ts";

/** Calls the worklet that an application names in `on_failure`, when a background run has failed. */

const minuteMs = 60_000;

/**
 * Tells of a run that failed; of a worklet that fails all the time, one run in any 60 seconds. The id of the call follows from
 * the run, so telling twice calls once. Rejects when nobody can be told now.
 */
export async function tellFailure(env: Env, start: RunStart, life: Life, runBody: string): Promise<void> {
  const { application, worklet, applicationUid, environment, version } = start.definition;
  const { error, ...run } = JSON.parse(runBody) as { error: unknown };
  const input = { run: { ...run, application, worklet, environment, version, trigger: start.trigger }, error };
  const about = { run_id: start.id };
  const failing = { application, applicationUid, worklet, environment, createdBy: start.createdBy, about };
  const call = { time: life.finishedAt ?? life.createdAt, from: [start.id], mayCall: () => takesTurn(env, start) };
  await tellListener(env, failing, call, input);
}

/** A clock that was set back does not silence anybody for longer than a minute. */
const take = `insert into failure_calls (worklet, environment, at, run) values (?1, ?2, ?3, ?4)
on conflict (worklet, environment) do update set at = excluded.at, run = excluded.run
where abs(excluded.at - failure_calls.at) >= ${minuteMs} or failure_calls.run = excluded.run returning run`;

/** Whether the call is this run's, of all that failed in this minute. A run that took the turn and was interrupted takes it again. */
async function takesTurn(env: Env, { id, definition }: RunStart): Promise<boolean> {
  const { workletUid, environment } = definition;
  return (await statementOf(env, take, workletUid, environment, Date.now(), id).first()) !== null;
}
