import { useMemo } from "react";
import { heightOf } from "../page/layout.ts";
import { useComponent } from "../page/use-component.ts";
import { complaintOfChoice } from "../parts/complaints.ts";
import { Field } from "../parts/field.tsx";
import { errorsOf } from "../parts/property-errors.tsx";
import { useField } from "../parts/use-field.ts";
import type { Drawn } from "./drawn.ts";
import { chipPixels } from "./select/chips.tsx";
import { ListSelect } from "./select/list-select.tsx";
import { NativeSelect } from "./select/native-select.tsx";
import { chosenOf, optionsOf } from "./select/options.ts";

/** A browser's own select is best for a few options; nobody scrolls through more. */
const nativeAtMost = 50;

export function SelectInput({ component }: Drawn) {
  const shown = useComponent(component.id, "select");
  const { value, multiple, placeholder } = shown.values;
  const list = shown.values.options;
  const options = useMemo(() => optionsOf(list), [list]);
  const chosen = useMemo(() => chosenOf(options, value, multiple), [options, value, multiple]);
  const field = useField(component, shown, {
    complaint: complaintOfChoice(shown.values),
    errors: errorsOf("select", shown),
  });
  const isLoading = shown.loading("options");
  const parts = { field, options, chosen, placeholder, isLoading };
  const isNative = !multiple && options.length <= nativeAtMost;
  return (
    <Field field={field}>
      {isNative ? (
        <NativeSelect {...parts} />
      ) : (
        <ListSelect {...parts} isMultiple={multiple} lines={multiple ? linesIn(component.place.h) : 1} />
      )}
    </Field>
  );
}

/** How many lines of what is chosen there is room for, under a label. */
function linesIn(rows: number): number {
  return rows > 2 ? Math.floor((heightOf(rows) - 40) / chipPixels) : 1;
}
