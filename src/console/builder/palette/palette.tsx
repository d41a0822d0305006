import { Search } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { componentKinds, type KindName, kindNames } from "../../../contract/component-kinds.ts";
import { TextInput } from "../../parts/field.tsx";
import { focusBox } from "../focus.ts";
import { type Group, groups, kindLooks } from "../kind-looks.ts";
import { usePanels } from "../panels.tsx";
import { useBuilderActions } from "../use-builder-actions.ts";
import { usePaletteDrag } from "./use-palette-drag.ts";

/** The kinds of component: dragged onto the canvas, or added by Enter where there is room. */
export function Palette() {
  const [search, setSearch] = useState("");
  const { add } = useAdding();
  const found = kindNames.filter((kind) => isFound(kind, search));
  return (
    <div className="flex h-full flex-col">
      <div className="relative p-2">
        <Search size={14} aria-hidden className="pointer-events-none absolute top-4.5 left-4.5 text-muted" />
        <TextInput
          type="search"
          data-palette-search
          aria-label="Find a component"
          placeholder="Find a component"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            const [first] = found;
            if (event.key === "Enter" && first) add(first);
          }}
          className="pl-7"
        />
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys go from button to button. */}
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-3" onKeyDown={travel}>
        {groups.map((group) => (
          <PaletteGroup key={group} group={group} kinds={found.filter((kind) => kindLooks[kind].group === group)} />
        ))}
        {found.length === 0 && <p className="px-1 py-2 text-sm text-muted">No component is called that.</p>}
      </div>
    </div>
  );
}

/** What was added has the focus, on a narrow window too, where the page comes to the front. */
function useAdding() {
  const { setNarrowTab } = usePanels();
  return useBuilderActions((id) => {
    setNarrowTab("page");
    focusBox(id);
  });
}

function PaletteGroup({ group, kinds }: { group: Group; kinds: readonly KindName[] }) {
  if (kinds.length === 0) return null;
  return (
    <section aria-label={group} className="mb-2">
      <h2 className="px-1.5 py-1 text-xs font-medium text-muted">{group}</h2>
      <ul>
        {kinds.map((kind) => (
          <li key={kind}>
            <PaletteItem kind={kind} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function PaletteItem({ kind }: { kind: KindName }) {
  const { add } = useAdding();
  const { icon: Icon } = kindLooks[kind];
  const { name, describe } = componentKinds[kind];
  const drag = usePaletteDrag(kind, (spot) => add(kind, spot));
  return (
    <button
      type="button"
      {...drag.handlers}
      onClick={() => {
        if (!drag.hasJustDropped()) add(kind);
      }}
      className="flex w-full cursor-grab items-start gap-2.5 rounded-md px-1.5 py-1.5 text-left select-none hover:bg-surface-2 active:cursor-grabbing"
    >
      <span className="mt-0.5 flex size-7 shrink-0 items-center justify-center rounded-md border border-border bg-surface text-muted">
        <Icon size={15} aria-hidden />
      </span>
      <span className="min-w-0">
        <span className="block text-sm font-medium">{name}</span>
        <span className="block text-xs text-muted">{describe}</span>
      </span>
    </button>
  );
}

/** The arrow keys go from one to the next. */
function travel(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const all = [...event.currentTarget.querySelectorAll("button")];
  const at = all.indexOf(document.activeElement as HTMLButtonElement);
  const next = all[at + step];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  next.focus();
}

function isFound(kind: KindName, search: string): boolean {
  const { name, describe } = componentKinds[kind];
  const text = `${name} ${kind} ${describe}`.toLowerCase();
  return search
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
