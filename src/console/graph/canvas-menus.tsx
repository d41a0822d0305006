import { ArrowDown, ArrowUp, Copy, CopyPlus, Link2, ListPlus, PanelRight, Plus, Trash2, Unlink } from "lucide-react";
import type { Graph } from "../../contract/graph.ts";
import { type Anchor, type AnchoredItem, AnchoredMenu } from "./anchored-menu.tsx";
import { connectionRefusal, type Place } from "./edit.ts";
import { type Flow, isChain } from "./flow.ts";
import { cardOf, focusPanel } from "./focus.ts";
import { kindRefusal } from "./new-block.ts";
import type { GraphActions } from "./use-graph-actions.ts";
import { conditionOf } from "./use-picture.ts";
import { kindLooks, kindNames, summaryOf } from "./words.ts";

/** The menus of the graph; one of them is open at a time. */

export type OpenMenu = { anchor: Anchor } & (
  | { type: "kinds"; place: Place }
  | { type: "block"; id: string }
  | { type: "targets"; from: string }
);

type MenuProps = {
  menu: OpenMenu;
  open(menu: OpenMenu | null): void;
  graph: Graph;
  flow: Flow;
  actions: GraphActions;
  isReadOnly: boolean;
  focusAfter(): HTMLElement | null;
};

export function CanvasMenu(props: MenuProps) {
  const { menu, open, focusAfter } = props;
  const { label, items } = contentsOf(props);
  return (
    <AnchoredMenu label={label} anchor={menu.anchor} items={items} close={() => open(null)} focusAfter={focusAfter} />
  );
}

function contentsOf(props: MenuProps): { label: string; items: AnchoredItem[] } {
  const { menu } = props;
  switch (menu.type) {
    case "kinds":
      return { label: "Kinds of block", items: kindItems(menu.place, props) };
    case "block":
      return { label: `Block ${menu.id}`, items: blockItems(menu.id, props) };
    case "targets":
      return { label: `Connect ${menu.from} to`, items: targetItems(menu.from, props) };
  }
}

function kindItems(place: Place, { actions }: MenuProps): AnchoredItem[] {
  return kindNames.map((kind) => {
    const { word, icon: Icon, tells } = kindLooks[kind];
    const refusal = kindRefusal(kind, actions.around);
    return {
      label: word,
      hint: refusal ?? tells,
      icon: <Icon size={14} aria-hidden />,
      disabled: refusal !== null,
      run: () => void actions.add(kind, place),
    };
  });
}

function targetItems(from: string, { graph, flow, actions }: MenuProps): AnchoredItem[] {
  const items = graph.blocks.flatMap((block): AnchoredItem[] => {
    if (connectionRefusal(flow, from, block.id) !== null) return [];
    const { icon: Icon } = kindLooks[block.kind];
    const run = () => actions.connect(from, block.id);
    return [{ label: block.id, hint: summaryOf(block), icon: <Icon size={14} aria-hidden />, run }];
  });
  if (items.length > 0) return items;
  const hint = "It leads to all others already, or they run before it.";
  return [{ label: "No block can follow", hint, disabled: true, run: () => undefined }];
}

function blockItems(id: string, props: MenuProps): AnchoredItem[] {
  const { menu, open, graph, flow, actions, isReadOnly } = props;
  const block = graph.blocks.find((each) => each.id === id);
  if (block === undefined) return [];
  const settings: AnchoredItem = {
    label: isReadOnly ? "Show settings" : "Settings",
    icon: <PanelRight size={14} aria-hidden />,
    keys: "enter",
    run: () => requestAnimationFrame(() => focusPanel(id)),
  };
  const copy: AnchoredItem = {
    label: "Copy",
    icon: <Copy size={14} aria-hidden />,
    keys: "mod+c",
    run: () => void actions.copy([id]),
  };
  if (isReadOnly) return [settings, copy];
  const { anchor } = menu;
  const next = (flow.next.get(id) ?? []).map((edge): AnchoredItem => {
    const condition = conditionOf(block, edge.way);
    return {
      label: `Remove the edge to ${edge.to}`,
      hint: condition ?? undefined,
      icon: <Unlink size={14} aria-hidden />,
      run: () => actions.disconnect(edge),
    };
  });
  // A menu that opens another one is gone first.
  const later = (next: OpenMenu) => () => requestAnimationFrame(() => open(next));
  const after: AnchoredItem = {
    label: "Add a block after it",
    icon: <Plus size={14} aria-hidden />,
    keys: "a",
    run: later({ type: "kinds", place: { type: "after", block: id }, anchor }),
  };
  return [
    settings,
    ...(block.kind === "decision" ? [] : [after]),
    {
      label:
        block.kind === "decision"
          ? `Add a block for ${block.otherwise?.length ? "one more branch" : "otherwise"}`
          : "Add one beside what follows",
      icon: <ListPlus size={14} aria-hidden />,
      keys: block.kind === "decision" ? "a" : "shift+a",
      run: later({ type: "kinds", place: { type: "beside", block: id }, anchor }),
    },
    {
      label: "Connect to…",
      icon: <Link2 size={14} aria-hidden />,
      keys: "c",
      run: later({ type: "targets", from: id, anchor }),
    },
    ...next,
    "separator",
    ...(isChain(graph) && graph.blocks.length > 1 ? moveItems(id, graph, actions) : []),
    copy,
    {
      label: "Duplicate",
      icon: <CopyPlus size={14} aria-hidden />,
      keys: "mod+d",
      run: () => actions.duplicate([id]),
    },
    "separator",
    {
      label: "Delete",
      icon: <Trash2 size={14} aria-hidden />,
      keys: "delete",
      danger: true,
      disabled: graph.blocks.length < 2,
      run: () => actions.remove([id]),
    },
  ];
}

function moveItems(id: string, { blocks }: Graph, actions: GraphActions): AnchoredItem[] {
  const move = (by: number) => () => actions.move(id, by);
  return [
    {
      label: "Move up",
      icon: <ArrowUp size={14} aria-hidden />,
      keys: "alt+arrowup",
      disabled: blocks[0]?.id === id,
      run: move(-1),
    },
    {
      label: "Move down",
      icon: <ArrowDown size={14} aria-hidden />,
      keys: "alt+arrowdown",
      disabled: blocks.at(-1)?.id === id,
      run: move(1),
    },
  ];
}

/** Where a menu opens that a key asked for. */
export function anchorAt(id: string): Anchor | null {
  return cardOf(id);
}
