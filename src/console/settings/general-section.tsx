import type { Worklet } from "../../contract/catalog.ts";
import { CopyButton, Id } from "../parts/copy.tsx";
import { Field, TextInput } from "../parts/field.tsx";

/** What a worklet is called, and where it is. */
export function GeneralSection({
  application,
  worklet,
  name,
  setName,
  problem,
  readOnly,
}: {
  application: string;
  worklet: Worklet;
  name: string;
  setName(name: string): void;
  problem: string | undefined;
  readOnly: boolean;
}) {
  const address = `${location.origin}/applications/${application}/worklets/${worklet.id}/invoke`;
  return (
    <div className="flex flex-col gap-5">
      <Field
        label="Name"
        error={problem}
        hint="Shown in lists. It may change at any time, and what calls the worklet does not notice."
      >
        {(field) => (
          <TextInput
            {...field}
            value={name}
            maxLength={200}
            readOnly={readOnly}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <div className="flex min-w-0 flex-col gap-1">
        <h3 className="text-sm font-medium">Id</h3>
        <Id id={worklet.id} />
        <p className="text-xs text-muted">
          It stands in the addresses that others call, so it never changes. To have another one, clone the worklet under
          a new name and delete this one.
        </p>
      </div>
      <div className="flex min-w-0 flex-col gap-1">
        <h3 className="text-sm font-medium">Endpoint</h3>
        <div className="flex items-center gap-1 rounded-md bg-surface-2 py-1 pr-1 pl-2.5">
          <code className="min-w-0 flex-1 font-mono text-xs break-all">{address}</code>
          <CopyButton text={address} label="Copy the address" />
        </div>
        <p className="text-xs text-muted">
          POST to it runs version {worklet.live_version}, the live one. The same address with <code>/draft</code> before{" "}
          <code>/worklets</code> runs the draft.
        </p>
      </div>
    </div>
  );
}
