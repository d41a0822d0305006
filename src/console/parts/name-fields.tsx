import type { ReactNode } from "react";
import { Field, TextInput } from "./field.tsx";
import { slugOf } from "./slug.ts";

/** What things are called: a name, and of new ones an id that is made of it where none is chosen. */

export function NameField({
  name,
  onName,
  error,
  isSelected = false,
}: {
  name: string;
  onName(name: string): void;
  error: string | undefined;
  /** To be typed over: it has a name already. */
  isSelected?: boolean;
}) {
  return (
    <Field label="Name" error={error}>
      {(field) => (
        <TextInput
          {...field}
          autoFocus
          required
          maxLength={200}
          value={name}
          {...(isSelected && { onFocus: (event) => event.target.select() })}
          onChange={(event) => onName(event.target.value)}
        />
      )}
    </Field>
  );
}

export function IdField({
  id,
  name,
  onId,
  error,
  hint,
}: {
  id: string;
  name: string;
  onId(id: string): void;
  error: string | undefined;
  hint: ReactNode;
}) {
  return (
    <Field label="Id" optional error={error} hint={hint}>
      {(field) => (
        <TextInput
          {...field}
          value={id}
          maxLength={63}
          placeholder={slugOf(name)}
          onChange={(event) => onId(event.target.value)}
          className="font-mono"
        />
      )}
    </Field>
  );
}
