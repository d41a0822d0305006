import { Plus, X } from "lucide-react";
import { useRef } from "react";
import { pointerOf } from "../../../contract/fault.ts";
import type { Call, CallValue } from "../../../contract/view.ts";
import { aboutMember } from "../../graph/wrongs.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { useBuilder } from "../builder-context.ts";
import { freeName } from "../document/names.ts";
import { renameCallValue, valueRenameRefusal } from "../document/rename.ts";
import { focusNewItem } from "../focus.ts";
import { withCall, withPart } from "../inspector/edit.ts";
import { JsonValueInput } from "../inspector/json-value-input.tsx";
import { usePageScope } from "../inspector/live.tsx";
import { NameField } from "../inspector/name-field.tsx";
import { useSteadyKeys } from "../inspector/steady-keys.ts";
import { withTaken } from "./call-edit.ts";
import type { Taken } from "./taken.ts";
import { Offers } from "./value-offers.tsx";
import { SchemaField } from "./value-schema.tsx";

/** The declared values of a call: all that a browser may send. */
export function CallValues({ name, call }: { name: string; call: Call }) {
  const { change, reveal, mayEdit } = useBuilder();
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
    focusNewItem(list, values.length);
  };
  const addTaken = (taken: Taken) => {
    change({ label: `Add value ${taken.name} to ${name}` }, (before) =>
      withCall(before, name, (each) => withTaken(each, taken)),
    );
    reveal(`calls.${name}.values.${taken.name}`);
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
        <div className="-ml-2 flex min-w-0 flex-wrap">
          <Button size="small" weight="ghost" icon={<Plus size={13} aria-hidden />} onClick={add}>
            Add value
          </Button>
          <Offers call={call} onAdd={addTaken} />
        </div>
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
        at={`${pointer}/from`}
        hint={typeof value.schema?.description === "string" ? value.schema.description : undefined}
      />
      <SchemaField name={name} each={each} value={value} onChange={onChange} />
    </li>
  );
}
