import { RpcTarget } from "cloudflare:workers";

/**
 * Work in another request context that can be stopped from here. Most of it is over at once: then the answer is the reply and
 * no stub crosses. What takes longer is followed through a handle, by which it can be stopped; when the host is gone the
 * handle is disposed, which stops it too.
 */
export type Reply<A> = { answer: A } | { running: Running<A> };

/** The same as it arrives on the other side of the call. */
export type ReplyPort<A> = { answer: A } | ({ running: { answer(): Promise<A>; stop(): Promise<void> } } & Disposable);

const handleAfterMs = 20;

class Running<A> extends RpcTarget {
  readonly #answer: Promise<A>;
  readonly #stop: () => void;

  constructor(answer: Promise<A>, stop: () => void) {
    super();
    this.#answer = answer;
    this.#stop = stop;
  }

  answer(): Promise<A> {
    return this.#answer;
  }

  stop(): void {
    this.#stop();
  }

  [Symbol.dispose](): void {
    this.#stop();
  }
}

/**
 * The side that works: replies with the answer if it comes within the patience, else calls `onSlow` and replies with a handle.
 */
export function replyWith<A>(
  answer: Promise<A>,
  stop: () => void,
  { patienceMs = handleAfterMs, onSlow = () => {} }: { patienceMs?: number; onSlow?: () => void } = {},
): Promise<Reply<A>> {
  return new Promise((resolve, reject) => {
    const slow = setTimeout(
      () => {
        onSlow();
        resolve({ running: new Running(answer, stop) });
      },
      Math.min(patienceMs, handleAfterMs),
    );
    answer.then(
      (value) => {
        clearTimeout(slow);
        resolve({ answer: value });
      },
      (error: unknown) => {
        clearTimeout(slow);
        reject(error);
      },
    );
  });
}

/** The side that waits: resolves with the answer, and hands a stop on. `failed` hears of a stop that did not arrive. */
export async function follow<A>(reply: ReplyPort<A>, stop: AbortSignal, failed: (error: unknown) => void): Promise<A> {
  if ("answer" in reply) return reply.answer;
  using held = reply;
  const { running } = held;
  const answer = running.answer();
  const ask = () => {
    running.stop().catch(failed);
  };
  if (stop.aborted) ask();
  else stop.addEventListener("abort", ask);
  try {
    return await answer;
  } finally {
    stop.removeEventListener("abort", ask);
  }
}
