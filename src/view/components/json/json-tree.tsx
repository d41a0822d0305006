import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { deedOf, firstOpen, isNode, type Open, pathOf, rowsOf, stepSize, type TreeRow, type ValueRow } from "./tree.ts";
import { TreeItem } from "./tree-item.tsx";

type TreeProps = { value: unknown; label: string; root: string; openLevels: number };

/** A JSON value as a tree: arrow keys move and open, `c` copies the value of a row and `p` its path. */
export function JsonTree({ value, label, root, openLevels }: TreeProps) {
  const { open, setOpen } = useOpen(value, openLevels);
  const rows = useMemo(() => rowsOf(value, open), [value, open]);
  const [active, setActive] = useState("");
  const [whole, setWhole] = useState<ReadonlySet<string>>(new Set());
  const { said, copy } = useCopy(root);
  const list = useRef<HTMLDivElement>(null);
  const activeAt = Math.max(
    0,
    rows.findIndex((row) => keyOf(row) === active),
  );

  const toggle = (row: TreeRow) => {
    if (row.type === "more") return setOpen(row.pointer, row.shown + stepSize);
    if (isNode(row.value)) return setOpen(row.pointer, row.isOpen ? 0 : stepSize);
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
    if (deed.type === "focus") (list.current?.children[deed.at] as HTMLElement | undefined)?.focus();
    else if (deed.type === "toggle") toggle(row);
    else if (row.type === "value") void copy(row, deed.what);
  };
  return (
    <>
      <div
        ref={list}
        role="tree"
        aria-label={label}
        onKeyDown={press}
        className="min-h-0 flex-1 overflow-auto p-1.5 font-mono text-xs leading-5"
      >
        {rows.map((row, at) => (
          <TreeItem
            key={keyOf(row)}
            row={row}
            isActive={at === activeAt}
            isWhole={whole.has(row.pointer)}
            onFocus={() => setActive(keyOf(row))}
            onToggle={() => toggle(row)}
            onCopy={(what) => row.type === "value" && void copy(row, what)}
          />
        ))}
      </div>
      <p
        role="status"
        className={said === "" ? "sr-only" : "shrink-0 truncate border-t border-border px-3 py-1 text-xs text-muted"}
      >
        {said}
      </p>
    </>
  );
}

const keyOf = (row: TreeRow) => `${row.type} ${row.pointer}`;

/** What a person opened and closed stays when the next value comes. */
function useOpen(value: unknown, levels: number) {
  const [touched, setTouched] = useState<Open>(new Map());
  const open = useMemo(() => new Map([...firstOpen(value, levels), ...touched]), [value, levels, touched]);
  const setOpen = (pointer: string, shown: number) => setTouched((before) => new Map([...before, [pointer, shown]]));
  return { open, setOpen };
}

function useCopy(root: string) {
  const [said, setSaid] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const copy = async ({ steps, value }: ValueRow, what: "value" | "path") => {
    const path = pathOf(root, steps);
    const text = what === "path" ? path : typeof value === "string" ? value : JSON.stringify(value, null, 2);
    setSaid(await copied(text, what === "path" ? `Copied ${path}` : "Copied the value"));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSaid(""), 3_000);
  };
  return { said, copy };
}

/** What is said of it: a browser may refuse. */
async function copied(text: string, done: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return done;
  } catch {
    return "The browser does not allow copying here.";
  }
}
