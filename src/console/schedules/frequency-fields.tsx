import { Field, TextInput } from "../parts/field.tsx";
import { Segments } from "../parts/segments.tsx";
import { Select } from "../parts/select.tsx";
import { cronOf, type ScheduleForm, type Unit, type Weekday, type Wrongs, weekdays } from "./schedule-form.ts";

/** How often and when: in the simple form, or as a cron line. */

type Props = {
  form: ScheduleForm;
  change(members: Partial<ScheduleForm>): void;
  wrongs: Wrongs;
  readOnly: boolean;
};

export function FrequencyFields(props: Props) {
  const { form, change, readOnly } = props;
  const setKind = (kind: ScheduleForm["kind"]) => {
    const cron = form.cron.trim() === "" && kind === "cron" ? (cronOf(form) ?? "") : form.cron;
    change({ kind, cron });
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <span className="text-sm font-medium">Frequency</span>
        <Segments
          label="How the frequency is written"
          value={form.kind}
          words={{ simple: "Simple", cron: "Advanced" }}
          onChange={setKind}
          disabled={readOnly}
        />
      </div>
      {form.kind === "simple" ? <SimpleFields {...props} /> : <CronField {...props} />}
    </div>
  );
}

const unitWords: Record<Unit, readonly [string, string]> = {
  minute: ["minute", "minutes"],
  hour: ["hour", "hours"],
  day: ["day", "days"],
  week: ["week", "weeks"],
  month: ["month", "months"],
};

function SimpleFields({ form, change, wrongs, readOnly }: Props) {
  const { unit } = form;
  const isMany = form.count.trim() !== "1";
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
      <Field label="Every" error={wrongs["/every/count"]} className="w-20">
        {(field) => (
          <TextInput
            {...field}
            inputMode="numeric"
            value={form.count}
            disabled={readOnly}
            onChange={(event) => change({ count: event.target.value })}
          />
        )}
      </Field>
      <Field label="Unit" className="w-28">
        {(field) => (
          <Select
            field={field}
            value={unit}
            choices={(Object.keys(unitWords) as Unit[]).map((value) => ({
              value,
              label: unitWords[value][isMany ? 1 : 0],
            }))}
            onChange={(value) => change({ unit: value })}
            disabled={readOnly}
          />
        )}
      </Field>
      {unit === "month" && (
        <Field label="On day" error={wrongs["/every/day"]} hint="31 is the last day." className="w-28">
          {(field) => (
            <TextInput
              {...field}
              inputMode="numeric"
              value={form.day}
              disabled={readOnly}
              onChange={(event) => change({ day: event.target.value })}
            />
          )}
        </Field>
      )}
      {unit !== "minute" && unit !== "hour" && (
        <Field label="At" error={wrongs["/every/at"]} className="w-36">
          {(field) => (
            <TextInput
              {...field}
              type="time"
              value={form.at}
              disabled={readOnly}
              onChange={(event) => change({ at: event.target.value.slice(0, 5) })}
            />
          )}
        </Field>
      )}
      {unit === "week" && (
        <WeekdayChoice
          days={form.days}
          onChange={(days) => change({ days })}
          error={wrongs["/every/days"]}
          disabled={readOnly}
        />
      )}
    </div>
  );
}

const dayWords: Record<Weekday, readonly [string, string]> = {
  mon: ["Mon", "Monday"],
  tue: ["Tue", "Tuesday"],
  wed: ["Wed", "Wednesday"],
  thu: ["Thu", "Thursday"],
  fri: ["Fri", "Friday"],
  sat: ["Sat", "Saturday"],
  sun: ["Sun", "Sunday"],
};

function WeekdayChoice({
  days,
  onChange,
  error,
  disabled,
}: {
  days: Weekday[];
  onChange(days: Weekday[]): void;
  error: string | undefined;
  disabled: boolean;
}) {
  const toggle = (day: Weekday) => onChange(days.includes(day) ? days.filter((each) => each !== day) : [...days, day]);
  return (
    <fieldset disabled={disabled} className="min-w-0">
      <legend className="mb-1 text-sm font-medium">On</legend>
      <div className="flex flex-wrap gap-1">
        {weekdays.map((day) => (
          <label
            key={day}
            className="flex h-8 cursor-pointer items-center rounded-md border border-border px-2 text-xs font-medium text-muted hover:border-border-strong has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent-strong has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="checkbox"
              className="sr-only"
              aria-label={dayWords[day][1]}
              checked={days.includes(day)}
              onChange={() => toggle(day)}
            />
            {dayWords[day][0]}
          </label>
        ))}
      </div>
      {error && (
        <p role="alert" className="mt-1 text-xs text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}

function CronField({ form, change, wrongs, readOnly }: Props) {
  return (
    <Field
      label="Cron line"
      error={wrongs["/cron"]}
      hint="Minute, hour, day of the month, month, day of the week: 0 6 * * 1-5 is 06:00 from Monday to Friday."
    >
      {(field) => (
        <TextInput
          {...field}
          placeholder="0 6 * * 1-5"
          value={form.cron}
          disabled={readOnly}
          onChange={(event) => change({ cron: event.target.value })}
          className="font-mono"
        />
      )}
    </Field>
  );
}
