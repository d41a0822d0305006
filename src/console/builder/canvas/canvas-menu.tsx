import {
  ArrowDownToLine,
  ArrowUpFromLine,
  Copy,
  CopyPlus,
  MoveVertical,
  PanelRight,
  Scissors,
  Trash2,
} from "lucide-react";
import type { RefObject } from "react";
import { type Anchor, type AnchoredItem, AnchoredMenu } from "../../graph/anchored-menu.tsx";
import { useBuilder } from "../builder-context.ts";
import { componentOf, containerOf, isContainer, outermost, standingRefusal } from "../document/family.ts";
import { boxOf } from "../focus.ts";
import { usePanels } from "../panels.tsx";
import type { BuilderActions } from "../use-builder-actions.ts";
import { whatWords } from "../words.ts";
import { mayGrow, rowsNeededBy } from "./overflow.ts";

export type OpenMenu = { readonly id: string; readonly anchor: Anchor };

/** The menu of what is selected. */
export function CanvasMenu({
  menu,
  actions,
  selected,
  scroller,
  close,
}: {
  menu: OpenMenu;
  actions: BuilderActions;
  selected: readonly string[];
  scroller: RefObject<HTMLElement | null>;
  close(): void;
}) {
  const ids = selected.includes(menu.id) ? selected : [menu.id];
  const items = useItems(ids, actions);
  return (
    <AnchoredMenu
      label={whatWords(ids)}
      anchor={menu.anchor}
      items={items}
      close={close}
      focusAfter={() => boxOf(menu.id) ?? scroller.current}
    />
  );
}

function useItems(ids: readonly string[], actions: BuilderActions): AnchoredItem[] {
  const { mayEdit } = useBuilder();
  const { goToSettings } = usePanels();
  const settings: AnchoredItem = {
    label: mayEdit ? "Settings" : "Show settings",
    icon: <PanelRight size={14} aria-hidden />,
    keys: "enter",
    run: () => requestAnimationFrame(goToSettings),
  };
  const copy: AnchoredItem = {
    label: "Copy",
    icon: <Copy size={14} aria-hidden />,
    keys: "mod+c",
    run: () => void actions.copy(ids),
  };
  const moves = useMoves(ids, actions);
  const higher = useHigher(ids, actions);
  if (!mayEdit) return [settings, copy];
  return [
    settings,
    "separator",
    copy,
    { label: "Cut", icon: <Scissors size={14} aria-hidden />, keys: "mod+x", run: () => void actions.cut(ids) },
    {
      label: "Duplicate",
      icon: <CopyPlus size={14} aria-hidden />,
      keys: "mod+d",
      run: () => actions.duplicate(ids),
    },
    ...(higher === null ? [] : ["separator" as const, higher]),
    ...(moves.length > 0 ? ["separator" as const, ...moves] : []),
    "separator",
    {
      label: "Delete",
      icon: <Trash2 size={14} aria-hidden />,
      keys: "delete",
      danger: true,
      run: () => actions.remove(ids),
    },
  ];
}

/** As many rows as its content needs, for what has fewer. */
function useHigher(ids: readonly string[], actions: BuilderActions): AnchoredItem | null {
  const { draft } = useBuilder();
  const component = ids.length === 1 ? componentOf(draft, ids[0] ?? "") : undefined;
  const rows = component && mayGrow(component) ? rowsNeededBy(component.id) : null;
  if (component === undefined || rows === null) return null;
  return {
    label: `Make as high as its content: ${rows} rows`,
    icon: <MoveVertical size={14} aria-hidden />,
    run: () => actions.place(component.id, { ...component.place, h: rows }, "resized"),
  };
}

/** Into every form and modal that takes them, and out again. */
function useMoves(ids: readonly string[], actions: BuilderActions): AnchoredItem[] {
  const { draft } = useBuilder();
  const { components } = draft;
  const moved = outermost(components, ids);
  const from = moved[0] && containerOf(moved[0]);
  const into = components
    .filter((each) => isContainer(each) && each.id !== from && standingRefusal(components, moved, each.id) === null)
    .map(
      ({ id }): AnchoredItem => ({
        label: `Move into ${id}`,
        icon: <ArrowDownToLine size={14} aria-hidden />,
        run: () => actions.moveInto(ids, { container: id }),
      }),
    );
  if (from === null || from === undefined) return into;
  const outer = componentOf(draft, from);
  const out: AnchoredItem = {
    label: `Move out of ${from}`,
    icon: <ArrowUpFromLine size={14} aria-hidden />,
    run: () => actions.moveInto(ids, { container: outer ? containerOf(outer) : null }),
  };
  return [out, ...into];
}
