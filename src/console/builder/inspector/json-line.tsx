import { useId } from "react";
import { TextArea } from "../../parts/field.tsx";
import { useBuilder } from "../builder-context.ts";
import { readJson } from "../unfinished/json-field.tsx";
import { NotTaken } from "../unfinished/not-taken.tsx";
import { useTyped } from "../unfinished/use-typed.ts";
import { valueWords } from "./value-words.ts";

/** A small JSON value on one line, or on as many as it needs. */
export function JsonLine({
  label,
  at,
  value,
  onChange,
}: {
  label: string;
  /** Its JSON pointer in the draft. */
  at: string;
  value: unknown;
  onChange(value: unknown): void;
}) {
  const { mayEdit } = useBuilder();
  const id = useId();
  const textOf = (each: unknown) => JSON.stringify(each) ?? "";
  const typed = useTyped({ at, value, textOf, read: readJson, shown: valueWords, onChange });
  const isWrong = typed.wrong !== null;
  return (
    <span className="flex min-w-0 flex-col gap-1">
      <TextArea
        aria-label={label}
        aria-invalid={isWrong || undefined}
        aria-describedby={isWrong ? id : undefined}
        rows={1}
        value={typed.text}
        readOnly={!mayEdit}
        onChange={(event) => typed.type(event.target.value)}
        className="field-sizing-content max-h-48 min-h-8 resize-none font-mono text-xs leading-5"
      />
      <NotTaken id={id} label={label} typed={typed} shown={valueWords(value)} />
    </span>
  );
}
