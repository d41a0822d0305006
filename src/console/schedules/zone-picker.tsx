import { Combobox } from "@base-ui/react/combobox";
import { Check, ChevronDown } from "lucide-react";
import { useMemo } from "react";
import { type FieldControl, inputClass } from "../parts/field.tsx";
import { offsetText, ownZone, zoneChoices, zoneFits } from "./zones.ts";

/** A time zone out of all that there are: typed or chosen. */
export function ZonePicker({
  value,
  onChange,
  field,
  disabled = false,
}: {
  value: string;
  onChange(zone: string): void;
  field: FieldControl;
  disabled?: boolean;
}) {
  const zones = useMemo(() => zoneChoices(ownZone, value), [value]);
  const now = Date.now();
  return (
    <Combobox.Root
      items={zones}
      value={value}
      onValueChange={(zone) => zone !== null && onChange(zone)}
      filter={zoneFits}
      limit={60}
      autoHighlight
      disabled={disabled}
    >
      <div className="relative">
        <Combobox.Input {...field} autoComplete="off" spellCheck={false} className={`${inputClass} h-8 pr-8`} />
        <Combobox.Trigger
          aria-label="Show the time zones"
          className="absolute top-0 right-0 flex size-8 items-center justify-center text-muted"
        >
          <ChevronDown size={14} aria-hidden />
        </Combobox.Trigger>
      </div>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} collisionPadding={8} className="z-50">
          <Combobox.Popup className="w-(--anchor-width) min-w-64 rounded-lg border border-border bg-surface p-1 shadow-popup outline-none">
            <Combobox.Empty className="px-2 text-sm text-muted not-empty:py-1.5">
              No such time zone. Type a city, such as Berlin.
            </Combobox.Empty>
            <Combobox.List className="max-h-[min(18rem,var(--available-height))] overflow-y-auto">
              {(zone: string) => (
                <Combobox.Item
                  key={zone}
                  value={zone}
                  className="grid cursor-default grid-cols-[1rem_1fr_auto] items-center gap-x-1.5 rounded px-2 py-1 text-sm select-none data-highlighted:bg-surface-3"
                >
                  <Combobox.ItemIndicator className="col-start-1 text-accent">
                    <Check size={14} aria-hidden />
                  </Combobox.ItemIndicator>
                  <span className="col-start-2 min-w-0 truncate">
                    {zone}
                    {zone === ownZone && <span className="ml-1.5 text-xs text-muted">yours</span>}
                  </span>
                  <span className="col-start-3 text-xs text-muted tabular-nums">{offsetText(zone, now)}</span>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
