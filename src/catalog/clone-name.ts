import type { Clone } from "../contract/catalog.ts";
import { limits } from "../contract/limits.ts";
import { idFrom } from "./applications.ts";

/**
 * What a copy is called: `Triage (copy)`, and when its id is taken `Triage (copy 2)` and so on. What was asked for stays as it is.
 * `idsTaken` is asked only when the name decides the id.
 */
export async function cloneName(
  original: string,
  wish: Clone,
  idsTaken: () => Promise<{ id: string }[]>,
): Promise<{ name: string; id: string }> {
  if (wish.name !== undefined) return { name: wish.name, id: wish.id ?? idFrom(wish.name) };
  const numbered = (count: number) => {
    const end = count === 1 ? " (copy)" : ` (copy ${count})`;
    return original.slice(0, limits.nameCharacters - end.length) + end;
  };
  if (wish.id !== undefined) return { name: numbered(1), id: wish.id };
  const first = idFrom(numbered(1));
  const taken = new Set((await idsTaken()).map(({ id }) => id));
  for (let count = 1; ; count++) {
    const end = count === 1 ? "" : `-${count}`;
    const id = first.slice(0, 63 - end.length) + end;
    if (!taken.has(id)) return { name: numbered(count), id };
  }
}
