import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Schedule } from "../../contract/schedule.ts";
import { type Problem, problemFrom } from "../api/problem.ts";
import { schedulesQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";
import { changedMembers, newScheduleForm, readSchedule, type ScheduleForm, scheduleForm } from "./schedule-form.ts";
import { addressOfSchedule, schedulesChanged } from "./use-schedule-actions.ts";
import { ownZone } from "./zones.ts";

/** The schedules of a worklet and what is typed about them, until it is saved. */

/** A schedule that is there, or (`schedule` null) one that is being made. */
export type EditedSchedule = {
  key: string;
  schedule: Schedule | null;
  form: ScheduleForm;
  isDirty: boolean;
  problem: Problem | null;
};

export type ScheduleEdits = {
  /** null until they have been read; in the order in which they were made. */
  items: EditedSchedule[] | null;
  error: unknown;
  retry(): void;
  isDirty: boolean;
  change(key: string, members: Partial<ScheduleForm>): void;
  /** Begins a new schedule and gives its key. */
  add(): string;
  /** Forgets what was typed; a new schedule goes away. */
  discard(key: string): void;
  /** Saves everything that was typed: the key of the first one that was refused, else null. */
  save(): Promise<string | null>;
};

type Edit = { form: ScheduleForm; base: ScheduleForm | null };

/** `startsNew`: a new schedule is there from the beginning. */
export function useScheduleEdits(application: string, worklet: string, startsNew = false): ScheduleEdits {
  const queries = useQueryClient();
  const query = useQuery(schedulesQuery(application, worklet));
  const [edits, setEdits] = useState<Record<string, Edit>>(() => (startsNew ? { [newKey()]: newEdit() } : {}));
  const [problems, setProblems] = useState<Record<string, Problem>>({});
  const items = query.data && itemsOf(query.data, edits, problems);

  const forget = (key: string) => {
    setEdits((before) => without(before, key));
    setProblems((before) => without(before, key));
  };
  const change = (key: string, members: Partial<ScheduleForm>) => {
    setProblems((before) => without(before, key));
    setEdits((before) => {
      const item = items?.find((each) => each.key === key);
      const edit = before[key] ?? (item && { form: item.form, base: item.form });
      return edit ? { ...before, [key]: { ...edit, form: { ...edit.form, ...members } } } : before;
    });
  };
  const add = () => {
    const key = newKey();
    setEdits((before) => ({ ...before, [key]: newEdit() }));
    return key;
  };
  const save = async (): Promise<string | null> => {
    let refused: string | null = null;
    for (const { key, schedule, form, isDirty } of items ?? []) {
      if (!isDirty) continue;
      const { members } = readSchedule(form);
      if (members === null) {
        refused ??= key;
        continue;
      }
      const place = { application, worklet, schedule: schedule?.id ?? "" };
      try {
        if (schedule) {
          const base = readSchedule(edits[key]?.base ?? scheduleForm(schedule)).members ?? members;
          await request<Schedule>("PATCH", addressOfSchedule(place), { body: changedMembers(base, members) });
        } else {
          const all = path`/applications/${application}/worklets/${worklet}/schedules`;
          await request<Schedule>("POST", all, { body: members });
        }
        // The list has it before the form lets go of it: nothing flickers.
        await schedulesChanged(queries, application, worklet);
        forget(key);
      } catch (error) {
        refused ??= key;
        setProblems((before) => ({ ...before, [key]: problemFrom(error) }));
      }
    }
    return refused;
  };
  return {
    ...{ items: items ?? null, error: query.error, retry: () => void query.refetch() },
    isDirty: items?.some((item) => item.isDirty) ?? false,
    ...{ change, add, discard: forget, save },
  };
}

/** No id of a schedule has a colon. */
const newKey = () => `new:${crypto.randomUUID()}`;
const newEdit = (): Edit => ({ form: newScheduleForm(ownZone), base: null });

function itemsOf(there: Schedule[], edits: Record<string, Edit>, problems: Record<string, Problem>): EditedSchedule[] {
  const known = [...there].sort((one, other) => one.created_at.localeCompare(other.created_at));
  // What was typed about a schedule that somebody deleted meanwhile is kept as a new one.
  const made = Object.entries(edits).filter(([key]) => !there.some(({ id }) => id === key));
  return [
    ...known.map((schedule) => {
      const edit = edits[schedule.id];
      const form = edit?.form ?? scheduleForm(schedule);
      const isDirty = edit !== undefined && JSON.stringify(edit.form) !== JSON.stringify(edit.base);
      return { key: schedule.id, schedule, form, isDirty, problem: problems[schedule.id] ?? null };
    }),
    ...made.map(([key, { form }]) => ({ key, schedule: null, form, isDirty: true, problem: problems[key] ?? null })),
  ];
}

function without<T>(record: Record<string, T>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([each]) => each !== key));
}

/** What the schedules of a worklet are shown and edited with. */
export type SectionProps = {
  application: string;
  worklet: string;
  edits: ScheduleEdits;
  isAsked: boolean;
  readOnly: boolean;
  draftSchema: Record<string, unknown> | null;
};
