import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useLocation } from "wouter";
import type { Rerun } from "../../contract/run.ts";
import { path, request } from "../api/request.ts";
import { useNotify } from "../parts/toast.tsx";

/** What can be done with a run, from the list and from its page. */

export type RunAt = { application: string; worklet: string; run: string };

export function runHref({ application, worklet, run }: RunAt): string {
  return path`/applications/${application}/worklets/${worklet}/runs/${run}`;
}

export function runApi({ application, worklet, run }: RunAt): string {
  return path`/applications/${application}/worklets/${worklet}/${run}`;
}

/** Whether the run has an object, so that it can be stopped and its values are whole; else it lives in its request. */
export function isInBackground(run: string): boolean {
  return run.startsWith("run_a");
}

/** Begins a run that repeats another one; gives the id of the new one. */
export async function rerun(at: RunAt, wish: Partial<Rerun>): Promise<string> {
  const made = await request<{ worklet_run_id: string }>("POST", `${runApi(at)}/rerun`, { body: wish });
  return made.worklet_run_id;
}

/** Both say what came of it. */
export function useRunActions(application: string): {
  cancel(at: RunAt): Promise<void>;
  repeat(at: RunAt): Promise<void>;
} {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const { notify, notifyProblem } = useNotify();
  const cancel = useCallback(
    async (at: RunAt) => {
      try {
        await request("POST", `${runApi(at)}/cancel`);
        await queries.invalidateQueries({
          queryKey: ["applications", application, "worklets", at.worklet, "runs", at.run],
        });
        notify({ title: "Canceled the run", detail: at.run });
      } catch (error) {
        notifyProblem(error);
      }
    },
    [application, queries, notify, notifyProblem],
  );
  const repeat = useCallback(
    async (at: RunAt) => {
      try {
        const run = await rerun(at, {});
        const open = { label: "Open the new run", run: () => navigate(runHref({ ...at, run })) };
        notify({ title: `Running ${at.worklet} again`, detail: run, action: open });
      } catch (error) {
        notifyProblem(error);
      }
    },
    [navigate, notify, notifyProblem],
  );
  return { cancel, repeat };
}
