import { type RefObject, useEffect } from "react";
import { type KeyBinding, useKeys } from "../../parts/keys.tsx";
import { usePaste } from "../../parts/use-paste.ts";
import { useBuilder } from "../builder-context.ts";
import { componentOf, containerOf } from "../document/family.ts";
import { boxOf, focusBox } from "../focus.ts";
import { usePanels } from "../panels.tsx";
import type { BuilderActions } from "../use-builder-actions.ts";
import type { OpenMenu } from "./canvas-menu.tsx";
import { type Direction, neighbourOf } from "./travel.ts";

const steps: Readonly<Record<Direction, { x: number; y: number }>> = {
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
};

/** The keys of the canvas: they hold while the focus is in it, or nowhere. */
export function useCanvasKeys(
  canvas: RefObject<HTMLElement | null>,
  actions: BuilderActions,
  openMenu: (menu: OpenMenu) => void,
): void {
  const { draft, selected, select, mayEdit } = useBuilder();
  const { goToSettings, goToPalette } = usePanels();
  const last = selected.at(-1);
  const isHere = ({ target }: KeyboardEvent) =>
    target === document.body || (target instanceof Node && canvas.current?.contains(target) === true);
  const isOnSome = (event: KeyboardEvent) => isHere(event) && last !== undefined;
  const mayChange = (event: KeyboardEvent) => isOnSome(event) && mayEdit;

  const travel = (direction: Direction) => {
    const to = last === undefined ? draft.components[0]?.id : neighbourOf(draft.components, last, direction);
    if (!to) return;
    select([to]);
    focusBox(to);
  };
  const leave = () => {
    const component = componentOf(draft, last ?? "");
    const parent = component ? containerOf(component) : null;
    select(parent === null ? [] : [parent]);
    if (parent !== null) focusBox(parent);
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };
  const arrows = (Object.keys(steps) as Direction[]).flatMap((direction): KeyBinding[] => {
    const step = steps[direction];
    return [
      { keys: `arrow${direction}`, when: isHere, run: () => travel(direction) },
      { keys: `alt+arrow${direction}`, when: mayChange, run: () => actions.move(selected, step) },
      {
        keys: `alt+shift+arrow${direction}`,
        when: mayChange,
        run: () => actions.resize(selected, { w: step.x, h: step.y }),
      },
    ];
  });
  useKeys([
    { keys: "a", label: "Canvas: add a component", when: (event) => isHere(event) && mayEdit, run: goToPalette },
    { keys: "arrowdown", label: "Canvas: to the next component", when: isHere, run: () => travel("down") },
    {
      keys: "alt+arrowdown",
      label: "Canvas: move by a cell (with any arrow)",
      when: mayChange,
      run: () => actions.move(selected, steps.down),
    },
    {
      keys: "alt+shift+arrowdown",
      label: "Canvas: make larger or smaller (with any arrow)",
      when: mayChange,
      run: () => actions.resize(selected, { w: 0, h: 1 }),
    },
    ...arrows,
    { keys: "enter", label: "Canvas: settings of the component", when: isOnSome, run: goToSettings },
    { keys: "escape", label: "Canvas: select what it stands in, then nothing", when: isOnSome, run: leave },
    {
      keys: "m",
      label: "Canvas: menu of the component",
      when: isOnSome,
      run: () => {
        const anchor = boxOf(last ?? "");
        if (anchor && last !== undefined) openMenu({ id: last, anchor });
      },
    },
    { keys: "delete", label: "Canvas: delete what is selected", when: mayChange, run: () => actions.remove(selected) },
    { keys: "backspace", when: mayChange, run: () => actions.remove(selected) },
    { keys: "mod+a", label: "Canvas: select all", whileTyping: false, when: isHere, run: actions.selectAll },
    {
      keys: "mod+c",
      label: "Canvas: copy",
      whileTyping: false,
      when: (event) => isOnSome(event) && (getSelection()?.isCollapsed ?? true),
      run: () => void actions.copy(selected),
    },
    {
      keys: "mod+x",
      label: "Canvas: cut",
      whileTyping: false,
      when: mayChange,
      run: () => void actions.cut(selected),
    },
    // The browser's own event brings the text (below): no permission is needed for it.
    { keys: "mod+v", label: "Canvas: paste", when: () => false, run: () => undefined },
    {
      keys: "mod+d",
      label: "Canvas: duplicate",
      whileTyping: false,
      when: mayChange,
      run: () => actions.duplicate(selected),
    },
  ]);
  usePaste(canvas, mayEdit ? actions.paste : null);
  useFocusOnSelected(selected);
}

/** An undone step brings back what was selected with it: the keys are for that, so the focus on another box goes there. */
function useFocusOnSelected(selected: readonly string[]): void {
  useEffect(() => {
    const last = selected.at(-1);
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.box : undefined;
    if (last !== undefined && focused !== undefined && !selected.includes(focused)) focusBox(last);
  }, [selected]);
}
