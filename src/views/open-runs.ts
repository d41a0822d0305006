import { Fault } from "../contract/fault.ts";
import { viewLimits } from "../contract/view-limits.ts";
import { statementOf, transaction } from "../platform/database.ts";
import { settingsOf } from "../platform/settings.ts";
import { waitThrough } from "../runs/background.ts";
import { isOver } from "./answer.ts";
import type { Asker } from "./call-runs.ts";

/**
 * The background runs that a stranger has under way: so many, since nobody else would end them. A run takes a place before it
 * starts. Whether it is over its object knows, and is asked when there is no place left.
 */

/** `former`: the run that it takes the place of. */
type Starting = { run: string; former: string | null };

/** A run that nobody knows after so long was never started. */
const unknownMs = 60_000;
/** With each place that is taken, so many go whose visitors never came back. */
const mostLeftovers = 20;

const take = `insert into view_runs (run, visitor, created_at) select ?1, ?2, ?3
  where (select count(*) from view_runs where visitor = ?2 and run is not ?4) < ${viewLimits.strangersRuns}
  on conflict (run) do nothing`;

const forgetLeftovers = `delete from view_runs where run in
  (select run from view_runs where created_at < ? order by created_at limit ${mostLeftovers})`;

/** The same run has one place, however often it is asked for. Fault: `view.too_many_calls`. */
export async function takePlace(env: Env, { view, visitor }: Asker, starting: Starting, now: number): Promise<void> {
  const who = `${view.uid} ${visitor}`;
  if (await hasPlace(env, who, starting, now)) return;
  await forgetEnded(env, who, now);
  if (await hasPlace(env, who, starting, now)) return;
  const detail = `You have ${viewLimits.strangersRuns} runs of this view under way. Wait for one of them to end, or cancel one.`;
  throw new Fault("view.too_many_calls", detail, { retryAfterSeconds: 10 });
}

async function hasPlace(env: Env, who: string, { run, former }: Starting, now: number): Promise<boolean> {
  const [, held] = await transaction(env, [
    statementOf(env, take, run, who, now, former),
    statementOf(env, "select 1 from view_runs where run = ?", run),
    statementOf(env, forgetLeftovers, now - settingsOf(env).retentionMs),
  ]);
  return held?.results.length === 1;
}

type Place = { run: string; created_at: number };

async function forgetEnded(env: Env, who: string, now: number): Promise<void> {
  const select = "select run, created_at from view_runs where visitor = ?";
  const { results } = await statementOf(env, select, who).all<Place>();
  const ended = await Promise.all(
    results.map(async ({ run, created_at }) => {
      const report = await waitThrough(env, run, 0);
      if (report === "interrupted") return [];
      const isGone = report === null ? created_at < now - unknownMs : isOver(report.status);
      return isGone ? [run] : [];
    }),
  );
  const gone = JSON.stringify(ended.flat());
  await statementOf(env, "delete from view_runs where run in (select value from json_each(?))", gone).run();
}
