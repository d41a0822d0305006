import { useComponent } from "../page/use-component.ts";
import { complaintOfTick } from "../parts/complaints.ts";
import { FieldNotes, Mark } from "../parts/field.tsx";
import { errorsOf } from "../parts/property-errors.tsx";
import { useField } from "../parts/use-field.ts";
import type { Drawn } from "./drawn.ts";

/** A box with its words beside it. Two rows high it stands in line with the controls beside it. */
export function Checkbox({ component }: Drawn) {
  const shown = useComponent(component.id, "checkbox");
  const { value } = shown.values;
  const field = useField(component, shown, {
    complaint: complaintOfTick(shown.values),
    errors: errorsOf("checkbox", shown),
  });
  const place = component.place.h === 2 ? "pt-6 @max-[640px]/view:pt-0" : "";
  return (
    <div className={`flex h-full min-w-0 flex-col gap-1 ${place}`}>
      <div className="flex min-h-9 items-center gap-2.5 pointer-coarse:min-h-10">
        <input
          {...field.control}
          type="checkbox"
          checked={value}
          onChange={(event) => field.change(event.currentTarget.checked)}
          onBlur={field.leave}
          className="size-4 shrink-0 rounded accent-accent aria-[invalid=true]:outline aria-[invalid=true]:outline-danger disabled:cursor-not-allowed pointer-coarse:size-5"
        />
        {field.label !== "" && (
          <label
            htmlFor={field.id}
            className={`min-w-0 py-1 text-sm leading-snug break-words ${field.isDisabled ? "text-muted" : "cursor-pointer"}`}
          >
            {field.label}
            {field.isRequired && <Mark />}
          </label>
        )}
      </div>
      <FieldNotes field={field} />
    </div>
  );
}
