import { statementOf, transaction } from "../../platform/database.ts";
import { log } from "../../platform/log.ts";
import { settingsOf } from "../../platform/settings.ts";
import { type Entry, encoded, keepRuns, keepTraces, messageBytes, type Told, toldOf } from "./entry.ts";

/** The owner of `env.JOURNAL`: carries what runs did to the list. The list is a projection; no answer waits for it. */

/** Each send makes its consumer and a commit of the database: fewer and larger ones cost a run less. */
const gatherMs = 250;
/** A context that gathers and has not sent by then is taken for gone. */
const goneMs = 1_000;
const sendBytes = 200_000;
const statementBytes = 1_500_000;
const heldBytes = 16_000_000;
const mostFresh = 500;

/** Where runs did what is noted; `later` is work that this context does when nobody waits. */
export type Noting = { by: keyof typeof outboxes; later(work: () => Promise<unknown>): void };

/**
 * Notes what a run did. The send is work for later, of one context for all: a pending promise would keep a deserted run going.
 * An entry that `isSmall` may be held as it is until then.
 */
export function noteRun(env: Env, { by, later }: Noting, entry: () => Entry, isSmall = false): void {
  outboxes[by].note(env, later, entry, isSmall);
}

/** What waits in this isolate for the next send: a crash loses what the last 250 ms brought, or what a failing queue left. */
class Outbox {
  /** Whether one context may send for the others, which then need no timer of their own. */
  readonly #isTrusting: boolean;
  /** Encoded entries. */
  #waiting: string[] = [];
  /** At least the bytes that those take. */
  #waitingBytes = 0;
  /** Small entries that came since the last send: they are encoded then, so that no answer waits for it. */
  #fresh: (() => Entry)[] = [];
  /** When a context began to wait for the others' entries; it may be gone by now, or the clock set back: the claim ends by itself. */
  #gatheringSince = Number.NEGATIVE_INFINITY;
  /** How many sends have begun. */
  #sends = 0;

  constructor({ isTrusting }: { isTrusting: boolean }) {
    this.#isTrusting = isTrusting;
  }

  note(env: Env, later: Noting["later"], entry: () => Entry, isSmall: boolean): void {
    if (isSmall && this.#fresh.length < mostFresh) this.#fresh.push(entry);
    else this.#hold([encoded(entry())]);
    const now = Date.now();
    if (this.#isTrusting && Math.abs(now - this.#gatheringSince) < goneMs) return;
    this.#gatheringSince = now;
    const sends = this.#sends;
    later(async () => {
      await new Promise((done) => setTimeout(done, gatherMs));
      this.#gatheringSince = Number.NEGATIVE_INFINITY;
      // Whoever has sent since has sent this entry too.
      if (this.#sends === sends) await this.#send(env);
    });
  }

  /** Sends all that waits; what the queue does not take waits again, so a failing queue loses nothing while memory lasts. */
  async #send(env: Env): Promise<void> {
    this.#sends += 1;
    const entries = [...this.#waiting, ...this.#fresh.flatMap(encodedSafely)];
    this.#fresh = [];
    this.#waiting = [];
    this.#waitingBytes = 0;
    let sent = 0;
    try {
      for (const part of parts(entries, messageBytes, sendBytes)) {
        await env.JOURNAL.sendBatch(part.messages.map((body) => ({ body, contentType: "text" as const })));
        sent += part.entries;
      }
    } catch (error) {
      const newer = this.#waiting;
      this.#waiting = [];
      this.#waitingBytes = 0;
      this.#hold([...entries.slice(sent), ...newer]);
      log.error("journal.not_sent", error, { waiting: this.#waiting.length });
    }
  }

  /** Adds entries to those that wait, as many as memory may take. */
  #hold(entries: readonly string[]): void {
    for (const entry of entries) {
      this.#waiting.push(entry);
      this.#waitingBytes += sizeOf(entry);
    }
    if (this.#waitingBytes <= heldBytes) return;
    const before = this.#waiting.length;
    this.#waiting = fitting(this.#waiting, heldBytes);
    this.#waitingBytes = this.#waiting.reduce((sum, entry) => sum + sizeOf(entry), 0);
    const why = new Error(
      "The queue does not take what runs did: traces are dropped, then the oldest runs of the list.",
    );
    log.error("journal.full", why, { waiting: this.#waiting.length, dropped: before - this.#waiting.length });
  }
}

/** Contexts of requests rely on each other. An object can be reset at any time, so nobody relies on one, not even another object. */
const outboxes = { request: new Outbox({ isTrusting: true }), object: new Outbox({ isTrusting: false }) };

/** One entry that cannot be encoded is told and left out: it must not hold up the others. */
function encodedSafely(entry: () => Entry): string[] {
  try {
    return [encoded(entry())];
  } catch (error) {
    log.error("journal.not_encoded", error);
    return [];
  }
}

/**
 * Entries that take at most half of so many bytes, so that not each further one is too much: the oldest lose their traces, and
 * only if that is not enough the oldest rows go.
 */
export function fitting(entries: readonly string[], mostBytes: number): string[] {
  const kept = [...entries];
  let bytes = kept.reduce((sum, entry) => sum + sizeOf(entry), 0);
  for (const [place, entry] of kept.entries()) {
    if (bytes <= mostBytes / 2) return kept;
    const row = entry.slice(0, entry.indexOf("\n") + 1);
    kept[place] = row;
    bytes -= sizeOf(entry) - sizeOf(row);
  }
  let dropped = 0;
  for (; bytes > mostBytes / 2; dropped += 1) bytes -= sizeOf(kept[dropped] ?? "");
  return kept.slice(dropped);
}

/** A character that is no Latin one makes all of its text take two bytes each. */
function sizeOf(entry: string): number {
  return entry.length * 2;
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
  if (settingsOf(env).logRuns) for (let at = 0; at < lines.length; at += 2) tell(toldOf(lines[at] ?? "[]"));
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
