import type { KindName } from "../../../contract/component-kinds.ts";
import type { Component, Place, ViewDraft } from "../../../contract/view.ts";
import { viewLimits } from "../../../contract/view-limits.ts";
import {
  type Container,
  componentOf,
  containerOf,
  outermost,
  standingIn,
  standingRefusal,
  withInner,
} from "./family.ts";
import { bottomOf, type Cell, fitted, freePlace, makeWay, type Places, type Size, shifted } from "./grid.ts";
import { roomInside } from "./inner-room.ts";
import { freeName, namesTaken, stemOf } from "./names.ts";
import { newComponent, sizeOf } from "./new-component.ts";
import { isRefusal, type Refusal } from "./refusal.ts";

/** What a person does to the components of a view. Each edit gives a new draft, or says why not. */

/** `ids`: what the edit was about, and what is selected after it. */
export type Edited = { readonly draft: ViewDraft; readonly ids: readonly string[] } | Refusal;

/** Where something comes to stand: without a cell at the first free place. */
export type Spot = { readonly container: Container; readonly at?: Cell };

export function addComponent(draft: ViewDraft, kind: KindName, { container, at }: Spot): Edited {
  const id = freeName(stemOf(kind), "component", namesTaken(draft, "component"));
  const inside = kind === "modal" ? null : container;
  const component = newComponent(kind, id, spotOn(draft, inside, sizeWithin(draft, sizeOf(kind), null, inside), at));
  return insertComponents(draft, [component], inside);
}

/** Puts components with free ids into a container; they bring those along that stand in them. */
export function insertComponents(draft: ViewDraft, coming: readonly Component[], container: Container): Edited {
  if (draft.components.length + coming.length > viewLimits.components)
    return { refusal: `A view has at most ${viewLimits.components} components. Move some of them to another view.` };
  const inner = new Set(coming.map(({ id }) => id));
  const outer = coming.filter(({ parent }) => parent === undefined || !inner.has(parent));
  const refusal = standingRefusal([...draft.components, ...coming], outer, container);
  if (refusal !== null) return { refusal };
  const added = coming.map((component) => (outer.includes(component) ? inContainer(component, container) : component));
  const places = new Map(outer.filter(({ kind }) => kind !== "modal").map(({ id, place }) => [id, place]));
  const whole = { ...draft, components: [...draft.components, ...added] };
  return { draft: settle(whole, container, places), ids: outer.map(({ id }) => id) };
}

/** Moves what stands in one container by so many cells; what is in the way goes down. */
export function moveBy(draft: ViewDraft, ids: readonly string[], by: Cell): Edited {
  const moved = outermost(draft.components, ids).filter(({ kind }) => kind !== "modal");
  const containers = new Set(moved.map(containerOf));
  let edited = draft;
  for (const container of containers) {
    const places = new Map(moved.filter((each) => containerOf(each) === container).map(({ id, place }) => [id, place]));
    edited = settle(edited, container, shifted(places, by));
  }
  return { draft: edited, ids };
}

/** Another place or size in the same container. */
export function placeAt(draft: ViewDraft, id: string, place: Place): Edited {
  const component = componentOf(draft, id);
  if (component === undefined) return { refusal: `There is no component ${id}.` };
  return { draft: settle(draft, containerOf(component), new Map([[id, fitted(place)]])), ids: [id] };
}

export function resizeBy(draft: ViewDraft, ids: readonly string[], by: Size): Edited {
  const resized = outermost(draft.components, ids);
  let edited = draft;
  for (const each of resized) {
    const { x, y, w, h } = componentOf(edited, each.id)?.place ?? each.place;
    const place = { x, y, w: Math.min(viewLimits.columns - x, Math.max(1, w + by.w)), h: Math.max(1, h + by.h) };
    edited = settle(edited, containerOf(each), new Map([[each.id, fitted(place)]]));
  }
  return { draft: edited, ids };
}

/** Into another container, or out of one: to a cell, or to the first free place. */
export function moveInto(draft: ViewDraft, ids: readonly string[], { container, at }: Spot): Edited {
  const moved = outermost(draft.components, ids);
  const refusal = standingRefusal(draft.components, moved, container);
  if (refusal !== null) return { refusal };
  let edited = draft;
  for (const [count, component] of moved.entries()) {
    const { id, place } = component;
    const size = sizeWithin(edited, place, containerOf(component), container);
    const others = { ...edited, components: edited.components.filter((each) => each.id !== id) };
    const spot = spotOn(others, container, size, count === 0 ? at : undefined);
    const components = edited.components.map((each) =>
      each.id === id ? inContainer({ ...each, place: spot }, container) : each,
    );
    edited = settle({ ...edited, components }, container, new Map([[id, spot]]));
  }
  return { draft: edited, ids };
}

/** To where another one of the container stands, which goes down with all that follows; `before` null: below all. */
export function moveBefore(draft: ViewDraft, id: string, container: Container, before: string | null): Edited {
  const others = standingIn(draft.components, container).filter((each) => each.id !== id);
  const target = before === null ? undefined : others.find((each) => each.id === before);
  const at = target
    ? { x: target.place.x, y: target.place.y }
    : { x: 0, y: bottomOf(others.map(({ place }) => place)) };
  return moveInto(draft, [id], { container, at });
}

/** With all that stands in them. */
export function removeComponents(draft: ViewDraft, ids: readonly string[]): Edited {
  const gone = withInner(draft.components, ids);
  return { draft: { ...draft, components: draft.components.filter(({ id }) => !gone.has(id)) }, ids: [] };
}

/** What an edit gave, or the draft as it was. */
export function draftOf(edited: Edited, otherwise: ViewDraft): ViewDraft {
  return isRefusal(edited) ? otherwise : edited.draft;
}

/** The places that follow when some are given: for the look of a move that is still under way. */
export function placesWith(draft: ViewDraft, container: Container, moved: Places): Places {
  const standing = standingIn(draft.components, container);
  return makeWay(new Map(standing.map(({ id, place }) => [id, place])), moved);
}

/** Gives components of one container their places; forms grow with what stands in them. */
function settle(draft: ViewDraft, container: Container, moved: Places): ViewDraft {
  // A window lies over the page: nothing makes way for it.
  const windows = new Map([...moved].filter(([id]) => componentOf(draft, id)?.kind === "modal"));
  const standing = new Map([...moved].filter(([id]) => !windows.has(id)));
  const places = new Map([...placesWith(draft, container, standing), ...windows]);
  const components = draft.components.map((component) => {
    const place = places.get(component.id);
    return place === undefined || isSamePlace(place, component.place) ? component : { ...component, place };
  });
  const settled = { ...draft, components };
  const outer = container === null ? undefined : componentOf(settled, container);
  if (outer === undefined || outer.kind !== "form") return settled;
  const h = roomInside(bottomOf(standingIn(components, container).map(({ place }) => place)));
  if (h <= outer.place.h) return settled;
  return settle(settled, containerOf(outer), new Map([[outer.id, fitted({ ...outer.place, h })]]));
}

function spotOn(draft: ViewDraft, container: Container, size: Size, at: Cell | undefined): Place {
  if (at !== undefined) return fitted({ ...size, ...at });
  return freePlace(
    standingIn(draft.components, container).map(({ place }) => place),
    size,
  );
}

/** The columns of a form are narrower than those of the page: what goes from one to the other stays about as wide as it was. */
export function sizeWithin(draft: ViewDraft, { w, h }: Size, from: Container, to: Container): Size {
  const width = Math.round((w * widthOf(draft, from)) / widthOf(draft, to));
  return { w: Math.max(1, Math.min(viewLimits.columns, width)), h };
}

/** How much of the page's width a container has. */
function widthOf(draft: ViewDraft, container: Container, depth = 0): number {
  const outer = container === null ? undefined : componentOf(draft, container);
  if (outer === undefined || depth > viewLimits.columns) return 1;
  return (outer.place.w / viewLimits.columns) * widthOf(draft, containerOf(outer), depth + 1);
}

function inContainer(component: Component, container: Container): Component {
  const { parent: _, ...rest } = component;
  return container === null ? rest : { ...rest, parent: container };
}

function isSamePlace(one: Place, other: Place): boolean {
  return one.x === other.x && one.y === other.y && one.w === other.w && one.h === other.h;
}
