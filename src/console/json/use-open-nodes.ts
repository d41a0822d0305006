import { useMemo, useState } from "react";
import { firstOpen, type OpenNodes, type Window } from "./tree-rows.ts";

/** Which nodes of a tree are open: as it begins, and what the reader has changed. It stays when the next value comes. */
export function useOpenNodes(value: unknown): {
  open: OpenNodes;
  /** null closes the node. */
  setWindow(pointer: string, window: Window | null): void;
  openAll(windows: OpenNodes): void;
} {
  const [touched, setTouched] = useState<ReadonlyMap<string, Window | null>>(new Map());
  const first = useMemo(() => firstOpen(value), [value]);
  const open = useMemo(() => {
    const all = new Map<string, Window>(first);
    for (const [pointer, window] of touched) {
      if (window === null) all.delete(pointer);
      else all.set(pointer, window);
    }
    return all;
  }, [first, touched]);
  return {
    open,
    setWindow: (pointer, window) => setTouched((before) => new Map([...before, [pointer, window]])),
    openAll: (windows) => setTouched((before) => new Map([...before, ...windows])),
  };
}
