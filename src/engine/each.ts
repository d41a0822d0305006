import type { Each } from "../contract/block.ts";
import type { Failure } from "../contract/failure.ts";
import type { Retry } from "../contract/graph.ts";
import { limits } from "../contract/limits.ts";
import { maskOf } from "../models/masking.ts";
import type { AttemptAnswer } from "./attempt.ts";
import type { Clock } from "./clock.ts";
import { pause } from "./clock.ts";
import { type EnvChange, envChanges, envWith } from "./env.ts";
import type { ItemRecord } from "./item.ts";
import type { Journal } from "./journal.ts";
import { failed, failureOf, succeeded } from "./kind.ts";
import type { Prepared } from "./prepare.ts";
import { pauseAfter } from "./retry.ts";
import { isLarger } from "./size.ts";

/** What the items of one block need of the run that they belong to. */
export type EachHost = {
  block: string;
  each: Each;
  count: number;
  /** The env that every item finds. */
  env: string;
  retry: Retry | null;
  journal: Pick<Journal, "keepItem" | "items">;
  clock: Clock;
  /** Aborts when the run ends. */
  stop: AbortSignal;
  /** Epoch milliseconds. */
  deadline: number;
  prepare(item: number): Prepared;
  attempt(prepared: Prepared, item: number, stop: AbortSignal): Promise<AttemptAnswer>;
  /** Whether the run is over; looks at the clock too. */
  isOver(): boolean;
  /** Lets others have their turn when expressions have kept them waiting. */
  rest(): Promise<void>;
};

/** Runs a block once for each item and gives what the block answers. Resolves when nothing of it runs any more. */
export async function runEach(host: EachHost): Promise<AttemptAnswer> {
  return new Items(host).run();
}

/** A crash within this time repeats items that had ended, as it would those that end a moment later. */
const keptWithinMs = 5;

class Items {
  private readonly host: EachHost;
  private readonly outputs: (string | undefined)[];
  private readonly known = new Map<number, ItemRecord>();
  private readonly env = new Map<string, { item: number; text: string | null }>();
  private readonly ending = new AbortController();
  private readonly stop: AbortSignal;
  /** Items that have ended and are not kept yet. */
  private unkept: ItemRecord[] = [];
  private callOffFlush: (() => void) | null = null;
  private bytes = 2;
  private envCharacters = 0;
  private next = 0;
  private failure: Failure | null = null;
  private crash: { error: unknown } | null = null;

  constructor(host: EachHost) {
    this.host = host;
    this.outputs = new Array<string | undefined>(host.count);
    this.stop = AbortSignal.any([host.stop, this.ending.signal]);
  }

  async run(): Promise<AttemptAnswer> {
    const { host } = this;
    for (const record of host.journal.items(host.block)) {
      this.known.set(record.item, record);
      if (record.status !== "RETRYING") this.take(record);
    }
    const lanes = Array.from({ length: Math.min(host.each.concurrency, host.count) }, () => this.work());
    await Promise.all(lanes);
    this.flush();
    if (this.crash !== null) throw this.crash.error;
    return { answer: this.answer(), isFinal: true, isRunOver: false };
  }

  private answer() {
    const { block, env } = this.host;
    if (this.failure !== null) return failed(this.failure);
    // The run has ended meanwhile, and knows why.
    if (this.stop.aborted) return failed(failureOf("canceled", "The run was stopped", block));
    const changes = [...this.env].map(([key, { text }]): EnvChange => [key, text]);
    const after = changes.length === 0 ? null : envWith(env, changes);
    if (after !== null && isLarger(after, limits.envBytes)) return failed(this.envTooLarge());
    return succeeded(`[${this.outputs.join(",")}]`, { env: after });
  }

  /** One lane: the next item, as long as there is one. */
  private async work(): Promise<void> {
    try {
      for (let item = this.next++; item < this.host.count && !this.stop.aborted; item = this.next++) {
        if (this.outputs[item] === undefined) await this.runItem(item);
      }
    } catch (error) {
      this.crash ??= { error };
      this.ending.abort();
    }
  }

  private async runItem(item: number): Promise<void> {
    const { host, stop } = this;
    await host.rest();
    if (host.isOver() || stop.aborted) return;
    const prepared = host.prepare(item);
    const before = this.known.get(item);
    let { failures = 0, notBefore = 0 } = before ?? {};
    // After an interruption the rest of a pause, and never more than the whole: clocks jump.
    let waitMs = before ? Math.min(notBefore - host.clock.now(), notBefore - before.finishedAt) : 0;
    for (;;) {
      if (waitMs > 0) await pause(host.clock, waitMs, stop);
      if (host.isOver() || stop.aborted) return;
      const startedAt = host.clock.now();
      const { answer, isFinal } =
        prepared.failure === null
          ? await host.attempt(prepared, item, stop)
          : { answer: failed(prepared.failure), isFinal: true };
      const [done] = answer.done;
      const finishedAt = host.clock.now();
      const record = { block: host.block, item, startedAt, finishedAt };
      if (answer.failure === null && done !== undefined) {
        const changes = done.env === null ? [] : envChanges(host.env, done.env);
        this.keep({
          ...record,
          status: "SUCCEEDED",
          output: done.output,
          changes: changes.length === 0 ? null : JSON.stringify(changes),
          failure: null,
          failures,
          notBefore,
          childRunId: done.childRunId,
        });
        return;
      }
      if (host.isOver() || stop.aborted) return;
      const cause = { ...(answer.failure ?? noAnswer), block: host.block };
      failures += 1;
      const pauseMs = isFinal ? null : pauseAfter(cause, failures, host.retry, answer.retryAfterMs);
      const isAgain = pauseMs !== null && finishedAt + pauseMs < host.deadline;
      waitMs = isAgain ? pauseMs : 0;
      notBefore = isAgain ? finishedAt + pauseMs : 0;
      const failure = { ...cause, message: maskOf(answer.secrets)(cause.message) };
      const { childRunId } = answer;
      const status = isAgain ? "RETRYING" : "FAILED";
      this.keep({ ...record, status, output: null, changes: null, failure, failures, notBefore, childRunId });
      if (!isAgain) return;
    }
  }

  /** Ends that come close together are one write. A failure is kept before the next attempt, which may ask for its number. */
  private keep(record: ItemRecord): void {
    this.unkept.push(record);
    if (record.status === "RETRYING") {
      this.flush();
      return;
    }
    this.callOffFlush ??= this.host.clock.after(keptWithinMs, () => this.flush());
    this.take(record);
  }

  private flush(): void {
    this.callOffFlush?.();
    this.callOffFlush = null;
    const records = this.unkept;
    this.unkept = [];
    try {
      for (const record of records) this.host.journal.keepItem(record);
    } catch (error) {
      this.crash ??= { error };
      this.ending.abort();
    }
  }

  /** Takes in an item that came to its end. */
  private take({ item, status, output, changes, failure }: ItemRecord): void {
    const { each, block } = this.host;
    if (status === "FAILED" && each.on_error === "fail") {
      const cause = failure ?? noAnswer;
      this.fail({ ...cause, block, message: `Item ${item}: ${cause.message}` });
      return;
    }
    const { kind, message } = failure ?? noAnswer;
    const text = output ?? JSON.stringify({ error: { kind, message } });
    const kept = each.on_error === "collect" && output !== null ? `{"output":${text}}` : text;
    this.outputs[item] = kept;
    this.bytes += Buffer.byteLength(kept) + 1;
    for (const [key, value] of changes === null ? [] : (JSON.parse(changes) as EnvChange[]))
      this.change(item, key, value);
    if (this.bytes > limits.outputBytes) {
      const what = `The items of block \`${block}\` gave more than ${limits.outputBytes} bytes together`;
      this.fail(failureOf("limit", what, block));
    }
    // What later items overwrite takes memory until then.
    if (this.envCharacters > 8 * limits.envBytes) this.fail(this.envTooLarge());
  }

  /** Of two items that change a key, the later one in the list stands, whichever was faster. */
  private change(item: number, key: string, text: string | null): void {
    const known = this.env.get(key);
    if (known !== undefined && known.item > item) return;
    this.env.set(key, { item, text });
    this.envCharacters += (text?.length ?? 0) + key.length - (known?.text?.length ?? 0);
  }

  /** The first failure stands and stops the others. */
  private fail(failure: Failure): void {
    this.failure ??= failure;
    this.ending.abort();
  }

  private envTooLarge(): Failure {
    const { block } = this.host;
    return failureOf("limit", `The items of block \`${block}\` left more than ${limits.envBytes} bytes in env`, block);
  }
}

const noAnswer = failureOf("platform", "The platform could not run the block", null);
