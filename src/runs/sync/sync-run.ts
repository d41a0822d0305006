import type { Definition } from "../../catalog/definitions.ts";
import type { Failure, LogLine } from "../../contract/failure.ts";
import type { FinalStatus, Trigger } from "../../contract/run.ts";
import { wallClock } from "../../engine/clock.ts";
import { execute } from "../../engine/execute.ts";
import { type BlockRecord, type MemoryJournal, memoryJournal } from "../../engine/journal.ts";
import type { ChildAnswer } from "../../engine/kind.ts";
import { canRetry } from "../../engine/retry.ts";
import type { Outcome } from "../../engine/run.ts";
import { log } from "../../platform/log.ts";
import { settingsOf } from "../../platform/settings.ts";
import type { CallGuest } from "../../sandbox/guest.ts";
import type { Entry } from "../list/entry.ts";
import { outsideOf } from "../outside.ts";
import { makeRunId } from "../run-id.ts";
import { maskOf, textMaskOf, traceOf } from "../trace/trace.ts";

/** A run that lives in its request: the journal is memory, the answer leaves with the request. */

/** What only the Worker's own entrypoints can do; `index.ts` gives them. */
export type RunPowers = {
  callGuest: CallGuest;
  /** Runs a child in a request context of its own; resolves when it is over. */
  child(request: ChildRequest, stop: AbortSignal): Promise<ChildAnswer>;
  /** Of a request that makes one guest call at most, and that ends after its answer. */
  here?: RequestPowers;
};

export type RequestPowers = {
  /** Calls the guest from the request itself. */
  callGuest: CallGuest;
  /** Has the entry of a run noted by another request, for one that must not go on. */
  note(entry: Entry): Promise<void>;
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
  /** Values that the parent has read, and may have put into the input. */
  secrets: readonly string[];
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
  /** Values of secrets that may be in the input: they are masked as if the run had read them. */
  secrets?: readonly string[];
};

export type SyncRun = {
  id: string;
  status: FinalStatus;
  /** JSON text; null unless the run succeeded. */
  output: string | null;
  failure: Failure | null;
  finishedAt: number;
  cold: boolean;
  /** The guest runs until the request ends: nothing may keep it. */
  lingers: boolean;
  secrets: readonly string[];
  /** The trace as JSON text, secrets masked. */
  trace(): string;
  /** What the list keeps of the run. */
  entry(): Entry;
  /** The entry is made of little, so it may be made later. */
  isSmall: boolean;
};

/**
 * Runs a worklet to its end. What user code does wrong is in the result; it rejects for faults of ours only. With `here` a run
 * that is one guest call makes it from this request, which must then end when the run `lingers`.
 */
export async function runSync(
  env: Env,
  start: SyncStart,
  powers: RunPowers,
  stop: AbortSignal,
  here?: RequestPowers,
): Promise<SyncRun> {
  const { definition } = start;
  const { application, worklet, environment } = definition;
  const settings = settingsOf(env);
  const id = makeRunId(settings, "s", { applicationUid: definition.applicationUid, worklet }, start.createdAt);
  if (settings.logRuns) log.info("run.begun", { worklet: `${application}/${worklet}`, run_id: id });
  const journal = memoryJournal();
  const secrets = new Set(start.secrets);
  const children: ChildNote[] = [];
  const lineage = () => ({
    depth: start.depth,
    createdBy: start.createdBy,
    turn: null,
    ...(secrets.size > 0 && { secrets: [...secrets] }),
  });
  const { retry } = definition.draft.settings;
  const isOneCall = definition.plan.isOneCall && !canRetry(retry);
  const callGuest: CallGuest = (closure, call, guestStop) =>
    (isOneCall && here ? here : powers).callGuest(closure, call, guestStop);
  let lingers = false;
  const outcome = await execute(
    {
      plan: definition.plan,
      input: start.input,
      settings: { timeoutMs: start.timeoutMs, retry },
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
      async callGuest(closure, call, guestStop) {
        const answer = await callGuest(closure, { ...call, lineage: lineage() }, guestStop);
        for (const value of answer.secrets) secrets.add(value);
        for (const child of answer.children ?? []) children.push({ ...child, item: call.item ?? null });
        if (answer.lingers) lingers = true;
        return answer;
      },
      closure: definition.closure,
      async invoke(name, input, use) {
        const answer = await powers.child(
          {
            application,
            worklet: name,
            environment,
            input,
            parentRunId: id,
            depth: start.depth + 1,
            timeoutMs: use.timeoutMs,
            createdBy: start.createdBy,
            secrets: [...secrets],
          },
          use.signal,
        );
        for (const value of answer.secrets) secrets.add(value);
        if (answer.runId !== null) {
          children.push({ runId: answer.runId, worklet: name, block: use.block, item: use.item });
        }
        return answer;
      },
      ...outsideOf({
        env,
        application: definition.applicationUid,
        read: (value) => secrets.add(value),
        isPatient: false,
      }),
    },
    stop,
    wallClock,
  ).catch((error: unknown) => {
    // A fault of ours leaves no row; whoever watches for runs that never end must hear that this one did.
    if (settings.logRuns) log.info("run.gone", { run_id: id });
    throw error;
  });
  for (const value of outcome.secrets) secrets.add(value);
  return finished(env, start, id, outcome, { journal, children, secrets: [...secrets], lingers });
}

type ChildNote = { runId: string; worklet: string; block: string; item: number | null };
type Left = {
  journal: MemoryJournal;
  children: readonly ChildNote[];
  secrets: readonly string[];
  lingers: boolean;
};

function finished(env: Env, start: SyncStart, id: string, outcome: Outcome, left: Left): SyncRun {
  const { definition } = start;
  const { journal, secrets } = left;
  const finishedAt = Date.now();
  const mask = maskOf(secrets);
  const succeeded = outcome.status === "SUCCEEDED";
  const failure = succeeded ? null : masked(outcome.failure, textMaskOf(secrets));
  const children = left.children.map(({ runId, ...of }) => ({ worklet_run_id: runId, ...of }));
  let made: string | null = null;
  const trace = () => {
    made ??= traceOf(journal.records, outcome.logs, finishedAt, mask, children.length > 0 ? { children } : {});
    return made;
  };
  return {
    id,
    status: outcome.status,
    output: succeeded ? outcome.output : null,
    failure,
    finishedAt,
    cold: outcome.cold,
    secrets,
    trace,
    lingers: left.lingers,
    isSmall: isSmall(journal.records, outcome.logs),
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
        rerunOf: null,
        createdBy: start.createdBy,
        revision: 1,
      },
      trace: {
        // Where secrets are kept they are sealed: an input with one in it is not kept.
        input: mask(start.input) === start.input ? kept(start.input) : null,
        output: succeeded ? kept(outcome.output) : null,
        trace: trace(),
        expiresAt: finishedAt + (succeeded ? settingsOf(env).traceMs : settingsOf(env).retentionMs),
      },
    }),
  };
}

const smallCharacters = 32_000;

function isSmall(records: readonly BlockRecord[], logs: readonly LogLine[]): boolean {
  let characters = 0;
  for (const { input, output, env } of records) {
    characters += (input?.length ?? 0) + (output?.length ?? 0) + (env?.length ?? 0);
  }
  for (const { text } of logs) characters += text.length;
  return characters <= smallCharacters;
}

const keptBytes = 32_000;

function kept(text: string): string | null {
  return text.length <= keptBytes && Buffer.byteLength(text) <= keptBytes ? text : null;
}

function masked(failure: Failure, mask: (text: string) => string): Failure {
  return { ...failure, message: mask(failure.message), stack: mask(failure.stack) };
}
