import { Select } from "../../parts/select.tsx";
import { useBuilder } from "../builder-context.ts";
import { FieldRow } from "../inspector/field-row.tsx";
import { Said } from "../inspector/literal-input.tsx";
import type { PropertyFieldProps } from "../inspector/property-field.tsx";

/** No name reads so. */
const none = "/";

/** A property that names a call. */
export function CallProperty(props: PropertyFieldProps & { calls: readonly string[] }) {
  const { place, name, words, property, value, onChange, error, calls } = props;
  const { mayEdit } = useBuilder();
  const chosen = typeof value === "string" && value !== "" ? value : none;
  const all = chosen === none || calls.includes(chosen) ? calls : [...calls, chosen];
  return (
    <FieldRow place={place} name={name} words={words} help={property.describe}>
      <Select
        label={words}
        value={chosen}
        choices={[{ value: none, label: "None" }, ...all.map((each) => ({ value: each, label: each }))]}
        disabled={!mayEdit}
        onChange={(next) => onChange(next === none ? undefined : next)}
      />
      <Said error={error} />
    </FieldRow>
  );
}
