import { Plus, Trash2 } from "lucide-react";
import { useRef } from "react";
import { pointerOf } from "../../../../contract/fault.ts";
import { limits } from "../../../../contract/limits.ts";
import type { ViewDraft } from "../../../../contract/view.ts";
import { viewLimits } from "../../../../contract/view-limits.ts";
import { aboutMember } from "../../../graph/wrongs.ts";
import { Button, IconButton } from "../../../parts/button.tsx";
import { TextInput } from "../../../parts/field.tsx";
import { useBuilder } from "../../builder-context.ts";
import { freeName, namesTaken } from "../../document/names.ts";
import { renameRefusal, renaming } from "../../document/rename.ts";
import { focusNewItem } from "../../focus.ts";
import { withMember } from "../edit.ts";
import { JsonLine } from "../json-line.tsx";
import { Said } from "../literal-input.tsx";
import { usePageScope } from "../live.tsx";
import { NameField } from "../name-field.tsx";
import { Section } from "../section.tsx";
import { useSteadyKeys } from "../steady-keys.ts";
import { valueWords } from "../value-words.ts";

/** Names of the page with a first value each: states, and the parameters of its address. */

type Named = "state" | "query";

const words = {
  state: {
    title: "State",
    one: "state",
    none: "Values of the page that actions set, such as the step of a wizard.",
    value: "First value",
    most: viewLimits.states,
  },
  query: {
    title: "Query parameters",
    one: "query parameter",
    none: "Parameters of the page's address, so that a link leads to a search or a row.",
    value: "Default",
    most: viewLimits.queryParameters,
  },
} as const;

export function StateSection() {
  return <NamesSection named="state" />;
}

export function QuerySection() {
  return <NamesSection named="query" />;
}

function NamesSection({ named }: { named: Named }) {
  const { draft, change, mayEdit } = useBuilder();
  const list = useRef<HTMLUListElement>(null);
  const { title, one, none, most } = words[named];
  const names = Object.keys(draft[named]);
  const keys = useSteadyKeys(names);
  const add = () => {
    const name = freeName(named === "state" ? "value" : "param", named, namesTaken(draft, named));
    change({ label: `Add ${one} ${name}` }, (before) => withNamed(before, named, name, named === "state" ? null : ""));
    focusNewItem(list, names.length);
  };
  return (
    <Section title={title} count={names.length}>
      {names.length === 0 && <p className="text-xs text-muted">{none}</p>}
      <ul ref={list} aria-label={title} className="flex min-w-0 flex-col gap-2.5 empty:hidden">
        {names.map((name, at) => (
          <NamedItem key={keys[at]} named={named} name={name} />
        ))}
      </ul>
      {mayEdit && names.length < most && (
        <Button
          size="small"
          weight="ghost"
          icon={<Plus size={13} aria-hidden />}
          onClick={add}
          className="-ml-2 self-start"
        >
          Add {one}
        </Button>
      )}
    </Section>
  );
}

function withNamed(draft: ViewDraft, named: Named, name: string, value: unknown): ViewDraft {
  return { ...draft, [named]: withMember(draft[named] as Record<string, unknown>, name, value) };
}

function NamedItem({ named, name }: { named: Named; name: string }) {
  const { draft, change, wrongs, mayEdit } = useBuilder();
  const { one, value: valueWord } = words[named];
  const path = `${named}.${name}`;
  const error = aboutMember(wrongs, pointerOf([named, name]));
  const set = (value: unknown) =>
    change({ label: `Change ${path}`, merge: path }, (before) => withNamed(before, named, name, value));
  return (
    <li data-place={path} className="flex min-w-0 scroll-m-3 flex-col gap-1">
      <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-start gap-1">
        <NameField
          label={`Name of ${one} ${name}`}
          name={name}
          refusalOf={(to) => renameRefusal(draft, named, name, to)}
          onRename={(to) => change(...renaming(named, name, to))}
        />
        {named === "state" ? (
          <JsonLine
            label={`${valueWord} of ${name}`}
            at={pointerOf([named, name])}
            value={draft.state[name]}
            onChange={set}
          />
        ) : (
          <TextInput
            aria-label={`${valueWord} of ${name}`}
            placeholder="empty"
            value={draft.query[name] ?? ""}
            maxLength={limits.nameCharacters}
            readOnly={!mayEdit}
            onChange={(event) => set(event.target.value)}
          />
        )}
        {mayEdit && (
          <IconButton
            label={`Delete ${one} ${name}`}
            icon={<Trash2 size={14} />}
            onClick={() => change({ label: `Delete ${path}` }, (before) => withNamed(before, named, name, undefined))}
          />
        )}
      </div>
      <ValueNow path={path} first={named === "state" ? draft.state[name] : draft.query[name]} />
      <Said error={error} />
    </li>
  );
}

/** What it is now, where that is no longer what it begins with. */
function ValueNow({ path, first }: { path: string; first: unknown }) {
  const { read } = usePageScope();
  const { value } = read(path);
  if (JSON.stringify(value) === JSON.stringify(first ?? null)) return null;
  return (
    <p className="truncate text-xs text-muted">
      now <code className="font-mono text-text">{valueWords(value)}</code>
    </p>
  );
}
