import { ChevronRight, Trash2 } from "lucide-react";
import { pointerOf } from "../../../contract/fault.ts";
import type { Call } from "../../../contract/view.ts";
import { aboutMember } from "../../graph/wrongs.ts";
import { IconButton } from "../../parts/button.tsx";
import { useBuilder } from "../builder-context.ts";
import { renameRefusal, renaming } from "../document/rename.ts";
import { withPart } from "../inspector/edit.ts";
import { usePageScope } from "../inspector/live.tsx";
import { NameField } from "../inspector/name-field.tsx";
import { Section } from "../inspector/section.tsx";
import { useSteadyKeys } from "../inspector/steady-keys.ts";
import { callNameFor, firstUnsaid, newCall } from "./call-edit.ts";
import { CallEditor } from "./call-editor.tsx";
import { WorkletMenu } from "./new-call-menu.tsx";
import type { Taken } from "./taken.ts";

/** All calls of the view; one of them is open. */
export function CallsSection({ open, setOpen }: { open: string | null; setOpen(name: string | null): void }) {
  const { draft, change, reveal, mayEdit } = useBuilder();
  const calls = Object.entries(draft.calls);
  const keys = useSteadyKeys(Object.keys(draft.calls));
  const add = (worklet: string, taken: readonly Taken[], isHere: boolean) => {
    const name = callNameFor(draft, worklet);
    change({ label: `Add call ${name}` }, (before) => ({
      ...before,
      calls: { ...before.calls, [callNameFor(before, worklet)]: newCall(worklet, "binding", taken) },
    }));
    if (!isHere) return;
    const unsaid = firstUnsaid(taken);
    reveal(unsaid === null ? `calls.${name}` : `calls.${name}.values.${unsaid}`);
  };
  return (
    <Section title="Calls" count={calls.length} isForced={open !== null}>
      {calls.length === 0 && (
        <p className="text-xs text-muted">
          A call runs a worklet and gives its answer to the page, as <code className="font-mono">calls.NAME.data</code>.
        </p>
      )}
      <ul className="flex min-w-0 flex-col gap-1.5 empty:hidden">
        {calls.map(([name, call], at) => (
          <CallItem
            key={keys[at]}
            name={name}
            call={call}
            isOpen={open === name}
            onToggle={() => setOpen(open === name ? null : name)}
            onRenamed={setOpen}
          />
        ))}
      </ul>
      {mayEdit && <WorkletMenu onChoose={add}>New call</WorkletMenu>}
    </Section>
  );
}

function CallItem({
  name,
  call,
  isOpen,
  onToggle,
  onRenamed,
}: {
  name: string;
  call: Call;
  isOpen: boolean;
  onToggle(): void;
  onRenamed(name: string): void;
}) {
  const { draft, change, wrongs, mayEdit } = useBuilder();
  const wrong = aboutMember(wrongs, pointerOf(["calls", name]));
  const rename = (to: string) => {
    change(...renaming("call", name, to));
    onRenamed(to);
  };
  const remove = () =>
    change({ label: `Delete call ${name}` }, (before) => ({
      ...before,
      calls: withPart(before.calls, name, undefined),
    }));
  return (
    <li
      data-place={`calls.${name}`}
      className={`min-w-0 scroll-m-3 rounded-md border bg-surface ${wrong === undefined ? "border-border" : "border-danger"}`}
    >
      <h4>
        <button
          type="button"
          data-focus
          aria-expanded={isOpen}
          onClick={onToggle}
          className="flex min-h-8 w-full min-w-0 items-center gap-1.5 rounded-md px-1.5 py-1 text-left text-xs"
        >
          <ChevronRight
            size={13}
            aria-hidden
            className={`shrink-0 text-muted transition-transform ${isOpen ? "rotate-90" : ""}`}
          />
          <span className="min-w-0 truncate font-mono font-medium">{name}</span>
          <span className="min-w-0 flex-1 truncate text-muted">{call.worklet}</span>
          <CallMark name={name} />
          {wrong !== undefined && <span className="sr-only">, has a problem</span>}
        </button>
      </h4>
      {isOpen && (
        <div className="flex min-w-0 flex-col gap-4 border-t border-border p-2">
          <div className="flex items-start gap-1">
            <NameField
              label="Name of the call"
              name={name}
              refusalOf={(to) => renameRefusal(draft, "call", name, to)}
              onRename={rename}
            />
            {mayEdit && <IconButton label={`Delete call ${name}`} icon={<Trash2 size={14} />} onClick={remove} />}
          </div>
          <CallEditor name={name} call={call} />
        </div>
      )}
    </li>
  );
}

/** How the call is now, in a word. */
function CallMark({ name }: { name: string }) {
  const { read } = usePageScope();
  const member = (each: string) => read(`calls.${name}.${each}`).value;
  if (member("loading") === true) return <span className="shrink-0 text-2xs text-info">running</span>;
  if (member("error") !== null) return <span className="shrink-0 text-2xs text-danger">failed</span>;
  if (member("data") !== null) return <span className="shrink-0 text-2xs text-success">has data</span>;
  return null;
}
