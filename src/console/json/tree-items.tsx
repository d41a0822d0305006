import { Check, ChevronRight, Copy, Link2 } from "lucide-react";
import { memo, useId, useState } from "react";
import { previewOf, sizeWords } from "./preview.ts";
import type { MoreRow, ValueRow } from "./tree-rows.ts";

/** The rows of a tree as they are drawn. */

const indent = (level: number) => ({ paddingLeft: `${(level - 1) * 0.9 + 0.25}rem` });

/** Texts longer than this are cut until the reader asks for the whole. */
const mostCharacters = 240;

type ItemProps = {
  row: ValueRow;
  rootName: string;
  /** It is the one that Tab leads to. */
  isActive: boolean;
  /** It is what was searched for. */
  isFound: boolean;
  /** A long text is shown uncut. */
  isWhole: boolean;
  onFocus(row: ValueRow): void;
  onToggle(row: ValueRow): void;
  onCopy(row: ValueRow, what: "value" | "path"): void;
};

/** A row is drawn anew only when something of it has changed: all rows are made again whenever a node opens. */
export const ValueItem = memo(ValueItemNow, (before, after) => {
  const [a, b] = [before.row, after.row];
  return (
    a.value === b.value &&
    a.isOpen === b.isOpen &&
    a.pointer === b.pointer &&
    a.siblings === b.siblings &&
    before.rootName === after.rootName &&
    before.isActive === after.isActive &&
    before.isFound === after.isFound &&
    before.isWhole === after.isWhole
  );
});

function ValueItemNow({ row, rootName, isActive, isFound, isWhole, onFocus, onToggle, onCopy }: ItemProps) {
  const { value, steps, level, isOpen } = row;
  const [isHovered, setHovered] = useState(false);
  const id = useId();
  const node = typeof value === "object" && value !== null ? value : null;
  const name = steps.at(-1) ?? rootName;
  const isLong = typeof value === "string" && value.length > mostCharacters;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys of all its rows.
    <div
      role="treeitem"
      tabIndex={isActive ? 0 : -1}
      aria-level={level}
      aria-posinset={row.place}
      aria-setsize={row.siblings}
      aria-selected={isFound}
      aria-labelledby={id}
      {...(node && { "aria-expanded": isOpen })}
      onFocus={() => onFocus(row)}
      onClick={() => (node || isLong) && !hasSelection() && onToggle(row)}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      className="group relative flex min-h-5.5 scroll-my-16 items-start [contain-intrinsic-height:auto_1.375rem] [content-visibility:auto] gap-1 rounded py-px pr-14 outline-offset-[-2px] hover:bg-surface-2 focus:bg-surface-2 aria-selected:bg-warning-soft"
      style={indent(level)}
    >
      <ChevronRight
        size={12}
        aria-hidden
        className={`mt-1 shrink-0 text-muted transition-transform ${isOpen ? "rotate-90" : ""} ${node ? "" : "invisible"}`}
      />
      <span id={id} className="min-w-0 wrap-anywhere">
        <span className={typeof name === "number" ? "text-muted" : "text-text"}>{name}</span>
        <span className="text-muted">: </span>
        {node ? (
          <span className="text-muted">{isOpen ? sizeWords(node) : previewOf(node)}</span>
        ) : (
          <Leaf value={value} isWhole={isWhole} />
        )}
      </span>
      {(isHovered || isActive) && <CopyActions row={row} isShown={isHovered} onCopy={onCopy} />}
    </div>
  );
}

const colours: Record<string, string> = { string: "text-success", number: "text-info", boolean: "text-warning" };

function Leaf({ value, isWhole }: { value: unknown; isWhole: boolean }) {
  const colour = colours[typeof value] ?? "text-muted";
  if (typeof value !== "string") return <span className={colour}>{String(value)}</span>;
  if (value.length <= mostCharacters) return <span className={`${colour}`}>{JSON.stringify(value)}</span>;
  if (isWhole) {
    return (
      <>
        <span className={`${colour} whitespace-pre-wrap`}>{value}</span>{" "}
        <span className="text-accent underline">show less</span>
      </>
    );
  }
  return (
    <>
      <span className={`${colour}`}>{previewOf(value, mostCharacters)}</span>{" "}
      <span className="text-accent underline">show all {value.length.toLocaleString()} characters</span>
    </>
  );
}

/** For the mouse; the keyboard has `c` and `p`. */
function CopyActions({
  row,
  isShown,
  onCopy,
}: {
  row: ValueRow;
  isShown: boolean;
  onCopy(row: ValueRow, what: "value" | "path"): void;
}) {
  const [copied, setCopied] = useState<"value" | "path" | null>(null);
  const copy = (what: "value" | "path") => (event: React.MouseEvent) => {
    event.stopPropagation();
    setCopied(what);
    onCopy(row, what);
  };
  const look = "flex size-5.5 items-center justify-center rounded text-muted hover:bg-surface-3 hover:text-text";
  return (
    <span
      className={`absolute top-0 right-1 gap-0.5 rounded bg-surface-2 ${isShown ? "flex" : "hidden group-focus:flex"}`}
    >
      <button
        type="button"
        tabIndex={-1}
        title="Copy path (p)"
        aria-label="Copy path"
        className={look}
        onClick={copy("path")}
      >
        {copied === "path" ? <Check size={12} className="text-success" /> : <Link2 size={12} />}
      </button>
      <button
        type="button"
        tabIndex={-1}
        title="Copy value (c)"
        aria-label="Copy value"
        className={look}
        onClick={copy("value")}
      >
        {copied === "value" ? <Check size={12} className="text-success" /> : <Copy size={12} />}
      </button>
    </span>
  );
}

/** Who selects text in a row does not mean to open it. */
function hasSelection(): boolean {
  return getSelection()?.type === "Range";
}

export function MoreItem({
  row,
  isActive,
  onFocus,
  onShow,
}: {
  row: MoreRow;
  isActive: boolean;
  onFocus(): void;
  onShow(): void;
}) {
  const { count, hidden, level, side } = row;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys of all its rows.
    <div
      role="treeitem"
      tabIndex={isActive ? 0 : -1}
      aria-level={level}
      aria-selected={false}
      onFocus={onFocus}
      onClick={onShow}
      className="min-h-5.5 cursor-pointer rounded py-px text-accent underline outline-offset-[-2px] hover:bg-surface-2"
      style={indent(level)}
    >
      <span className="pl-4">
        Show {count} of {hidden.toLocaleString()} {side === "before" ? "before" : "more"}
      </span>
    </div>
  );
}
