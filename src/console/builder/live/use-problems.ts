import { useMemo } from "react";
import { useBuilder } from "../builder-context.ts";
import { useFailing } from "../troubles.tsx";
import { useUnfinishedTold } from "../unfinished/unfinished-context.tsx";
import { useLive } from "./live-context.ts";
import { problemsOf, type TroubleLine } from "./problems.ts";

/** What is wrong with the view just now. */
export function useProblems(): readonly TroubleLine[] {
  const { draft, wrongs } = useBuilder();
  const unfinished = useUnfinishedTold();
  const failing = useFailing();
  const { problem } = useLive();
  return useMemo(() => {
    const lines = problemsOf(draft, wrongs, unfinished, failing);
    if (problem === null || lines.some(({ sentence }) => sentence === problem)) return lines;
    return [{ where: "view", sentence: problem, goal: "", of: "draft" as const }, ...lines];
  }, [draft, wrongs, unfinished, failing, problem]);
}
