import { useId, useState } from "react";
import type { Property } from "../../../contract/component-kinds.ts";
import { Switch, TextInput } from "../../parts/field.tsx";
import { Select } from "../../parts/select.tsx";
import { numberFrom, numberText } from "../../schema-form/coercion.ts";
import { useBuilder } from "../builder-context.ts";

/** Controls for values that are written as they are, one for each type. undefined is the default. */

export type LiteralProps = {
  label: string;
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

function NumberInput({ label, property, value, onChange, error }: LiteralProps) {
  const otherwise = property.default === null ? "" : String(property.default);
  return <NumberField label={label} value={value} onChange={onChange} error={error} placeholder={otherwise} />;
}

/** A number; undefined while it is empty. What is none stays as it was typed, with what is wrong, and is not taken. */
export function NumberField({
  label,
  value,
  onChange,
  error,
  placeholder = "",
  least = Number.NEGATIVE_INFINITY,
  most = Number.POSITIVE_INFINITY,
  isWhole = false,
  isNeeded = false,
}: {
  label: string;
  value: unknown;
  onChange(value: number | undefined): void;
  error?: string | undefined;
  placeholder?: string;
  least?: number;
  most?: number;
  isWhole?: boolean;
  /** It may not be empty. */
  isNeeded?: boolean;
}) {
  const { mayEdit } = useBuilder();
  const id = useId();
  const [typed, setTyped] = useState<{ text: string; for: unknown } | null>(null);
  const text = typed !== null && typed.for === value ? typed.text : numberText(value);
  const wrongOf = (read: unknown) => {
    if (read === undefined) return isNeeded ? "A number is needed here." : null;
    const isFine = typeof read === "number" && read >= least && read <= most && (!isWhole || Number.isInteger(read));
    if (isFine) return null;
    const bounds = Number.isFinite(least) && Number.isFinite(most) ? ` from ${least} to ${most}` : "";
    return `${isWhole ? "A whole number" : "A number"}${bounds} is needed here; it is kept here and not taken.`;
  };
  const type = (next: string) => {
    const read = numberFrom(next);
    const isFine = wrongOf(read) === null;
    setTyped({ text: next, for: isFine ? read : value });
    if (isFine && read !== value) onChange(read as number | undefined);
  };
  const said = wrongOf(numberFrom(text)) ?? error;
  return (
    <>
      <TextInput
        aria-label={label}
        aria-invalid={said !== undefined || undefined}
        aria-describedby={said === undefined ? undefined : id}
        inputMode="decimal"
        readOnly={!mayEdit}
        value={text}
        placeholder={placeholder}
        onChange={(event) => type(event.target.value)}
        className="tabular-nums"
      />
      <Said error={said} id={id} />
    </>
  );
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
