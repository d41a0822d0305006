import { Dialog as Base } from "@base-ui/react/dialog";
import { Search } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { boundKeys, Keys, partOf } from "../parts/keys.tsx";
import { bestCommands, type Command } from "./commands.ts";
import { usePlaces } from "./places.ts";

const mostShown = 50;

/** Goes to any page and does anything, by a few letters. */
export function Palette({ application, close }: { application: string | null; close(): void }) {
  const list = useId();
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState(0);
  const [actions] = useState(actionsOfPage);
  const places = usePlaces(application);
  const ofPage = actions.filter(({ label }) => partOf(label) === null);
  const ofPart = actions.filter(({ label }) => partOf(label) !== null);
  const commands = bestCommands([...ofPage, ...places, ...ofPart], search).slice(0, mostShown);
  const active = Math.min(chosen, commands.length - 1);
  const perform = (command: Command | undefined) => {
    if (!command) return;
    close();
    // After the window has given the focus back: what runs may want it.
    setTimeout(command.run, 0);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setChosen((active + step + commands.length) % Math.max(commands.length, 1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      perform(commands[active]);
    }
  };
  return (
    <Base.Root open onOpenChange={(open) => !open && close()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/35" />
        <Base.Popup
          aria-label="Go to or do anything"
          className="fixed top-[12vh] left-1/2 z-40 flex max-h-[70vh] w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-border bg-surface shadow-popup outline-none"
        >
          <div className="flex items-center gap-2 border-b border-border px-4">
            <Search size={16} aria-hidden className="text-muted" />
            <input
              role="combobox"
              aria-label="Search pages, worklets and actions"
              aria-expanded
              aria-controls={list}
              aria-activedescendant={active >= 0 ? `${list}-${active}` : undefined}
              value={search}
              onChange={(event) => {
                setSearch(event.target.value);
                setChosen(0);
              }}
              onKeyDown={press}
              placeholder="Go to or do anything"
              className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none"
            />
          </div>
          <div id={list} role="listbox" aria-label="What fits" className="overflow-y-auto p-1.5">
            {commands.map((command, at) => (
              <Option
                key={command.key}
                id={`${list}-${at}`}
                command={command}
                isActive={at === active}
                point={() => setChosen(at)}
                perform={() => perform(command)}
              />
            ))}
          </div>
          {commands.length === 0 && <p className="px-4 pb-4 text-sm text-muted">Nothing is called that.</p>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function Option({
  id,
  command,
  isActive,
  point,
  perform,
}: {
  id: string;
  command: Command;
  isActive: boolean;
  point(): void;
  perform(): void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      ref={(element) => {
        if (isActive) element?.scrollIntoView({ block: "nearest" });
      }}
      onPointerMove={point}
      onClick={perform}
      className={`flex cursor-pointer items-center gap-3 rounded-md px-2.5 py-1.5 text-sm ${isActive ? "bg-surface-3" : ""}`}
    >
      <span className="min-w-0 flex-1 truncate">{command.label}</span>
      {command.keys ? <Keys keys={command.keys} /> : <span className="text-xs text-muted">{command.group}</span>}
    </div>
  );
}

/** What the page offers by its keys. */
function actionsOfPage(): Command[] {
  return boundKeys()
    .filter(({ keys }) => keys !== "mod+k")
    .map(({ keys, label = "", run }) => ({
      key: `action ${keys} ${label}`,
      label,
      group: "Action",
      keys,
      run: () => run(new KeyboardEvent("keydown")),
    }));
}
