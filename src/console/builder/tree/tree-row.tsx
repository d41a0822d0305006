import { Braces, ChevronRight, CircleAlert, Link, Plus, Zap } from "lucide-react";
import { type ReactNode, useState } from "react";
import { componentKinds } from "../../../contract/component-kinds.ts";
import type { ViewDraft } from "../../../contract/view.ts";
import { NameInput } from "../../shell/name-input.tsx";
import { useBuilder } from "../builder-context.ts";
import { componentOf } from "../document/family.ts";
import { kindLooks } from "../kind-looks.ts";
import { useTroubles } from "../troubles.tsx";
import { AddButton } from "./add-button.tsx";
import { type Row, sectionWords } from "./rows.ts";
import type { TreeActions } from "./use-tree-actions.ts";
import type { DropMark } from "./use-tree-drag.ts";

const icons = { call: Zap, state: Braces, query: Link };

/** One row of the tree. */
export function TreeRow({
  row,
  isTabStop,
  isRenaming,
  mark,
  actions,
  focused,
  setOpen,
  rename,
  renamed,
}: {
  row: Row;
  isTabStop: boolean;
  isRenaming: boolean;
  mark: DropMark;
  actions: TreeActions;
  focused(): void;
  setOpen(isOpen: boolean): void;
  rename(isOn: boolean): void;
  renamed(key: string): void;
}) {
  const { draft, selected, mayEdit, wanted } = useBuilder();
  const trouble = useTroubles().get(row.type === "named" ? row.path : "");
  const [problem, setProblem] = useState<string>();
  if (row.type === "named" && isRenaming) {
    const keep = async (name: string) => {
      const refusal = actions.rename(row, name);
      setProblem(refusal ?? undefined);
      if (refusal === null) renamed(row.named === "component" ? name : row.path.replace(/[^.]+$/, name));
    };
    return (
      <div className="py-0.5 pr-1" style={{ paddingLeft: row.level * 14 - 4 }}>
        <NameInput
          label={`New name of ${row.name}`}
          initial={row.name}
          problem={problem}
          keep={keep}
          cancel={() => {
            setProblem(undefined);
            rename(false);
          }}
        />
      </div>
    );
  }
  const beside = besideOf(row, draft);
  const isComponent = row.type === "named" && row.named === "component";
  const isSelected = row.type === "named" && (isComponent ? selected.includes(row.name) : wanted === row.path);
  const marks = { before: "shadow-[0_-2px_0_var(--accent)]", into: "bg-accent-soft outline-1 outline-accent" };
  return (
    <div
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.count}
      aria-selected={isSelected}
      aria-expanded={row.isOpen ?? undefined}
      aria-label={row.type === "section" ? sectionWords[row.section] : undefined}
      tabIndex={isTabStop ? 0 : -1}
      data-row={row.key}
      draggable={isComponent && mayEdit}
      onFocus={focused}
      onClick={(event) => {
        if (row.type === "section") setOpen(!row.isOpen);
        else actions.select(row, event.shiftKey);
      }}
      onDoubleClick={() => row.type === "named" && mayEdit && rename(true)}
      onKeyDown={() => undefined}
      style={{ paddingLeft: row.level * 14 - 10 }}
      className={`group flex h-7 cursor-default items-center gap-1.5 rounded-md pr-1 text-sm select-none hover:bg-surface-2 aria-selected:bg-accent-soft ${row.type === "section" ? "mt-1 first:mt-0" : ""} ${mark ? marks[mark] : ""}`}
    >
      <Arrow row={row} toggle={() => setOpen(!row.isOpen)} />
      <Contents row={row} beside={beside} />
      {trouble && (
        <span title={trouble.join("\n")} className="text-danger">
          <CircleAlert size={13} aria-hidden />
          <span className="sr-only"> {trouble[0]}</span>
        </span>
      )}
      {row.type === "section" && mayEdit && <AddButton section={row.section} actions={actions} />}
    </div>
  );
}

function Arrow({ row, toggle }: { row: Row; toggle(): void }) {
  if (row.isOpen === null) return <span className="w-3 shrink-0" />;
  return (
    <span
      aria-hidden
      className="shrink-0 text-muted"
      onClick={(event) => {
        event.stopPropagation();
        toggle();
      }}
    >
      <ChevronRight size={12} className={row.isOpen ? "rotate-90" : ""} />
    </span>
  );
}

function Contents({ row, beside }: { row: Row; beside: string }): ReactNode {
  const { draft } = useBuilder();
  if (row.type === "section")
    return <span className="min-w-0 flex-1 truncate text-xs font-medium text-muted">{sectionWords[row.section]}</span>;
  const component = row.named === "component" ? componentOf(draft, row.name) : undefined;
  const Icon = row.named === "component" ? (component ? kindLooks[component.kind].icon : Plus) : icons[row.named];
  return (
    <>
      <Icon size={13} aria-hidden className="shrink-0 text-muted" />
      <span className="min-w-0 truncate font-mono text-xs">{row.name}</span>{" "}
      <span className="ml-auto min-w-0 shrink-[3] truncate pl-1 text-2xs text-muted">{beside}</span>
    </>
  );
}

/** What the name stands for. */
function besideOf(row: Row, draft: ViewDraft): string {
  if (row.type === "section") return "";
  if (row.named === "call") return draft.calls[row.name]?.worklet ?? "";
  const component = row.named === "component" ? componentOf(draft, row.name) : undefined;
  return component ? componentKinds[component.kind].name : "";
}
