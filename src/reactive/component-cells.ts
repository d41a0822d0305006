import { type Property, propertiesOf } from "../contract/component-kinds.ts";
import type { Component, PublicView } from "../contract/view.ts";
import type { Json } from "../expression/expression.ts";
import type { Cell } from "./cells.ts";
import { defaultOf, fitTo } from "./fit.ts";
import { type Formula, formulaOf } from "./formula.ts";
import type { NameTree } from "./names.ts";
import { isSame, type Read, type Reading, settled } from "./reading.ts";
import type { Held, Store } from "./store.ts";

/** A property of a component: it can be set, and what it is set to is held over what the document says. */
export type PropertyCell = Cell & {
  readonly property: Property;
  /** What the document says, and then all that it resets with. */
  readonly over: (read: Read) => Json[];
};

function propertyCell(
  component: Component,
  name: string,
  property: Property,
  names: NameTree,
  store: Store,
): PropertyCell {
  const path = `${component.id}.${name}`;
  const said = saidBy(property, formulaOf(component.properties[name] ?? null, names));
  const resets = (property.resets_with ?? []).map((each) => `${component.id}.${each}`);
  const unless = property.unless === undefined ? null : `${component.id}.${property.unless}`;
  const overOf = (reading: Reading, read: Read): Json[] => {
    const isFree = unless !== null && read(unless).value !== "";
    return [reading.value, reading.error, ...(isFree ? [] : resets.map((each) => read(each).value))];
  };
  return {
    path,
    property,
    absent: defaultOf(property),
    reads: [...said.reads, ...resets, ...(unless === null ? [] : [unless])],
    over: (read) => overOf(said.work(read), read),
    work: (read) => {
      const held = store.held.get(path);
      const reading = said.work(read);
      return held !== undefined && stands(held, overOf(reading, read)) ? settled(held.value) : reading;
    },
  };
}

/** Whether what is held is still over the same. */
export function stands(held: Held, over: readonly Json[]): boolean {
  return held.over.length === over.length && held.over.every((value, place) => isSame(value, over[place]));
}

/** The formula of a property, fitted to its type. */
function saidBy(property: Property, { reads, work }: Formula): Formula {
  return {
    reads,
    work: (read) => {
      const reading = work(read);
      const fitted = fitTo(property, reading.value);
      return { value: fitted.value, error: reading.error ?? fitted.error, loading: reading.loading };
    },
  };
}

export function propertyCells(view: PublicView, names: NameTree, store: Store): PropertyCell[] {
  return view.components.flatMap((component) =>
    Object.entries(propertiesOf(component.kind)).map(([name, property]) =>
      propertyCell(component, name, property, names, store),
    ),
  );
}

/** State and query parameters: what is kept is what they are worth. */
export function keptCells(view: PublicView, store: Store): Cell[] {
  const cell = (path: string, value: () => Json): Cell => ({ path, reads: [], work: () => settled(value()) });
  return [
    ...Object.keys(view.state).map((name) => cell(`state.${name}`, () => store.state.get(name) ?? null)),
    ...Object.keys(view.query).map((name) => cell(`query.${name}`, () => store.query.get(name) ?? "")),
  ];
}
