import { ArrowRight, Plus, X } from "lucide-react";
import { useState } from "react";
import { pointerOf } from "../../../../contract/fault.ts";
import type { ActionOf } from "../../../../contract/view.ts";
import { textOfValue } from "../../../graph/fields/value-text.ts";
import { aboutMember } from "../../../graph/wrongs.ts";
import { Button, IconButton } from "../../../parts/button.tsx";
import { Select } from "../../../parts/select.tsx";
import { useBuilder } from "../../builder-context.ts";
import { runByAction } from "../../calls/call-edit.ts";
import { WorkletMenu } from "../../calls/new-call-menu.tsx";
import { withPart } from "../edit.ts";
import { JsonValueInput } from "../json-value-input.tsx";
import type { ActionFieldsProps } from "./common-fields.tsx";
import { NamePicker, TargetPicker } from "./pickers.tsx";

/** Actions with named values: those of a call, and the parameters of an address. */

export function RunCallFields({ action, pointer, scope, set }: ActionFieldsProps<ActionOf<"run_call">>) {
  const { draft, change, wrongs, reveal, mayEdit } = useBuilder();
  const about = (member: string) => aboutMember(wrongs, `${pointer}/${member}`);
  const events = Object.entries(draft.calls).filter(([, { trigger }]) => trigger === "event");
  const declared = Object.hasOwn(draft.calls, action.call) ? draft.calls[action.call]?.values : undefined;
  const given = action.values ?? {};
  const names = [...new Set([...Object.keys(declared ?? {}), ...Object.keys(given)])];
  const give = (name: string, value: unknown) => {
    const next = withPart(given, name, value === "" && declared?.[name]?.from !== undefined ? undefined : value);
    set("values", Object.keys(next).length === 0 ? undefined : next);
  };
  return (
    <>
      <NamePicker
        label="Call"
        value={action.call}
        names={events.map(([name]) => name)}
        hints={Object.fromEntries(events.map(([name, { worklet }]) => [name, worklet]))}
        onChange={(name) => set("call", name, false)}
        error={action.call === "" ? "Choose a call, or make one." : about("call")}
        hint={
          declared !== undefined ? (
            <button
              type="button"
              onClick={() => reveal(`calls.${action.call}`)}
              className="inline-flex items-center gap-1 text-accent hover:underline"
            >
              Open {action.call} <ArrowRight size={12} aria-hidden />
            </button>
          ) : (
            "One that runs by an action, and not by itself."
          )
        }
      />
      {mayEdit && (
        <WorkletMenu
          onChoose={(worklet, taken) =>
            change({ label: `Run ${worklet} by the action` }, (before) => runByAction(before, pointer, worklet, taken))
          }
        >
          New call
        </WorkletMenu>
      )}
      {names.map((name) => (
        <JsonValueInput
          key={`${action.call} ${name}`}
          label={`Value ${name}`}
          value={given[name]}
          onChange={(value) => give(name, value)}
          scope={scope}
          error={aboutMember(wrongs, pointer + pointerOf(["values", name]))}
          placeholder={placeholderOf(declared?.[name]?.from)}
          at={pointer + pointerOf(["values", name])}
        />
      ))}
      <TargetPicker
        label="Answer also into"
        optional
        value={action.into ?? ""}
        onChange={(target) => set("into", target === "" ? undefined : target)}
        error={about("into")}
        hint={`It is calls.${action.call || "NAME"}.data in any case.`}
      />
    </>
  );
}

/** What the call takes when the action gives nothing. */
function placeholderOf(from: unknown): string {
  return from === undefined ? "" : `${textOfValue(from)} (of the call)`;
}

export function QueryFields({ action, pointer, scope, set }: ActionFieldsProps<ActionOf<"navigate">>) {
  const { draft, wrongs, mayEdit } = useBuilder();
  const given = action.query ?? {};
  const own = Object.keys(draft.query).filter((name) => !Object.hasOwn(given, name));
  const change = (name: string, value: unknown) => {
    const next = withPart(given, name, value);
    set("query", Object.keys(next).length === 0 ? undefined : next);
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="text-sm font-medium">Parameters</legend>
      {Object.entries(given).map(([name, value]) => (
        <div key={name} className="flex min-w-0 items-end gap-1">
          <JsonValueInput
            label={name}
            value={value}
            onChange={(next) => change(name, next)}
            scope={scope}
            error={aboutMember(wrongs, pointer + pointerOf(["query", name]))}
            at={pointer + pointerOf(["query", name])}
          />
          {mayEdit && (
            <IconButton label={`Remove ${name}`} icon={<X size={14} />} onClick={() => change(name, undefined)} />
          )}
        </div>
      ))}
      {mayEdit &&
        (action.view === undefined ? (
          <OwnParameter names={own} onAdd={(name) => change(name, "")} />
        ) : (
          <OtherParameter given={given} onAdd={(name) => change(name, "")} />
        ))}
    </fieldset>
  );
}

function OwnParameter({ names, onAdd }: { names: readonly string[]; onAdd(name: string): void }) {
  if (names.length === 0) return <p className="text-xs text-muted">This page has no other parameters.</p>;
  return (
    <Select
      label="Add a parameter"
      value={null}
      placeholder="Add a parameter…"
      choices={names.map((name) => ({ value: name, label: name }))}
      onChange={onAdd}
    />
  );
}

/** Which parameters another view has is not known here. */
function OtherParameter({ given, onAdd }: { given: object; onAdd(name: string): void }) {
  const [name, setName] = useState("");
  const isFine = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(name) && !Object.hasOwn(given, name);
  const add = () => {
    if (!isFine) return;
    onAdd(name);
    setName("");
  };
  return (
    <div className="flex items-center gap-1">
      <input
        aria-label="Name of a parameter"
        placeholder="name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && add()}
        className="h-7 min-w-0 flex-1 rounded-md border border-border bg-surface px-2 font-mono text-xs"
      />
      <Button size="small" disabled={!isFine} icon={<Plus size={13} aria-hidden />} onClick={add}>
        Add
      </Button>
    </div>
  );
}
