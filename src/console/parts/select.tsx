import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { type FieldControl, inputClass } from "./field.tsx";

/** One of several: a list that opens. */

export type Choice<T extends string> = { value: T; label: ReactNode; hint?: ReactNode; disabled?: boolean };

export function Select<T extends string>({
  value,
  choices,
  onChange,
  label,
  field,
  placeholder = "Choose…",
  disabled = false,
  className = "",
}: {
  value: T | null;
  choices: readonly Choice<T>[];
  onChange(value: T): void;
  /** Its name, where no `Field` gives one. */
  label?: string;
  field?: FieldControl;
  placeholder?: string;
  disabled?: boolean;
  className?: string;
}) {
  return (
    <Base.Root
      items={choices.map(({ value: each, label: text }) => ({ value: each, label: text }))}
      value={value}
      onValueChange={(chosen) => chosen !== null && onChange(chosen as T)}
      disabled={disabled}
      modal={false}
    >
      <Base.Trigger
        {...field}
        {...(label !== undefined && { "aria-label": label })}
        className={`${inputClass} inline-flex h-8 items-center justify-between gap-2 text-left ${className}`}
      >
        <span className="min-w-0 truncate">
          <Base.Value placeholder={placeholder} />
        </span>
        <Base.Icon className="shrink-0 text-muted">
          <ChevronDown size={14} aria-hidden />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} collisionPadding={8} alignItemWithTrigger={false} className="z-50">
          <Base.Popup className="max-h-(--available-height) max-w-(--available-width) min-w-(--anchor-width) overflow-y-auto rounded-lg border border-border bg-surface p-1 shadow-popup outline-none">
            {choices.map((choice) => (
              <Base.Item
                key={choice.value}
                value={choice.value}
                disabled={choice.disabled ?? false}
                className="grid cursor-default grid-cols-[1rem_1fr] items-center gap-x-1.5 rounded px-2 py-1 text-sm select-none data-disabled:opacity-50 data-highlighted:bg-surface-3"
              >
                <Base.ItemIndicator className="col-start-1 row-start-1 text-accent">
                  <Check size={14} aria-hidden />
                </Base.ItemIndicator>
                <Base.ItemText className="col-start-2 row-start-1">{choice.label}</Base.ItemText>
                {choice.hint && <span className="col-start-2 text-xs text-muted">{choice.hint}</span>}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
