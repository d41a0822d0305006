import type { Wrong } from "../api/problem.ts";

/** What the server says about each block, by its place in the list. `path` is a pointer inside the block: `/url`. */
export function wrongsByPlace(wrongs: readonly Wrong[]): ReadonlyMap<number, Wrong[]> {
  const by = new Map<number, Wrong[]>();
  for (const wrong of wrongs) {
    const [, place, path = ""] = /^\/graph\/blocks\/(\d+)(\/.*)?$/.exec(wrong.path) ?? [];
    if (place === undefined) continue;
    const told = { ...wrong, path };
    const known = by.get(Number(place));
    if (known === undefined) by.set(Number(place), [told]);
    else known.push(told);
  }
  return by;
}

/** What is said about a member and everything inside it, as one text; undefined when nothing is. */
export function aboutMember(wrongs: readonly Wrong[], member: string): string | undefined {
  const about = wrongs.filter(({ path }) => path === member || path.startsWith(`${member}/`));
  return about.length === 0 ? undefined : about.map(({ message }) => message).join(" ");
}
