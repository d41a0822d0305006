import type { Property } from "../contract/component-kinds.ts";
import { componentKinds, propertiesOf } from "../contract/component-kinds.ts";
import { pointerOf, type Wrong } from "../contract/fault.ts";
import type { Component, ViewDraft } from "../contract/view.ts";
import { dependencies, ExpressionError, type Json, parseExpression } from "../expression/expression.ts";
import { checkValue } from "./check-expressions.ts";
import { fitTo } from "./fit.ts";
import { type NameTree, reservedNames } from "./names.ts";
import { hint } from "./nearest.ts";

/** What is wrong with the components of a view: their ids, where they stand, their properties. */
export function checkComponents(view: ViewDraft, names: NameTree): Wrong[] {
  const first = new Map<string, number>();
  for (const [place, { id }] of view.components.entries()) if (!first.has(id)) first.set(id, place);
  return view.components.flatMap((component, place) => {
    const path = pointerOf(["components", place]);
    const double = first.get(component.id) === place ? [] : [`Two components are called \`${component.id}\`.`];
    const wrongId = [...double, ...wrongName(component.id)].map((message) => ({ path: `${path}/id`, message }));
    return [
      ...wrongId,
      ...wrongParent(component, view, `${path}/parent`),
      ...wrongProperties(component, names, view, path),
    ];
  });
}

/** A name has to mean itself in an expression: `new` and `Math` mean something else. */
function wrongName(id: string): string[] {
  const taken = `\`${id}\` means something else in expressions; choose another id.`;
  if (reservedNames.includes(id)) return [taken];
  try {
    const [path] = dependencies(parseExpression(id));
    return path?.length === 1 && path[0] === id ? [] : [taken];
  } catch (error) {
    if (error instanceof ExpressionError) return [taken];
    throw error;
  }
}

function wrongParent(component: Component, view: ViewDraft, path: string): Wrong[] {
  if (component.parent === undefined) return [];
  const byId = new Map(view.components.map((each) => [each.id, each]));
  const parent = byId.get(component.parent);
  const wrong = (message: string) => [{ path, message }];
  if (parent === undefined)
    return wrong(`There is no component \`${component.parent}\`.${hint(component.parent, [...byId.keys()])}`);
  if (!componentKinds[parent.kind].contains)
    return wrong(
      `Nothing can stand in \`${parent.id}\`, a ${componentKinds[parent.kind].name}; a Form or a Modal takes components.`,
    );
  const above: string[] = [component.id];
  for (let next: Component | undefined = parent; next !== undefined; next = byId.get(next.parent ?? "")) {
    if (above.includes(next.id)) {
      const way = [...above.slice(above.indexOf(next.id)), next.id].join(" -> ");
      return next.id === component.id ? wrong(`The component would stand in itself: ${way}.`) : [];
    }
    if (next.kind === "form" && component.kind === "form")
      return wrong(`A form cannot stand in a form, and this one stands in \`${next.id}\`.`);
    above.push(next.id);
  }
  return [];
}

function wrongProperties(component: Component, names: NameTree, view: ViewDraft, path: string): Wrong[] {
  const known = propertiesOf(component.kind);
  const { name: kind, exposes, events } = componentKinds[component.kind];
  const properties = Object.entries(component.properties).flatMap(([name, json]) => {
    const at = path + pointerOf(["properties", name]);
    const property = Object.hasOwn(known, name) ? known[name] : undefined;
    if (property !== undefined) return wrongProperty(property, json as Json, at, names, view);
    if (Object.hasOwn(exposes, name))
      return [{ path: at, message: `A ${kind} works out \`${name}\` itself: it is read and not set.` }];
    return [{ path: at, message: `A ${kind} has no property \`${name}\`.${hint(name, Object.keys(known), "It")}` }];
  });
  const strayEvents = Object.keys(component.events).filter((event) => !Object.hasOwn(events, event));
  const eventWrongs = strayEvents.map((event) => {
    const there = Object.keys(events).join(", ");
    const message = `A ${kind} has no event \`${event}\`${there === "" ? ": it has none" : `; it has ${there}`}.`;
    return { path: path + pointerOf(["events", event]), message };
  });
  return [...properties, ...eventWrongs];
}

function wrongProperty(property: Property, json: Json, path: string, names: NameTree, view: ViewDraft): Wrong[] {
  const { template, wrong } = checkValue(json, { path, names });
  if (template === null || wrong.length > 0) return [...wrong];
  if (property.type === "call") return wrongCallName(json, path, view);
  if (template.kind === "mixed" && (property.type === "list" || property.type === "boolean"))
    return [{ path, message: "This is a text. Write one expression and nothing around it: {{ ... }}." }];
  const isFixed = template.kind === "constant" || template.kind === "object" || template.kind === "list";
  if (isFixed && property.type === "boolean" && typeof json !== "boolean")
    return [{ path, message: "true or false is needed here, or an expression." }];
  const { error } = fitTo(property, isFixed ? json : null);
  return error === null ? [] : [{ path, message: error }];
}

function wrongCallName(json: Json, path: string, view: ViewDraft): Wrong[] {
  const calls = Object.keys(view.calls);
  if (json === null || json === "" || (typeof json === "string" && calls.includes(json))) return [];
  const message =
    typeof json === "string"
      ? `There is no call \`${json}\`.${hint(json, calls)}`
      : "The name of a call is needed here.";
  return [{ path, message }];
}
