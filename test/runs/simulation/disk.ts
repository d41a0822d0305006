import type { ListOptions, RunStorage } from "../../../src/runs/object/stored-text.ts";

/**
 * An object's storage and alarm. What is written between two commits is kept together or lost together, and what the object
 * sends meanwhile leaves only after the commit, as the platform's output gate has it.
 */
export class Disk implements RunStorage {
  readonly kept = new Map<string, string>();
  /** Epoch milliseconds; null: no alarm is set. */
  alarm: number | null = null;
  /** Whether the last commit set the alarm. */
  hasJustArmed = false;
  private written = new Map<string, string>();
  private writtenAlarm: number | null | undefined;
  private sends: (() => void)[] = [];
  /** What a defective disk commits one commit late, so that a crash may take it back. */
  isLate: ((key: string, text: string) => boolean) | null = null;
  private readonly undone = new Map<string, string | undefined>();

  get(key: string): string | undefined {
    return this.written.get(key) ?? this.kept.get(key);
  }

  put(key: string, text: string): void {
    this.written.set(key, text);
  }

  list({
    prefix,
    start = "",
    end,
    reverse = false,
    limit = Number.POSITIVE_INFINITY,
  }: ListOptions): [string, string][] {
    const keys = new Set([...this.kept.keys(), ...this.written.keys()]);
    const found = [...keys]
      .filter((key) => key.startsWith(prefix) && key >= start && (end === undefined || key < end))
      .sort();
    if (reverse) found.reverse();
    return found.slice(0, limit).map((key) => [key, this.get(key) ?? ""]);
  }

  setAlarm(at: number | null): void {
    this.writtenAlarm = at !== null && Number.isFinite(at) ? at : null;
  }

  /** Does something outside the object, once all that was written before is kept. */
  send(send: () => void): void {
    this.sends.push(send);
  }

  get isDirty(): boolean {
    return this.written.size > 0 || this.writtenAlarm !== undefined || this.sends.length > 0;
  }

  /** Gives what may leave now. */
  commit(): (() => void)[] {
    this.undone.clear();
    for (const [key, text] of this.written) {
      if (this.isLate?.(key, text)) this.undone.set(key, this.kept.get(key));
      this.kept.set(key, text);
    }
    this.hasJustArmed = this.writtenAlarm !== undefined;
    if (this.writtenAlarm !== undefined) this.alarm = this.writtenAlarm;
    const { sends } = this;
    this.lose();
    return sends;
  }

  lose(): void {
    if (this.written.size > 0) this.written = new Map();
    this.writtenAlarm = undefined;
    this.sends = [];
  }

  /** The process is gone. */
  die(): void {
    this.lose();
    for (const [key, text] of this.undone) {
      if (text === undefined) this.kept.delete(key);
      else this.kept.set(key, text);
    }
    this.undone.clear();
  }

  clear(): void {
    this.lose();
    this.kept.clear();
    this.alarm = null;
  }
}
