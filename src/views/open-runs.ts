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

/** A run that nobody knows so long after it was last asked for was never started. */
const unknownMs = 60_000;
/** With each place that is taken, so many go whose visitors never came back. */
const mostLeftovers = 20;

/** A place that is held stays, and counts from now: its run may be about to start. */
const take = `insert into view_runs (run, visitor, created_at) select ?1, ?2, ?3
  where (select count(*) from view_runs where visitor = ?2 and run is not ?4) < ${viewLimits.strangersRuns}
    or exists (select 1 from view_runs where run = ?1)
  on conflict (run) do update set created_at = excluded.created_at`;

const forgetLeftovers = `delete from view_runs where run in
  (select run from view_runs where created_at < ? order by created_at limit ${mostLeftovers})`;

/**
 * The same run has one place, however often it is asked for; one that is known needs none, since nothing would start.
 * Fault: `view.too_many_calls`.
 */
export async function takePlace(env: Env, { view, visitor }: Asker, starting: Starting, now: number): Promise<void> {
  const who = `${view.uid} ${visitor}`;
  if (await hasPlace(env, who, starting, now)) return;
  const underWay = await forgetEnded(env, who, now);
  const others = underWay.filter((run) => run !== starting.former);
  if (others.length < viewLimits.strangersRuns && (await hasPlace(env, who, starting, now))) return;
  if ((await waitThrough(env, starting.run, 0)) !== null) return;
  const detail = `You have ${viewLimits.strangersRuns} runs of this view under way. Wait for one of them to end, or cancel one.`;
  throw new Fault("view.too_many_calls", detail, { retryAfterSeconds: 10 });
}

/** The statement that forgets the places in views, whose internal ids this query selects as `uid`. Deletes no run. */
export function deletionOfPlaces(env: Env, views: string, ...values: unknown[]): D1PreparedStatement {
  // A range for each view, which the index finds: what stands before the space is the view.
  const places = `select view_runs.run from (${views}) as gone
    cross join view_runs on visitor >= gone.uid || ' ' and visitor < gone.uid || '!'`;
  return statementOf(env, `delete from view_runs where run in (${places})`, ...values);
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

/** Forgets the places of runs that are over or never started. Returns the runs that are under way. */
async function forgetEnded(env: Env, who: string, now: number): Promise<string[]> {
  const select = "select run, created_at from view_runs where visitor = ?";
  const { results: places } = await statementOf(env, select, who).all<Place>();
  const asked = await Promise.all(places.map(async (place) => ({ ...place, isEnded: await isEnded(env, place, now) })));
  const ended = asked.filter((place) => place.isEnded);
  if (ended.length > 0) {
    // Not a place that was asked for again meanwhile.
    const forget = `delete from view_runs where (run, created_at) in
      (select value ->> 'run', value ->> 'created_at' from json_each(?))`;
    await statementOf(env, forget, JSON.stringify(ended)).run();
  }
  return asked.filter((place) => !place.isEnded).map(({ run }) => run);
}

async function isEnded(env: Env, { run, created_at }: Place, now: number): Promise<boolean> {
  const report = await waitThrough(env, run, 0);
  if (report === "interrupted") return false;
  return report === null ? created_at < now - unknownMs : isOver(report.status);
}
