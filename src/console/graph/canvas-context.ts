import { createContext, type RefObject, use } from "react";
import type { Anchor } from "./anchored-menu.tsx";
import type { Place } from "./edit.ts";

/** What the cards and edges of the graph ask the graph for. It never changes, so that none of them is drawn anew for it. */
export type Canvas = {
  /** Lets a person choose what is added at a place. */
  chooseKind(place: Place, anchor: Anchor): void;
  /** Everything that can be done with a block. */
  openBlock(id: string, anchor: Anchor): void;
  /** The card that has the focus, and so the one that Tab comes to. */
  focused(id: string): void;
  /** The block whose card takes the focus as soon as it is there. */
  awaited: RefObject<string | null>;
};

export const CanvasContext = createContext<Canvas | null>(null);

export function useCanvas(): Canvas {
  const canvas = use(CanvasContext);
  if (!canvas) throw new Error("There is no graph here: the component stands outside of it.");
  return canvas;
}
