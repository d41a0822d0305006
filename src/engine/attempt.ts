import { limits } from "../contract/limits.ts";
import { ExpressionError } from "../expression/expression.ts";
import type { Clock } from "./clock.ts";
import type { BlockAnswer, BlockCall, Tools } from "./kind.ts";
import { failed, timeIsUp, tooLong } from "./kind.ts";
import type { Group } from "./plan.ts";
import { expressionFailure } from "./prepare.ts";

/**
 * `isFinal`: another attempt would end the same. `isRunOver`: it was the run's time that passed, not the block's.
 */
export type AttemptAnswer = { answer: BlockAnswer; isFinal: boolean; isRunOver: boolean };

/** What an attempt may use; `timeoutMs` is what is left of the run's time, null when it has no limit. */
export type AttemptCall = Omit<BlockCall, "timeoutMs" | "ownTimeoutMs"> & { timeoutMs: number | null };

/** One attempt of a group (mostly one block), within the block's time. Resolves when nothing of it runs any more. */
export async function attempt(group: Group, call: AttemptCall, tools: Tools, clock: Clock): Promise<AttemptAnswer> {
  const step = group[0];
  const own = ("branches" in step.block ? undefined : step.block.timeout_ms) ?? step.kind.timeoutMs;
  const ofBlock = own ?? limits.blockTimeoutMs;
  const isRunFirst = call.timeoutMs !== null && call.timeoutMs <= ofBlock;
  const timeoutMs = isRunFirst ? (call.timeoutMs ?? ofBlock) : ofBlock;
  // The end of the run's time comes through `stop` like every other end of the run, so only a block's own time needs a timer.
  const timer = own === undefined || isRunFirst ? null : stopAfter(own, call.stop, clock);
  const times = { timeoutMs, ownTimeoutMs: own ?? null };
  const answer = await tryKind(group, { ...call, ...times, stop: timer?.signal ?? call.stop }, tools);
  timer?.callOff();
  if (answer instanceof ExpressionError)
    return { answer: failed(expressionFailure(answer, step)), isFinal: true, isRunOver: false };
  const isOutOfTime = timer?.isOver() || answer.outOfTime;
  if (isOutOfTime && !isRunFirst) {
    return { answer: { ...answer, done: [], failure: tooLong(step.id, ofBlock) }, isFinal: false, isRunOver: false };
  }
  return { answer, isFinal: false, isRunOver: answer.outOfTime };
}

async function tryKind(group: Group, call: BlockCall, tools: Tools): Promise<BlockAnswer | ExpressionError> {
  const { kind, block } = group[0];
  try {
    if (group.length === 1 || kind.runTogether === undefined) return await kind.run(block, call, tools);
    const blocks = group.map((step) => step.block);
    return await kind.runTogether(blocks, call, tools);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}

/** A signal that aborts after so many milliseconds, or with the signal of the run. */
function stopAfter(ms: number, run: AbortSignal, clock: Clock) {
  const controller = new AbortController();
  let isOver = false;
  const abort = () => controller.abort();
  const callOff = clock.after(ms, () => {
    isOver = true;
    controller.abort(timeIsUp);
  });
  run.addEventListener("abort", abort, { once: true });
  if (run.aborted) abort();
  return {
    signal: controller.signal,
    isOver: () => isOver,
    callOff() {
      callOff();
      run.removeEventListener("abort", abort);
    },
  };
}
