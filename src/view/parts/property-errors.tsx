import { componentKinds, type KindName } from "../../contract/component-kinds.ts";
import type { Shown, Values } from "../page/use-component.ts";
import { nameOfId } from "./words.ts";

/** Why properties show their default: the expressions that gave nothing. */

export type PropertyError = { readonly property: string; readonly message: string };

/** Those that only wait for an answer are left out. */
export function errorsOf<Kind extends KindName>(kind: Kind, shown: Shown<Kind>): PropertyError[] {
  return Object.keys(componentKinds[kind].properties).flatMap((property) => {
    const name = property as keyof Values<Kind>;
    const message = shown.loading(name) ? null : shown.error(name);
    return message === null ? [] : [{ property, message }];
  });
}

export function PropertyErrors({ errors, id }: { errors: readonly PropertyError[]; id?: string }) {
  if (errors.length === 0) return null;
  return (
    <ul id={id} className="flex flex-col gap-0.5 text-2xs text-warning">
      {errors.map(({ property, message }) => (
        <li key={property} className="break-words">
          <span className="font-medium">{nameOfId(property)}:</span> {message}
        </li>
      ))}
    </ul>
  );
}
