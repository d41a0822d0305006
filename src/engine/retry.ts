import type { Failure, FailureKind } from "../contract/failure.ts";
import type { Block, Retry } from "../contract/graph.ts";

/**
 * Kinds of failure that another attempt may cure. `load` and `limit` come back with the same code and the same values, and
 * `canceled` is somebody's will.
 */
const curable: ReadonlySet<FailureKind> = new Set(["user", "timeout", "platform"]);

const longestPauseMs = 3_600_000;

/** The block's own rule, else that of the settings; a block's `retry: null` means never. */
export function retryOf(block: Block, ofSettings: Retry | null): Retry | null {
  if ("branches" in block || block.retry === undefined) return ofSettings;
  return block.retry;
}

export function canRetry(retry: Retry | null): boolean {
  return retry !== null && retry.max_attempts > 1;
}

/**
 * Milliseconds to wait after the n-th failure of a block before it runs again; null when it does not. An error that asks for
 * an HTTP status is a deliberate answer to the caller and stands. `leastMs`: what failed asks to be left alone so long.
 */
export function pauseAfter(
  failure: Failure,
  failures: number,
  retry: Retry | null,
  leastMs: number | undefined = 0,
): number | null {
  if (retry === null || failures >= retry.max_attempts) return null;
  if (!curable.has(failure.kind) || failure.status !== undefined) return null;
  return Math.min(Math.max(retry.backoff_ms * retry.factor ** (failures - 1), leastMs), longestPauseMs);
}
