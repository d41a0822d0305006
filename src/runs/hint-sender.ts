/** A queue takes no more at once. */
export const messagesInSend = 100;

/**
 * Gathers hints that many objects of an isolate send at once: while one send is on its way, those that come meanwhile wait and
 * leave together with the next. Only ids are shared: whoever comes when nobody is at work sends them, its own and the others'. What
 * is lost costs seconds, since a run begins by itself.
 */
export class HintSender {
  readonly #now: () => number;
  #waiting: string[] = [];
  /** Whoever is at work; another object each time. */
  #turn: { since: number } = { since: Number.NEGATIVE_INFINITY };

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Resolves when nothing waits any more, at once when somebody else is at work. `send` takes at most 100 ids and never rejects. */
  async add(runId: string, send: (runIds: readonly string[]) => Promise<void>): Promise<void> {
    if (this.#waiting.length === mostWaiting) this.#waiting.shift();
    this.#waiting.push(runId);
    const now = this.#now();
    // The clock may be set back meanwhile.
    if (Math.abs(now - this.#turn.since) < turnMs) return;
    const mine = { since: now };
    this.#turn = mine;
    try {
      while (this.#waiting.length > 0 && this.#turn === mine) await send(this.#waiting.splice(0, messagesInSend));
    } finally {
      if (this.#turn === mine) this.#turn = { since: Number.NEGATIVE_INFINITY };
    }
  }
}

/** Nobody works longer than this for others once somebody else comes: whoever began may be gone, and its send with it. */
const turnMs = 1_000;
const mostWaiting = 10_000;
