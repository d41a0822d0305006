import { Plus } from "lucide-react";
import { lazy, Suspense, useId } from "react";
import type { PageKey } from "../code/base.ts";
import { Button } from "../parts/button.tsx";
import { Loading } from "../parts/states.tsx";
import { useTheme } from "../parts/theme.ts";

const JsonEditor = lazy(async () => ({ default: (await import("../code/json-editor.tsx")).JsonEditor }));

/** An optional field that takes JSON: a button until something is written. `text` is null as long as it is not there. */
export function JsonField({
  label,
  hint,
  error,
  text,
  start,
  onChange,
  readOnly,
  keys,
}: {
  label: string;
  hint: string;
  error: string | undefined;
  text: string | null;
  /** What is there to begin with. */
  start: string;
  onChange(text: string | null): void;
  readOnly: boolean;
  keys: PageKey[];
}) {
  const { isDark } = useTheme();
  const id = useId();
  if (text === null && readOnly) return null;
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-1">
      <div className="flex items-center gap-2">
        <h3 id={id} className="flex-1 text-sm font-medium">
          {label} <span className="ml-1 font-normal text-muted">optional</span>
        </h3>
        {!readOnly &&
          (text === null ? (
            <Button
              size="small"
              icon={<Plus size={13} aria-hidden />}
              aria-label={`Write: ${label}`}
              onClick={() => onChange(start)}
            >
              Write
            </Button>
          ) : (
            <Button size="small" aria-label={`Leave out: ${label}`} onClick={() => onChange(null)}>
              Leave out
            </Button>
          ))}
      </div>
      {text !== null && (
        <div
          className={`overflow-hidden rounded-md border bg-surface focus-within:border-accent ${error ? "border-danger" : "border-border"}`}
        >
          <Suspense fallback={<Loading rows={2} label="Loading the editor" />}>
            <JsonEditor
              text={text}
              onChange={onChange}
              label={`${label}, JSON`}
              readOnly={readOnly}
              minLines={3}
              dark={isDark}
              keys={keys}
            />
          </Suspense>
        </div>
      )}
      {error && (
        <p role="alert" className="text-xs break-words text-danger">
          {error}
        </p>
      )}
      <p className="text-xs text-muted">{hint}</p>
    </section>
  );
}
