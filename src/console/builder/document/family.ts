import { componentKinds } from "../../../contract/component-kinds.ts";
import type { Component, ViewDraft } from "../../../contract/view.ts";
import { inReadingOrder } from "./grid.ts";

/** Which component stands in which. A container is the id of a form or a modal, or null for the page itself. */

export type Container = string | null;
type Components = readonly Component[];

export function componentOf({ components }: Pick<ViewDraft, "components">, id: string): Component | undefined {
  return components.find((component) => component.id === id);
}

export function containerOf({ parent }: Pick<Component, "parent">): Container {
  return parent ?? null;
}

export function isContainer({ kind }: Pick<Component, "kind">): boolean {
  return componentKinds[kind].contains === true;
}

/** What stands in a container, in reading order, modals last: they take no room. */
export function childrenOf(components: Components, container: Container): Component[] {
  return components
    .filter((component) => containerOf(component) === container)
    .sort(
      (one, other) =>
        Number(one.kind === "modal") - Number(other.kind === "modal") || inReadingOrder(one.place, other.place),
    );
}

/** What takes room on a container's grid: a modal is a window over it. */
export function standingIn(components: Components, container: Container): Component[] {
  return childrenOf(components, container).filter(({ kind }) => kind !== "modal");
}

/** These and all that stands in them. */
export function withInner(components: Components, ids: readonly string[]): ReadonlySet<string> {
  const found = new Set(ids);
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const { id, parent } of components) if (parent !== undefined && found.has(parent)) found.add(id);
  }
  return found;
}

/** Those of these that stand in none of the others. */
export function outermost(components: Components, ids: readonly string[]): Component[] {
  return components.filter(({ id, parent }) => {
    if (!ids.includes(id)) return false;
    const others = ids.filter((each) => each !== id);
    return parent === undefined || !withInner(components, others).has(id);
  });
}

/** All components as they are read: each before what stands in it. */
export function inOrder(components: Components, container: Container = null): Component[] {
  const seen = new Set<string>();
  const walk = (inside: Container): Component[] =>
    childrenOf(components, inside).flatMap((component) => {
      if (seen.has(component.id)) return [];
      seen.add(component.id);
      return isContainer(component) ? [component, ...walk(component.id)] : [component];
    });
  return walk(container);
}

/** Why components cannot stand in a container; null when they can. */
export function standingRefusal(
  components: Components,
  coming: readonly Pick<Component, "id" | "kind">[],
  container: Container,
): string | null {
  if (container === null) return null;
  const target = components.find(({ id }) => id === container);
  if (target === undefined) return `There is no component ${container}.`;
  if (!isContainer(target))
    return `Nothing can stand in ${container}, a ${componentKinds[target.kind].name}. Forms and modals take components.`;
  const ids = coming.map(({ id }) => id);
  if (withInner(components, ids).has(container)) return `${container} cannot stand in itself.`;
  const modal = coming.find(({ kind }) => kind === "modal");
  if (modal) return "A modal stands on the page: it is a window over all of it.";
  const inner = [...coming, ...components.filter(({ id }) => withInner(components, ids).has(id))];
  if (inner.some(({ kind }) => kind === "form") && isInForm(components, target))
    return "A form cannot stand in a form.";
  return null;
}

function isInForm(components: Components, component: Component): boolean {
  const seen = new Set<string>();
  for (let at: Component | undefined = component; at !== undefined && !seen.has(at.id); ) {
    if (at.kind === "form") return true;
    seen.add(at.id);
    const { parent }: Component = at;
    at = components.find(({ id }) => id === parent);
  }
  return false;
}
