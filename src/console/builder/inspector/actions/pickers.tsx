import { useId } from "react";
import { Field, TextInput } from "../../../parts/field.tsx";
import { Select } from "../../../parts/select.tsx";
import { useBuilder } from "../../builder-context.ts";
import { targetsOf } from "./new-action.ts";

/** Fields that choose something of the view. */

/** One of these names; a name that is not there any more is shown all the same. */
export function NamePicker({
  label,
  value,
  names,
  hints = {},
  onChange,
  error,
  hint,
  placeholder = "Choose…",
}: {
  label: string;
  value: string;
  names: readonly string[];
  hints?: Readonly<Record<string, string>>;
  onChange(name: string): void;
  error?: string | undefined;
  hint?: React.ReactNode;
  placeholder?: string;
}) {
  const { mayEdit } = useBuilder();
  const all = names.includes(value) || value === "" ? names : [...names, value];
  return (
    <Field label={label} error={error} hint={hint}>
      {(field) => (
        <Select
          field={field}
          label={label}
          value={value === "" ? null : value}
          choices={all.map((name) => ({ value: name, label: name, ...(hints[name] && { hint: hints[name] }) }))}
          disabled={!mayEdit}
          placeholder={names.length === 0 ? "There is none yet" : placeholder}
          onChange={onChange}
        />
      )}
    </Field>
  );
}

/** What is set: written, or chosen from all that can be. */
export function TargetPicker({
  label,
  value,
  onChange,
  error,
  hint,
  optional = false,
}: {
  label: string;
  value: string;
  onChange(target: string): void;
  error?: string | undefined;
  hint?: string;
  optional?: boolean;
}) {
  const { draft, mayEdit } = useBuilder();
  const id = useId();
  return (
    <Field label={label} error={error} hint={hint} optional={optional}>
      {(field) => (
        <>
          <TextInput
            {...field}
            list={`${id}-targets`}
            value={value}
            readOnly={!mayEdit}
            placeholder="state.name or component.property"
            onChange={(event) => onChange(event.target.value)}
            className="font-mono text-xs"
          />
          <datalist id={`${id}-targets`}>
            {targetsOf(draft).map((target) => (
              <option key={target} value={target} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
