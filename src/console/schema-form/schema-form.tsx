import { useMemo } from "react";
import { shows } from "./coercion.ts";
import { FormContext, type PartProps, useForm } from "./form-context.ts";
import { AlternativesField, ListField, ObjectField } from "./group-fields.tsx";
import { BooleanField, ChoiceField, JsonField, NumberField, TextField } from "./leaf-fields.tsx";
import { planOf } from "./plan.ts";
import type { Wrongs } from "./wrongs.ts";

const noWrongs: Wrongs = new Map();

/** A form made from a JSON Schema. What a part of the value is that no control can show is edited as JSON: nothing is dropped. */
export function SchemaForm({
  schema,
  value,
  onChange,
  label,
  wrongs = noWrongs,
  readOnly = false,
}: {
  schema: object;
  /** undefined: nothing yet. */
  value: unknown;
  onChange(value: unknown): void;
  label: string;
  /** What the server said about parts of the value. */
  wrongs?: Wrongs;
  readOnly?: boolean;
}) {
  const form = useMemo(() => ({ schema, wrongs, isReadOnly: readOnly, Part: PartField }), [schema, wrongs, readOnly]);
  return (
    <FormContext value={form}>
      <PartField part={schema} name={label} value={value} onChange={onChange} pointer="" isRequired />
    </FormContext>
  );
}

/** The field for one part. */
function PartField(props: PartProps) {
  const { schema } = useForm();
  const { part, value } = props;
  const plan = useMemo(() => planOf(part, schema), [part, schema]);
  if (!shows(plan, value)) return <JsonField {...props} plan={plan} />;
  switch (plan.kind) {
    case "text":
      return <TextField {...props} plan={plan} />;
    case "number":
      return <NumberField {...props} plan={plan} />;
    case "boolean":
      return <BooleanField {...props} plan={plan} />;
    case "choice":
      return <ChoiceField {...props} plan={plan} />;
    case "list":
      return <ListField {...props} plan={plan} />;
    case "object":
      return <ObjectField {...props} plan={plan} />;
    case "alternatives":
      return <AlternativesField {...props} plan={plan} />;
    case "json":
      return <JsonField {...props} plan={plan} />;
  }
}
