import { useState } from "react";
import { Field, TextInput } from "../../parts/field.tsx";
import { useBlock } from "../block-context.ts";

/** A number within its bounds. What is none stays in the field, with what is wrong about it, and is not taken. */
export function NumberInput({
  label,
  value,
  onChange,
  least,
  most,
  isWhole = true,
  placeholder,
  hint,
  optional = false,
  error,
}: {
  label: string;
  value: number | undefined;
  /** undefined: the field is empty, which `optional` allows. */
  onChange(value: number | undefined): void;
  least: number;
  most: number;
  isWhole?: boolean;
  placeholder?: string;
  hint?: string;
  optional?: boolean;
  error?: string | undefined;
}) {
  const { isReadOnly } = useBlock();
  const [typed, setTyped] = useState<{ text: string; for: number | undefined } | null>(null);
  const text = typed !== null && typed.for === value ? typed.text : value === undefined ? "" : String(value);
  const read = readNumber(text);
  const type = (next: string) => {
    const number = readNumber(next);
    setTyped({ text: next, for: isFine(number) ? number : value });
    if (isFine(number) && number !== value) onChange(number);
  };
  function isFine(number: number | undefined): boolean {
    if (number === undefined) return optional;
    return number >= least && number <= most && (!isWhole || Number.isInteger(number));
  }
  const bounds = `${isWhole ? "A whole number" : "A number"} from ${least.toLocaleString()} to ${most.toLocaleString()}.`;
  return (
    <Field label={label} hint={hint} error={isFine(read) ? error : bounds}>
      {(field) => (
        <TextInput
          {...field}
          inputMode="decimal"
          readOnly={isReadOnly}
          value={text}
          placeholder={placeholder}
          onChange={(event) => type(event.target.value)}
          className="tabular-nums"
        />
      )}
    </Field>
  );
}

/** NaN for a text that is no number. */
function readNumber(text: string): number | undefined {
  return text.trim() === "" ? undefined : Number(text.replaceAll("_", ""));
}
