import { statementOf, transaction } from "../platform/database.ts";
import { log } from "../platform/log.ts";
import { settingsOf } from "../platform/settings.ts";
import type { runs } from "./table.ts";

/** The owner of `env.JOURNAL`: carries what runs did to the list. The list is a projection; no answer waits for it. */

export type RunRow = typeof runs.$inferSelect;
export type TraceRow = { input: string | null; output: string | null; trace: string; expiresAt: number };
/** `label` is how the run's line names the worklet: `application/worklet`. */
export type Entry = { label: string; row: RunRow; trace: TraceRow | null };

const gatherMs = 50;
const messageBytes = 100_000;
const sendBytes = 200_000;
const statementBytes = 1_500_000;
const mostHeld = 20_000;

/** Encoded entries that wait in this isolate for the next send: a crash loses what the last 50 ms brought, or what a failing queue left. */
let waiting: string[] = [];
/** When a request began to wait for the others' entries; it may be gone by now, or the clock set back: the claim ends by itself. */
let gatheringSince = Number.NEGATIVE_INFINITY;

/** Notes what a run did. The send is work for later: a pending promise would keep a deserted run going. */
export function noteRun(env: Env, later: (work: () => Promise<unknown>) => void, entry: () => Entry): void {
  later(async () => {
    waiting.push(encoded(entry()));
    const now = Date.now();
    if (Math.abs(now - gatheringSince) < 10 * gatherMs) return;
    gatheringSince = now;
    await new Promise((done) => setTimeout(done, gatherMs));
    gatheringSince = Number.NEGATIVE_INFINITY;
    await send(env);
  });
}

/** Sends all that waits; what the queue does not take waits again, so a failing queue loses nothing while memory lasts. */
async function send(env: Env): Promise<void> {
  const entries = waiting;
  waiting = [];
  let sent = 0;
  try {
    for (const part of parts(entries, messageBytes, sendBytes)) {
      await env.JOURNAL.sendBatch(part.messages.map((body) => ({ body, contentType: "text" as const })));
      sent += part.entries;
    }
  } catch (error) {
    const held = [...entries.slice(sent), ...waiting];
    waiting = held.slice(-mostHeld);
    log.error("journal.not_sent", error, { waiting: waiting.length, dropped: held.length - waiting.length });
  }
}

/**
 * An entry as two lines of JSON, the row's and the trace's (empty: none), so that the consumer hands them on without reading
 * them. It fits into one message however the escapes of its values count: the output goes first, then the values of the
 * trace, then all of it. The row itself always fits.
 */
export function encoded({ label, row, trace }: Entry): string {
  const line = JSON.stringify({ ...row, label });
  if (!trace) return `${line}\n`;
  const smaller: (() => TraceRow)[] = [
    () => trace,
    () => ({ ...trace, input: null, output: null }),
    () => ({ ...trace, input: null, output: null, trace: withoutValues(trace.trace) }),
    () => ({ ...trace, input: null, output: null, trace: '{"blocks":[],"logs":[],"truncated":true}' }),
  ];
  for (const attempt of smaller) {
    const text = `${line}\n${JSON.stringify({ run: row.id, ...attempt() })}`;
    if (text.length < messageBytes && Buffer.byteLength(text) < messageBytes) return text;
  }
  throw new Error("A row of the list is larger than a message.");
}

/** A trace with what happened and when, but without what the blocks took, gave and logged. */
function withoutValues(trace: string): string {
  const { blocks } = JSON.parse(trace) as { blocks: Record<string, unknown>[] };
  const truncated = ["input", "output", "env"];
  const bare = blocks.map((block) => ({ ...block, input: null, output: null, env: null, error: null, truncated }));
  return JSON.stringify({ blocks: bare, logs: [], truncated: true });
}

/** Entries as messages of at most `messageBytes`, in sends of at most `sendBytes` and 100 messages. */
export function parts(
  entries: string[],
  messageLimit: number,
  sendLimit: number,
): { messages: string[]; entries: number }[] {
  const sends: { messages: string[]; entries: number }[] = [];
  let send = { messages: [] as string[], entries: 0, bytes: 0 };
  let message: string[] = [];
  let bytes = 0;
  const closeMessage = () => {
    if (message.length === 0) return;
    if (send.messages.length === 100 || (send.bytes > 0 && send.bytes + bytes > sendLimit)) {
      sends.push(send);
      send = { messages: [], entries: 0, bytes: 0 };
    }
    send.messages.push(message.join("\n"));
    send.entries += message.length;
    send.bytes += bytes;
    message = [];
    bytes = 0;
  };
  for (const entry of entries) {
    const size = Buffer.byteLength(entry) + 1;
    if (bytes + size > messageLimit) closeMessage();
    message.push(entry);
    bytes += size;
  }
  closeMessage();
  if (send.messages.length > 0) sends.push(send);
  return sends;
}

/** The consumer: writes a batch into D1, in as few statements as fit, and acks or retries each message by name. */
export async function keepEntries(env: Env, batch: MessageBatch): Promise<void> {
  const lines = batch.messages.flatMap((message) => (message.body as string).split("\n"));
  try {
    for (const statements of statementsOf(env, lines)) await transaction(env, statements);
  } catch (error) {
    log.error("journal.not_kept", error, { runs: lines.length / 2 });
    for (const message of batch.messages) await tryAgain(env, message);
    return;
  }
  for (const message of batch.messages) message.ack();
  if (settingsOf(env).logRuns) for (let at = 0; at < lines.length; at += 2) tell(JSON.parse(lines[at] ?? "") as Told);
}

/** At most 60 s later. A queue gives a message up after 100 tries: before that it is sent anew, so it is never dropped. */
async function tryAgain(env: Env, message: Message): Promise<void> {
  if (message.attempts < 90) {
    message.retry({ delaySeconds: Math.min(60, 2 ** Math.min(message.attempts, 6)) });
    return;
  }
  await env.JOURNAL.send(message.body, { contentType: "text", delaySeconds: 60 });
  message.ack();
}

const keepRuns = `insert into runs (id, application, worklet, worklet_id, version, environment, mode, "trigger", status, attempt,
  created_at, started_at, finished_at, failure, parent_run_id, created_by, revision)
select value->>'id', value->>'application', value->>'worklet', value->>'workletId', value->>'version', value->>'environment',
  value->>'mode', value->>'trigger', value->>'status', value->>'attempt', value->>'createdAt', value->>'startedAt',
  value->>'finishedAt', value->'failure', value->>'parentRunId', value->>'createdBy', value->>'revision'
from json_each(?1) where true
on conflict (id) do update set status = excluded.status, attempt = excluded.attempt, started_at = excluded.started_at,
  finished_at = excluded.finished_at, failure = excluded.failure, revision = excluded.revision
where excluded.revision > runs.revision`;

const keepTraces = `insert into traces (run, input, output, trace, expires_at)
select value->>'run', value->>'input', value->>'output', value->>'trace', value->>'expiresAt' from json_each(?1) where true
on conflict (run) do nothing`;

/** One D1 batch (a transaction) for as many entries as fit into statements of 1.5 MB; `lines` are rows and traces by turns. */
function* statementsOf(env: Env, lines: readonly string[]): Generator<D1PreparedStatement[]> {
  let rows: string[] = [];
  let traces: string[] = [];
  let bytes = 0;
  const statements = () => {
    const made = [statementOf(env, keepRuns, `[${rows.join(",")}]`)];
    if (traces.length > 0) made.push(statementOf(env, keepTraces, `[${traces.join(",")}]`));
    rows = [];
    traces = [];
    bytes = 0;
    return made;
  };
  for (let at = 0; at < lines.length; at += 2) {
    const [row = "", trace = ""] = lines.slice(at, at + 2);
    const size = Buffer.byteLength(row) + Buffer.byteLength(trace);
    if (bytes > 0 && bytes + size > statementBytes) yield statements();
    rows.push(row);
    if (trace !== "") traces.push(trace);
    bytes += size;
  }
  if (rows.length > 0) yield statements();
}

type Told = RunRow & { label: string };

/** One line per run, which `npm start` shows. */
function tell({ label, ...row }: Told): void {
  log.info("run", {
    worklet: label,
    mode: row.mode,
    status: row.status,
    ms: row.startedAt !== null && row.finishedAt !== null ? row.finishedAt - row.startedAt : null,
    run_id: row.id,
    error: row.failure ? [row.failure.message, row.failure.stack.split("\n")[0]].filter(Boolean).join(" ") : null,
  });
}
