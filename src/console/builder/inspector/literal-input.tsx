import { useId } from "react";
import type { Property } from "../../../contract/component-kinds.ts";
import { Switch, TextInput } from "../../parts/field.tsx";
import { Select } from "../../parts/select.tsx";
import { numberFrom, numberText } from "../../schema-form/coercion.ts";
import { useBuilder } from "../builder-context.ts";
import { type Read, useTyped } from "../unfinished/use-typed.ts";

/** Controls for values that are written as they are, one for each type. undefined is the default. */

export type LiteralProps = {
  label: string;
  /** The field's JSON pointer in the draft. */
  at: string;
  property: Property;
  value: unknown;
  onChange(value: unknown): void;
  error: string | undefined;
};

export function LiteralInput(props: LiteralProps) {
  switch (props.property.type) {
    case "boolean":
      return <TruthInput {...props} />;
    case "choice":
      return <ChoiceInput {...props} />;
    case "date":
      return <DayInput {...props} />;
    default:
      return <NumberInput {...props} />;
  }
}

function TruthInput({ label, property, value, onChange, error }: LiteralProps) {
  const { mayEdit } = useBuilder();
  const shown = typeof value === "boolean" ? value : property.default === true;
  return (
    <>
      <Switch
        label={
          <span className="text-xs font-normal text-muted">
            {shown ? "Yes" : "No"}
            <span className="sr-only">: {label}</span>
          </span>
        }
        checked={shown}
        disabled={!mayEdit}
        onChange={(next) => onChange(next === property.default ? undefined : next)}
      />
      <Said error={error} />
    </>
  );
}

function ChoiceInput({ label, property, value, onChange, error }: LiteralProps) {
  const { mayEdit } = useBuilder();
  const choices = (property.choices ?? []).map((each) => ({
    value: each,
    label: each,
    ...(each === property.default && { hint: "The default" }),
  }));
  return (
    <>
      <Select
        label={label}
        value={typeof value === "string" ? value : String(property.default)}
        choices={choices}
        disabled={!mayEdit}
        onChange={(next) => onChange(next === property.default ? undefined : next)}
      />
      <Said error={error} />
    </>
  );
}

function DayInput({ label, value, onChange, error }: LiteralProps) {
  const { mayEdit } = useBuilder();
  const id = useId();
  return (
    <>
      <TextInput
        type="date"
        aria-label={label}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={error === undefined ? undefined : id}
        readOnly={!mayEdit}
        value={typeof value === "string" ? value : ""}
        onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
      />
      <Said error={error} id={id} />
    </>
  );
}

function NumberInput({ label, at, property, value, onChange, error }: LiteralProps) {
  const otherwise = property.default === null ? "" : String(property.default);
  return <NumberField {...{ label, at, value, onChange, error }} placeholder={otherwise} />;
}

type Bounds = {
  least?: number;
  most?: number;
  isWhole?: boolean;
  /** It may not be empty. */
  isNeeded?: boolean;
};

/** A number; undefined while it is empty. */
export function NumberField({
  label,
  at,
  value,
  onChange,
  error,
  placeholder = "",
  ...bounds
}: Bounds & {
  label: string;
  at: string;
  value: unknown;
  onChange(value: number | undefined): void;
  error?: string | undefined;
  placeholder?: string;
}) {
  const { mayEdit } = useBuilder();
  const id = useId();
  const typed = useTyped({
    at,
    value,
    textOf: numberText,
    read: (text) => readNumber(text, bounds),
    shown: numberText,
    onChange: (read) => onChange(read as number | undefined),
  });
  const said = typed.wrong ?? error;
  return (
    <>
      <TextInput
        aria-label={label}
        aria-invalid={said !== undefined || undefined}
        aria-describedby={said === undefined ? undefined : id}
        inputMode="decimal"
        readOnly={!mayEdit}
        value={typed.text}
        placeholder={placeholder}
        onChange={(event) => typed.type(event.target.value)}
        // Nothing was typed that could be lost.
        onBlur={() => typed.wrong !== null && typed.text.trim() === "" && typed.discard()}
        className="tabular-nums"
      />
      <Said error={said} id={id} />
    </>
  );
}

function readNumber(text: string, bounds: Bounds): Read {
  const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY, isWhole = false } = bounds;
  const value = numberFrom(text);
  if (value === undefined) return bounds.isNeeded ? { wrong: "A number is needed here." } : { value };
  const isFine = typeof value === "number" && value >= least && value <= most && (!isWhole || Number.isInteger(value));
  if (isFine) return { value };
  const range = Number.isFinite(least) && Number.isFinite(most) ? ` from ${least} to ${most}` : "";
  return { wrong: `${isWhole ? "A whole number" : "A number"}${range} is needed here.` };
}

/** What is wrong with a field. */
export function Said({ error, id }: { error: string | undefined; id?: string }) {
  if (error === undefined) return null;
  return (
    <p id={id} role="alert" className="text-xs break-words text-danger">
      {error}
    </p>
  );
}
