import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react";
import type { Container } from "../document/family.ts";
import type { Cell, Places, Size } from "../document/grid.ts";

/** What is being dragged, and where it would come to stand. It changes with every move of the pointer: only who looks is drawn anew. */

export type Drag = {
  /** What moves; none for what comes out of the palette. */
  readonly ids: readonly string[];
  readonly words: string;
  readonly size: Size;
  /** The grid under the pointer; `outside` where nothing can be dropped. */
  readonly target: { readonly container: Container; readonly places: Places; readonly at: Cell } | null;
  /** Where the words are shown that follow the pointer; null: they are not needed. */
  readonly pointer: { readonly x: number; readonly y: number } | null;
};

type DragStore = {
  get(): Drag | null;
  set(drag: Drag | null): void;
  subscribe(listener: () => void): () => void;
};

function newStore(): DragStore {
  let drag: Drag | null = null;
  const listeners = new Set<() => void>();
  return {
    get: () => drag,
    set(next) {
      drag = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const DragContext = createContext<DragStore>(newStore());

export function DragProvider({ children }: { children: ReactNode }) {
  const [store] = useState(newStore);
  return <DragContext value={store}>{children}</DragContext>;
}

export function useDragStore(): DragStore {
  return useContext(DragContext);
}

export function useDrag(): Drag | null {
  const store = useDragStore();
  return useSyncExternalStore(store.subscribe, store.get);
}

/** What is dropped into this container, as it would stand there. */
export function useDropInto(container: Container): Drag["target"] {
  const store = useDragStore();
  return useSyncExternalStore(store.subscribe, () => {
    const target = store.get()?.target ?? null;
    return target?.container === container ? target : null;
  });
}

export function useIsDragging(): boolean {
  const store = useDragStore();
  return useSyncExternalStore(store.subscribe, () => store.get() !== null);
}
