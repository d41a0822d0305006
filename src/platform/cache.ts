/** What isolate memory may answer: nothing here is the truth, everything here can be thrown away. */

export const freshMs = 3_000;
export const staleMs = 10_000;

/** How a remembered value may be used: as it is, as it is while a new one is fetched after the answer, or not at all. */
export type Remembered<V> = { value: V; state: "fresh" | "stale" } | null;

/** How much memory values may take together, where they are large enough to count. */
export type Room<V> = { mostBytes: number; bytesOf(value: V): number };

/**
 * Values by key with the time at which they were read. Fresh for 3 s; between 3 and 10 s answered from memory and refreshed
 * after the answer; older ones are not given out. "Not there" is never remembered: nothing but values goes in.
 */
export class RecentValues<V> {
  readonly #entries = new Map<string, { value: V; readAt: number; refreshing: boolean; bytes: number }>();
  readonly #most: number;
  readonly #room: Room<V> | null;
  #bytes = 0;
  #droppedAt = Number.NEGATIVE_INFINITY;

  constructor(most: number, room: Room<V> | null = null) {
    this.#most = most;
    this.#room = room;
  }

  get(key: string, now: number): Remembered<V> {
    const entry = this.#entries.get(key);
    if (!entry) return null;
    const age = now - entry.readAt;
    if (age < freshMs) return { value: entry.value, state: "fresh" };
    if (age < staleMs) return { value: entry.value, state: "stale" };
    this.#remove(key);
    return null;
  }

  /** True for the one caller who shall refresh a stale value; the others go on with the old one meanwhile. */
  claimRefresh(key: string): boolean {
    const entry = this.#entries.get(key);
    if (!entry || entry.refreshing) return false;
    entry.refreshing = true;
    return true;
  }

  /** `readAt` is the instant *before* the read began, so that a value is never younger than it looks. */
  set(key: string, value: V, readAt: number): void {
    const held = this.#entries.get(key);
    if (readAt <= this.#droppedAt || (held && held.readAt > readAt)) return;
    this.#remove(key);
    const bytes = this.#room?.bytesOf(value) ?? 0;
    this.#entries.set(key, { value, readAt, refreshing: false, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#most && this.#bytes <= (this.#room?.mostBytes ?? 0)) break;
      this.#remove(oldest);
    }
  }

  /**
   * Drops one value at once. `changedAt` is the instant *after* a change made here was kept: no read that began before it is
   * remembered, though it may answer later.
   */
  drop(key: string, changedAt = Number.NEGATIVE_INFINITY): void {
    this.#remove(key);
    if (changedAt > this.#droppedAt) this.#droppedAt = changedAt;
  }

  /** As `drop`, for every key that starts like this. */
  dropAll(start: string, changedAt: number): void {
    for (const key of [...this.#entries.keys()]) if (key.startsWith(start)) this.#remove(key);
    if (changedAt > this.#droppedAt) this.#droppedAt = changedAt;
  }

  /** A refresh that failed lets the next caller try. */
  releaseRefresh(key: string): void {
    const entry = this.#entries.get(key);
    if (entry) entry.refreshing = false;
  }

  #remove(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }
}

/** Immutable texts by hash, bounded by bytes, least recently used first out. */
export class BoundedTexts {
  readonly #texts = new Map<string, string>();
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get(hash: string): string | undefined {
    const text = this.#texts.get(hash);
    if (text === undefined) return undefined;
    this.#texts.delete(hash);
    this.#texts.set(hash, text);
    return text;
  }

  set(hash: string, text: string): void {
    if (this.#texts.has(hash) || text.length * 2 > this.#mostBytes) return;
    this.#texts.set(hash, text);
    this.#bytes += text.length * 2;
    for (const [oldest, old] of this.#texts) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#texts.delete(oldest);
      this.#bytes -= old.length * 2;
    }
  }
}
