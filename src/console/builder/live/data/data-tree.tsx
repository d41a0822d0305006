import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import type { Json } from "../../../../expression/expression.ts";
import { expressionOf, pointerOf, type Step } from "../../../json/json-path.ts";
import { copyOf } from "../../../json/preview.ts";
import { deedOf } from "../../../json/tree-keys.ts";
import { firstWindow, type OpenNodes, type Row, revealed, type ValueRow, widened } from "../../../json/tree-rows.ts";
import { TreeSearch } from "../../../json/tree-search.tsx";
import { copyText } from "../../../parts/copy.tsx";
import { useNotify } from "../../../parts/toast.tsx";
import { useAnnounce } from "../../announcer.tsx";
import { useBuilder } from "../../builder-context.ts";
import { useFailing } from "../../troubles.tsx";
import { DataRow, MoreRowItem, type RowDeed } from "./data-row.tsx";
import { exploredRows, goalOf } from "./explored.ts";

const keyOf = (row: Row) => (row.type === "value" ? row.pointer : `${row.side} ${row.pointer}`);

/** The live values as a tree: arrow keys move and open, `p` copies a path, `c` a value, `e` goes to where it is edited. */
export function DataTree({
  values,
  open,
  setOpen,
}: {
  values: Record<string, Json>;
  open: OpenNodes;
  setOpen(open: OpenNodes): void;
}) {
  const rows = useMemo(() => exploredRows(values, open), [values, open]);
  const [active, setActive] = useState("");
  const [found, setFound] = useState<string | null>(null);
  const failing = useFailing();
  const errors = useMemo(() => new Map(failing.map(({ path, error }) => [path, error])), [failing]);
  const list = useRef<HTMLDivElement>(null);
  const rowAt = (at: number) => list.current?.querySelectorAll<HTMLElement>('[role="treeitem"]').item(at);
  const activeAt = Math.max(
    0,
    rows.findIndex((row) => keyOf(row) === active),
  );
  const carryOut = useRowDeeds((row) => {
    const after = new Map(open);
    if (!after.delete(row.pointer)) after.set(row.pointer, firstWindow);
    setOpen(after);
  });
  const showMore = (pointer: string, side: "before" | "after") =>
    setOpen(new Map([...open, [pointer, widened(open.get(pointer) ?? firstWindow, side)]]));

  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[activeAt];
    const isGoing = event.key === "e" && row?.type === "value";
    const deed = isGoing ? null : deedOf(event.key, rows, activeAt);
    if (row === undefined || (deed === null && !isGoing)) return;
    event.preventDefault();
    if (deed?.type === "focus") rowAt(deed.at)?.focus();
    else if (row.type === "more") showMore(row.pointer, row.side);
    else if (deed?.type === "copy") carryOut(row, deed.what);
    else carryOut(row, isGoing || !isBranch(row) ? "reveal" : "toggle");
  };
  const show = (steps: readonly Step[]) => {
    const next = revealed(values, open, steps);
    setOpen(next);
    setFound(pointerOf(steps));
    setActive(pointerOf(steps));
    const at = exploredRows(values, next).findIndex((row) => keyOf(row) === pointerOf(steps));
    requestAnimationFrame(() => rowAt(at)?.scrollIntoView({ block: "nearest" }));
  };
  return (
    <div className="flex h-full flex-col">
      <div className="border-b border-border p-2">
        <TreeSearch value={values} label="the data" onShow={show} />
      </div>
      <div
        ref={list}
        role="tree"
        aria-label="Data of the page"
        onKeyDown={press}
        className="min-h-0 flex-1 overflow-y-auto p-1.5 font-mono text-xs leading-5"
      >
        {rows.map((row, at) =>
          row.type === "more" ? (
            <MoreRowItem
              key={keyOf(row)}
              row={row}
              isActive={at === activeAt}
              onFocus={() => setActive(keyOf(row))}
              onShow={() => showMore(row.pointer, row.side)}
            />
          ) : (
            <DataRow
              key={keyOf(row)}
              row={row}
              isActive={at === activeAt}
              isFound={found === row.pointer}
              error={errors.get(row.steps.join("."))}
              onFocus={() => setActive(keyOf(row))}
              onDeed={(deed) => carryOut(row, deed)}
            />
          ),
        )}
      </div>
    </div>
  );
}

function isBranch({ value }: ValueRow): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

function useRowDeeds(toggle: (row: ValueRow) => void): (row: ValueRow, deed: RowDeed) => void {
  const { reveal } = useBuilder();
  const announce = useAnnounce();
  const { notify } = useNotify();
  const copy = async (text: string, said: string) => {
    if (await copyText(text)) announce(said);
    else notify({ title: "The browser does not allow copying here" });
  };
  return (row, deed) => {
    const [first = "", ...others] = row.steps;
    const path = expressionOf(String(first), others);
    if (deed === "toggle") toggle(row);
    else if (deed === "reveal") reveal(goalOf(row.steps));
    else if (deed === "path") void copy(path, `Copied ${path}`);
    else void copy(copyOf(row.value), `Copied the value of ${path}`);
  };
}
