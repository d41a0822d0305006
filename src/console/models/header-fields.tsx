import { Plus, X } from "lucide-react";
import { useId, useRef } from "react";
import { Button, IconButton } from "../parts/button.tsx";
import { TextInput } from "../parts/field.tsx";
import type { HeaderField } from "./model-form.ts";

/** Headers of a request, a row each. */
export function HeaderFields({
  headers,
  onChange,
  error,
  readOnly,
}: {
  headers: readonly HeaderField[];
  onChange(headers: HeaderField[]): void;
  error: string | undefined;
  readOnly: boolean;
}) {
  const id = useId();
  const addButton = useRef<HTMLButtonElement>(null);
  const change = (which: number, members: Partial<HeaderField>) =>
    onChange(headers.map((header) => (header.id === which ? { ...header, ...members } : header)));
  return (
    <fieldset aria-describedby={`${id}-hint`} className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1 text-sm font-medium">
        Headers <span className="ml-1 font-normal text-muted">optional</span>
      </legend>
      {headers.map((header, at) => (
        <div key={header.id} className="flex flex-wrap items-center gap-1.5 sm:flex-nowrap">
          <TextInput
            autoFocus={!readOnly && header.name === "" && header.value === ""}
            aria-label={`Name of header ${at + 1}`}
            placeholder="Name"
            maxLength={200}
            readOnly={readOnly}
            value={header.name}
            onChange={(event) => change(header.id, { name: event.target.value })}
            className="basis-full font-mono sm:max-w-44 sm:basis-1/3"
          />
          <TextInput
            aria-label={`Value of header ${at + 1}`}
            placeholder="Bearer {{ secrets.NAME }}"
            readOnly={readOnly}
            value={header.value}
            onChange={(event) => change(header.id, { value: event.target.value })}
            className="flex-1 font-mono"
          />
          {!readOnly && (
            <IconButton
              label={`Remove header ${header.name || at + 1}`}
              icon={<X size={14} aria-hidden />}
              onClick={() => {
                onChange(headers.filter(({ id: which }) => which !== header.id));
                addButton.current?.focus();
              }}
            />
          )}
        </div>
      ))}
      {headers.length === 0 && readOnly && <p className="text-sm text-muted">None.</p>}
      {!readOnly && (
        <Button
          ref={addButton}
          size="small"
          className="self-start"
          icon={<Plus size={13} aria-hidden />}
          onClick={() => onChange([...headers, { id: nextId(headers), name: "", value: "" }])}
        >
          Add a header
        </Button>
      )}
      {error && (
        <p role="alert" className="text-xs break-words text-danger">
          {error}
        </p>
      )}
      <p id={`${id}-hint`} className="text-xs text-muted">
        Keys stand in secrets: <code className="font-mono">{"{{ secrets.NAME }}"}</code>.
      </p>
    </fieldset>
  );
}

function nextId(headers: readonly HeaderField[]): number {
  return Math.max(-1, ...headers.map(({ id }) => id)) + 1;
}
