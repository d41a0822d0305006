import { useRef } from "react";

/** Keys for the fields of named things: what is renamed keeps its fields, and the focus stays in them. */

export type Keyed = { readonly names: readonly string[]; readonly keys: readonly string[] };

/** One name that is another now, and all others as they were: it was renamed. Pure. */
export function keyed(before: Keyed, names: readonly string[]): Keyed {
  const changed = names.filter((name, at) => before.names[at] !== name);
  const [renamed] = changed;
  const isRenamed =
    before.names.length === names.length &&
    changed.length === 1 &&
    renamed !== undefined &&
    !before.names.includes(renamed);
  if (isRenamed) return { names, keys: before.keys };
  const keys: string[] = [];
  for (const name of names) {
    const wish = before.keys[before.names.indexOf(name)] ?? name;
    let key = wish;
    for (let count = 2; keys.includes(key); count++) key = `${wish} ${count}`;
    keys.push(key);
  }
  return { names, keys };
}

export function useSteadyKeys(names: readonly string[]): readonly string[] {
  const held = useRef<Keyed>({ names: [], keys: [] });
  if (held.current.names.join(" ") !== names.join(" ")) held.current = keyed(held.current, names);
  return held.current.keys;
}
