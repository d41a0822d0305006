import { useRef, useState } from "react";
import { TextInput } from "../../parts/field.tsx";
import { useBuilder } from "../builder-context.ts";
import { Said } from "./literal-input.tsx";

/** A name that expressions say. It is changed everywhere when the field is left, or by Enter; Escape takes it back. */
export function NameField({
  label,
  name,
  refusalOf,
  onRename,
  error,
}: {
  label: string;
  name: string;
  /** Why it cannot be called so; null: it can. */
  refusalOf(name: string): string | null;
  onRename(name: string): void;
  error?: string | undefined;
}) {
  const { mayEdit } = useBuilder();
  const [typed, setTyped] = useState<{ text: string; of: string } | null>(null);
  const isTakenBack = useRef(false);
  const text = typed?.of === name ? typed.text : name;
  const refusal = text === name ? null : refusalOf(text);
  const keep = () => {
    if (isTakenBack.current || refusal !== null || text === name) return;
    setTyped(null);
    onRename(text);
  };
  return (
    <span className="flex min-w-0 flex-1 flex-col gap-1">
      <TextInput
        aria-label={label}
        value={text}
        readOnly={!mayEdit}
        maxLength={63}
        aria-invalid={refusal !== null || error !== undefined || undefined}
        onChange={(event) => {
          isTakenBack.current = false;
          setTyped({ text: event.target.value, of: name });
        }}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === "Enter") keep();
          if (event.key !== "Escape" || typed === null) return;
          event.preventDefault();
          event.stopPropagation();
          isTakenBack.current = true;
          setTyped(null);
        }}
        className="font-mono text-xs"
      />
      <Said error={refusal ?? error} />
    </span>
  );
}
