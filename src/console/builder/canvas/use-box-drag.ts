import { useCallback, useEffect, useRef, useState } from "react";
import type { GridItemCallback } from "react-grid-layout";
import type { GridDragEvent, GridResizeEvent } from "react-grid-layout/core";
import type { Component, Place, ViewDraft } from "../../../contract/view.ts";
import { placesWith } from "../document/edit.ts";
import { type Container, componentOf, containerOf } from "../document/family.ts";
import { type Cell, fitted, type Places, shifted } from "../document/grid.ts";
import { focusBox } from "../focus.ts";
import { whatWords } from "../words.ts";
import { useCanvas } from "./canvas-context.ts";
import { type Drag, useDragStore } from "./drag-context.tsx";
import { type Dropped, dropTarget } from "./drop-target.ts";

type Point = { x: number; y: number };

function pointOf(event: Event): Point {
  if (event instanceof MouseEvent) return { x: event.clientX, y: event.clientY };
  const touch = event instanceof TouchEvent ? (event.touches[0] ?? event.changedTouches[0]) : undefined;
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
}

/** Moves and sizes one box: what is shown meanwhile, and the edit that it ends in. Escape gives it up. */
export function useBoxDrag(component: Component, giveUp: () => void) {
  const { actions, now } = useCanvas();
  const store = useDragStore();
  const [isActive, setActive] = useState(false);
  const [, setPointer] = useState<Point | null>(null);
  const grab = useRef<Point>({ x: 0, y: 0 });
  const latest = useRef({ actions, component, giveUp });
  latest.current = { actions, component, giveUp };

  const end = useCallback(() => {
    setActive(false);
    store.set(null);
  }, [store]);
  useEscape(isActive, () => {
    end();
    latest.current.giveUp();
    focusBox(latest.current.component.id);
  });

  const start = useCallback<GridItemCallback<GridDragEvent>>((_id, _x, _y, { e, node }) => {
    const point = pointOf(e);
    const { left, top } = node.getBoundingClientRect();
    grab.current = { x: point.x - left, y: point.y - top };
    setActive(true);
  }, []);

  // The box follows the pointer whenever it is drawn, and it is drawn anew when this is another function.
  const drag: GridItemCallback<GridDragEvent> = (_id, x, y, { e }) => {
    const { draft, selected } = now();
    const ids = movedWith(selected, component, draft.components);
    const moved = ids.flatMap((id) => componentOf(draft, id) ?? []);
    const pointer = pointOf(e);
    const corner = { x: pointer.x - grab.current.x, y: pointer.y - grab.current.y };
    const dropped = dropTarget(
      draft,
      moved,
      { size: component.place, container: containerOf(component) },
      pointer,
      corner,
    );
    const isHere = dropped !== null && dropped.container === containerOf(component);
    const at = isHere ? { x, y } : dropped?.at;
    const target =
      dropped &&
      at &&
      (held(store.get(), dropped.container, at) ?? {
        container: dropped.container,
        at,
        places: placesOf(draft, moved, component, dropped, at),
      });
    store.set({
      ids,
      words: whatWords(ids),
      size: component.place,
      target: target ?? null,
      pointer: isHere ? null : pointer,
    });
    setPointer(pointer);
  };

  const stop = useCallback<GridItemCallback<GridDragEvent>>(() => {
    const drag = store.get();
    const { actions, component } = latest.current;
    end();
    if (drag === null || drag.target === null) return;
    const { container, at } = drag.target;
    if (container !== containerOf(component)) actions.moveInto(drag.ids, { container, at });
    else if (drag.ids.length > 1) actions.move(drag.ids, by(component.place, at));
    else if (at.x !== component.place.x || at.y !== component.place.y)
      actions.place(component.id, { ...component.place, ...at }, "moved");
  }, [store, end]);

  const resize = useCallback<GridItemCallback<GridResizeEvent>>(
    (_id, w, h, { handle }) => {
      const { component } = latest.current;
      const container = containerOf(component);
      const place = resizedPlace(component.place, w, h, handle);
      setActive(true);
      const places = withFirst(component.id, placesWith(now().draft, container, new Map([[component.id, place]])));
      store.set({
        ids: [component.id],
        words: "",
        size: place,
        target: { container, at: place, places },
        pointer: null,
      });
    },
    [store, now],
  );

  const resizeStop = useCallback<GridItemCallback<GridResizeEvent>>(
    (_id, w, h, { handle }) => {
      const { actions, component } = latest.current;
      const isGivenUp = store.get() === null;
      end();
      const place = resizedPlace(component.place, w, h, handle);
      const { x, y } = component.place;
      const isSame = place.w === component.place.w && place.h === component.place.h && place.x === x && place.y === y;
      if (!isGivenUp && !isSame) actions.place(component.id, place, "resized");
    },
    [store, end],
  );
  return { isActive, start, drag, stop, resize, resizeStop };
}

/** The same cell is the same target: nobody makes way anew. */
function held(drag: Drag | null, container: Container, at: Cell): Drag["target"] {
  const target = drag?.target ?? null;
  return target?.container === container && target.at.x === at.x && target.at.y === at.y ? target : null;
}

function useEscape(isActive: boolean, giveUp: () => void): void {
  const latest = useRef(giveUp);
  latest.current = giveUp;
  useEffect(() => {
    if (!isActive) return;
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      latest.current();
    };
    document.addEventListener("keydown", press, true);
    return () => document.removeEventListener("keydown", press, true);
  }, [isActive]);
}

/** All that is selected beside it moves along. */
function movedWith(selected: readonly string[], component: Component, components: readonly Component[]): string[] {
  const { id } = component;
  if (!selected.includes(id)) return [id];
  const container = containerOf(component);
  const others = components.filter(
    (each) => each.id !== id && selected.includes(each.id) && containerOf(each) === container && each.kind !== "modal",
  );
  return [id, ...others.map((each) => each.id)];
}

function placesOf(
  draft: ViewDraft,
  moved: readonly Component[],
  component: Component,
  { container, size }: Dropped,
  at: Cell,
): Places {
  const isWithin = container === containerOf(component);
  const whole = new Map(moved.map(({ id, place }) => [id, place]));
  const places = isWithin
    ? shifted(whole, by(component.place, at))
    : new Map([[component.id, fitted({ ...at, ...size })]]);
  return withFirst(component.id, placesWith(draft, container, places));
}

/** What is dragged comes first among the places: its is the one that is marked. */
function withFirst(id: string, places: Places): Places {
  const first = places.get(id);
  return first === undefined ? places : new Map([[id, first], ...[...places].filter(([each]) => each !== id)]);
}

function by(from: Cell, to: Cell): Cell {
  return { x: to.x - from.x, y: to.y - from.y };
}

/** The edges that the handle does not hold stay where they are. */
function resizedPlace(place: Place, w: number, h: number, handle: string): Place {
  const x = handle.includes("w") ? place.x + place.w - w : place.x;
  const y = handle.includes("n") ? place.y + place.h - h : place.y;
  return fitted({ x: Math.max(0, x), y: Math.max(0, y), w: x < 0 ? w + x : w, h: y < 0 ? h + y : h });
}
