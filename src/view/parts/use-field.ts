import { useContext, useId, useLayoutEffect, useRef, useState } from "react";
import type { Component } from "../../contract/view.ts";
import type { Json } from "../../expression/expression.ts";
import { isSame } from "../../reactive/reading.ts";
import { FormContext } from "../components/form/form-context.ts";
import type { PropertyError } from "./property-errors.tsx";
import { nameOfId } from "./words.ts";

/** What all inputs have in common: their name, when they complain, and how they tell a change. */

type ShownInput = {
  readonly values: {
    readonly label: string;
    readonly required: boolean;
    readonly disabled: boolean;
    readonly value: Json;
    readonly is_valid: boolean;
  };
  readonly set: (name: "value", value: Json) => void;
  readonly tell: (event: "change", payload: Record<string, Json>) => void;
};

/** What a control takes from its field. A form finds what is wrong in it by `data-invalid`. */
export type ControlProps = {
  readonly id: string;
  readonly disabled: boolean;
  readonly "aria-label": string | undefined;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": boolean;
  readonly "aria-required": true | undefined;
  readonly "data-invalid": "" | undefined;
};

export type FieldState = {
  readonly id: string;
  readonly label: string;
  readonly isRequired: boolean;
  readonly isDisabled: boolean;
  /** Without room for a label above the control. */
  readonly isCompact: boolean;
  /** What is wrong with the value; null until the person has left the field, or tried to send its form. */
  readonly complaint: string | null;
  readonly errors: readonly PropertyError[];
  readonly control: ControlProps;
  /** The person changed the value. */
  readonly change: (value: Json) => void;
  /** The person left the field. */
  readonly leave: () => void;
};

/** `complaint`: what is wrong with the value, in words, whether or not it is time to say it. */
export function useField(
  component: Component,
  shown: ShownInput,
  { complaint, errors }: { complaint: string | null; errors: readonly PropertyError[] },
): FieldState {
  const id = useId();
  const form = useContext(FormContext);
  const { label, required, disabled, value, is_valid } = shown.values;
  const { isLeft, leave, note } = useLeaving(value, form.attempts);
  const wrong = complaint ?? (is_valid ? null : "This is not valid.");
  const told = isLeft ? wrong : null;
  const described = [told !== null && `${id}-complaint`, errors.length > 0 && `${id}-errors`].filter(Boolean);
  return {
    id,
    label: label.trim(),
    isRequired: required,
    isDisabled: disabled || form.isDisabled,
    isCompact: component.place.h === 1,
    complaint: told,
    errors,
    control: {
      id,
      disabled: disabled || form.isDisabled,
      "aria-label": label.trim() === "" ? nameOfId(component.id) : undefined,
      "aria-describedby": described.length > 0 ? described.join(" ") : undefined,
      "aria-invalid": told !== null,
      "aria-required": required || undefined,
      "data-invalid": wrong === null ? undefined : "",
    },
    change: (next) => {
      note(next);
      shown.set("value", next);
      shown.tell("change", { value: next });
    },
    leave,
  };
}

/** A value that comes from elsewhere (another row, a reset) is a fresh start: nobody has left it yet. */
function useLeaving(value: Json, attempts: number) {
  const [isLeft, setLeft] = useState(false);
  const own = useRef(value);
  const seen = useRef(attempts);
  useLayoutEffect(() => {
    if (isSame(own.current, value)) return;
    own.current = value;
    setLeft(false);
  }, [value]);
  useLayoutEffect(() => {
    if (seen.current === attempts) return;
    seen.current = attempts;
    setLeft(attempts > 0);
  }, [attempts]);
  return {
    isLeft,
    leave: () => setLeft(true),
    note: (next: Json) => {
      own.current = next;
    },
  };
}
