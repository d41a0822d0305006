import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useDraft } from "../draft/draft-context.ts";
import type { Anchor } from "./anchored-menu.tsx";
import type { Canvas } from "./canvas-context.ts";
import type { OpenMenu } from "./canvas-menus.tsx";
import { cardIdAt, cardOf, focusCard } from "./focus.ts";
import { inputId } from "./layout.ts";
import { useSelection } from "./selection.ts";
import { useBringIntoSight } from "./use-view.ts";

/** Where the focus is in the graph, and which menu is open. */
export type CanvasState = {
  canvas: Canvas;
  /** The card that has, or last had, the focus: Tab comes to it, and keys are about it. */
  current: string;
  menu: OpenMenu | null;
  open(menu: OpenMenu | null): void;
  /** Gives a card the focus, as soon as it is there. */
  reveal(id: string): void;
  /** A card will be revealed: the menu that closes meanwhile leaves the focus alone. */
  expectReveal(): void;
  focusAfterMenu(): HTMLElement | null;
};

export function useCanvasState(): CanvasState {
  const { draft } = useDraft();
  const selection = useSelection();
  const [focused, setFocused] = useState<string | null>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const bringIntoSight = useBringIntoSight();
  const awaited = useRef<string | null>(null);
  const isRevealed = useRef(false);
  const latest = useRef(selection);
  latest.current = selection;

  const isThere = (id: string | null) => id === inputId || draft.graph.blocks.some((block) => block.id === id);
  const current = (isThere(focused) ? focused : selection.ids[0]) ?? draft.graph.blocks[0]?.id ?? inputId;
  const verbs = useMemo(() => {
    const open = (next: OpenMenu | null) => {
      if (next !== null) isRevealed.current = false;
      setMenu(next);
    };
    const expectReveal = () => {
      isRevealed.current = true;
    };
    const reveal = (id: string) => {
      expectReveal();
      awaited.current = cardOf(id) === null ? id : null;
      focusCard(id);
    };
    const canvas: Canvas = {
      chooseKind: (place, anchor) => open({ type: "kinds", place, anchor }),
      openBlock: (id: string, anchor: Anchor) => {
        if (!latest.current.ids.includes(id)) latest.current.select([id]);
        setFocused(id);
        open({ type: "block", id, anchor });
      },
      focused: (id) => {
        setFocused(id);
        bringIntoSight(id);
      },
      awaited,
    };
    return { open, expectReveal, reveal, canvas };
  }, [bringIntoSight]);

  // A block that had the focus is gone (undone, say): the focus stays in the graph.
  const { reveal } = verbs;
  const lost = focused !== null && !isThere(focused) ? focused : null;
  useEffect(() => {
    const { activeElement } = document;
    if (lost !== null && (activeElement === document.body || cardIdAt(activeElement) === lost)) reveal(current);
  }, [lost, current, reveal]);

  const focusAfterMenu = useCallback(() => (isRevealed.current ? null : cardOf(current)), [current]);
  return { ...verbs, current, menu, focusAfterMenu };
}
