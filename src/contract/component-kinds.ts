import type { ComponentKind, Property } from "./component-kind.ts";
import { displayKinds } from "./display-kinds.ts";
import { inputKinds } from "./input-kinds.ts";

/**
 * The kinds of component as data: the palette, the inspector, completion, the checks and the page read it. `docs/views.md`
 * has the same as a table, which a test compares.
 */

export type { ComponentKind, EventName, Exposed, Property, PropertyType } from "./component-kind.ts";
export { eventNames } from "./component-kind.ts";

const kinds = { ...inputKinds, ...displayKinds } as const;

export type KindName = keyof typeof kinds;

export const componentKinds: Readonly<Record<KindName, ComponentKind>> = kinds;

export const kindNames = Object.keys(kinds) as [KindName, ...KindName[]];

/** What every kind has beside its own. */
export const commonProperties: Readonly<Record<string, Property>> = {
  hidden: { type: "boolean", default: false, describe: "Whether the component is left out of the page." },
};

/** A kind's properties, the common ones included. */
export function propertiesOf(kind: KindName): Readonly<Record<string, Property>> {
  return { ...componentKinds[kind].properties, ...commonProperties };
}
