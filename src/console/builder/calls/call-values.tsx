import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import { pointerOf } from "../../../contract/fault.ts";
import type { Call, CallValue } from "../../../contract/view.ts";
import { JsonInput } from "../../graph/fields/json-input.tsx";
import { aboutMember } from "../../graph/wrongs.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { Select } from "../../parts/select.tsx";
import { useBuilder } from "../builder-context.ts";
import { freeName } from "../document/names.ts";
import { renameCallValue, valueRenameRefusal } from "../document/rename.ts";
import { withCall, withPart } from "../inspector/edit.ts";
import { JsonValueInput } from "../inspector/json-value-input.tsx";
import { usePageScope } from "../inspector/live.tsx";
import { NameField } from "../inspector/name-field.tsx";
import { useSteadyKeys } from "../inspector/steady-keys.ts";
import { schemaPresets, schemaWords } from "./call-edit.ts";

/** The declared values of a call: all that a browser may send. */
export function CallValues({ name, call }: { name: string; call: Call }) {
  const { change, mayEdit } = useBuilder();
  const list = useRef<HTMLUListElement>(null);
  const values = Object.entries(call.values);
  const keys = useSteadyKeys(Object.keys(call.values));
  const set = (label: string, recipe: (values: Call["values"]) => Call["values"], merge?: string) =>
    change({ label, ...(merge !== undefined && { merge: `calls.${name} ${merge}` }) }, (before) =>
      withCall(before, name, (each) => ({ ...each, values: recipe(each.values) })),
    );
  const add = () => {
    const value = freeName("value", "state", Object.keys(call.values));
    set(`Add value ${value} to ${name}`, (before) => ({ ...before, [value]: {} }));
    setTimeout(() => {
      const input = list.current?.querySelector<HTMLInputElement>(":scope > li:last-of-type input");
      input?.focus();
      input?.select();
    }, 50);
  };
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <ul ref={list} aria-label={`Values of ${name}`} className="flex flex-col gap-3 empty:hidden">
        {values.map(([each, value], at) => (
          <ValueItem
            key={keys[at]}
            name={name}
            each={each}
            call={call}
            value={value}
            onChange={(next, merge) =>
              set(`Change value ${each} of ${name}`, (before) => ({ ...before, [each]: next }), merge)
            }
            onRemove={() => set(`Remove value ${each} of ${name}`, (before) => withPart(before, each, undefined))}
          />
        ))}
      </ul>
      {values.length === 0 && (
        <p className="text-xs text-muted">None: the browser sends nothing but the call's name.</p>
      )}
      {mayEdit && (
        <Button
          size="small"
          weight="ghost"
          icon={<Plus size={13} aria-hidden />}
          onClick={add}
          className="-ml-2 self-start"
        >
          Add value
        </Button>
      )}
    </div>
  );
}

function ValueItem({
  name,
  each,
  call,
  value,
  onChange,
  onRemove,
}: {
  name: string;
  each: string;
  call: Call;
  value: CallValue;
  onChange(value: CallValue, merge?: string): void;
  onRemove(): void;
}) {
  const { draft, change, wrongs, mayEdit } = useBuilder();
  const scope = usePageScope();
  const pointer = pointerOf(["calls", name, "values", each]);
  return (
    <li
      data-place={`calls.${name}.values.${each}`}
      className="flex min-w-0 scroll-m-3 flex-col gap-1.5 rounded-md border border-border p-2"
    >
      <div className="flex items-start gap-1">
        <NameField
          label={`Name of value ${each}`}
          name={each}
          refusalOf={(to) => valueRenameRefusal(draft, name, each, to)}
          onRename={(to) =>
            change({ label: `Rename value ${each} of ${name} to ${to}` }, (before) =>
              renameCallValue(before, name, each, to),
            )
          }
        />
        {mayEdit && <IconButton label={`Remove value ${each}`} icon={<X size={14} />} onClick={onRemove} />}
      </div>
      <JsonValueInput
        label={`From, of ${each}`}
        isLabelHidden
        value={value.from}
        onChange={(from) => onChange(withPart(value, "from", from === "" ? undefined : from), `${each} from`)}
        scope={scope}
        error={aboutMember(wrongs, pointer)}
        placeholder={call.trigger === "event" ? "given by the action, or {{ … }}" : "{{ search.value }}"}
        storageKey={`${pointer}/from`}
      />
      <SchemaField name={name} each={each} value={value} onChange={onChange} />
    </li>
  );
}

const own = "Own schema";

/** What the server holds the value to. */
function SchemaField({
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
  const { application, view, mayEdit } = useBuilder();
  const [isOwn, setOwn] = useState(false);
  const words = isOwn ? own : schemaWords(value.schema);
  const choices = [...schemaPresets.map(({ label }) => label), own];
  const choose = (label: string) => {
    setOwn(label === own);
    if (label === own) return;
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
        <JsonInput
          label={`JSON Schema of ${each}`}
          value={value.schema ?? {}}
          onChange={(schema) => onChange(withPart(value, "schema", schema), `${each} schema`)}
          readOnly={!mayEdit}
          storageKey={`${application}/${view}/calls/${name}/${each}/schema`}
          isFitting={(schema) =>
            typeof schema === "object" && schema !== null && !Array.isArray(schema)
              ? null
              : "A schema is an object: {...}."
          }
        />
      )}
    </>
  );
}
