import { useMemo, useRef } from "react";
import type { ViewDraft } from "../../../contract/view.ts";
import { useNotify } from "../../parts/toast.tsx";
import { useAnnounce } from "../announcer.tsx";
import { useBuilder } from "../builder-context.ts";
import { childrenOf, componentOf, containerOf, isContainer, standingRefusal } from "../document/family.ts";
import { type Named, namedWords } from "../document/names.ts";
import { type Added, removeNamed } from "../document/page-values.ts";
import { isRefusal } from "../document/refusal.ts";
import { renameRefusal, renaming } from "../document/rename.ts";
import { useBuilderActions } from "../use-builder-actions.ts";
import type { Row } from "./rows.ts";

/** What is done in the tree. `focus` brings the focus to the row with a key. */
export function useTreeActions(focus: (key: string) => void) {
  const builder = useBuilder();
  const announce = useAnnounce();
  const { notify } = useNotify();
  const components = useBuilderActions(focus);
  const latest = useRef({ builder, focus, components });
  latest.current = { builder, focus, components };
  return useMemo(() => {
    const now = () => latest.current.builder;
    const verbs = () => latest.current.components;
    return {
      select: (row: Row, extend: boolean) => selectRow(now(), row, extend),
      /** The refusal, or null when it is renamed. */
      rename(row: Row, to: string): string | null {
        if (row.type !== "named") return null;
        const { named, name } = row;
        const refusal = renameRefusal(now().draft, named, name, to);
        if (refusal !== null) return refusal;
        const isSelected = named === "component" && now().selected.includes(name);
        now().change(...renaming(named, name, to));
        if (isSelected) now().select([to]);
        announce(`${name} is called ${to} now`);
        return null;
      },
      remove(row: Row) {
        if (row.type !== "named") return;
        const { named, name } = row;
        if (named === "component") {
          const { selected } = now();
          verbs().remove(selected.includes(name) ? selected : [name]);
          return;
        }
        now().change({ label: `Delete ${namedWords[named]} ${name}` }, (draft) => removeNamed(draft, named, name));
        notify({ title: `Deleted ${name}`, action: { label: "Undo", run: () => now().undo() } });
      },
      duplicate(row: Row) {
        if (row.type === "named" && row.named === "component") verbs().duplicate([row.name]);
      },
      /** Before the one above, or behind the one below. */
      shift(row: Row, by: 1 | -1) {
        if (row.type !== "named" || row.named !== "component") return;
        const { draft } = now();
        const component = componentOf(draft, row.name);
        if (component === undefined || component.kind === "modal") return;
        const container = containerOf(component);
        const siblings = childrenOf(draft.components, container).filter(({ kind }) => kind !== "modal");
        const at = siblings.indexOf(component);
        const target = by < 0 ? siblings[at - 1] : siblings[at + 2];
        if (by < 0 ? target === undefined : at + 1 >= siblings.length) return;
        verbs().moveBefore(row.name, container, target?.id ?? null);
      },
      /** Into the container above it, or out of the one that it stands in. */
      nest(row: Row, inward: boolean) {
        if (row.type !== "named" || row.named !== "component") return;
        const { draft } = now();
        const component = componentOf(draft, row.name);
        if (component === undefined) return;
        const container = containerOf(component);
        if (!inward) {
          const outer = container === null ? undefined : componentOf(draft, container);
          if (outer) verbs().moveInto([row.name], { container: containerOf(outer) });
          return;
        }
        const siblings = childrenOf(draft.components, container);
        const takes = (each: (typeof siblings)[number]) =>
          isContainer(each) && standingRefusal(draft.components, [component], each.id) === null;
        const at = siblings.indexOf(component);
        const into = siblings.slice(0, at).findLast(takes) ?? siblings.slice(at + 1).find(takes);
        if (into) verbs().moveInto([row.name], { container: into.id });
      },
      moveInto: (id: string, container: string | null) => verbs().moveInto([id], { container }),
      moveBefore: (id: string, container: string | null, before: string | null) =>
        verbs().moveBefore(id, container, before),
      add(make: (draft: ViewDraft) => Added, named: Named, root: string) {
        const added = make(now().draft);
        if (isRefusal(added)) return notify({ title: "That is not possible", detail: added.refusal });
        now().change({ label: `Add ${namedWords[named]} ${added.name}` }, () => added.draft);
        now().reveal(`${root}.${added.name}`);
      },
    };
  }, [announce, notify]);
}

export type TreeActions = ReturnType<typeof useTreeActions>;

function selectRow(builder: ReturnType<typeof useBuilder>, row: Row, extend: boolean): void {
  if (row.type !== "named") return;
  const { select, selected, reveal } = builder;
  if (row.named !== "component") reveal(row.path);
  else if (!extend) select([row.name]);
  else select(selected.includes(row.name) ? selected.filter((id) => id !== row.name) : [...selected, row.name]);
}
