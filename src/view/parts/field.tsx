import type { ReactNode } from "react";
import { CrossIcon } from "./icons.tsx";
import { PropertyErrors } from "./property-errors.tsx";
import type { FieldState } from "./use-field.ts";

/** A label, the control under it, and what is wrong with it. */

/** What every control that is typed into or opened looks like. */
export const controlClass =
  "min-h-9 w-full min-w-0 rounded-md border border-border-strong/45 bg-surface px-2.5 text-sm outline-offset-0 transition-colors hover:border-border-strong focus-visible:border-accent aria-[invalid=true]:border-danger aria-[invalid=true]:outline-danger disabled:cursor-not-allowed disabled:border-border disabled:bg-surface-2 disabled:text-muted pointer-coarse:min-h-10 pointer-coarse:text-lg";

export function Field({
  field,
  aside,
  fills = false,
  children,
}: {
  field: FieldState;
  /** Something small at the end of the line of the label: how many characters are left. */
  aside?: ReactNode;
  /** Whether the control takes all the height that there is. */
  fills?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="flex h-full min-w-0 flex-col gap-1">
      <FieldLabel field={field} aside={aside} />
      <div className={`relative flex min-w-0 flex-col ${fills ? "grow" : ""}`}>{children}</div>
      <FieldNotes field={field} />
    </div>
  );
}

function FieldLabel({ field, aside }: { field: FieldState; aside?: ReactNode }) {
  const { id, label, isRequired, isCompact, isDisabled } = field;
  if (isCompact) {
    if (label === "") return null;
    return (
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
    );
  }
  return (
    <div className="flex min-h-5 items-end justify-between gap-3">
      {label === "" ? (
        <span />
      ) : (
        <label
          htmlFor={id}
          title={label.length > 60 ? label : undefined}
          className={`line-clamp-3 min-w-0 text-sm font-medium break-words ${isDisabled ? "text-muted" : ""}`}
        >
          {label}
          {isRequired && <Mark />}
        </label>
      )}
      {aside}
    </div>
  );
}

/** The control says it to a screen reader. */
export function Mark() {
  return (
    <span aria-hidden className="ml-0.5 font-normal text-danger">
      *
    </span>
  );
}

/** What is wrong with the value, and which expressions gave nothing. It is said by itself when it comes. */
export function FieldNotes({ field: { id, complaint, errors } }: { field: FieldState }) {
  return (
    <>
      <p id={`${id}-complaint`} aria-live="polite" className="text-xs break-words text-danger empty:-mt-1">
        {complaint}
      </p>
      <PropertyErrors errors={errors} id={`${id}-errors`} />
    </>
  );
}

/** The button that takes a value away; no stop of the Tab key where the keyboard has its own way in the control. */
export function ClearButton({
  what,
  isTabStop = false,
  onClear,
}: {
  what: string;
  isTabStop?: boolean;
  onClear: () => void;
}) {
  return (
    <button
      type="button"
      tabIndex={isTabStop ? undefined : -1}
      aria-label={what}
      title={what}
      onClick={onClear}
      className="inline-flex size-6 shrink-0 items-center justify-center rounded text-muted hover:bg-surface-3 hover:text-text"
    >
      <CrossIcon className="size-3.5" />
    </button>
  );
}
