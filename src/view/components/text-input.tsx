import { type KeyboardEvent, useCallback, useId, useState } from "react";
import { heightOf } from "../page/layout.ts";
import { useComponent } from "../page/use-component.ts";
import { complaintOfText } from "../parts/complaints.ts";
import { controlClass, Field } from "../parts/field.tsx";
import { errorsOf } from "../parts/property-errors.tsx";
import { useField } from "../parts/use-field.ts";
import { useWritten } from "../parts/use-written.ts";
import type { Drawn } from "./drawn.ts";

type Typed = HTMLInputElement | HTMLTextAreaElement;
type OfTyped = { readonly currentTarget: Typed };

const labelPixels = 24;

export function TextInput({ component }: Drawn) {
  const shown = useComponent(component.id, "text_input");
  const { value, placeholder, multiline, max_length } = shown.values;
  const field = useField(component, shown, {
    complaint: complaintOfText(shown.values),
    errors: errorsOf("text_input", shown),
  });
  const { element, isComposing } = useWritten<Typed>(value);
  const [, drawAgain] = useState("");
  const counterId = useId();
  const left = charactersLeft(value, max_length ?? 0);

  const change = (text: string) => {
    // Drawn even if the page makes of it what stood there before: the control has to show that.
    drawAgain(text);
    if (text !== value) field.change(text);
  };
  const described = [field.control["aria-describedby"], left !== null && counterId].filter(Boolean).join(" ");
  const control = {
    ...field.control,
    "aria-describedby": described === "" ? undefined : described,
    ref: useCallback(
      (typed: Typed | null) => {
        element.current = typed;
      },
      [element],
    ),
    placeholder,
    autoComplete: "off",
    onInput: (event: OfTyped) => {
      if (!isComposing.current) change(event.currentTarget.value);
    },
    onCompositionStart: () => {
      isComposing.current = true;
    },
    onCompositionEnd: (event: OfTyped) => {
      isComposing.current = false;
      change(event.currentTarget.value);
    },
    onKeyDown: (event: KeyboardEvent<Typed>) => {
      if (!isSubmit(event, multiline)) return;
      shown.tell("submit", { value: event.currentTarget.value });
      // A browser sends the form of a single line by itself.
      if (multiline) event.currentTarget.form?.requestSubmit();
    },
    onBlur: field.leave,
  };
  return (
    <Field field={field} fills={multiline} aside={left !== null && <Counter id={counterId} left={left} />}>
      {multiline ? (
        <textarea
          {...control}
          rows={1}
          style={{ minHeight: heightOf(component.place.h) - (field.isCompact ? 0 : labelPixels) }}
          className={`${controlClass} grow resize-none py-2 leading-5`}
        />
      ) : (
        <input type="text" {...control} className={controlClass} />
      )}
    </Field>
  );
}

/** While an input method composes a word, Enter takes the word; some browsers tell that by the key code only. */
function isSubmit(event: KeyboardEvent<Typed>, isMultiline: boolean): boolean {
  const { isComposing, keyCode } = event.nativeEvent;
  if (event.key !== "Enter" || isComposing || keyCode === 229) return false;
  return !isMultiline || event.ctrlKey || event.metaKey;
}

/** Said only near the end. */
function charactersLeft(value: string, most: number): number | null {
  const left = most - value.length;
  return left <= Math.min(most / 5, 100) && value !== "" ? left : null;
}

function Counter({ id, left }: { id: string; left: number }) {
  return (
    <span id={id} className={`shrink-0 text-2xs tabular-nums ${left < 0 ? "text-danger" : "text-muted"}`}>
      {left < 0 ? `${(-left).toLocaleString()} too many` : `${left.toLocaleString()} left`}
    </span>
  );
}
