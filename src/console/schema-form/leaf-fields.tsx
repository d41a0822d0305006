import { type ReactNode, useState } from "react";
import { Checkbox, Field, type FieldControl, TextArea, TextInput } from "../parts/field.tsx";
import { Select } from "../parts/select.tsx";
import { instantFrom, localFrom, numberFrom, numberText, optionAt } from "./coercion.ts";
import { type PartProps, useForm } from "./form-context.ts";
import { parseInput } from "./input-text.ts";
import type { FieldPlan, TextFormat } from "./plan.ts";
import { ownWrong, wrongsAt } from "./wrongs.ts";

/** Fields for values without parts. */

type LeafProps<K extends FieldPlan["kind"] = FieldPlan["kind"]> = PartProps & { plan: FieldPlan & { kind: K } };

/** Label, hint and what is wrong, around the control. */
function Leaf({
  name,
  plan,
  pointer,
  isRequired,
  value,
  onChange,
  problem = null,
  children,
}: LeafProps & { problem?: string | null; children(field: FieldControl): ReactNode }) {
  const { wrongs, isReadOnly } = useForm();
  const messages = wrongsAt(wrongs, pointer, true);
  const own = problem ?? ownWrong(plan, value);
  const error = own === null ? messages.join(" ") : own;
  return (
    <div className="flex min-w-0 items-start gap-1">
      <Field
        label={plan.title ?? name}
        optional={!isRequired && pointer !== ""}
        hint={plan.description}
        error={error}
        className="flex-1"
      >
        {children}
      </Field>
      {plan.isNullable && !isReadOnly && (
        <NullSwitch
          name={plan.title ?? name}
          isNull={value === null}
          onChange={(isNull) => onChange(isNull ? null : undefined)}
        />
      )}
    </div>
  );
}

/** Null is a value of its own, beside "not given". */
export function NullSwitch({
  name,
  isNull,
  onChange,
}: {
  name: string;
  isNull: boolean;
  onChange(isNull: boolean): void;
}) {
  return (
    <button
      type="button"
      aria-pressed={isNull}
      aria-label={`${name} is null`}
      onClick={() => onChange(!isNull)}
      className="rounded px-1 font-mono text-xs text-muted hover:bg-surface-3 aria-pressed:bg-accent-soft aria-pressed:text-accent"
    >
      null
    </button>
  );
}

const placeholderOf = (plan: FieldPlan, value: unknown) =>
  value === null ? "null" : plan.defaultValue === undefined ? undefined : String(plan.defaultValue);

/** An empty text is a text where one is required, else it is none. */
export function TextField(props: LeafProps<"text">) {
  const { plan, value, isRequired, onChange } = props;
  const { isReadOnly } = useForm();
  const text = typeof value === "string" ? value : "";
  const set = (typed: string) => onChange(typed === "" && !isRequired ? undefined : typed);
  const shared = { placeholder: placeholderOf(plan, value), readOnly: isReadOnly, required: isRequired };
  const control = controlFor(plan.format, text);
  return (
    <Leaf {...props}>
      {(field) =>
        control === "area" ? (
          <TextArea
            {...field}
            {...shared}
            rows={rowsOf(text, plan.isLong ? 4 : 1)}
            className="field-sizing-content max-h-72 resize-none"
            value={text}
            onChange={(event) => set(event.target.value)}
          />
        ) : (
          <TextInput
            {...field}
            {...shared}
            type={control.type}
            step={1}
            value={control.shown}
            onChange={(event) =>
              set(control.type === "datetime-local" ? instantFrom(event.target.value) : event.target.value)
            }
          />
        )
      }
    </Leaf>
  );
}

/** What the browser's control could not show is edited as the text that it is; a line break needs an area. */
function controlFor(format: TextFormat, text: string): "area" | { type: string; shown: string } {
  if (format === "plain" || text.includes("\n")) return "area";
  if (format === "date") return { type: text === "" || /^\d{4}-\d\d-\d\d$/.test(text) ? "date" : "text", shown: text };
  if (format === "date-time") {
    const local = text === "" ? "" : localFrom(text);
    return local === null ? { type: "text", shown: text } : { type: "datetime-local", shown: local };
  }
  return { type: format === "uri" ? "url" : "email", shown: text };
}

function rowsOf(text: string, least: number): number {
  return Math.min(12, Math.max(least, text.split("\n", 12).length));
}

export function NumberField(props: LeafProps<"number">) {
  const { plan, value, isRequired, onChange } = props;
  const { isReadOnly } = useForm();
  const [typed, setTyped] = useState(() => numberText(value));
  // "1." means 1 and must stay "1." while it is typed.
  const shown = numberFrom(typed) === (value ?? undefined) ? typed : numberText(value);
  return (
    <Leaf {...props}>
      {(field) => (
        <TextInput
          {...field}
          inputMode={plan.isInteger ? "numeric" : "decimal"}
          className="tabular-nums"
          placeholder={placeholderOf(plan, value) ?? rangeOf(plan)}
          readOnly={isReadOnly}
          required={isRequired}
          value={shown}
          onChange={(event) => {
            setTyped(event.target.value);
            onChange(numberFrom(event.target.value));
          }}
        />
      )}
    </Leaf>
  );
}

function rangeOf({ minimum, maximum }: FieldPlan & { kind: "number" }): string | undefined {
  if (minimum !== null && maximum !== null) return `${minimum} to ${maximum}`;
  if (minimum !== null) return `${minimum} or more`;
  return maximum === null ? undefined : `up to ${maximum}`;
}

/** A box where it is one or the other; a list of choices where it may be neither. */
export function BooleanField(props: LeafProps<"boolean">) {
  const { name, plan, value, pointer, onChange } = props;
  const { isReadOnly, wrongs } = useForm();
  const hasSides = props.isRequired || plan.defaultValue !== undefined;
  if (!hasSides || plan.isNullable || typeof value !== "boolean") {
    const options = [true, false].map((each) => ({ label: String(each), value: each }));
    return <ChoiceField {...props} plan={{ ...plan, kind: "choice", options }} />;
  }
  const messages = wrongsAt(wrongs, pointer);
  return (
    <div className="flex flex-col gap-0.5">
      <Checkbox label={plan.title ?? name} checked={value} onChange={onChange} disabled={isReadOnly} />
      {plan.description && <p className="pl-6 text-xs text-muted">{plan.description}</p>}
      {messages.length > 0 && (
        <p role="alert" className="pl-6 text-xs text-danger">
          {messages.join(" ")}
        </p>
      )}
    </div>
  );
}

const nothing = "nothing";

export function ChoiceField(props: LeafProps<"choice">) {
  const { plan, value, isRequired, onChange } = props;
  const { isReadOnly } = useForm();
  const place = optionAt(plan.options, value);
  const choices = plan.options.map(({ label }, at) => ({ value: String(at), label }));
  return (
    <Leaf {...props}>
      {(field) => (
        <Select
          field={field}
          value={place < 0 ? (isRequired ? null : nothing) : String(place)}
          choices={isRequired ? choices : [{ value: nothing, label: "Not given" }, ...choices]}
          onChange={(chosen) => onChange(chosen === nothing ? undefined : plan.options[Number(chosen)]?.value)}
          disabled={isReadOnly}
        />
      )}
    </Leaf>
  );
}

/** Any value, typed as JSON. While it is none, the last one that was stays. */
export function JsonField(props: LeafProps) {
  const { plan, value, onChange } = props;
  const { isReadOnly } = useForm();
  const [typed, setTyped] = useState(() => jsonText(value));
  const read = readJson(typed);
  const isEcho = !read.ok || JSON.stringify(read.value) === JSON.stringify(value);
  const text = isEcho ? typed : jsonText(value);
  const problem = isEcho && !read.ok ? `${read.message} What was there before is kept until it is.` : null;
  return (
    <Leaf {...props} problem={problem}>
      {(field) => (
        <TextArea
          {...field}
          rows={rowsOf(text, 1)}
          className="field-sizing-content max-h-72 resize-none font-mono text-xs"
          placeholder={placeholderOf(plan, value) ?? "JSON"}
          readOnly={isReadOnly}
          value={text}
          onChange={(event) => {
            setTyped(event.target.value);
            const now = readJson(event.target.value);
            if (now.ok) onChange(now.value);
          }}
        />
      )}
    </Leaf>
  );
}

const jsonText = (value: unknown) => (value === undefined ? "" : JSON.stringify(value, null, 2));

function readJson(text: string): { ok: true; value: unknown } | { ok: false; message: string } {
  if (text.trim() === "") return { ok: true, value: undefined };
  const parsed = parseInput(text);
  return parsed.ok ? parsed : { ok: false, message: "This is not JSON yet." };
}
