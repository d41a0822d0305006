import { lazy, Suspense, useRef, useState } from "react";
import { readStored, store } from "../../parts/storage.ts";
import { useTheme } from "../../parts/theme.ts";

/** A field for any JSON, with expressions in its texts. What is no JSON yet is kept in this browser until it is. */

const JsonEditor = lazy(async () => ({ default: (await import("../../code/json-editor.tsx")).JsonEditor }));

export function JsonInput({
  label,
  value,
  onChange,
  error,
  readOnly,
  storageKey,
  isFitting = () => null,
}: {
  label: string;
  value: unknown;
  onChange(value: unknown): void;
  error?: string | undefined;
  readOnly: boolean;
  /** Where text that is no JSON waits. */
  storageKey: string;
  /** What is wrong with a value that is JSON; null: nothing. */
  isFitting?(value: unknown): string | null;
}) {
  const { isDark } = useTheme();
  const key = `unfinished.${storageKey}`;
  const [text, setText] = useState(() => readStored<string>(key) ?? JSON.stringify(value, null, 2));
  const sent = useRef(value);
  if (JSON.stringify(sent.current) !== JSON.stringify(value)) {
    sent.current = value;
    setText(JSON.stringify(value, null, 2));
  }
  const read = readJson(text, isFitting);
  const type = (next: string) => {
    setText(next);
    const result = readJson(next, isFitting);
    store(key, "wrong" in result ? next : null);
    if ("wrong" in result || JSON.stringify(result.value) === JSON.stringify(sent.current)) return;
    sent.current = result.value;
    onChange(result.value);
  };
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="overflow-hidden rounded-md border border-border">
        <Suspense fallback={<div className="h-24" />}>
          <JsonEditor text={text} onChange={type} label={label} readOnly={readOnly} minLines={4} dark={isDark} />
        </Suspense>
      </div>
      {"wrong" in read && (
        <p role="alert" className="text-xs text-danger">
          {read.wrong} It is kept here, and not saved until it is right.
        </p>
      )}
      {error !== undefined && !("wrong" in read) && (
        <p role="alert" className="text-xs break-words text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

function readJson(text: string, isFitting: (value: unknown) => string | null): { value: unknown } | { wrong: string } {
  try {
    const value: unknown = JSON.parse(text);
    const wrong = isFitting(value);
    return wrong === null ? { value } : { wrong };
  } catch {
    return { wrong: "This is not JSON." };
  }
}
