import { ChevronDown, ChevronRight, FileCode, Package } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useDraft } from "./draft-context.ts";
import { isVendored } from "./file-path.ts";
import { sizeText, type TreeRow, treeRows } from "./file-tree.ts";

/** The files as a tree: arrows move, Enter opens, Delete deletes. */
export function FilesTree({
  opened,
  onOpen,
  onDelete,
}: {
  opened: string | null;
  onOpen(path: string): void;
  onDelete(path: string): void;
}) {
  const { files } = useDraft();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const rows = treeRows(files, closed);
  const at = useRef(0);
  const focusedAt = rows.findIndex(({ path }) => path === focused);
  if (focusedAt >= 0) at.current = focusedAt;
  // Where the focused row was deleted, the one that took its place.
  const near =
    focused === null ? rows.find(({ path }) => path === opened) : rows[Math.min(at.current, rows.length - 1)];
  const reachable = near ?? rows[0];
  const fold = (path: string, isOpen: boolean) =>
    setClosed((before) => new Set(isOpen ? [...before].filter((each) => each !== path) : [...before, path]));
  const focus = (row: TreeRow | undefined) => {
    if (!row) return;
    setFocused(row.path);
    tree.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(row.path)}"]`)?.focus();
  };
  const act = (row: TreeRow) => (row.type === "file" ? onOpen(row.path) : fold(row.path, !row.isOpen));
  const press = (event: KeyboardEvent, row: TreeRow) => {
    const here = rows.indexOf(row);
    const parent = rows.slice(0, here).findLast(({ level }) => level < row.level);
    const isFolder = row.type === "folder";
    const deeds: Record<string, () => void> = {
      ArrowDown: () => focus(rows[here + 1]),
      ArrowUp: () => focus(rows[here - 1]),
      Home: () => focus(rows[0]),
      End: () => focus(rows.at(-1)),
      ArrowRight: () => (isFolder && !row.isOpen ? fold(row.path, true) : isFolder && focus(rows[here + 1])),
      ArrowLeft: () => (isFolder && row.isOpen ? fold(row.path, false) : focus(parent)),
      Enter: () => act(row),
      " ": () => act(row),
      Delete: () => row.type === "file" && onDelete(row.path),
    };
    const deed = deeds[event.key];
    if (!deed || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    deed();
  };
  return (
    <div ref={tree} role="tree" aria-label="Files" className="flex flex-col px-1 pb-1">
      {rows.map((row) => (
        <div
          key={row.path}
          role="treeitem"
          data-path={row.path}
          aria-level={row.level}
          aria-selected={row.path === opened}
          aria-expanded={row.type === "folder" ? row.isOpen : undefined}
          tabIndex={row === reachable ? 0 : -1}
          onFocus={() => setFocused(row.path)}
          onClick={() => act(row)}
          onKeyDown={(event) => press(event, row)}
          style={{ paddingLeft: `${row.level * 0.75 - 0.25}rem` }}
          className="flex h-7 shrink-0 cursor-pointer items-center gap-1.5 rounded-md pr-2 text-sm select-none hover:bg-surface-2 aria-selected:bg-surface-3 aria-selected:font-medium"
        >
          <RowContents row={row} />
        </div>
      ))}
    </div>
  );
}

function RowContents({ row }: { row: TreeRow }) {
  const name = <span className="min-w-0 flex-1 truncate">{row.name}</span>;
  if (row.type === "folder") {
    const Chevron = row.isOpen ? ChevronDown : ChevronRight;
    return (
      <>
        <Chevron size={13} aria-hidden className="shrink-0 text-muted" />
        {name}
      </>
    );
  }
  const { save, faults, meta, path } = row.file;
  const Icon = isVendored(path) ? Package : FileCode;
  const isBad = faults.length > 0 || save.type === "refused" || save.type === "conflict";
  return (
    <>
      <Icon size={13} aria-hidden className="shrink-0 text-muted" />
      {name}
      {isBad ? (
        <span className="shrink-0 rounded bg-danger-soft px-1 text-2xs font-medium text-danger">
          {faults.length > 0 ? faults.length : "not saved"}
          {faults.length > 0 && <span className="sr-only"> faults</span>}
        </span>
      ) : (
        save.type !== "saved" && <span className="shrink-0 text-2xs text-muted">saving</span>
      )}
      {meta && <span className="shrink-0 text-2xs text-muted tabular-nums">{sizeText(meta.bytes)}</span>}
    </>
  );
}
