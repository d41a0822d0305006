import { limits } from "../../contract/limits.ts";
import { Field, Switch, TextInput } from "../parts/field.tsx";
import { type DefinitionForm, typedRetry, type Wrongs } from "./definition-form.ts";
import { durationWords } from "./duration-text.ts";
import { retryWords } from "./retry-words.ts";

/** How runs go: in the background or not, how long, and how often they are tried. */
export function RunsSection({
  form,
  change,
  wrongs,
  readOnly,
}: {
  form: DefinitionForm;
  change(members: Partial<DefinitionForm>): void;
  wrongs: Wrongs;
  readOnly: boolean;
}) {
  const text = (member: keyof DefinitionForm, path: string, label: string, hint: string, optional = false) => (
    <Field label={label} hint={hint} error={wrongs[path]} optional={optional}>
      {(field) => (
        <TextInput
          {...field}
          value={String(form[member])}
          readOnly={readOnly}
          placeholder={optional ? "No limit" : ""}
          onChange={(event) => change({ [member]: event.target.value })}
        />
      )}
    </Field>
  );
  const retry = typedRetry(form);
  return (
    <div className="flex flex-col gap-6">
      <Switch
        label="Run worklet as background task"
        hint={
          form.isBackground
            ? "Runs that schedules and views start have the background time limit below; a view follows their progress and does not wait. A call through the API decides for itself, by async."
            : "Runs that schedules and views start have the time limit of a call that somebody waits for; whoever leaves a view cancels them. A call through the API decides for itself, by async."
        }
        checked={form.isBackground}
        onChange={(isBackground) => change({ isBackground })}
        disabled={readOnly}
      />
      <section aria-labelledby="limits-heading" className="flex flex-col gap-3">
        <h3 id="limits-heading" className="text-sm font-semibold">
          Time limits
        </h3>
        <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
          {text(
            "timeout",
            "/settings/timeout_ms",
            "When somebody waits",
            `Such as 90s or 5 min; at most ${durationWords(limits.timeoutMs)}. Then the caller gets 504.`,
          )}
          {text(
            "backgroundTimeout",
            "/settings/background_timeout_ms",
            "In the background",
            "Such as 1h 30m. Empty: no limit.",
            true,
          )}
        </div>
      </section>
      <section aria-labelledby="retries-heading" className="flex flex-col gap-3">
        <h3 id="retries-heading" className="text-sm font-semibold">
          Retries
        </h3>
        <Switch
          label="Run a block again when it fails"
          hint="For every block that has no rule of its own. Errors that answer with an HTTP status are answers, and are not tried again."
          checked={form.retries}
          onChange={(retries) => change({ retries })}
          disabled={readOnly}
        />
        {form.retries && (
          <>
            <div className="grid gap-x-4 gap-y-3 sm:grid-cols-3">
              {text("attempts", "/settings/retry/max_attempts", "Attempts in all", "From 1 to 20.")}
              {text("backoff", "/settings/retry/backoff_ms", "First pause", "Such as 500 ms or 2s.")}
              {text("factor", "/settings/retry/factor", "Factor", "Each pause is so many times the one before.")}
            </div>
            <p aria-live="polite" className="text-sm text-muted">
              {retry ? retryWords(retry) : "Correct what is marked to see when it is tried again."}
            </p>
          </>
        )}
      </section>
    </div>
  );
}
