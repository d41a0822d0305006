import { useId, useState } from "react";
import { inputClass } from "../parts/field.tsx";

/** A name that is edited in its place: Enter keeps it, Escape does not. Leaving the field keeps a name that was changed. */
export function NameInput({
  label,
  initial,
  problem,
  keep,
  cancel,
}: {
  label: string;
  initial: string;
  problem?: string | undefined;
  keep(name: string): Promise<void>;
  cancel(): void;
}) {
  const id = useId();
  const [name, setName] = useState(initial);
  const [isBusy, setBusy] = useState(false);
  const submit = async () => {
    if (isBusy || name.trim() === "") return;
    setBusy(true);
    await keep(name.trim());
    setBusy(false);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: the field appears because the person asked to name something.
        autoFocus
        aria-label={label}
        aria-busy={isBusy}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={problem === undefined ? undefined : id}
        value={name}
        maxLength={200}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && cancel()}
        onBlur={() => {
          if (problem !== undefined || isBusy) return;
          if (name.trim() === initial || name.trim() === "") cancel();
          else void submit();
        }}
        className={`${inputClass} h-7`}
      />
      {problem !== undefined && (
        <p id={id} role="alert" className="px-1 py-1 text-xs text-danger">
          {problem}
        </p>
      )}
    </form>
  );
}
