import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { pointerOf } from "../../../contract/fault.ts";
import type { CallValue } from "../../../contract/view.ts";
import { isObject } from "../../graph/fields/value-text.ts";
import { Select } from "../../parts/select.tsx";
import { useBuilder } from "../builder-context.ts";
import { withPart } from "../inspector/edit.ts";
import { JsonField } from "../unfinished/json-field.tsx";
import { useHeldText } from "../unfinished/use-typed.ts";
import { schemaPresets, schemaWords } from "./call-edit.ts";

const own = "Own schema";

/** What the server holds the value to. */
export function SchemaField({
  name,
  each,
  value,
  onChange,
}: {
  name: string;
  each: string;
  value: CallValue;
  onChange(value: CallValue, merge?: string): void;
}) {
  const { mayEdit } = useBuilder();
  const [isOwn, setOwn] = useState(false);
  const at = pointerOf(["calls", name, "values", each, "schema"]);
  const { standing: unfinished, hold } = useHeldText(at);
  const words = isOwn || unfinished !== null ? own : schemaWords(value.schema);
  const choices = [...schemaPresets.map(({ label }) => label), own];
  const choose = (label: string) => {
    setOwn(label === own);
    if (label === own) return;
    // What stands there half typed would go on to be shown in the place of what was chosen.
    hold(null);
    onChange(withPart(value, "schema", schemaPresets.find((preset) => preset.label === label)?.schema));
  };
  return (
    <>
      <div className="flex items-center gap-2">
        <span className="shrink-0 text-xs text-muted" aria-hidden>
          The server takes
        </span>
        <Select
          label={`What the server takes as ${each}`}
          value={words}
          choices={choices.map((label) => ({ value: label, label }))}
          disabled={!mayEdit}
          onChange={choose}
          className="h-7 text-xs"
        />
      </div>
      {words === own && (
        <details open={isOwn || unfinished !== null} className="group/schema min-w-0">
          <summary className="flex min-w-0 list-none items-center gap-1 text-xs text-muted select-none [&::-webkit-details-marker]:hidden">
            <ChevronRight size={12} aria-hidden className="shrink-0 transition-transform group-open/schema:rotate-90" />
            <span className="sr-only">JSON Schema of {each}: </span>
            <code className="min-w-0 truncate font-mono">{JSON.stringify(value.schema ?? {}).slice(0, 200)}</code>
          </summary>
          <div data-place={`calls.${name}.values.${each}.schema`} className="pt-1.5">
            <JsonField
              label={`JSON Schema of ${each}`}
              at={at}
              value={value.schema ?? {}}
              onChange={(schema) => onChange(withPart(value, "schema", schema), `${each} schema`)}
              misfit={(schema) => (isObject(schema) ? null : "A schema is an object: {...}.")}
            />
          </div>
        </details>
      )}
    </>
  );
}
