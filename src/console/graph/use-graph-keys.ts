import { useReactFlow } from "@xyflow/react";
import type { RefObject } from "react";
import { useDraft } from "../draft/draft-context.ts";
import { type KeyBinding, useKeys } from "../parts/keys.tsx";
import { usePaste } from "../parts/use-paste.ts";
import { anchorAt, type OpenMenu } from "./canvas-menus.tsx";
import { focusPanel } from "./focus.ts";
import { inputId } from "./layout.ts";
import { useSelection } from "./selection.ts";
import { type Direction, neighbourOf } from "./travel.ts";
import type { GraphActions } from "./use-graph-actions.ts";
import type { Picture } from "./use-picture.ts";

/** The keys of the graph: they hold while the focus is in it, or nowhere. */

type Keyed = {
  canvas: RefObject<HTMLElement | null>;
  picture: Picture;
  actions: GraphActions;
  /** The card that has, or last had, the focus. */
  current: string;
  selectedEdge: string | null;
  open(menu: OpenMenu): void;
  reveal(id: string): void;
  fit(): void;
};

const fast = { duration: 150 };

export function useGraphKeys(keyed: Keyed): void {
  const { canvas, picture, actions, current, selectedEdge, open, reveal, fit } = keyed;
  const store = useDraft();
  const selection = useSelection();
  const { zoomIn, zoomOut } = useReactFlow();
  const block = current === inputId ? null : current;
  const acted = selection.ids.length > 0 ? selection.ids : block === null ? [] : [block];

  const isHere = ({ target }: KeyboardEvent) =>
    target === document.body || (target instanceof Node && canvas.current?.contains(target) === true);
  const mayEdit = (event: KeyboardEvent) => isHere(event) && !store.isReadOnly;

  const travel = (direction: Direction, extend: boolean) => {
    const to = neighbourOf(current, direction, picture.flow, picture.layout);
    if (to === null) return;
    if (to === inputId) selection.select([]);
    else selection.select(extend ? [...new Set([...selection.ids, to])] : [to]);
    reveal(to);
  };
  const remove = () => {
    const edge = picture.layout.edges.find(({ id }) => id === selectedEdge)?.edge;
    if (edge && "way" in edge && selection.ids.length === 0) actions.disconnect(edge);
    else actions.remove(acted);
  };
  const openAt = (menu: (anchor: NonNullable<ReturnType<typeof anchorAt>>) => OpenMenu) => {
    const anchor = anchorAt(current);
    if (anchor !== null) open(menu(anchor));
  };
  const arrow = (key: string, direction: Direction): KeyBinding[] => [
    { keys: key, when: isHere, run: () => travel(direction, false) },
    { keys: `shift+${key}`, when: isHere, run: () => travel(direction, true) },
  ];

  useKeys([
    {
      keys: "arrowdown",
      label: "Graph: to the next block (with Shift: select it too)",
      when: isHere,
      run: () => travel("down", false),
    },
    ...arrow("arrowdown", "down"),
    ...arrow("arrowup", "up"),
    ...arrow("arrowleft", "left"),
    ...arrow("arrowright", "right"),
    {
      keys: "enter",
      label: "Graph: settings of the block (Esc: back)",
      when: isHere,
      run: () => focusPanel(selection.only),
    },
    {
      keys: "a",
      label: "Graph: add a block after this one",
      when: mayEdit,
      run: () => openAt((anchor) => ({ type: "kinds", place: { type: "after", block }, anchor })),
    },
    {
      keys: "shift+a",
      label: "Graph: add one beside what follows",
      when: mayEdit,
      run: () => openAt((anchor) => ({ type: "kinds", place: { type: "beside", block }, anchor })),
    },
    {
      keys: "c",
      label: "Graph: connect the block to another",
      when: (event) => mayEdit(event) && block !== null,
      run: () => openAt((anchor) => ({ type: "targets", from: current, anchor })),
    },
    {
      keys: "m",
      label: "Graph: menu of the block",
      when: (event) => isHere(event) && block !== null,
      run: () => openAt((anchor) => ({ type: "block", id: current, anchor })),
    },
    {
      keys: "alt+arrowup",
      label: "Graph: move the block up",
      when: mayEdit,
      run: () => block && actions.move(block, -1),
    },
    {
      keys: "alt+arrowdown",
      label: "Graph: move the block down",
      when: mayEdit,
      run: () => block && actions.move(block, 1),
    },
    { keys: "delete", label: "Graph: delete what is selected", when: mayEdit, run: remove },
    { keys: "backspace", when: mayEdit, run: remove },
    {
      keys: "mod+a",
      label: "Graph: select all blocks",
      when: isHere,
      whileTyping: false,
      run: () => selection.select(picture.flow.ids),
    },
    {
      keys: "mod+c",
      label: "Graph: copy the selected blocks",
      when: (event) => isHere(event) && acted.length > 0 && (getSelection()?.isCollapsed ?? true),
      whileTyping: false,
      run: () => void actions.copy(acted),
    },
    // The browser's own event brings the text (below): no permission is needed for it.
    { keys: "mod+v", label: "Graph: paste blocks", when: () => false, run: () => undefined },
    {
      keys: "mod+d",
      label: "Graph: duplicate the selected blocks",
      when: mayEdit,
      whileTyping: false,
      run: () => actions.duplicate(acted),
    },
    { keys: "f", label: "Graph: show all of it", when: isHere, run: fit },
    { keys: "plus", label: "Graph: zoom in", when: isHere, run: () => void zoomIn(fast) },
    { keys: "=", when: isHere, run: () => void zoomIn(fast) },
    { keys: "-", label: "Graph: zoom out", when: isHere, run: () => void zoomOut(fast) },
  ]);
  usePaste(canvas, store.isReadOnly ? null : actions.paste);
}
