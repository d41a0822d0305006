import { useState } from "react";
import { useNotify } from "../parts/toast.tsx";
import type { ScheduleEdits } from "../schedules/use-schedule-edits.ts";
import type { DefinitionEdit } from "./use-definition.ts";
import type { NameEdit } from "./use-name.ts";

/** Saving everything that was edited in the dialog; what is refused stays as it was typed. */

export type Section = "general" | "schedule" | "runs" | "schemas";

export const sections: Record<Section, { title: string; holds: string }> = {
  general: { title: "General", holds: "The name holds as soon as it is saved." },
  schedule: {
    title: "Schedule",
    holds: "Schedules hold as soon as they are saved, without publishing.",
  },
  runs: { title: "Runs", holds: "Saved into the draft: it holds for production after Publish." },
  schemas: {
    title: "Input and output",
    holds: "Saved into the draft: it holds for production after Publish.",
  },
};

export function useSaving({
  name,
  definition,
  schedules,
  show,
}: {
  name: NameEdit;
  definition: DefinitionEdit;
  schedules: ScheduleEdits;
  show(section: Section): void;
}) {
  const { notify } = useNotify();
  const [isSaving, setSaving] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const dirty: Record<Section, boolean> = {
    general: name.isDirty,
    schedule: schedules.isDirty,
    ...definition.changed,
  };
  const save = async (over = false): Promise<void> => {
    if (isSaving) return;
    setSaving(true);
    setAsked(true);
    const isNamed = await name.save();
    const refusedSection = await definition.save(over);
    const refusedSchedule = await schedules.save();
    setSaving(false);
    if (!isNamed) show("general");
    else if (refusedSection !== null) show(refusedSection);
    else if (refusedSchedule !== null) show("schedule");
    else {
      setAsked(false);
      notify(
        definition.isDirty
          ? { title: "Saved into the draft", detail: "Production runs with it after Publish." }
          : { title: dirty.schedule ? "Saved: the schedule holds now" : "Saved" },
      );
    }
  };
  return { save, isSaving, isAsked, dirty };
}
