import type { LogLine } from "../../contract/failure.ts";
import { limits } from "../../contract/limits.ts";
import type { RunStatus } from "../../contract/run.ts";
import type { BlockStatus } from "../../engine/journal.ts";
import { numbered, type RunStorage } from "./stored-text.ts";

/** What a run tells those who follow it: one numbered list, kept as long as the run, so that any of it can be told again. */

export type RunEvent = { n: number; at: number } & Told;

export type Told =
  | { type: "status"; status: RunStatus; attempt: number }
  | { type: "block"; block: string; kind: string; attempt: number; status: BlockStatus }
  | { type: "log"; line: LogLine }
  /** The last event of a run. Its result is read where results are. */
  | { type: "done"; status: RunStatus };

const prefix = "event/";

/** Each row holds the events of one write, under the number of the first. */
export class RunEvents {
  private readonly storage: RunStorage;
  private last: number | null = null;
  private logBytes: number | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(storage: RunStorage) {
    this.storage = storage;
  }

  append(at: number, told: readonly Told[]): void {
    if (told.length === 0) return;
    const first = this.lastNumber() + 1;
    const events = told.map((one, index) => ({ n: first + index, at, ...one }));
    this.storage.put(numbered(prefix, first), JSON.stringify(events));
    this.last = first + events.length - 1;
    for (const listener of this.listeners) listener();
  }

  /** Calls the listener after each append, until it is released. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Keeps lines as long as there is room for logs; the line that does not fit is replaced by one that says so. */
  log(at: number, lines: readonly LogLine[]): void {
    const kept: LogLine[] = [];
    const before = this.loggedBytes();
    let bytes = before;
    for (const line of lines) {
      if (bytes > limits.logBytes) break;
      bytes += line.text.length * 3 < limits.logBytes - bytes ? line.text.length : Buffer.byteLength(line.text);
      if (bytes <= limits.logBytes) kept.push(line);
      else kept.push({ ...line, level: "warn", text: `Logs end here: a run keeps ${limits.logBytes} bytes of them.` });
    }
    if (kept.length === 0) return;
    this.logBytes = bytes;
    this.storage.put("logged", String(bytes));
    this.append(
      at,
      kept.map((line) => ({ type: "log", line })),
    );
  }

  /** Bytes of logs that the run may still keep. */
  logRoom(): number {
    return Math.max(0, limits.logBytes - this.loggedBytes());
  }

  /** Events after the one of this number, oldest first. */
  *after(n: number): Generator<RunEvent> {
    const [row] = this.storage.list({ prefix, end: numbered(prefix, n + 2), reverse: true, limit: 1 });
    const start = row?.[0] ?? prefix;
    for (const [, text] of [...this.storage.list({ prefix, start })]) {
      for (const event of JSON.parse(text) as RunEvent[]) if (event.n > n) yield event;
    }
  }

  lastNumber(): number {
    if (this.last === null) {
      const [row] = this.storage.list({ prefix, reverse: true, limit: 1 });
      this.last = row ? ((JSON.parse(row[1]) as RunEvent[]).at(-1)?.n ?? 0) : 0;
    }
    return this.last;
  }

  private loggedBytes(): number {
    this.logBytes ??= Number(this.storage.get("logged") ?? 0);
    return this.logBytes;
  }
}
