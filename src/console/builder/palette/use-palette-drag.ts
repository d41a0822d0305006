import { type PointerEvent as ReactPointerEvent, useEffect, useRef } from "react";
import { componentKinds, type KindName } from "../../../contract/component-kinds.ts";
import { useBuilder } from "../builder-context.ts";
import { useDragStore } from "../canvas/drag-context.tsx";
import { dropTarget } from "../canvas/drop-target.ts";
import { placesWith, type Spot } from "../document/edit.ts";
import { freeName, namesTaken, stemOf } from "../document/names.ts";
import { sizeOf } from "../document/new-component.ts";

const thresholdPixels = 4;
/** Where the pointer holds what it drags. */
const grab = { x: 24, y: 16 };

/** Drags a new component out of the palette. A press without a move stays a click; Escape gives it up. */
export function usePaletteDrag(kind: KindName, drop: (spot: Spot) => void) {
  const { draft } = useBuilder();
  const store = useDragStore();
  const latest = useRef({ draft, drop });
  latest.current = { draft, drop };
  const stopNow = useRef<(() => void) | null>(null);
  const dropped = useRef(false);
  useEffect(() => () => stopNow.current?.(), []);

  const begin = (event: ReactPointerEvent) => {
    dropped.current = false;
    if (event.button !== 0 || event.pointerType === "touch") return;
    const from = { x: event.clientX, y: event.clientY };
    const listening = new AbortController();
    const stop = () => {
      listening.abort();
      stopNow.current = null;
      store.set(null);
    };
    stopNow.current = stop;
    const { signal } = listening;
    const move = ({ clientX: x, clientY: y }: PointerEvent) => {
      const isFar = Math.hypot(x - from.x, y - from.y) >= thresholdPixels;
      if (isFar || store.get() !== null) store.set(dragAt({ x, y }));
    };
    const release = () => {
      const target = store.get()?.target;
      dropped.current = store.get() !== null;
      stop();
      if (target) latest.current.drop({ container: target.container, at: target.at });
    };
    const press = (key: KeyboardEvent) => {
      if (key.key !== "Escape") return;
      key.preventDefault();
      key.stopPropagation();
      dropped.current = true;
      stop();
    };
    document.addEventListener("pointermove", move, { signal });
    document.addEventListener("pointerup", release, { signal });
    document.addEventListener("pointercancel", stop, { signal });
    document.addEventListener("keydown", press, { signal, capture: true });
  };

  const dragAt = (pointer: { x: number; y: number }) => {
    const { draft } = latest.current;
    const size = sizeOf(kind);
    const id = freeName(stemOf(kind), "component", namesTaken(draft, "component"));
    const corner = { x: pointer.x - grab.x, y: pointer.y - grab.y };
    const found = dropTarget(draft, [{ id, kind }], { size, container: null }, pointer, corner);
    const target = found && {
      ...found,
      places:
        kind === "modal"
          ? new Map()
          : placesWith(draft, found.container, new Map([[id, { ...found.at, ...found.size }]])),
    };
    return { ids: [], words: componentKinds[kind].name, size, target, pointer };
  };

  return {
    handlers: { onPointerDown: begin, onDragStart: (event: { preventDefault(): void }) => event.preventDefault() },
    /** The end of a drag is a click too. */
    hasJustDropped: () => {
      const was = dropped.current;
      dropped.current = false;
      return was;
    },
  };
}
