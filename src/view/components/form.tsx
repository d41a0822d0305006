import { type FormEvent, useContext, useId, useMemo, useRef, useState } from "react";
import { InertContext } from "../page/inert-context.ts";
import { usePage } from "../page/page-context.ts";
import { useComponent } from "../page/use-component.ts";
import { buttonClass } from "../parts/button-class.ts";
import { errorsOf, PropertyErrors } from "../parts/property-errors.tsx";
import { Spinner } from "../parts/spinner.tsx";
import { countInWords, nameOfId } from "../parts/words.ts";
import type { Drawn } from "./drawn.ts";
import { FormContext } from "./form/form-context.ts";

/** Inputs that are sent together. A `fieldset` turns all of them off at once. */
export function Form({ component, children }: Drawn) {
  const page = usePage();
  const shown = useComponent(component.id, "form");
  // What stands in it is not: the builder gives it boxes of its own.
  const isInert = useContext(InertContext);
  const { label, submit_label, disabled, loading, is_valid } = shown.values;
  const [attempts, setAttempts] = useState(0);
  const [refused, setRefused] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const refusalId = useId();
  const around = useMemo(() => ({ attempts, isDisabled: disabled }), [attempts, disabled]);
  const isBusy = loading || isSending;

  const refuse = (wrong: readonly HTMLElement[]) => {
    setAttempts(attempts + 1);
    const count = wrong.length === 0 ? "Something in it is" : countInWords(wrong.length, "field is", "fields are");
    setRefused(`${count} not valid yet.`);
    wrong[0]?.focus();
  };
  const send = async () => {
    setRefused(null);
    setSending(true);
    try {
      await page.dispatch(component.id, "submit", { values: page.get(`${component.id}.values`).value });
    } finally {
      setSending(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // What stands in a window of its own is drawn inside, and sends itself.
    if (event.target !== event.currentTarget || isBusy || disabled) return;
    const wrong = [...(form.current?.querySelectorAll<HTMLElement>("[data-invalid]:not(:disabled)") ?? [])];
    const isValid = page.get(`${component.id}.is_valid`).value === true;
    if (isValid && wrong.length === 0) void send();
    else refuse(wrong);
  };
  return (
    <form
      ref={form}
      noValidate
      onSubmit={submit}
      aria-label={label.trim() === "" ? nameOfId(component.id) : undefined}
      className="h-full min-w-0"
    >
      <fieldset
        disabled={disabled}
        className="m-0 flex h-full min-w-0 flex-col gap-4 rounded-lg border border-border bg-surface p-4"
      >
        {label.trim() !== "" && (
          <legend inert={isInert} className="float-left w-full p-0 text-base font-semibold break-words">
            {label}
          </legend>
        )}
        <FormContext.Provider value={around}>
          <div className="min-w-0 grow">{children}</div>
        </FormContext.Provider>
        <div inert={isInert} className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <button
            type="submit"
            aria-disabled={isBusy || undefined}
            aria-busy={isBusy || undefined}
            aria-describedby={refused === null || is_valid ? undefined : refusalId}
            className={`${buttonClass("primary")} @max-[640px]/view:w-full`}
          >
            {isBusy && <Spinner />}
            <span className="truncate">{submit_label.trim() === "" ? "Submit" : submit_label}</span>
          </button>
          <p id={refusalId} role="status" className="text-xs text-danger">
            {is_valid ? null : refused}
          </p>
        </div>
        <PropertyErrors errors={errorsOf("form", shown)} />
      </fieldset>
    </form>
  );
}
