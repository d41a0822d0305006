import { type Around, ModelError } from "./adapter.ts";

/** Further attempts: when, how often, and never past the prediction's time. */

const firstPauseMs = 500;
const longestPauseMs = 8_000;
/** Of a pause of our own: callers that failed together shall not come again together. */
const jitter = 0.25;

/**
 * Milliseconds that `Retry-After` asks to wait: a number of seconds, or a date. Null when the header is not there or says
 * nothing that can be read.
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  // A date of HTTP names its weekday; what Date.parse makes of other texts is a guess.
  const at = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/**
 * The pause after the n-th failed attempt: twice as long each time, and no shorter than the provider asks for. `least` is
 * without chance, a number from 0 to 1.
 */
export function pauseMs(failures: number, afterMs: number | null, chance: number): { least: number; ms: number } {
  const own = Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);
  const least = Math.max(own, afterMs ?? 0);
  return { least, ms: least + Math.round(own * jitter * chance) };
}

/** Tries until it works, the error is none that passes, or no attempt or no time is left. */
export async function withAttempts<T>(
  { maxAttempts, deadlineAt }: Pick<Around, "maxAttempts" | "deadlineAt">,
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted || !(error instanceof ModelError) || error.transient === null) throw error;
      if (failures >= maxAttempts) throw told(error, failures > 1 ? `tried ${failures} times` : null);
      const { least, ms } = pauseMs(failures, error.transient.afterMs, Math.random());
      const leftMs = deadlineAt - Date.now();
      if (least >= leftMs) throw told(error, `the next attempt could be in ${least} ms, after the time-out`);
      await sleep(ms < leftMs ? ms : least, signal);
    }
  }
}

function told({ failure }: ModelError, addition: string | null): ModelError {
  if (addition === null) return new ModelError(failure);
  return new ModelError({ ...failure, message: `${failure.message} (${addition})` });
}

/** Rejects when the signal aborts. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}
