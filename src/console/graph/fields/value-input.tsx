import { useRef, useState } from "react";
import { useDraft } from "../../draft/draft-context.ts";
import { Segments } from "../../parts/segments.tsx";
import { useBlock } from "../block-context.ts";
import type { Scope } from "../scope.ts";
import { ExpressionInput } from "./expression-input.tsx";
import { JsonInput } from "./json-input.tsx";
import { NamedValues } from "./named-values.tsx";
import { isFieldwise, isPlain, textOfValue } from "./value-text.ts";

/** Any JSON with expressions in its texts: as one expression, as an object of named fields, or written out. */

type Mode = "absent" | "expression" | "fields" | "json";

export function ValueInput({
  label,
  member,
  value,
  onChange,
  scope,
  absentWord,
  hint,
}: {
  label: string;
  /** Where it stands in the block: `input`. */
  member: string;
  /** undefined: the member is absent. */
  value: unknown;
  onChange(value: unknown, merge?: string): void;
  scope: Scope;
  /** What it means when it is absent. */
  absentWord: string;
  hint?: string;
}) {
  const { block, isReadOnly, about } = useBlock();
  const { application, worklet } = useDraft();
  const [chosen, setChosen] = useState<Mode | null>(null);
  // What was written in another mode comes back with it.
  const written = useRef<Partial<Record<Mode, unknown>>>({});
  const mode = chosen !== null && fits(chosen, value) ? chosen : modeOf(value);
  const choose = (next: Mode) => {
    written.current[mode] = value;
    setChosen(next);
    const kept = written.current[next];
    onChange(kept !== undefined && fits(next, kept) ? kept : startingValue(next, value));
  };
  const pointer = `/${member}`;
  const error = about(pointer);
  const type = (next: unknown, merge = "text") => onChange(next, `${member} ${merge}`);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="text-sm font-medium">{label}</span>
        {!isReadOnly && (
          <Segments
            label={`How ${label.toLowerCase()} is written`}
            value={mode}
            words={{ absent: absentWord, expression: "Expression", fields: "Fields", json: "JSON" }}
            onChange={choose}
          />
        )}
      </div>
      {mode === "absent" && hint && <p className="text-xs text-muted">{hint}</p>}
      {mode === "expression" && (
        <ExpressionInput
          label={label}
          isLabelHidden
          text={textOfValue(value)}
          onChange={(text) => type(text)}
          scope={scope}
          error={error}
          multiline
          placeholder="{{ input }}"
        />
      )}
      {mode === "fields" && (
        <NamedValues
          label={label}
          nameLabel="Field"
          values={isFieldwise(value) ? value : {}}
          onChange={(values, merge) => type(values, merge)}
          scope={scope}
          about={(name) => about(`${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`)}
        />
      )}
      {mode === "json" && (
        <JsonInput
          label={label}
          value={value}
          onChange={(next) => type(next)}
          error={error}
          readOnly={isReadOnly}
          storageKey={`${application}.${worklet}.${block.id}.${member}`}
        />
      )}
    </div>
  );
}

function modeOf(value: unknown): Mode {
  if (value === undefined) return "absent";
  if (typeof value === "string") return "expression";
  return isFieldwise(value) ? "fields" : "json";
}

function fits(mode: Mode, value: unknown): boolean {
  if (mode === "absent" || value === undefined) return mode === "absent" && value === undefined;
  if (mode === "expression") return isPlain(value);
  return mode === "json" || isFieldwise(value);
}

/** What a value becomes when it is to be written in another way. */
function startingValue(mode: Mode, value: unknown): unknown {
  if (mode === "absent") return undefined;
  if (value === undefined) return mode === "fields" ? { value: "{{ input }}" } : "{{ input }}";
  if (mode === "json") return value;
  if (mode === "fields")
    return isFieldwise(value) ? value : { value: isPlain(value) ? textOfValue(value) : "{{ input }}" };
  return isPlain(value) ? textOfValue(value) : "{{ input }}";
}
