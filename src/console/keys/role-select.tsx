import type { Role } from "../../contract/access.ts";
import { Field } from "../parts/field.tsx";
import { Select } from "../parts/select.tsx";
import { roles, roleWords } from "./key-words.ts";

/** What a key may do, each role with its line. */
export function RoleSelect({
  value,
  onChange,
  error,
  least,
}: {
  value: Role;
  onChange(role: Role): void;
  error?: string | undefined;
  /** Roles below it cannot be chosen, for this reason. */
  least?: { role: Role; reason: string } | undefined;
}) {
  return (
    <Field label="Role" error={error} hint={least ? `${roleWords[value].may} ${least.reason}` : roleWords[value].may}>
      {(field) => (
        <Select
          field={field}
          value={value}
          onChange={onChange}
          choices={roles.map((role) => {
            const isTooLow = least !== undefined && roles.indexOf(role) < roles.indexOf(least.role);
            const { word, may } = roleWords[role];
            return { value: role, label: word, hint: isTooLow ? "Not for your own key." : may, disabled: isTooLow };
          })}
        />
      )}
    </Field>
  );
}
