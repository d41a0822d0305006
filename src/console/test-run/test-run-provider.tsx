import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import type { Environment } from "../../contract/run.ts";
import { Problem, problemFrom } from "../api/problem.ts";
import { request } from "../api/request.ts";
import { useDraft } from "../draft/draft-context.ts";
import { useKeys } from "../parts/keys.tsx";
import { isOpen } from "../parts/run-status.tsx";
import { useNotify } from "../parts/toast.tsx";
import { rememberInput } from "../schema-form/input-history.ts";
import { parseInput } from "../schema-form/input-text.ts";
import { useEnvironment } from "../shell/environment.tsx";
import { useKeptInput } from "./kept-input.ts";
import { workletPlace } from "./place.ts";
import { useRunVerbs } from "./run-verbs.ts";
import { type Phase, type TestRun, TestRunContext } from "./test-run-context.ts";
import { cancelRun, type RunFollower, useFollowedRun } from "./use-followed-run.ts";

/** What a start asked for. `isWanted` becomes false when it was stopped, or another start came, before there was a run. */
type Start = { environment: Environment; until: string | null; input: unknown; isWanted: boolean };

/** Before there is a run to follow. */
type Prelude = Extract<Phase, { type: "idle" | "starting" | "unsaved" | "refused" }>;

/** Runs the worklet that is open in the editor; one run at a time, so a new start stops the former run. */
export function TestRunProvider({ children }: { children: ReactNode }) {
  const { application, worklet, saveNow } = useDraft();
  const [environment] = useEnvironment();
  const { notifyProblem } = useNotify();
  const followed = useFollowedRun();
  const storageKey = `${application}.${worklet}`;
  const [text, setText] = useKeptInput(application, worklet);
  const [prelude, setPrelude] = useState<Prelude>({ type: "idle" });
  const [call, setCall] = useState<Start | null>(null);
  const latest = useRef({ text, environment, saveNow, followed });
  latest.current = { text, environment, saveNow, followed };
  const current = useRef<Start | null>(null);

  const start = useCallback(
    async (until?: string) => {
      const now = latest.current;
      const parsed = parseInput(now.text);
      if (!parsed.ok) return setPrelude({ type: "refused", problem: noJson(parsed.message) });
      const begun: Start = { environment: now.environment, until: until ?? null, input: parsed.value, isWanted: true };
      if (current.current) current.current.isWanted = false;
      current.current = begun;
      stopFormer(now.followed, notifyProblem);
      setPrelude({ type: "starting" });
      setCall(begun);
      if (begun.environment === "draft" && !(await now.saveNow())) {
        if (begun.isWanted) setPrelude({ type: "unsaved" });
        return;
      }
      if (!begun.isWanted) return;
      rememberInput(storageKey, now.text);
      const place = workletPlace(application, worklet, begun.environment);
      try {
        const receipt = await request<{ worklet_run_id: string }>("POST", `${place}/invoke`, { body: bodyOf(begun) });
        const runPlace = `${place}/${receipt.worklet_run_id}`;
        if (!begun.isWanted) return await cancelRun(runPlace);
        setPrelude({ type: "idle" });
        latest.current.followed.follow(runPlace, receipt.worklet_run_id);
      } catch (error) {
        if (begun.isWanted) setPrelude({ type: "refused", problem: problemFrom(error) });
        else notifyProblem(error);
      }
    },
    [application, worklet, storageKey, notifyProblem],
  );

  const stop = useCallback(() => {
    const { progress, id } = latest.current.followed;
    if (id !== null && isOpen(progress.status)) void latest.current.followed.stop().catch(notifyProblem);
    else if (current.current) {
      current.current.isWanted = false;
      setPrelude({ type: "idle" });
    }
  }, [notifyProblem]);

  const testRun = useMemo<TestRun>(() => {
    const { id, progress, untraced } = followed;
    const phase = phaseOf(prelude, followed);
    return {
      run: id === null || call === null ? null : { id, status: progress.status, until: call.until },
      blocks: progress.blocks,
      workletInput: call?.input ?? null,
      isRunning: phase.type === "starting" || phase.type === "running" || phase.type === "stopping",
      start: (until) => void start(until),
      stop,
      phase,
      progress,
      untraced,
      call,
      text,
      setText,
      storageKey,
    };
  }, [followed, prelude, call, start, stop, text, setText, storageKey]);
  return (
    <TestRunContext value={testRun}>
      <RunKeys />
      {children}
    </TestRunContext>
  );
}

/** They run the worklet from everywhere in the editor, whether its panel is open or not. */
function RunKeys() {
  const verbs = useRunVerbs();
  useKeys(verbs.map(({ keys, help, run }) => ({ keys, label: help, whileTyping: true, run })));
  return null;
}

function noJson(detail: string): Problem {
  return new Problem({ status: 0, code: "input.not_json", title: "Nothing was run", detail });
}

function bodyOf({ input, until }: Start) {
  return { worklet_input: input, async: true, ...(until !== null && { until }) };
}

/** What ran until now is stopped for real, and no longer shown. */
function stopFormer(followed: RunFollower, notifyProblem: (error: unknown) => void): void {
  if (followed.id !== null && isOpen(followed.progress.status)) followed.stop().catch(notifyProblem);
  followed.forget();
}

function phaseOf(prelude: Prelude, { id, lost, progress, isStopping }: RunFollower): Phase {
  if (prelude.type !== "idle" || id === null) return prelude;
  if (!isOpen(progress.status)) return { type: "over" };
  if (lost !== null) return { type: "lost", problem: lost };
  return { type: isStopping ? "stopping" : "running" };
}
