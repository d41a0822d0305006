import { useState } from "react";
import type { Schedule } from "../../contract/schedule.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Field, TextInput } from "../parts/field.tsx";
import { instantFrom, localFrom } from "../schema-form/coercion.ts";
import { type Place, useScheduleActions } from "./use-schedule-actions.ts";

/** Pauses a schedule until an instant; it goes on by itself. */
export function PauseDialog({ place, schedule, close }: { place: Place; schedule: Schedule; close(): void }) {
  const [local, setLocal] = useState(() => localOf(schedule.paused_until ?? inHours(24)));
  const [isSaving, setSaving] = useState(false);
  const { change } = useScheduleActions();
  const until = instantFrom(local);
  const isPast = until !== "" && Date.parse(until) <= Date.now();
  const error = until === "" ? "Complete the date and time." : isPast ? "Choose a time that is to come." : undefined;
  const pause = async () => {
    if (error) return;
    setSaving(true);
    const isDone = await change(place, { paused_until: until });
    setSaving(false);
    if (isDone) close();
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && close()}
      title="Pause the schedule"
      description={schedule.sentence}
      width="small"
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button weight="primary" busy={isSaving} disabled={error !== undefined} onClick={() => void pause()}>
            Pause
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap gap-1.5">
          {presets.map(([label, hours]) => (
            <Button key={label} size="small" onClick={() => setLocal(localOf(inHours(hours)))}>
              {label}
            </Button>
          ))}
        </div>
        <Field label="Until" error={error} hint="In your time. Ticks before it are skipped, and the ledger says so.">
          {(field) => (
            <TextInput
              {...field}
              type="datetime-local"
              value={local}
              onChange={(event) => setLocal(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}

const presets: readonly (readonly [string, number])[] = [
  ["1 hour", 1],
  ["8 hours", 8],
  ["1 day", 24],
  ["1 week", 168],
];

function inHours(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString();
}

function localOf(instant: string): string {
  return localFrom(instant)?.slice(0, 16) ?? "";
}
