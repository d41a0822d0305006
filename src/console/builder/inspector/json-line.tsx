import { useId, useState } from "react";
import { jsonFault } from "../../code/json-lint.ts";
import { TextArea } from "../../parts/field.tsx";
import { useBuilder } from "../builder-context.ts";
import { Said } from "./literal-input.tsx";

/** A small JSON value on one line, or on as many as it needs. What is no JSON stays as it was typed, and is not taken. */
export function JsonLine({
  label,
  value,
  onChange,
}: {
  label: string;
  value: unknown;
  onChange(value: unknown): void;
}) {
  const { mayEdit } = useBuilder();
  const id = useId();
  const own = JSON.stringify(value) ?? "";
  const [typed, setTyped] = useState<{ text: string; for: string } | null>(null);
  const text = typed !== null && typed.for === own ? typed.text : own;
  const wrong = jsonFault(text);
  const type = (next: string) => {
    if (jsonFault(next) !== null) return setTyped({ text: next, for: own });
    const read: unknown = JSON.parse(next);
    setTyped({ text: next, for: JSON.stringify(read) });
    if (JSON.stringify(read) !== own) onChange(read);
  };
  return (
    <span className="flex min-w-0 flex-col gap-1">
      <TextArea
        aria-label={label}
        aria-invalid={wrong !== null || undefined}
        aria-describedby={wrong === null ? undefined : id}
        rows={1}
        value={text}
        readOnly={!mayEdit}
        onChange={(event) => type(event.target.value)}
        className="field-sizing-content max-h-48 min-h-8 resize-none font-mono text-xs leading-5"
      />
      <Said error={wrong === null ? undefined : wrong.message} id={id} />
    </span>
  );
}
