import { type MouseEvent, memo } from "react";
import { Glyph } from "../../parts/glyph.tsx";
import { countOf, lineOf } from "./line.ts";
import { isNode, stepSize, type TreeRow, type ValueRow } from "./tree.ts";

/** A longer text is cut until it is asked for. */
const mostShort = 240;
const mostWhole = 100_000;

type ItemProps = {
  readonly row: TreeRow;
  /** It is the one that Tab leads to. */
  readonly isActive: boolean;
  /** A long text is shown as a whole. */
  readonly isWhole: boolean;
  readonly onFocus: () => void;
  readonly onToggle: () => void;
  readonly onCopy: (what: "value" | "path") => void;
};

/** A row of a tree. All rows are made again when a node opens, and only those that differ are drawn again. */
export const TreeItem = memo(TreeItemNow, (before, after) => {
  if (before.isActive !== after.isActive || before.isWhole !== after.isWhole) return false;
  const [one, other] = [before.row, after.row];
  if (one.pointer !== other.pointer || one.type === "more" || other.type === "more") return false;
  return one.value === other.value && one.isOpen === other.isOpen && one.siblings === other.siblings;
});

function TreeItemNow({ row, isActive, isWhole, onFocus, onToggle, onCopy }: ItemProps) {
  const place = row.type === "value" ? { "aria-posinset": row.place, "aria-setsize": row.siblings } : {};
  const canOpen = row.type === "value" && isNode(row.value) && Object.keys(row.value).length > 0;
  const isLong = row.type === "value" && typeof row.value === "string" && row.value.length > mostShort;
  const click = () => {
    if ((canOpen || isLong || row.type === "more") && getSelection()?.type !== "Range") onToggle();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys of all its rows.
    <div
      role="treeitem"
      tabIndex={isActive ? 0 : -1}
      aria-level={row.level}
      aria-selected={isActive}
      {...place}
      {...(canOpen && { "aria-expanded": row.isOpen })}
      onFocus={onFocus}
      onClick={click}
      className={`group relative flex min-h-6 items-start gap-1 rounded px-1 py-0.5 outline-offset-[-2px] hover:bg-surface-2 ${canOpen || isLong || row.type === "more" ? "cursor-pointer" : ""}`}
      style={{ paddingLeft: `${Math.min(row.level - 1, 30) * 0.9 + 0.25}rem` }}
    >
      <Glyph
        name="next"
        className={`mt-0.75 size-3.5 text-muted ${canOpen ? "" : "invisible"} ${canOpen && row.isOpen ? "rotate-90" : ""}`}
      />
      {row.type === "more" ? (
        <span className="text-accent underline underline-offset-2">
          Show {Math.min(stepSize, row.hidden)} of {row.hidden.toLocaleString("en")} more
        </span>
      ) : (
        <>
          <NameAndValue row={row} isWhole={isWhole} />
          <CopyButtons onCopy={onCopy} />
        </>
      )}
    </div>
  );
}

const colours: Readonly<Record<string, string>> = {
  string: "text-success",
  number: "text-info",
  boolean: "text-warning",
};

function NameAndValue({ row: { steps, value, isOpen }, isWhole }: { row: ValueRow; isWhole: boolean }) {
  const name = steps.at(-1);
  const isLong = typeof value === "string" && value.length > mostShort;
  return (
    <span className="min-w-0 wrap-anywhere">
      {name !== undefined && (
        <>
          <span className={typeof name === "number" ? "text-muted" : ""}>{name}</span>
          <span className="text-muted">: </span>
        </>
      )}
      {isNode(value) ? (
        <span className="text-muted">{isOpen ? countOf(value) : lineOf(value)}</span>
      ) : (
        <span className={`${colours[typeof value] ?? "text-muted"} ${isLong && isWhole ? "whitespace-pre-wrap" : ""}`}>
          {isLong && isWhole ? value.slice(0, mostWhole) : lineOf(value, mostShort)}
        </span>
      )}
      {isLong && (
        <span className="text-accent underline underline-offset-2">
          {" "}
          {isWhole ? "show less" : `show all ${value.length.toLocaleString("en")} characters`}
        </span>
      )}
    </span>
  );
}

/** For the mouse; the keyboard has `c` and `p`. */
function CopyButtons({ onCopy }: { onCopy: (what: "value" | "path") => void }) {
  const button = (what: "value" | "path", title: string, glyph: "copy" | "path") => (
    <button
      type="button"
      tabIndex={-1}
      aria-hidden="true"
      title={title}
      onClick={(event: MouseEvent) => {
        event.stopPropagation();
        onCopy(what);
      }}
      className="flex size-5 items-center justify-center rounded text-muted hover:bg-surface-3 hover:text-text"
    >
      <Glyph name={glyph} className="size-3" />
    </button>
  );
  return (
    <span className="sticky right-1 ml-auto hidden shrink-0 gap-0.5 rounded bg-surface-2 group-hover:flex group-focus:flex">
      {button("path", "Copy path (p)", "path")}
      {button("value", "Copy value (c)", "copy")}
    </span>
  );
}
