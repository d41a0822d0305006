import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import type { Environment } from "../../contract/run.ts";
import { problemFrom } from "../api/problem.ts";
import { versionQuery, workletQuery } from "../api/queries.ts";
import { Field, TextInput } from "../parts/field.tsx";
import { Select } from "../parts/select.tsx";
import { ProblemNote } from "../parts/states.tsx";
import { InputEditor } from "../schema-form/input-editor.tsx";
import { useSettledWrongs } from "../settings/use-settled.ts";
import { FrequencyFields } from "./frequency-fields.tsx";
import { readSchedule, readTiming, type ScheduleForm } from "./schedule-form.ts";
import { PreviewBox } from "./schedule-preview.tsx";
import type { EditedSchedule } from "./use-schedule-edits.ts";
import { useSchedulePreview } from "./use-schedule-preview.ts";
import { ZonePicker } from "./zone-picker.tsx";

type Props = {
  application: string;
  worklet: string;
  item: EditedSchedule;
  change(members: Partial<ScheduleForm>): void;
  /** Saving was asked for: everything that is wrong is said. */
  isAsked: boolean;
  readOnly: boolean;
  /** The schema of the draft's input, for schedules that run the draft. */
  draftSchema: Record<string, unknown> | null;
};

/** Everything that is set of one schedule, with what it does underneath as it is typed. */
export function ScheduleFields({ application, worklet, item, change, isAsked, readOnly, draftSchema }: Props) {
  const { form, schedule, problem } = item;
  const { timing } = readTiming(form);
  const preview = useSchedulePreview(application, timing, schedule?.created_at ?? null);
  const refusals = preview.error ? problemFrom(preview.error).errors : [];
  const local = useSettledWrongs(readSchedule(form).wrongs, isAsked);
  const wrongs = {
    ...(timing && Object.fromEntries(refusals.map(({ path, message }) => [path, message]))),
    ...Object.fromEntries((problem?.errors ?? []).map(({ path, message }) => [path, message])),
    ...local,
  };
  const isUnsaid = problem !== null && !problem.errors.some(({ path }) => path in wrongs);
  const schema = useInputSchema(application, worklet, form.environment, draftSchema);
  return (
    <div className="flex flex-col gap-4">
      {isUnsaid && <ProblemNote problem={problem} />}
      <FrequencyFields form={form} change={change} wrongs={wrongs} readOnly={readOnly} />
      <Field label="Time zone" error={wrongs["/time_zone"]}>
        {(field) => (
          <ZonePicker
            field={field}
            value={form.timeZone}
            onChange={(timeZone) => change({ timeZone })}
            disabled={readOnly}
          />
        )}
      </Field>
      <PreviewBox
        preview={preview.data}
        timeZone={form.timeZone}
        isOld={preview.isPlaceholderData}
        problem={unsaid(timing === null, preview.error)}
      />
      <InputEditor
        schema={schema}
        text={form.input}
        onChange={(input) => change({ input })}
        label="Input of each run"
        problem={problem}
        storageKey={`${application}/${worklet}`}
        readOnly={readOnly}
        minLines={3}
      />
      <More form={form} change={change} wrongs={wrongs} readOnly={readOnly} />
    </div>
  );
}

function unsaid(isIncomplete: boolean, error: unknown): string | null {
  if (isIncomplete) return "When it runs is shown here as soon as the fields above are complete.";
  if (!error) return null;
  const problem = problemFrom(error);
  return problem.errors.length > 0 ? "Correct what is marked to see when it runs." : problem.message;
}

/** Each run is given its input by the schema of what it runs: the live version, or the draft. */
function useInputSchema(
  application: string,
  worklet: string,
  environment: Environment,
  draftSchema: Record<string, unknown> | null,
): Record<string, unknown> | null {
  const { data: live } = useQuery(workletQuery(application, worklet));
  const number = live?.live_version ?? 0;
  const { data: version } = useQuery({ ...versionQuery(application, worklet, number), enabled: number > 0 });
  return environment === "draft" ? draftSchema : (version?.input_schema ?? null);
}

function More({
  form,
  change,
  wrongs,
  readOnly,
}: Pick<Props, "change" | "readOnly"> & { form: ScheduleForm; wrongs: Record<string, string> }) {
  const isUsual =
    form.environment === "production" &&
    form.overlap === "skip" &&
    form.catchUp === "latest" &&
    form.pausedUntil === "";
  const [isOpen, setOpen] = useState(!isUsual);
  const id = useId();
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        className="inline-flex items-center gap-1 rounded text-sm font-medium text-muted hover:text-text"
      >
        <ChevronRight size={14} aria-hidden className={isOpen ? "rotate-90" : ""} />
        Environment, overlaps, missed ticks, pause
      </button>
      <div id={id} hidden={!isOpen} className="mt-2 grid gap-x-4 gap-y-3 sm:grid-cols-2">
        <Field label="Environment">
          {(field) => (
            <Select
              field={field}
              value={form.environment}
              choices={[
                { value: "production", label: "Production: the live version" },
                { value: "draft", label: "Draft: as it is edited" },
              ]}
              onChange={(environment) => change({ environment })}
              disabled={readOnly}
            />
          )}
        </Field>
        <Field label="When the last run is not over">
          {(field) => (
            <Select
              field={field}
              value={form.overlap}
              choices={[
                { value: "skip", label: "Skip the tick" },
                { value: "allow", label: "Run beside it" },
              ]}
              onChange={(overlap) => change({ overlap })}
              disabled={readOnly}
            />
          )}
        </Field>
        <Field label="Ticks missed while the platform was down">
          {(field) => (
            <Select
              field={field}
              value={form.catchUp}
              choices={[
                { value: "latest", label: "Run once for all of them" },
                { value: "none", label: "Do not make up for them" },
              ]}
              onChange={(catchUp) => change({ catchUp })}
              disabled={readOnly}
            />
          )}
        </Field>
        <Field
          label="Paused until"
          optional
          error={wrongs["/paused_until"]}
          hint="In your time. Ticks before it are skipped."
        >
          {(field) => (
            <TextInput
              {...field}
              type="datetime-local"
              value={form.pausedUntil}
              disabled={readOnly}
              onChange={(event) => change({ pausedUntil: event.target.value })}
            />
          )}
        </Field>
      </div>
    </div>
  );
}
