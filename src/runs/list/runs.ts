import { and, desc, eq, gte, lt, or } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { Fault } from "../../contract/fault.ts";
import { limits } from "../../contract/limits.ts";
import { type List, pageOf, positionOf } from "../../contract/list.ts";
import { errorLogOf, messageOf, outcomeOf, RunStatus, type RunSummary, type RunsQuery } from "../../contract/run.ts";
import { databaseOf, statementOf, transaction } from "../../platform/database.ts";
import { settingsOf } from "../../platform/settings.ts";
import { waitThrough } from "../background.ts";
import type { Report } from "../object/order.ts";
import { instant, pollText } from "../object/report.ts";
import { objectOf } from "../objects.ts";
import { type Home, type RunAddress, readRunId } from "../run-id.ts";
import { lookAfter } from "./sweeper.ts";
import { runs, traces } from "./table.ts";

/** What is known of runs that are over: the poll, the trace and the list, from D1. */

type RunRow = typeof runs.$inferSelect;

/** A row beside the slug of its parent's worklet; null without a parent, and until the parent's own row is there. */
type ShownRow = RunRow & { parentWorklet: string | null };

const parents = alias(runs, "parents");

/** An address of the API: the slug beside what an id is good for, and the environment it names. */
export type RunPlace = RunAddress & { application: string; environment: "production" | "draft" | null };

/** A body as JSON text, whole or as it comes, and the state of the run that it is about. */
export type Told = ({ text: string } | { stream: ReadableStream<Uint8Array> }) & { status: RunStatus };

/**
 * The poll body of a run as JSON text: the output is spliced in as it was kept. Faults: `run.not_found` (with `Retry-After`
 * when the id is good and its row may still be on its way).
 */
export async function readRun(env: Env, place: RunPlace, id: string, waitMs: number, now: number): Promise<Told> {
  if ((await homeOf(env, place, id, now)) === "a") return toldOf(id, await waitThrough(env, id, waitMs));
  const { row, output } = await runOf(env, place, id, now);
  return { text: pollOfRow(row, output, now), status: row.status };
}

/** The poll body of a run that has no object. */
export function pollOfRow(row: ShownRow, output: string | null, now: number): string {
  const members = {
    status: row.status,
    message: messageOf(row.status, row.failure),
    worklet_run_id: row.id,
    version: row.version,
    environment: row.environment,
    trigger: row.trigger,
    latency_ms: row.finishedAt === null || row.startedAt === null ? null : row.finishedAt - row.startedAt,
    queued_ms: (row.startedAt ?? now) - row.createdAt,
    created_at: instant(row.createdAt),
    started_at: instant(row.startedAt),
    finished_at: instant(row.finishedAt),
    attempt: row.attempt,
    error: row.failure,
    error_log: errorLogOf(row.failure),
    worklet_output_kept: row.status !== "SUCCEEDED" || output !== null,
    ...(row.parentRunId !== null && { parent_run_id: row.parentRunId }),
    ...(row.parentWorklet !== null && { parent_worklet: row.parentWorklet }),
  };
  return pollText({ body: JSON.stringify(members), output });
}

/** The trace of a run. Fault: `run.not_found`, also when the trace is no longer kept. */
export async function readTrace(env: Env, place: RunPlace, id: string, now: number): Promise<Told> {
  if ((await homeOf(env, place, id, now)) === "a") {
    const object = objectOf(env, id);
    const report = await object.report();
    const stream = report && (await object.streamTrace());
    if (!stream) throw notHere(id);
    return { stream, status: report.status };
  }
  const { row, input, trace } = await runOf(env, place, id, now);
  if (trace === null) {
    throw new Fault("run.not_found", `The trace of ${id} is no longer kept: TRACE_DAYS says how long it is.`);
  }
  const first = JSON.stringify({ worklet_run_id: id, worklet_input_kept: input !== null }).slice(0, -1);
  return { text: `${first},"worklet_input":${input},${trace.slice(1)}\n`, status: row.status };
}

/**
 * Cancels a background run; an accepted cancel always wins. Faults: `run.not_cancelable` for a synchronous run (it has no
 * object: nothing can be told to stop it but its connection), `run.already_finished`.
 */
export async function cancelRun(env: Env, place: RunPlace, id: string, now: number): Promise<void> {
  if ((await homeOf(env, place, id, now)) === "s") {
    throw new Fault(
      "run.not_cancelable",
      "This run is synchronous: it runs in its request. Close the connection to stop it.",
      { run: { id } },
    );
  }
  const before = await objectOf(env, id).cancel();
  if (before === null) throw notHere(id);
  if (before !== "QUEUED" && before !== "RUNNING") {
    const run = { id, outcome: outcomeOf(before) };
    throw new Fault("run.already_finished", `The run is over: ${before}. Nothing is left to cancel.`, { run });
  }
}

function toldOf(id: string, report: Report | null | "interrupted"): Told {
  if (!report) throw notHere(id);
  if (report === "interrupted") {
    const detail =
      "The run goes on, but cannot be asked now: it is being moved or started again. Ask again in a second.";
    throw new Fault("platform.unavailable", detail, { retryAfterSeconds: 1, run: { id } });
  }
  return { text: pollText(report), status: report.status };
}

/** Runs of an application (its internal id), newest first. */
export async function listRuns(env: Env, application: string, query: RunsQuery): Promise<List<RunSummary>> {
  const last = positionOf(query.cursor, ["number", "text"]);
  const after = last && or(lt(runs.createdAt, last[0]), and(eq(runs.createdAt, last[0]), lt(runs.id, last[1])));
  const rows = await databaseOf(env)
    .select()
    .from(runs)
    .where(
      and(
        eq(runs.application, application),
        query.worklet ? eq(runs.workletId, query.worklet) : undefined,
        query.status ? eq(runs.status, query.status) : undefined,
        query.trigger ? eq(runs.trigger, query.trigger) : undefined,
        query.environment ? eq(runs.environment, query.environment) : undefined,
        query.from ? gte(runs.createdAt, Date.parse(query.from)) : undefined,
        query.to ? lt(runs.createdAt, Date.parse(query.to)) : undefined,
        after ?? undefined,
      ),
    )
    .orderBy(desc(runs.createdAt), desc(runs.id))
    .limit(query.limit + 1);
  return pageOf(rows, query.limit, summary, (row) => [row.createdAt, row.id]);
}

/** Every state is named, so that the index by state and age finds the rows. */
const isOld = `status in (${RunStatus.options.map((status) => `'${status}'`).join(", ")}) and created_at < ?`;
const minuteMs = 60_000;
const pageRows = 5_000;
const deletionMs = 20_000;

/**
 * Deletes what is past its time: rows by RETENTION_DAYS, traces by their own end. The row of a run with an object goes when its
 * object has: an object whose alarm was lost is rung by that, does what it still owes and deletes itself. Called each minute;
 * page by page until nothing old is left or the time for it is used up.
 */
export async function deleteOld(env: Env, now: number): Promise<void> {
  const oldest = now - settingsOf(env).retentionMs;
  const endsAt = Date.now() + deletionMs;
  const oldTraces = `select run from traces where expires_at < ? limit ${pageRows}`;
  const oldRuns = `select id from runs where ${isOld} and mode = 'sync' limit ${pageRows}`;
  for (let isMore = true; isMore && Date.now() < endsAt; ) {
    const deleted = await transaction(env, [
      statementOf(env, `delete from traces where run in (${oldTraces})`, now),
      statementOf(env, `delete from runs where id in (${oldRuns})`, oldest),
    ]);
    isMore = deleted.some(({ meta }) => meta.changes >= pageRows);
  }
  await statementOf(env, "delete from failure_calls where at < ?", now - minuteMs).run();
  await lookAfter(env, `${isOld} and mode = 'async'`, oldest, now);
}

/** Row and trace of a run without an object. Fault: `run.not_found`, with `Retry-After` while they may be on their way. */
export async function runOf(
  env: Env,
  place: RunPlace,
  id: string,
  now: number,
): Promise<{ row: ShownRow; input: string | null; output: string | null; trace: string | null }> {
  const { createdAt } = checkId(env, place, id, now);
  const recent = now - createdAt < limits.timeoutMs + 10_000;
  let found = await lookUp(env, place, id);
  const until = Date.now() + arrivalMs;
  for (let pauseMs = firstPauseMs; !found && recent && Date.now() < until; pauseMs *= 2) {
    await new Promise((done) => setTimeout(done, Math.min(pauseMs, until - Date.now())));
    found = await lookUp(env, place, id);
  }
  if (!found) {
    throw new Fault(
      "run.not_found",
      recent
        ? `The run ${id} is not listed: it still runs, or was lost with its isolate. Ask again in a second.`
        : `There is no run ${id} in this worklet.`,
      recent ? { retryAfterSeconds: 1 } : {},
    );
  }
  if (place.environment !== null && found.row.environment !== place.environment) throw notHere(id);
  return { ...found, row: { ...found.row, parentWorklet: found.parentWorklet } };
}

/** Whoever asks for a run that has just answered waits for its row, which mostly takes a third of a second. */
const arrivalMs = 3_000;
const firstPauseMs = 100;

function lookUp(env: Env, place: RunPlace, id: string) {
  return databaseOf(env)
    .select({
      row: runs,
      parentWorklet: parents.workletId,
      input: traces.input,
      output: traces.output,
      trace: traces.trace,
    })
    .from(runs)
    .leftJoin(traces, eq(traces.run, runs.id))
    .leftJoin(parents, eq(parents.id, runs.parentRunId))
    .where(and(eq(runs.id, id), eq(runs.application, place.applicationUid)))
    .get();
}

/** What the id says. Fault: `run.not_found`, without touching storage, when it is none of this address or too old. */
function checkId(env: Env, place: RunPlace, id: string, now: number): { home: Home; createdAt: number } {
  const read = readRunId(settingsOf(env), id, place, now);
  if (!read) throw notHere(id);
  return read;
}

/**
 * Where the run lives. An address that names an environment is only good for runs of it, wherever they live: a row says so
 * itself (`runOf`), an object is asked. Fault: `run.not_found`.
 */
export async function homeOf(env: Env, place: RunPlace, id: string, now: number): Promise<Home> {
  const { home } = checkId(env, place, id, now);
  if (home === "s" || place.environment === null) return home;
  if ((await objectOf(env, id).environment()) !== place.environment) throw notHere(id);
  return home;
}

export function notHere(id: string): Fault {
  return new Fault("run.not_found", `There is no run ${id} in this worklet.`);
}

function summary(row: RunRow): RunSummary {
  return {
    worklet_run_id: row.id,
    worklet: row.workletId,
    version: row.version,
    environment: row.environment,
    mode: row.mode,
    trigger: row.trigger,
    status: row.status,
    latency_ms: row.finishedAt === null || row.startedAt === null ? null : row.finishedAt - row.startedAt,
    queued_ms: (row.startedAt ?? row.createdAt) - row.createdAt,
    created_at: instant(row.createdAt) ?? "",
    started_at: instant(row.startedAt),
    finished_at: instant(row.finishedAt),
    attempt: row.attempt,
    error: row.failure,
    parent_run_id: row.parentRunId,
    rerun_of: row.rerunOf,
    created_by: row.createdBy,
  };
}
