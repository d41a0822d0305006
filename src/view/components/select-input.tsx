import { useMemo } from "react";
import { useStanding } from "../page/calls-behind.ts";
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
  const own = shown.error("options");
  const { error, retry } = useStanding(component, "options", { error: own, loading: isLoading });
  const parts = { field, options, chosen, placeholder, isLoading };
  const isNative = !multiple && options.length <= nativeAtMost;
  return (
    <Field field={field}>
      {isNative ? (
        <NativeSelect {...parts} />
      ) : (
        <ListSelect {...parts} isMultiple={multiple} lines={multiple ? linesIn(component.place.h) : 1} />
      )}
      {error !== null && error !== own && <NoOptions why={error} retry={retry} />}
    </Field>
  );
}

/** The call that the options come from failed: those of before are still there, if there were any. */
function NoOptions({ why, retry }: { why: string; retry: (() => void) | null }) {
  return (
    <p role="alert" className="mt-1 flex flex-wrap items-center gap-x-2 text-xs text-danger">
      <span className="min-w-0 wrap-anywhere">{why.slice(0, mostCharacters)}</span>
      {retry && (
        <button type="button" onClick={retry} className="rounded font-medium underline underline-offset-2">
          Try again
        </button>
      )}
    </p>
  );
}

const mostCharacters = 300;

/** How many lines of what is chosen there is room for, under a label. */
function linesIn(rows: number): number {
  return rows > 2 ? Math.floor((heightOf(rows) - 40) / chipPixels) : 1;
}
