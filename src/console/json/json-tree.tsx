import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from "react";
import { copyText } from "../parts/copy.tsx";
import { useNotify } from "../parts/toast.tsx";
import { expressionOf, pointerOf, type Step } from "./json-path.ts";
import { copyOf } from "./preview.ts";
import { MoreItem, ValueItem } from "./tree-items.tsx";
import { deedOf } from "./tree-keys.ts";
import { firstWindow, type MoreRow, type Row, revealed, rowsOf, type ValueRow, widened } from "./tree-rows.ts";
import { TreeSearch } from "./tree-search.tsx";
import { useOpenNodes } from "./use-open-nodes.ts";

/**
 * A JSON value as a tree. Arrow keys move and open, `c` copies the value of a row and `p` its path, as `{{ }}` reads it; long
 * lists are shown in steps, long texts cut.
 */
export function JsonTree({
  value,
  label,
  rootName = "value",
}: {
  value: unknown;
  /** What the tree is called. */
  label: string;
  /** What paths begin with: `output` gives `output.items[3]`. */
  rootName?: string;
}) {
  const { open, setWindow, openAll } = useOpenNodes(value);
  const rows = useMemo(() => rowsOf(value, open), [value, open]);
  const [active, setActive] = useState("");
  const [found, setFound] = useState<string | null>(null);
  const [whole, setWhole] = useState<ReadonlySet<string>>(new Set());
  const { said, copy } = useCopy(rootName);
  const list = useRef<HTMLDivElement>(null);
  const rowAt = (at: number) => list.current?.querySelectorAll<HTMLElement>('[role="treeitem"]').item(at);
  const activeAt = Math.max(
    0,
    rows.findIndex((row) => keyOf(row) === active),
  );

  const showMore = ({ pointer, side }: MoreRow) => setWindow(pointer, widened(open.get(pointer) ?? firstWindow, side));
  const toggle = (row: ValueRow) => {
    if (typeof row.value === "object" && row.value !== null) {
      return setWindow(row.pointer, row.isOpen ? null : firstWindow);
    }
    setWhole((before) => {
      const after = new Set(before);
      if (!after.delete(row.pointer)) after.add(row.pointer);
      return after;
    });
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const deed = deedOf(event.key, rows, activeAt);
    const row = rows[activeAt];
    if (deed === null || row === undefined) return;
    event.preventDefault();
    if (deed.type === "focus") rowAt(deed.at)?.focus();
    else if (row.type === "more") showMore(row);
    else if (deed.type === "copy") void copy(row, deed.what);
    else toggle(row);
  };
  const show = (steps: readonly Step[]) => {
    const windows = revealed(value, open, steps);
    openAll(windows);
    setFound(pointerOf(steps));
    setActive(pointerOf(steps));
    const at = rowsOf(value, windows).findIndex((row) => keyOf(row) === pointerOf(steps));
    requestAnimationFrame(() => rowAt(at)?.scrollIntoView({ block: "nearest" }));
  };
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {typeof value === "object" && value !== null && <TreeSearch value={value} label={label} onShow={show} />}
      <div ref={list} role="tree" aria-label={label} onKeyDown={press} className="min-w-0 font-mono text-xs leading-5">
        {rows.map((row, at) =>
          row.type === "more" ? (
            <MoreItem
              key={keyOf(row)}
              row={row}
              isActive={at === activeAt}
              onFocus={() => setActive(keyOf(row))}
              onShow={() => showMore(row)}
            />
          ) : (
            <ValueItem
              key={keyOf(row)}
              row={row}
              rootName={rootName}
              isActive={at === activeAt}
              isFound={found === row.pointer}
              isWhole={whole.has(row.pointer)}
              onFocus={(focused) => setActive(keyOf(focused))}
              onToggle={toggle}
              onCopy={copy}
            />
          ),
        )}
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}

const keyOf = (row: Row) => (row.type === "value" ? row.pointer : `${row.side} ${row.pointer}`);

function useCopy(rootName: string) {
  const [said, setSaid] = useState("");
  const { notify } = useNotify();
  const copy = useCallback(
    async ({ steps, value }: ValueRow, what: "value" | "path") => {
      const text = what === "path" ? expressionOf(rootName, steps) : copyOf(value);
      if (await copyText(text)) setSaid(what === "path" ? `Copied ${text}` : "Copied the value");
      else notify({ title: "The browser does not allow copying here" });
    },
    [rootName, notify],
  );
  return { said, copy };
}
