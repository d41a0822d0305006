import { useState } from "react";
import { useComponent } from "../page/use-component.ts";
import { complaintOfDay } from "../parts/complaints.ts";
import { ClearButton, controlClass, Field } from "../parts/field.tsx";
import { errorsOf } from "../parts/property-errors.tsx";
import { useField } from "../parts/use-field.ts";
import { useWritten } from "../parts/use-written.ts";
import type { Drawn } from "./drawn.ts";

export function DateInput({ component }: Drawn) {
  const shown = useComponent(component.id, "date");
  const { value, min, max } = shown.values;
  const [isHalf, setHalf] = useState(false);
  const field = useField(component, shown, {
    complaint: isHalf ? "This is not a whole day." : complaintOfDay(shown.values),
    errors: errorsOf("date", shown),
  });
  const { element, isComposing: isTyping } = useWritten<HTMLInputElement>(value);

  const take = (input: HTMLInputElement) => {
    setHalf(input.validity.badInput);
    if (input.value !== value) field.change(input.value);
  };
  const clear = () => {
    const { current } = element;
    if (current === null) return;
    isTyping.current = false;
    // Also what is typed by half, which is no value.
    current.value = "";
    take(current);
    current.focus();
  };
  return (
    <Field field={field}>
      <input
        {...field.control}
        ref={element}
        type="date"
        min={min === "" ? undefined : min}
        max={max === "" ? "9999-12-31" : max}
        onInput={({ currentTarget }) => {
          isTyping.current = isYearUnderWay(currentTarget.value);
          if (!isTyping.current) take(currentTarget);
        }}
        onBlur={({ currentTarget }) => {
          isTyping.current = false;
          take(currentTarget);
          field.leave();
        }}
        className={`${controlClass} tabular-nums`}
      />
      {!field.isDisabled && (value !== "" || isHalf) && (
        <span className="absolute inset-y-0 right-9 flex items-center">
          <ClearButton what={`Clear ${field.label === "" ? "the day" : field.label}`} onClear={clear} />
        </span>
      )}
    </Field>
  );
}

/** While a year is typed the browser gives 0002, 0020, 0202: days that nobody means until the field is left. */
function isYearUnderWay(day: string): boolean {
  return day.startsWith("0");
}
