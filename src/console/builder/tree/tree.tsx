import { useRef, useState } from "react";
import { Keys } from "../../parts/keys.tsx";
import { useStored } from "../../parts/storage.ts";
import { useBuilder } from "../builder-context.ts";
import { usePanels } from "../panels.tsx";
import { rowsOf } from "./rows.ts";
import { pressInTree } from "./tree-keys.ts";
import { TreeRow } from "./tree-row.tsx";
import { useTreeActions } from "./use-tree-actions.ts";
import { useTreeDrag } from "./use-tree-drag.ts";

/** Everything in the view that has a name: its components as they stand in each other, its calls, states and query parameters. */
export function Tree() {
  const { draft, selected, view } = useBuilder();
  const { goToSettings } = usePanels();
  const [closedKeys, setClosedKeys] = useStored<string[]>(`builder.closed.${view}`, []);
  const closed = new Set(closedKeys);
  const rows = rowsOf(draft, closed);
  const [current, setCurrent] = useState("section components");
  const [renaming, setRenaming] = useState<string | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const setOpen = (key: string, isOpen: boolean) =>
    setClosedKeys(isOpen ? closedKeys.filter((each) => each !== key) : [...closedKeys, key]);
  const focus = (key: string) => {
    setCurrent(key);
    requestAnimationFrame(() => place.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`)?.focus());
  };
  const actions = useTreeActions(focus);
  const drag = useTreeDrag(rows, actions);
  // Tab comes to what is selected, else to where the focus was.
  const stop = rows.find(({ key }) => key === current)?.key ?? selected.at(-1) ?? rows[0]?.key;
  return (
    <div className="flex h-full flex-col">
      <div
        ref={place}
        role="tree"
        aria-label="Everything in the view"
        aria-multiselectable
        className="min-h-0 flex-1 overflow-y-auto p-1.5"
        onKeyDown={(event) => pressInTree(event, { rows, setOpen, focus, rename: setRenaming, goToSettings, actions })}
        {...drag.handlers}
      >
        {rows.map((row) => (
          <TreeRow
            key={row.key}
            row={row}
            isTabStop={row.key === stop}
            isRenaming={renaming === row.key}
            mark={drag.markOf(row.key)}
            actions={actions}
            focused={() => setCurrent(row.key)}
            setOpen={(isOpen) => setOpen(row.key, isOpen)}
            rename={(isOn) => {
              setRenaming(isOn ? row.key : null);
              if (!isOn) focus(row.key);
            }}
            renamed={(key) => {
              setRenaming(null);
              focus(key);
            }}
          />
        ))}
      </div>
      <p className="flex flex-wrap gap-x-3 gap-y-1 border-t border-border px-3 py-2 text-xs text-muted">
        <span>
          <Keys keys="f2" /> rename
        </span>
        <span>
          <Keys keys="alt+arrowup" /> <Keys keys="alt+arrowdown" /> move
        </span>
        <span>
          <Keys keys="alt+arrowright" /> into
        </span>
      </p>
    </div>
  );
}
