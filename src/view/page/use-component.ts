import { useMemo } from "react";
import { componentKinds, type EventName, type KindName, type PropertyType } from "../../contract/component-kinds.ts";
import type { displayKinds } from "../../contract/display-kinds.ts";
import type { inputKinds } from "../../contract/input-kinds.ts";
import type { Json } from "../../expression/expression.ts";
import type { Page, Reading } from "../../reactive/reactive.ts";
import { usePage, useReadings } from "./page-context.ts";

/** What a component reads of itself and says to the page. */

type Kinds = typeof inputKinds & typeof displayKinds;

type ValueOf<Type extends PropertyType> = {
  text: string;
  number: number | null;
  boolean: boolean;
  list: Json[];
  json: Json;
  choice: string;
  date: string;
  call: string;
}[Type];

type TypeOf<Told> = Told extends { readonly type: infer Type extends PropertyType } ? Type : never;

/** Its properties and what it exposes, each fitted to its type. */
export type Values<Kind extends KindName> = {
  readonly [Name in keyof Kinds[Kind]["properties"]]: ValueOf<TypeOf<Kinds[Kind]["properties"][Name]>>;
} & {
  readonly [Name in keyof Kinds[Kind]["exposes"]]: ValueOf<TypeOf<Kinds[Kind]["exposes"][Name]>>;
};

export type Shown<Kind extends KindName> = {
  readonly values: Values<Kind>;
  /** Why the expression of a property gave nothing; null when all is well. */
  readonly error: (name: keyof Values<Kind>) => string | null;
  /** Whether what the property shows is made of an answer that is being asked for anew. */
  readonly loading: (name: keyof Values<Kind>) => boolean;
  /** What a person made of a property that the kind calls editable. */
  readonly set: (name: keyof Kinds[Kind]["properties"] & string, value: Json) => void;
  /** Tells the page what happened. The property is set before. */
  readonly tell: (event: EventName, payload?: Record<string, Json>) => void;
};

/** Follows all values of a component. `kind` has to be the component's own. */
export function useComponent<Kind extends KindName>(id: string, kind: Kind): Shown<Kind> {
  const page = usePage();
  const readings = useReadings(pathsOf(id, kind));
  return useMemo(() => shownOf<Kind>(page, id, readings), [page, id, readings]);
}

function shownOf<Kind extends KindName>(
  page: Page,
  id: string,
  readings: Readonly<Record<string, Reading>>,
): Shown<Kind> {
  const start = id.length + 1;
  const values = Object.fromEntries(Object.entries(readings).map(([path, { value }]) => [path.slice(start), value]));
  return {
    // The page fits each value to the type that its kind says.
    values: values as Values<Kind>,
    error: (name) => readings[`${id}.${String(name)}`]?.error ?? null,
    loading: (name) => readings[`${id}.${String(name)}`]?.loading ?? false,
    set: (name, value) => page.set(`${id}.${name}`, value),
    tell: (event, payload) => void page.dispatch(id, event, payload),
  };
}

function pathsOf(id: string, kind: KindName): string[] {
  const { properties, exposes } = componentKinds[kind];
  return [...Object.keys(properties), ...Object.keys(exposes)].map((name) => `${id}.${name}`);
}
