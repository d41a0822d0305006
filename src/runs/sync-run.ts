import type { Definition } from "../catalog/definitions.ts";
import type { Failure } from "../contract/failure.ts";
import type { FinalStatus, Trigger } from "../contract/run.ts";
import { wallClock } from "../engine/clock.ts";
import { execute } from "../engine/execute.ts";
import { type MemoryJournal, memoryJournal } from "../engine/journal.ts";
import type { ChildAnswer } from "../engine/kind.ts";
import type { Outcome } from "../engine/run.ts";
import { log } from "../platform/log.ts";
import { settingsOf } from "../platform/settings.ts";
import type { CallGuest } from "../sandbox/guest.ts";
import type { Entry } from "./journal.ts";
import { makeRunId } from "./run-id.ts";
import { maskOf, textMaskOf, traceOf } from "./trace.ts";

/** A run that lives in its request: the journal is memory, the answer leaves with the request. */

/** What only the Worker's own entrypoints can do; `index.ts` gives them. */
export type RunPowers = {
  callGuest: CallGuest;
  /** Runs a child in a request context of its own; resolves when it is over. */
  child(request: ChildRequest, stop: AbortSignal): Promise<ChildAnswer>;
};

/** What a child run is started with. It crosses RPC: plain values only. */
export type ChildRequest = {
  application: string;
  worklet: string;
  environment: "production" | "draft";
  /** JSON text. */
  input: string;
  parentRunId: string;
  depth: number;
  timeoutMs: number;
  createdBy: string;
};

export type SyncStart = {
  definition: Definition;
  /** JSON text. */
  input: string;
  trigger: Trigger;
  parentRunId: string | null;
  /** 0 for a run that no worklet called. */
  depth: number;
  createdBy: string;
  /** Epoch milliseconds at which the request was accepted. */
  createdAt: number;
  timeoutMs: number;
  until?: string;
};

export type SyncRun = {
  id: string;
  status: FinalStatus;
  /** JSON text; null unless the run succeeded. */
  output: string | null;
  failure: Failure | null;
  finishedAt: number;
  cold: boolean;
  secrets: readonly string[];
  /** The trace as JSON text, secrets masked. */
  trace(): string;
  /** What the list keeps of the run. */
  entry(): Entry;
};

/** Runs a worklet to its end. What user code does wrong is in the result; it rejects for faults of ours only. */
export async function runSync(env: Env, start: SyncStart, powers: RunPowers, stop: AbortSignal): Promise<SyncRun> {
  const { definition } = start;
  const { application, worklet, environment } = definition;
  const settings = settingsOf(env);
  const id = makeRunId(settings, "s", { applicationUid: definition.applicationUid, worklet }, start.createdAt);
  if (settings.logRuns) log.info("run.begun", { worklet: `${application}/${worklet}`, run_id: id });
  const journal = memoryJournal();
  const lineage = { depth: start.depth, createdBy: start.createdBy, turn: null };
  const outcome = await execute(
    {
      plan: definition.plan,
      input: start.input,
      settings: { timeoutMs: start.timeoutMs, retry: definition.draft.settings.retry },
      startedAt: start.createdAt,
      ...(start.until !== undefined && { until: start.until }),
      fuse: true,
      valueBytes: 64_000_000,
      guest: {
        id,
        attempt: 1,
        trigger: start.trigger,
        environment,
        application,
        worklet,
        parent_run_id: start.parentRunId,
      },
    },
    journal,
    {
      callGuest: (closure, call, guestStop) => powers.callGuest(closure, { ...call, lineage }, guestStop),
      closure: definition.closure,
      invoke: (name, input, use) =>
        powers.child(
          {
            application,
            worklet: name,
            environment,
            input,
            parentRunId: id,
            depth: start.depth + 1,
            timeoutMs: use.timeoutMs,
            createdBy: start.createdBy,
          },
          use.signal,
        ),
    },
    stop,
    wallClock,
  );
  return finished(env, start, id, outcome, journal);
}

function finished(env: Env, start: SyncStart, id: string, outcome: Outcome, journal: MemoryJournal): SyncRun {
  const { definition } = start;
  const finishedAt = Date.now();
  const mask = maskOf(outcome.secrets);
  const succeeded = outcome.status === "SUCCEEDED";
  const failure = succeeded ? null : masked(outcome.failure, textMaskOf(outcome.secrets));
  let made: string | null = null;
  const trace = () => {
    made ??= traceOf(journal.records, outcome.logs, finishedAt, mask);
    return made;
  };
  return {
    id,
    status: outcome.status,
    output: succeeded ? outcome.output : null,
    failure,
    finishedAt,
    cold: outcome.cold,
    secrets: outcome.secrets,
    trace,
    entry: () => ({
      label: `${definition.application}/${definition.worklet}`,
      row: {
        id,
        application: definition.applicationUid,
        worklet: definition.workletUid,
        workletId: definition.worklet,
        version: definition.version,
        environment: definition.environment,
        mode: "sync",
        trigger: start.trigger,
        status: outcome.status,
        attempt: 1,
        createdAt: start.createdAt,
        startedAt: start.createdAt,
        finishedAt,
        failure,
        parentRunId: start.parentRunId,
        createdBy: start.createdBy,
        revision: 1,
      },
      trace: {
        input: kept(start.input),
        output: succeeded ? kept(outcome.output) : null,
        trace: trace(),
        expiresAt: finishedAt + (succeeded ? settingsOf(env).traceMs : settingsOf(env).retentionMs),
      },
    }),
  };
}

const keptBytes = 32_000;

function kept(text: string): string | null {
  return text.length <= keptBytes && Buffer.byteLength(text) <= keptBytes ? text : null;
}

function masked(failure: Failure, mask: (text: string) => string): Failure {
  return { ...failure, message: mask(failure.message), stack: mask(failure.stack) };
}
