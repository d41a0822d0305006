import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { SchedulePreview } from "../../contract/schedule.ts";
import { path, request } from "../api/request.ts";
import { useSettled } from "../settings/use-settled.ts";
import type { Timing } from "./schedule-form.ts";

/** What a schedule would do, while it is typed: the sentence and the next ticks, as the server works them out. */

/** `countedFrom`: when the schedule was made that is changed; the counts of its simple form begin there. */
export function useSchedulePreview(application: string, timing: Timing | null, countedFrom: string | null) {
  const counted = timing?.every && countedFrom !== null ? { counted_from: countedFrom } : {};
  const body = useSettled(timing && { ...timing, ...counted }, 150);
  return useQuery({
    queryKey: ["applications", application, "schedule-preview", body],
    queryFn: ({ signal }) =>
      request<SchedulePreview>("POST", path`/applications/${application}/schedules/preview`, { body, signal }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    staleTime: 20_000,
    refetchInterval: 30_000,
    retry: false,
  });
}
