/** The name that was probably meant; undefined when none is near. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.floor(name.length / 3) + 1.5;
  for (const known of names) {
    const far = distance(name.toLowerCase(), known.toLowerCase());
    if (far < least) {
      best = known;
      least = far;
    }
  }
  return best;
}

/** ` Did you mean \`x\`?`, or else what there is. */
export function hint(name: string, names: readonly string[], owner = "There"): string {
  const near = nearest(name, names);
  if (near !== undefined) return ` Did you mean \`${near}\`?`;
  if (names.length === 0) return "";
  const told = names.slice(0, 12).join(", ");
  const more = names.length > 12 ? ", ..." : "";
  return owner === "There" ? ` There is ${told}${more}.` : ` ${owner} has ${told}${more}.`;
}

/** How many letters differ; two that changed places count as one. */
function distance(one: string, other: string): number {
  let older: number[] = [];
  let old = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let row = 1; row <= one.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isEqual = one[row - 1] === other[column - 1];
      let least = Math.min(
        (now[column - 1] ?? 0) + 1,
        (old[column] ?? 0) + 1,
        (old[column - 1] ?? 0) + (isEqual ? 0 : 1),
      );
      const isSwapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (isSwapped) least = Math.min(least, (older[column - 2] ?? 0) + 1);
      now.push(least);
    }
    older = old;
    old = now;
  }
  return old[other.length] ?? 0;
}
