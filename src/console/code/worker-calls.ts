/** Calls of a worker that answers each with a value or a sentence. One that cannot start, or dies, fails all that wait. */

export type WorkerCall = { id: number; question: unknown };
export type WorkerAnswer = { id: number; value: unknown } | { id: number; error: string };

type Waiting = { resolve(value: unknown): void; reject(error: Error): void };

export class WorkerCalls {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #broken: Error | null = null;

  /** `onBroken` is told once, when no further call can be answered. */
  constructor(worker: Worker, onBroken: (error: Error) => void = () => {}) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => this.#settle(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#broken = new Error(
        event.message || "A part of the editor could not be loaded. Reload the page to try again.",
      );
      for (const { reject } of this.#waiting.values()) reject(this.#broken);
      this.#waiting.clear();
      onBroken(this.#broken);
    };
  }

  call(question: unknown): Promise<unknown> {
    if (this.#broken !== null) return Promise.reject(this.#broken);
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, question } satisfies WorkerCall);
    });
  }

  /** Says something that needs no answer. */
  tell(question: unknown): void {
    this.#worker.postMessage({ id: 0, question } satisfies WorkerCall);
  }

  #settle(answer: WorkerAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ("error" in answer) waiting?.reject(new Error(answer.error));
    else waiting?.resolve(answer.value);
  }
}

/** The other side: answers each call by a function. */
export function answerCalls<Question>(answer: (question: Question) => unknown): void {
  self.onmessage = async ({ data }: MessageEvent<WorkerCall>) => {
    let reply: WorkerAnswer;
    try {
      reply = { id: data.id, value: await answer(data.question as Question) };
    } catch (error) {
      reply = { id: data.id, error: error instanceof Error ? error.message : String(error) };
    }
    self.postMessage(reply);
  };
}
