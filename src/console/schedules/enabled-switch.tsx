import { Switch } from "@base-ui/react/switch";
import type { Schedule } from "../../contract/schedule.ts";
import { Tooltip } from "../parts/tooltip.tsx";
import { type Place, useScheduleActions } from "./use-schedule-actions.ts";

/** Switches one of several schedules on and off; it holds at once. */
export function EnabledSwitch({
  place,
  schedule,
  readOnly,
}: {
  place: Place;
  schedule: Pick<Schedule, "enabled" | "sentence">;
  readOnly: boolean;
}) {
  const { change } = useScheduleActions();
  return (
    <Tooltip text={schedule.enabled ? "On" : "Off: kept, and does not run"}>
      <Switch.Root
        aria-label={`Enabled: ${schedule.sentence}`}
        checked={schedule.enabled}
        onCheckedChange={(enabled) => void change(place, { enabled })}
        disabled={readOnly}
        className="relative inline-flex h-4.5 w-8 shrink-0 rounded-full bg-border-strong transition-colors data-checked:bg-accent data-disabled:opacity-50"
      >
        <Switch.Thumb className="absolute top-0.5 left-0.5 size-3.5 rounded-full bg-white transition-transform data-checked:translate-x-3.5" />
      </Switch.Root>
    </Tooltip>
  );
}
