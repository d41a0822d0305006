import { useCallback, useEffect, useRef, useState } from "react";
import type { Environment } from "../../contract/run.ts";
import { Problem, problemFrom } from "../api/problem.ts";
import { request } from "../api/request.ts";
import { isOpen } from "../parts/run-status.tsx";
import { parseInput } from "../schema-form/input-text.ts";
import { workletPlace } from "../test-run/place.ts";
import { type RunFollower, useFollowedRun } from "../test-run/use-followed-run.ts";
import { type Answered, callWorklet } from "./invoke.ts";

/** One call of a worklet from its page, and what came of it. */
export type CallState =
  | { type: "idle" }
  /** Somebody waits: for the answer, or for the receipt. */
  | { type: "calling"; count: number }
  /** The connection was closed before the answer. */
  | { type: "stopped" }
  /** It runs in the background, or did. */
  | { type: "followed" }
  | Answered;

export type WorkletCall = {
  state: CallState;
  /** Of a call in the background. */
  followed: RunFollower;
  isRunning: boolean;
  call(options: { environment: Environment; text: string; isAsync: boolean }): Promise<void>;
  /** Stops it for real. */
  stop(): Promise<void>;
};

export function useCall(application: string, worklet: string, onRun: (text: string) => void): WorkletCall {
  const [state, setState] = useState<CallState>({ type: "idle" });
  const followed = useFollowedRun();
  const { follow, forget } = followed;
  const current = useRef<AbortController | null>(null);
  useEffect(() => () => current.current?.abort(), []);
  const call = useCallback<WorkletCall["call"]>(
    async ({ environment, text, isAsync }) => {
      const parsed = parseInput(text);
      if (!parsed.ok) return setState({ type: "refused", problem: noJson(parsed.message) });
      const abort = new AbortController();
      current.current?.abort();
      current.current = abort;
      forget();
      setState((before) => ({ type: "calling", count: before.type === "calling" ? before.count + 1 : 0 }));
      onRun(text);
      const place = workletPlace(application, worklet, environment);
      try {
        if (isAsync) {
          const body = { worklet_input: parsed.value, async: true };
          const { worklet_run_id: id } = await request<{ worklet_run_id: string }>("POST", `${place}/invoke`, { body });
          if (abort.signal.aborted) return;
          follow(`${place}/${id}`, id);
          setState({ type: "followed" });
        } else {
          const answered = await callWorklet(place, parsed.value, abort.signal);
          if (!abort.signal.aborted) setState(answered);
        }
      } catch (error) {
        if (!abort.signal.aborted) setState({ type: "refused", problem: problemFrom(error) });
      }
    },
    [application, worklet, follow, forget, onRun],
  );
  const isFollowing = state.type === "followed" && isOpen(followed.progress.status);
  const stop = async () => {
    if (isFollowing) return followed.stop();
    current.current?.abort();
    setState({ type: "stopped" });
  };
  return { state, followed, isRunning: state.type === "calling" || isFollowing, call, stop };
}

function noJson(detail: string): Problem {
  return new Problem({ status: 0, code: "input.not_json", title: "Nothing was called", detail });
}
