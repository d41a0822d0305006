import type { Component, ViewDraft } from "../../../contract/view.ts";
import { viewLimits } from "../../../contract/view-limits.ts";
import { type Edited, insertComponents } from "./edit.ts";
import { type Container, componentOf, containerOf, isContainer, outermost, standingIn, withInner } from "./family.ts";
import { bottomOf, freePlace } from "./grid.ts";
import { freeName, namesTaken } from "./names.ts";
import { problemWithComponents } from "./pasted-shape.ts";
import { renamedComponent } from "./references.ts";
import type { Refusal } from "./refusal.ts";

/** Components on their way through the clipboard, as text, and copies of those that are there. */

/** What says that a text in the clipboard is ours. */
const mark = "worklets/components";

/** These components with what stands in them, as a text. */
export function copiedText({ components }: ViewDraft, ids: readonly string[]): string {
  return JSON.stringify({ type: mark, components: copied(components, ids) }, null, 2);
}

/** The components in a text. Anybody may have written it. */
export function componentsIn(text: string): readonly Component[] | Refusal {
  if (text.length > viewLimits.documentBytes) return { refusal: "What is in the clipboard is too large for a view." };
  const value = parsed(text);
  if (typeof value !== "object" || value === null || !("type" in value) || value.type !== mark)
    return { refusal: "There are no components in the clipboard. Copy some here or in another view first." };
  const components = "components" in value ? value.components : null;
  const problem = problemWithComponents(components);
  return problem === null ? (components as Component[]) : { refusal: `The clipboard cannot be pasted: ${problem}` };
}

/** Puts copies into a container, under free ids; what they say of each other they say of the copies. */
export function pasteComponents(draft: ViewDraft, coming: readonly Component[], container: Container): Edited {
  const taken = new Set(namesTaken(draft, "component"));
  const names = new Map<string, string>();
  for (const { id } of coming) {
    const name = taken.has(id) ? freeName(id, "component", taken, 2) : id;
    names.set(id, name);
    taken.add(name);
  }
  const outer = new Set(outermost(coming, [...names.keys()]).map(({ id }) => id));
  const isOuter = (component: Component) => outer.has(component.id);
  const placed = inFreePlaces(draft, coming.filter(isOuter), container);
  const copies = coming.map((component) => {
    const place = placed.get(component.id) ?? component.place;
    const { parent, ...rest } = component;
    const copy = { ...rest, place, ...(parent !== undefined && !isOuter(component) && { parent }) };
    return renamedComponent(copy, { component: names });
  });
  return insertComponents(draft, copies, coming.some(({ kind }) => kind === "modal") ? null : container);
}

/** Copies beside those that they are copies of. */
export function duplicateComponents(draft: ViewDraft, ids: readonly string[]): Edited {
  const all = copied(draft.components, ids);
  const [first] = outermost(draft.components, ids);
  if (first === undefined) return { refusal: "Select a component first." };
  return pasteComponents(draft, all, containerOf(first));
}

/** Where what is pasted goes: into the form or modal that is selected, else beside what is selected. */
export function pasteContainer(draft: ViewDraft, selected: readonly string[]): Container {
  const last = componentOf(draft, selected.at(-1) ?? "");
  if (last === undefined) return null;
  return isContainer(last) ? last.id : containerOf(last);
}

function copied(components: readonly Component[], ids: readonly string[]): Component[] {
  const all = withInner(components, ids);
  return components
    .filter(({ id }) => all.has(id))
    .map((component) => {
      const { parent, ...rest } = component;
      return parent !== undefined && all.has(parent) ? component : rest;
    });
}

/** As they stood to each other, below everything; one alone takes the first free place. */
function inFreePlaces(draft: ViewDraft, coming: readonly Component[], container: Container) {
  const taken = standingIn(draft.components, container).map(({ place }) => place);
  const [only, ...others] = coming;
  if (only !== undefined && others.length === 0) return new Map([[only.id, freePlace(taken, only.place)]]);
  const top = Math.min(...coming.map(({ place }) => place.y));
  const down = bottomOf(taken) - top;
  return new Map(coming.map(({ id, place }) => [id, { ...place, y: place.y + down }]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Some other text: there are no components in it.
  }
}
