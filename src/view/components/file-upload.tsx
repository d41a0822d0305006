import { type ReactNode, useRef } from "react";
import { useComponent } from "../page/use-component.ts";
import { complaintOfFile, mostBytes } from "../parts/complaints.ts";
import { ClearButton, Field } from "../parts/field.tsx";
import { FileIcon, UploadIcon } from "../parts/icons.tsx";
import { errorsOf } from "../parts/property-errors.tsx";
import { Spinner } from "../parts/spinner.tsx";
import { useField } from "../parts/use-field.ts";
import { sizeInWords } from "../parts/words.ts";
import type { Drawn } from "./drawn.ts";
import { acceptedInWords } from "./upload/accepted.ts";
import { fileIn } from "./upload/read.ts";
import { useDropping } from "./upload/use-dropping.ts";
import { useUpload } from "./upload/use-upload.ts";

/** The file is chosen with the browser's own control, which covers the zone that files are dropped on. */
export function FileUpload({ component }: Drawn) {
  const shown = useComponent(component.id, "file_upload");
  const { value, accept, max_bytes } = shown.values;
  const { reading, refusal, choose, remove } = useUpload(shown.values, (next) => field.change(next));
  const input = useRef<HTMLInputElement>(null);
  const field = useField(component, shown, {
    complaint: complaintOfFile(shown.values),
    errors: errorsOf("file_upload", shown),
  });
  const { isOver, ...dropping } = useDropping(field.isDisabled, (files) => void choose(files));
  const file = fileIn(value);
  // A control for files has no role that could carry it: it has `required` of its own.
  const { "aria-required": _, ...control } = field.control;
  const notes = [field.control["aria-describedby"], refusal !== null && `${field.id}-refusal`, `${field.id}-zone`];
  return (
    <Field field={field} fills={component.place.h > 2}>
      <div
        {...dropping}
        className={`@container relative flex min-h-9 min-w-0 grow items-center rounded-md border text-sm transition-colors has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent pointer-coarse:min-h-10 ${zoneLook(isOver, field.isDisabled, field.complaint !== null || refusal !== null)}`}
      >
        <input
          {...control}
          ref={input}
          type="file"
          accept={accept === "" ? undefined : accept}
          aria-describedby={notes.filter(Boolean).join(" ")}
          required={field.isRequired}
          onChange={({ currentTarget }) => {
            void choose([...(currentTarget.files ?? [])]);
            // The same file can be chosen again.
            currentTarget.value = "";
          }}
          onBlur={field.leave}
          className="absolute inset-0 size-full cursor-pointer opacity-0 disabled:cursor-not-allowed"
        />
        <div
          id={`${field.id}-zone`}
          className="pointer-events-none flex min-w-0 grow items-center gap-2.5 px-2.5 py-1.5"
        >
          {reading !== null ? (
            <Told icon={<Spinner />} text={`Reading ${reading}`} />
          ) : file !== null ? (
            <Told icon={<FileIcon />} text={file.name} aside={file.bytes === null ? "" : sizeInWords(file.bytes)} />
          ) : (
            <Told icon={<UploadIcon />} text="Choose a file or drop it here" aside={hintOf(accept, max_bytes)} isHint />
          )}
        </div>
        {(file !== null || reading !== null) && !field.isDisabled && (
          <span className="relative pr-1.5">
            <ClearButton
              what={`Remove ${file?.name ?? "the file"}`}
              isTabStop
              onClear={() => {
                remove();
                input.current?.focus();
              }}
            />
          </span>
        )}
      </div>
      <p id={`${field.id}-refusal`} role="status" className="text-xs break-words text-danger not-empty:mt-1">
        {refusal}
      </p>
    </Field>
  );
}

function Told({
  icon,
  text,
  aside = "",
  isHint = false,
}: {
  icon: ReactNode;
  text: string;
  aside?: string;
  isHint?: boolean;
}) {
  return (
    <>
      <span className="shrink-0 text-muted">{icon}</span>
      <span className={`min-w-0 truncate ${isHint ? "text-muted" : ""}`} title={isHint ? undefined : text}>
        {text}
      </span>
      {aside !== "" && (
        <span
          className={`text-xs text-muted ${isHint ? "ml-auto min-w-0 shrink-[99] truncate @max-[22rem]:hidden" : "shrink-0"}`}
        >
          {aside}
        </span>
      )}
    </>
  );
}

function hintOf(accept: string, max_bytes: number | null): string {
  return [acceptedInWords(accept), `${sizeInWords(mostBytes(max_bytes))} at most`].filter(Boolean).join(", ");
}

function zoneLook(isOver: boolean, isDisabled: boolean, isWrong: boolean): string {
  if (isDisabled) return "border-border bg-surface-2 text-muted";
  if (isOver) return "border-accent bg-accent-soft";
  return `bg-surface hover:border-border-strong ${isWrong ? "border-danger" : "border-dashed border-border-strong/60"}`;
}
