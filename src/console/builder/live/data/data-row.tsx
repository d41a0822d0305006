import { ChevronRight, Copy, CornerUpRight, Link2 } from "lucide-react";
import { type MouseEvent, type ReactNode, useId } from "react";
import { expressionOf } from "../../../json/json-path.ts";
import { previewOf, sizeWords } from "../../../json/preview.ts";
import type { MoreRow, ValueRow } from "../../../json/tree-rows.ts";
import { typeWord } from "./explored.ts";

/** The rows of the data explorer as they are drawn. */

const indent = (level: number) => ({ paddingLeft: `${(level - 1) * 0.8 + 0.25}rem` });
const rowLook = "rounded py-px outline-offset-[-2px] hover:bg-surface-2 focus:bg-surface-2";

export type RowDeed = "toggle" | "path" | "value" | "reveal";

export function DataRow({
  row,
  isActive,
  isFound,
  error,
  onFocus,
  onDeed,
}: {
  row: ValueRow;
  /** It is the one that Tab leads to. */
  isActive: boolean;
  isFound: boolean;
  /** Why its expression gives nothing. */
  error: string | undefined;
  onFocus(): void;
  onDeed(deed: RowDeed): void;
}) {
  const { value, steps, level, isOpen } = row;
  const id = useId();
  const node = typeof value === "object" && value !== null && Object.keys(value).length > 0 ? value : null;
  const [first = "", ...others] = steps;
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
      title={error ?? expressionOf(String(first), others)}
      onFocus={onFocus}
      onClick={() => getSelection()?.type !== "Range" && onDeed(node ? "toggle" : "reveal")}
      className={`group relative flex min-h-5.5 cursor-default items-start gap-1 pr-1 aria-selected:bg-warning-soft ${rowLook}`}
      style={indent(level)}
    >
      <ChevronRight
        size={12}
        aria-hidden
        className={`mt-1 shrink-0 text-muted transition-transform ${isOpen ? "rotate-90" : ""} ${node ? "" : "invisible"}`}
      />
      <span id={id} className="min-w-0 flex-1 truncate">
        <span className={error === undefined ? "text-text" : "text-danger"}>{steps.at(-1)}</span>
        <span className="text-muted">: </span>
        {isOpen && node ? <span className="text-muted">{sizeWords(node)}</span> : <Preview value={value} />}
        {error !== undefined && <span className="sr-only"> fails: {error}</span>}
      </span>
      {/* For the eye: the value itself says it to everybody else. */}
      <span
        aria-hidden
        data-type={node && !Array.isArray(value) ? "" : typeWord(value)}
        className="shrink-0 text-2xs leading-5 text-muted group-hover:invisible before:content-[attr(data-type)]"
      />
      <span className="absolute top-0 right-1 hidden gap-0.5 rounded bg-surface-2 group-hover:flex">
        <Deed label="Copy path (p)" icon={<Link2 size={12} />} act={() => onDeed("path")} />
        <Deed label="Copy value (c)" icon={<Copy size={12} />} act={() => onDeed("value")} />
        <Deed label="Go to it (e)" icon={<CornerUpRight size={12} />} act={() => onDeed("reveal")} />
      </span>
    </div>
  );
}

const colours: Record<string, string> = { text: "text-success", number: "text-info", boolean: "text-warning" };

function Preview({ value }: { value: unknown }) {
  return <span className={colours[typeWord(value)] ?? "text-muted"}>{previewOf(value)}</span>;
}

/** For the mouse; the keyboard has the letters. */
function Deed({ label, icon, act }: { label: string; icon: ReactNode; act(): void }) {
  const click = (event: MouseEvent) => {
    event.stopPropagation();
    act();
  };
  return (
    <button
      type="button"
      tabIndex={-1}
      title={label}
      aria-label={label}
      onClick={click}
      className="flex size-5.5 items-center justify-center rounded text-muted hover:bg-surface-3 hover:text-text"
    >
      {icon}
    </button>
  );
}

export function MoreRowItem({
  row: { count, hidden, level, side },
  isActive,
  onFocus,
  onShow,
}: {
  row: MoreRow;
  isActive: boolean;
  onFocus(): void;
  onShow(): void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys of all its rows.
    <div
      role="treeitem"
      tabIndex={isActive ? 0 : -1}
      aria-level={level}
      aria-selected={false}
      onFocus={onFocus}
      onClick={onShow}
      className={`cursor-pointer text-accent underline ${rowLook}`}
      style={indent(level)}
    >
      <span className="pl-4">
        Show {count} of {hidden.toLocaleString()} {side === "before" ? "before" : "more"}
      </span>
    </div>
  );
}
