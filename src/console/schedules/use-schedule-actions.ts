import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import type { Schedule, SchedulePatch } from "../../contract/schedule.ts";
import { schedulesQuery, workletQuery, workletsQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";
import { useNotify } from "../parts/toast.tsx";

/** What is done with a schedule at once: it holds without publishing anything. */

/** Where a schedule is. */
export type Place = { application: string; worklet: string; schedule: string };

export const allSchedulesKey = (application: string) => ["applications", application, "schedules"] as const;

export const ticksKey = ({ application, worklet, schedule }: Place) =>
  [...schedulesQuery(application, worklet).queryKey, schedule, "ticks"] as const;

export function addressOfSchedule({ application, worklet, schedule }: Place): string {
  return path`/applications/${application}/worklets/${worklet}/schedules/${schedule}`;
}

export function useScheduleActions() {
  const queries = useQueryClient();
  const { notify, notifyProblem } = useNotify();
  const [, navigate] = useLocation();

  /** Shows the change before the server has it, and takes it back when it is refused. */
  const change = async (place: Place, patch: SchedulePatch): Promise<boolean> => {
    showMembers(queries, place, patch);
    try {
      await request<Schedule>("PATCH", addressOfSchedule(place), { body: patch });
      return true;
    } catch (error) {
      notifyProblem(error);
      return false;
    } finally {
      await schedulesChanged(queries, place.application, place.worklet);
    }
  };
  const runNow = async (place: Place): Promise<void> => {
    try {
      const receipt = await request<{ worklet_run_id: string }>("POST", `${addressOfSchedule(place)}/run`, {
        body: {},
      });
      const run = `/applications/${place.application}/worklets/${place.worklet}/runs/${receipt.worklet_run_id}`;
      notify({
        title: "The schedule runs now",
        detail: "With its input and environment; its ticks stay as they are.",
        action: { label: "Show the run", run: () => navigate(run) },
      });
    } catch (error) {
      notifyProblem(error);
    }
  };
  const remove = async (place: Place): Promise<void> => {
    await request("DELETE", addressOfSchedule(place));
    await schedulesChanged(queries, place.application, place.worklet);
    notify({ title: "Deleted the schedule", detail: "Runs that it started go on." });
  };
  return { change, runNow, remove };
}

/** Everything that shows schedules is read anew: the lists, and the clock beside the worklet. */
export async function schedulesChanged(queries: QueryClient, application: string, worklet: string): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: schedulesQuery(application, worklet).queryKey }),
    queries.invalidateQueries({ queryKey: allSchedulesKey(application) }),
    queries.invalidateQueries({ queryKey: workletQuery(application, worklet).queryKey, exact: true }),
    queries.invalidateQueries({ queryKey: workletsQuery(application).queryKey, exact: true }),
  ]);
}

type Listed = Schedule & { worklet?: string };
type Shown = Schedule[] | { pages: { items: Listed[] }[] } | undefined;

function showMembers(queries: QueryClient, { application, worklet, schedule }: Place, patch: SchedulePatch): void {
  const changed = <T extends Listed>(item: T): T =>
    item.id === schedule && (item.worklet ?? worklet) === worklet ? { ...item, ...patch } : item;
  queries.setQueryData(schedulesQuery(application, worklet).queryKey, (before) => before?.map(changed));
  queries.setQueriesData<Shown>({ queryKey: allSchedulesKey(application) }, (before) => {
    if (before === undefined || Array.isArray(before)) return before;
    return { ...before, pages: before.pages.map((page) => ({ ...page, items: page.items.map(changed) })) };
  });
}
