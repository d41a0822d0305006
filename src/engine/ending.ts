import type { Failure } from "../contract/failure.ts";
import type { Clock } from "./clock.ts";
import { failureOf } from "./kind.ts";
import type { Broken } from "./run.ts";

/** How a run ends before its last block. The first reason stands; from then on `signal` tells every block to stop. */
export class Ending {
  broken: Broken | null = null;
  private readonly controller = new AbortController();

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  end(status: Broken["status"], failure: Failure): void {
    if (this.broken !== null) return;
    this.broken = { status, failure };
    this.controller.abort();
  }

  cancel(): void {
    this.end("CANCELED", failureOf("canceled", "Worklet run was canceled", null));
  }

  /** `block`: the one that was running, when it was only one. */
  timeOut(timeoutMs: number | null, block: string | null): void {
    this.end("TIMED_OUT", failureOf("timeout", `Worklet did not finish within ${timeoutMs} ms`, block));
  }

  /** Ends the run with `stop`, or when its time is up. The result lets go of both. */
  watch(stop: AbortSignal, time: { leftMs: number; isUp: () => void }, clock: Clock): () => void {
    const cancel = () => this.cancel();
    if (stop.aborted) cancel();
    else stop.addEventListener("abort", cancel, { once: true });
    if (time.leftMs <= 0) time.isUp();
    const hasTimer = this.broken === null && time.leftMs <= longestTimerMs;
    const callOff = hasTimer ? clock.after(time.leftMs, time.isUp) : null;
    return () => {
      callOff?.();
      stop.removeEventListener("abort", cancel);
    };
  }
}

/** A longer wait overflows the timer and fires at once. No executor lives so long: the next one sees what is left. */
const longestTimerMs = 2 ** 31 - 1;
