import { lazy, Suspense, useId } from "react";
import { jsonFault } from "../../code/json-lint.ts";
import { useTheme } from "../../parts/theme.ts";
import { useBuilder } from "../builder-context.ts";
import { Said } from "../inspector/literal-input.tsx";
import { valueWords } from "../inspector/value-words.ts";
import { NotTaken } from "./not-taken.tsx";
import { type Read, useTyped } from "./use-typed.ts";

/** A field for any JSON, with expressions in its texts. */

const JsonEditor = lazy(async () => ({ default: (await import("../../code/json-editor.tsx")).JsonEditor }));

export function JsonField({
  label,
  at,
  value,
  onChange,
  error,
  misfit = () => null,
}: {
  label: string;
  /** Its JSON pointer in the draft. */
  at: string;
  value: unknown;
  onChange(value: unknown): void;
  error?: string | undefined;
  /** What is wrong with a value that is JSON; null: nothing. */
  misfit?(value: unknown): string | null;
}) {
  const { mayEdit } = useBuilder();
  const { isDark } = useTheme();
  const id = useId();
  const read = (text: string): Read => {
    const given = readJson(text);
    const wrong = "wrong" in given ? given.wrong : misfit(given.value);
    return wrong === null ? given : { wrong };
  };
  const textOf = (each: unknown) => JSON.stringify(each, null, 2) ?? "";
  const typed = useTyped({ at, value, textOf, read, shown: valueWords, onChange });
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className={`overflow-hidden rounded-md border ${typed.wrong === null ? "border-border" : "border-danger"}`}>
        <Suspense fallback={<div data-waiting className="h-24" />}>
          <JsonEditor
            text={typed.text}
            onChange={typed.type}
            label={label}
            readOnly={!mayEdit}
            minLines={4}
            dark={isDark}
          />
        </Suspense>
      </div>
      <NotTaken id={id} label={label} typed={typed} shown={valueWords(value)} />
      {typed.wrong === null && <Said error={error} />}
    </div>
  );
}

export function readJson(text: string): Read {
  const fault = jsonFault(text);
  return fault === null ? { value: JSON.parse(text) } : { wrong: fault.message };
}
