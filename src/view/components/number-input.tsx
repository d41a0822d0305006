import { type KeyboardEvent, useState } from "react";
import { useComponent, type Values } from "../page/use-component.ts";
import { complaintOfNumber } from "../parts/complaints.ts";
import { controlClass, Field } from "../parts/field.tsx";
import { MinusIcon, PlusIcon } from "../parts/icons.tsx";
import { errorsOf } from "../parts/property-errors.tsx";
import { useField } from "../parts/use-field.ts";
import { useWritten } from "../parts/use-written.ts";
import type { Drawn } from "./drawn.ts";
import { decimalMark, numberIn, shownNumber, stepped, textOfNumber } from "./number/numerals.ts";

/** How many steps a key goes. */
const keys: Record<string, number> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

const mark = decimalMark();

export function NumberInput({ component }: Drawn) {
  const shown = useComponent(component.id, "number");
  const { value, min, max, placeholder } = shown.values;
  const [typed, setTyped] = useState("");
  const text = shownNumber(typed, value, mark);
  const isNoNumber = text.trim() !== "" && numberIn(text, mark) === null;
  const field = useField(component, shown, {
    complaint: isNoNumber ? "This is not a number." : complaintOfNumber(shown.values),
    errors: errorsOf("number", shown),
  });
  const { element } = useWritten<HTMLInputElement>(text);

  const change = (next: number | null) => {
    if (!Object.is(next, value)) field.change(next);
  };
  const step = (count: number) => {
    const next = stepped(value, count, shown.values);
    setTyped(textOfNumber(next, mark));
    change(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const count = keys[event.key];
    if (count === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    step(count);
  };
  return (
    <Field field={field}>
      <input
        {...field.control}
        ref={element}
        type="text"
        inputMode={min !== null && min >= 0 ? "decimal" : "text"}
        autoComplete="off"
        role="spinbutton"
        aria-valuenow={value ?? undefined}
        aria-valuetext={value === null ? "Empty" : textOfNumber(value, mark)}
        aria-valuemin={min ?? undefined}
        aria-valuemax={max ?? undefined}
        placeholder={placeholder}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          change(numberIn(event.currentTarget.value, mark));
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          // Now it is written as it was understood.
          if (!isNoNumber) setTyped(textOfNumber(value, mark));
          field.leave();
        }}
        className={`${controlClass} pr-17 tabular-nums`}
      />
      {!field.isDisabled && <Steps name={field.label} values={shown.values} step={step} />}
    </Field>
  );
}

function Steps({ name, values, step }: { name: string; values: Values<"number">; step: (count: number) => void }) {
  const { value, min, max } = values;
  const isAtMin = value !== null && min !== null && value <= min;
  const isAtMax = value !== null && max !== null && value >= max;
  const of = name === "" ? "" : ` ${name}`;
  // The keyboard has its arrows in the field itself.
  const look =
    "inline-flex w-7.5 items-center justify-center text-muted not-disabled:hover:bg-surface-2 not-disabled:hover:text-text disabled:opacity-40";
  return (
    <div className="absolute inset-y-px right-px flex overflow-hidden rounded-r-[5px]">
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Less${of}`}
        disabled={isAtMin}
        onClick={() => step(-1)}
        className={look}
      >
        <MinusIcon />
      </button>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`More${of}`}
        disabled={isAtMax}
        onClick={() => step(1)}
        className={look}
      >
        <PlusIcon />
      </button>
    </div>
  );
}
