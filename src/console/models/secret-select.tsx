import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { secretsQuery } from "../api/queries.ts";
import { Field } from "../parts/field.tsx";
import { focusAfterDialog } from "../parts/focus.ts";
import { Select } from "../parts/select.tsx";
import { AddSecretsDialog } from "../secrets/add-secrets-dialog.tsx";

/** No names of secrets: those have neither space nor plus. */
const none = "no key";
const make = "+ new";

/** Which secret holds the key; another one can be made on the way. */
export function SecretSelect({
  application,
  value,
  onChange,
  error,
  readOnly,
}: {
  application: string;
  value: string | null;
  onChange(name: string | null): void;
  error: string | undefined;
  readOnly: boolean;
}) {
  const { data: secrets } = useQuery(secretsQuery(application));
  const [isMaking, setMaking] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const made = () => {
    setMaking(false);
    const trigger = place.current?.querySelector("[role=combobox]");
    if (trigger) focusAfterDialog(trigger.id);
  };
  const names = secrets?.map(({ name }) => name) ?? [];
  const isGone = value !== null && secrets !== undefined && !names.includes(value);
  const known = value === null || names.includes(value) ? names : [value, ...names];
  return (
    <div ref={place}>
      <Field
        label="Key"
        error={
          error ?? (isGone && !readOnly ? `There is no secret ${value}: make it, or choose another one.` : undefined)
        }
        hint="The secret whose value is sent; the config holds only its name."
      >
        {(field) => (
          <Select
            field={field}
            value={value ?? none}
            disabled={readOnly}
            onChange={(chosen) => {
              if (chosen === make) setMaking(true);
              else onChange(chosen === none ? null : chosen);
            }}
            choices={[
              { value: none, label: "Send no key" },
              ...known.map((name) => ({ value: name, label: name })),
              { value: make, label: "New secret…" },
            ]}
          />
        )}
      </Field>
      {isMaking && <AddSecretsDialog application={application} close={made} onAdded={(name) => onChange(name)} />}
    </div>
  );
}
