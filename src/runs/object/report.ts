import { errorLogOf, messageOf } from "../../contract/run.ts";
import type { Life } from "../life.ts";
import type { Entry } from "../list/entry.ts";
import type { Report } from "./order.ts";
import type { RunJournal, RunStart } from "./run-journal.ts";

/** What a background run tells of itself: the poll body and the row of the list. */

export function reportOf(life: Life, journal: RunJournal): Report {
  const start = journal.start();
  const body = {
    status: life.status,
    message: messageOf(life.status, life.failure),
    worklet_run_id: start?.id,
    version: start?.definition.version,
    environment: start?.definition.environment,
    trigger: start?.trigger,
    latency_ms: life.finishedAt === null ? null : life.finishedAt - (life.startedAt ?? life.finishedAt),
    queued_ms: (life.startedAt ?? life.finishedAt ?? Date.now()) - life.createdAt,
    created_at: new Date(life.createdAt).toISOString(),
    started_at: instant(life.startedAt),
    finished_at: instant(life.finishedAt),
    attempt: life.attempt,
    error: life.failure,
    error_log: errorLogOf(life.failure),
    worklet_output_kept: true,
    ...progressOf(life, journal),
    ...(start?.parent && { parent_run_id: start.parent.runId, parent_worklet: start.parent.worklet }),
    ...(start?.rerunOf && { rerun_of: start.rerunOf }),
  };
  return { status: life.status, failure: life.failure, body: JSON.stringify(body), output: journal.output() };
}

/** How far the running blocks with `each` have come; no member without such a block. */
function progressOf({ status }: Life, journal: RunJournal) {
  const progress = status === "RUNNING" ? journal.underWay() : [];
  return progress.length > 0 ? { progress } : {};
}

/** The poll body as JSON text: the output is spliced in as it was kept. */
export function pollText({ body, output }: Pick<Report, "body" | "output">): string {
  return `${body.slice(0, -1)},"worklet_output":${output ?? "null"}}\n`;
}

export function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

export function entryOf(start: RunStart, life: Life): Entry {
  const { definition } = start;
  return {
    label: `${definition.application}/${definition.worklet}`,
    row: {
      id: start.id,
      application: definition.applicationUid,
      worklet: definition.workletUid,
      workletId: definition.worklet,
      version: definition.version,
      environment: definition.environment,
      mode: "async",
      trigger: start.trigger,
      status: life.status,
      attempt: life.attempt,
      createdAt: life.createdAt,
      startedAt: life.startedAt,
      finishedAt: life.finishedAt,
      failure: life.failure,
      parentRunId: start.parent?.runId ?? null,
      rerunOf: start.rerunOf,
      createdBy: start.createdBy,
      revision: life.revision,
    },
    trace: null,
  };
}
