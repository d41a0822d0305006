import { type DragEvent, useState } from "react";
import { useBuilder } from "../builder-context.ts";
import { componentOf, containerOf, isContainer, standingRefusal } from "../document/family.ts";
import type { Row } from "./rows.ts";
import type { TreeActions } from "./use-tree-actions.ts";

/** Where the row that is dragged would go: before a row, or into it. */
export type DropMark = "before" | "into" | null;

type Target = { key: string; mark: DropMark; drop(id: string): void };

/** Dragging rows of the tree: onto the upper edge of a component, or into a form, a modal or the page. */
export function useTreeDrag(rows: readonly Row[], actions: TreeActions) {
  const { draft, mayEdit } = useBuilder();
  const [dragged, setDragged] = useState<string | null>(null);
  const [target, setTarget] = useState<Target | null>(null);

  const targetOf = (event: DragEvent, id: string): Target | null => {
    const line = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-row]") : null;
    const row = rows.find(({ key }) => key === line?.dataset.row);
    const component = componentOf(draft, id);
    if (!line || !row || !component || row.key === id) return null;
    if (row.type === "section")
      return row.section === "components"
        ? { key: row.key, mark: "into", drop: () => actions.moveInto(id, null) }
        : null;
    const over = row.named === "component" ? componentOf(draft, row.name) : undefined;
    if (over === undefined) return null;
    const { top, height } = line.getBoundingClientRect();
    const isUpper = event.clientY < top + height / (isContainer(over) ? 3 : 1);
    const takes = (container: string | null) => standingRefusal(draft.components, [component], container) === null;
    if (isContainer(over) && !isUpper)
      return takes(over.id) ? { key: row.key, mark: "into", drop: () => actions.moveInto(id, over.id) } : null;
    const container = containerOf(over);
    if (!takes(container) || over.kind === "modal") return null;
    return { key: row.key, mark: "before", drop: () => actions.moveBefore(id, container, over.id) };
  };
  const end = () => {
    setDragged(null);
    setTarget(null);
  };
  const handlers = {
    onDragStart(event: DragEvent) {
      const line = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-row]") : null;
      const id = line?.dataset.row ?? "";
      if (!mayEdit || componentOf(draft, id) === undefined) return event.preventDefault();
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", id);
      setDragged(id);
    },
    onDragOver(event: DragEvent) {
      const next = dragged === null ? null : targetOf(event, dragged);
      if (next) event.preventDefault();
      setTarget((before) => (before?.key === next?.key && before?.mark === next?.mark ? before : next));
    },
    onDrop(event: DragEvent) {
      const next = dragged === null ? null : targetOf(event, dragged);
      event.preventDefault();
      end();
      if (dragged !== null) next?.drop(dragged);
    },
    onDragEnd: end,
  };
  return { handlers, markOf: (key: string): DropMark => (target?.key === key ? target.mark : null) };
}
