/** Something that is worked out from others, by their paths. */
export type Reader = { readonly path: string; readonly reads: readonly string[] };

export type Order<R extends Reader> = {
  /** Each after all that it reads. */
  readonly order: readonly R[];
  /**
   * By the path of what closes a circle: the way that leads back to where it began, first and last the same, and what
   * closes it the last but one. In a tangle only the first ways are told; the others are empty.
   */
  readonly circles: ReadonlyMap<string, readonly string[]>;
};

const waysTold = 20;

/** Puts what reads others behind them. What closes a circle is told, and its reading back is left out of account. */
export function orderOf<R extends Reader>(readers: Iterable<R>): Order<R> {
  const byPath = new Map<string, R>();
  for (const reader of readers) if (!byPath.has(reader.path)) byPath.set(reader.path, reader);
  const order: R[] = [];
  const circles = new Map<string, readonly string[]>();
  const done = new Set<string>();
  const trail = new Map<string, number>();
  const visit = (reader: R) => {
    trail.set(reader.path, trail.size);
    for (const path of reader.reads) {
      const since = trail.get(path);
      if (since !== undefined) {
        if (circles.has(reader.path)) continue;
        circles.set(reader.path, circles.size < waysTold ? [...[...trail.keys()].slice(since), path] : []);
      } else if (!done.has(path)) {
        const next = byPath.get(path);
        if (next !== undefined) visit(next);
      }
    }
    trail.delete(reader.path);
    done.add(reader.path);
    order.push(reader);
  };
  for (const reader of byPath.values()) if (!done.has(reader.path)) visit(reader);
  return { order, circles };
}

/** A circle in words: `a` reads `b`. What a person did not write is left out. */
export function inWords(circle: readonly string[]): string {
  const around = circle.slice(0, -1);
  if (around.length === 0) return "one of many ways around";
  const first = around.findIndex(isWritten);
  const turned = [...around.slice(first), ...around.slice(0, first)].filter(isWritten);
  return [...turned, turned[0]].join(" -> ");
}

function isWritten(path: string): boolean {
  return !path.endsWith(".aim");
}
