import type { Run } from "../../contract/run.ts";
import { type Problem, problemFrom } from "../api/problem.ts";
import { addressOf, request } from "../api/request.ts";
import { isOpen } from "../parts/run-status.tsx";
import { type RunEvent, readEvent } from "./run-progress.ts";

/** Follows a run to its end: by its events, or by asking for it when events do not come. */

export type Follower = {
  /** In the order in which they happened, and each once. */
  onEvents(events: RunEvent[]): void;
  /** Without events: how the run stands. The last one is of a run that is over. */
  onPoll(run: Run): void;
  /** Nothing more will come, and the end is not known. */
  onLost(problem: Problem): void;
};

/** `place` is the run's address: `/applications/A/worklets/W/RUN_ID`. Ends by itself when the run is over, or by `signal`. */
export function followRun(place: string, follower: Follower, signal: AbortSignal): void {
  const source = new EventSource(`${place}/events`);
  const gathered: RunEvent[] = [];
  let frame = 0;
  const deliver = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    if (gathered.length > 0 && !signal.aborted) follower.onEvents(gathered.splice(0));
  };
  const end = () => {
    source.close();
    deliver();
  };
  signal.addEventListener("abort", end, { once: true });
  for (const type of ["status", "block", "log", "done"]) {
    source.addEventListener(type, (message: MessageEvent<string>) => {
      const event = readEvent(type, message.data);
      if (event) gathered.push(event);
      if (event?.type === "done") return end();
      // A worklet may log faster than a page can be drawn.
      if (frame === 0) frame = requestAnimationFrame(deliver);
    });
  }
  source.addEventListener("error", () => {
    // The browser comes back by itself after an interruption, but not after a refusal.
    if (source.readyState !== EventSource.CLOSED || signal.aborted) return;
    deliver();
    void pollRun(place, follower, signal);
  });
}

/** Asks until the run is over. Whatever may pass by itself (no network, no session, a busy server) is waited out. */
async function pollRun(place: string, follower: Follower, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const run = await request<Run>("GET", addressOf(place, { wait: 15 }), { signal });
      if (signal.aborted) return;
      follower.onPoll(run);
      if (!isOpen(run.status)) return;
    } catch (error) {
      if (signal.aborted) return;
      const problem = problemFrom(error);
      if (!mayPass(problem)) return follower.onLost(problem);
      await pause((problem.retryAfterSeconds ?? 2) * 1_000, signal);
    }
  }
}

/** Whether it may go well when it is tried again by itself. */
export function mayPass({ status, code, retryAfterSeconds }: Problem): boolean {
  if (code === "network.unreachable" || retryAfterSeconds !== null) return true;
  return status === 401 || status === 429 || status >= 500;
}

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
