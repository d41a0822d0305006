import { History } from "lucide-react";
import { type KeyboardEvent, lazy, Suspense, useEffect, useId, useMemo, useState } from "react";
import type { Problem } from "../api/problem.ts";
import type { PageKey } from "../code/base.ts";
import { IconButton } from "../parts/button.tsx";
import { Menu } from "../parts/menu.tsx";
import { Segments } from "../parts/segments.tsx";
import { Loading } from "../parts/states.tsx";
import { useStored } from "../parts/storage.ts";
import { useTheme } from "../parts/theme.ts";
import { inputSummary, rememberedInputs } from "./input-history.ts";
import { inputText, type ParsedInput, parseInput } from "./input-text.ts";
import { planOf } from "./plan.ts";
import { SchemaForm } from "./schema-form.tsx";
import { startingValue } from "./starting-value.ts";
import { inputWrongs, standingWrongs, type Wrongs, wrongsAt } from "./wrongs.ts";

export { rememberInput } from "./input-history.ts";
export { inputText, type ParsedInput, parseInput } from "./input-text.ts";

type InputMode = "form" | "json";
const modeWords: Record<InputMode, string> = { form: "Form", json: "JSON" };

const JsonEditor = lazy(async () => ({ default: (await import("../code/json-editor.tsx")).JsonEditor }));

/**
 * An input of a worklet, as a form made from its schema or as JSON. `text` is JSON text and all there is: "" means null, and text
 * that is no JSON yet is kept as it was typed (`parseInput` reads it). The form begins an empty text with what the schema
 * says. With a `storageKey` the inputs that were given to `rememberInput` under it can be chosen again.
 */
export function InputEditor({
  schema,
  text,
  onChange,
  label,
  problem = null,
  storageKey,
  keys,
  readOnly = false,
  minLines = 6,
}: {
  /** The JSON Schema of the worklet's input; null: any JSON, and no form. */
  schema: object | null;
  text: string;
  onChange(text: string): void;
  label: string;
  /** The server's refusal; what it says about `/worklet_input...` is shown where it belongs. */
  problem?: Problem | null;
  storageKey?: string;
  /** Keys of the page (`Mod-Enter`, `Shift-Mod-Enter`) that work on every control, whatever it makes of Enter itself. */
  keys?: PageKey[];
  readOnly?: boolean;
  minLines?: number;
}) {
  const [chosenMode, setMode] = useStored<InputMode>("input-mode", "form");
  const mode: InputMode = schema === null ? "json" : chosenMode;
  const parsed = useMemo(() => parseInput(text), [text]);
  const wrongs = useWrongs(problem, parsed);
  const { isDark } = useTheme();
  useStart(mode === "form" && !readOnly ? schema : null, text, onChange);
  const id = useId();
  return (
    <fieldset
      aria-labelledby={`${id}-label`}
      onKeyDownCapture={(event) => passKey(event, keys)}
      className="flex min-w-0 flex-col gap-2"
    >
      <div className="flex items-center gap-1">
        <span id={`${id}-label`} className="min-w-0 flex-1 truncate text-sm font-medium">
          {label}
        </span>
        {storageKey !== undefined && !readOnly && <LastInputs storageKey={storageKey} onChange={onChange} />}
        {schema !== null && <Segments label="Show the input as" value={mode} words={modeWords} onChange={setMode} />}
      </div>
      {mode === "form" && schema !== null && parsed.ok ? (
        <SchemaForm
          schema={schema}
          value={text.trim() === "" ? undefined : parsed.value}
          onChange={(value) => onChange(inputText(value))}
          label={label}
          wrongs={wrongs}
          readOnly={readOnly}
        />
      ) : (
        <>
          {mode === "form" && !parsed.ok && (
            <p className="text-xs text-muted">The form comes back as soon as this is JSON.</p>
          )}
          <div className="overflow-hidden rounded-md border border-border bg-surface focus-within:border-accent">
            <Suspense fallback={<Loading rows={3} label="Loading the editor" />}>
              <JsonEditor
                text={text}
                onChange={onChange}
                label={`${label}, JSON`}
                readOnly={readOnly}
                minLines={minLines}
                dark={isDark}
              />
            </Suspense>
          </div>
          {text.trim() === "" && <p className="text-xs text-muted">Empty: the worklet gets null.</p>}
          <Notes messages={parsed.ok ? wrongsAt(wrongs, "", true) : [parsed.message]} />
        </>
      )}
    </fieldset>
  );
}

/** What the server said about the input that it was sent, as far as it still is that input. */
function useWrongs(problem: Problem | null, parsed: ParsedInput): Wrongs {
  const now = parsed.ok ? parsed.value : undefined;
  const [refusal, setRefusal] = useState<{ problem: Problem; sent: unknown } | null>(null);
  if (problem !== null && problem !== refusal?.problem) setRefusal({ problem, sent: now });
  return useMemo(() => {
    const all = inputWrongs(problem?.errors ?? []);
    return problem === refusal?.problem ? standingWrongs(all, refusal?.sent, now) : all;
  }, [problem, refusal, now]);
}

/** Controls take Enter for themselves, with Ctrl too: the page's keys come before them. */
function passKey(event: KeyboardEvent, keys: readonly PageKey[] = []): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return;
  const pressed = event.shiftKey ? "Shift-Mod-Enter" : "Mod-Enter";
  const binding = keys.find(({ key }) => key === pressed);
  if (!binding) return;
  event.preventDefault();
  event.stopPropagation();
  // What is typed into a control counts when it is left.
  const control = document.activeElement;
  if (control instanceof HTMLInputElement) {
    control.blur();
    control.focus();
  }
  setTimeout(() => binding.run());
}

/** A worklet that takes an object is not called with null because nobody touched the form. */
function useStart(schema: object | null, text: string, onChange: (text: string) => void): void {
  const isUntouched = text === "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: only an empty text and another schema begin anew.
  useEffect(() => {
    if (schema === null || !isUntouched || planOf(schema, schema).isNullable) return;
    const start = startingValue(schema, schema);
    if (start !== undefined && start !== null) onChange(inputText(start));
  }, [schema, isUntouched]);
}

function Notes({ messages }: { messages: string[] }) {
  if (messages.length === 0) return null;
  return (
    <ul role="alert" className="flex flex-col gap-0.5 text-xs break-words text-danger">
      {messages.map((message) => (
        <li key={message}>{message}</li>
      ))}
    </ul>
  );
}

function LastInputs({ storageKey, onChange }: { storageKey: string; onChange(text: string): void }) {
  const [inputs, setInputs] = useState(() => rememberedInputs(storageKey));
  const readAgain = () => setInputs(rememberedInputs(storageKey));
  return (
    <Menu
      trigger={
        <IconButton
          label="Last inputs"
          icon={<History size={14} aria-hidden />}
          onFocus={readAgain}
          onPointerDown={readAgain}
        />
      }
      items={
        inputs.length === 0
          ? [{ label: "None yet: inputs that ran are kept here", disabled: true, run: () => undefined }]
          : inputs.map((text) => ({
              label: <code className="font-mono text-xs">{inputSummary(text)}</code>,
              run: () => onChange(text),
            }))
      }
    />
  );
}
