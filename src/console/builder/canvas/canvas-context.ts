import { createContext, type ReactNode, useContext } from "react";
import type { Builder } from "../builder-context.ts";
import type { BuilderActions } from "../use-builder-actions.ts";
import type { OpenMenu } from "./canvas-menu.tsx";

/**
 * What the boxes of the canvas do, and how the grid of a form or a modal is drawn in its box. It is the same object all the
 * time: there are two hundred boxes, and what they look like is handed to them.
 */
export type CanvasTools = {
  readonly mayEdit: boolean;
  /** For what happens in a box: the builder as it is when it happens. */
  readonly now: () => Builder;
  readonly actions: BuilderActions;
  readonly openMenu: (menu: OpenMenu) => void;
  readonly drawGrid: (container: string) => ReactNode;
};

export const CanvasContext = createContext<CanvasTools | null>(null);

export function useCanvas(): CanvasTools {
  const canvas = useContext(CanvasContext);
  if (!canvas) throw new Error("Nothing above this gives it a canvas.");
  return canvas;
}

/** How large a pixel of the page is on the canvas. */
export const ScaleContext = createContext(1);
