import type { Wrong } from "../contract/fault.ts";
import type { Block, Graph } from "../contract/graph.ts";

/** Who leads to whom. Made of any graph, also of one that cannot run: what names no block is left out and told in `wrong`. */
export type Shape = {
  edges: readonly Edge[];
  /** Indexes of the blocks that get the worklet's input. */
  starts: readonly number[];
  wrong: readonly Wrong[];
};

/** From a block to a block, by their places in the list; `path` points to the name that makes the edge. */
export type Edge = { from: number; to: number; path: string };

export function shapeOf(graph: Graph): Shape {
  const wrong: Wrong[] = [];
  const places = new Map<string, number>();
  for (const [place, block] of graph.blocks.entries()) {
    if (!places.has(block.id)) places.set(block.id, place);
    else wrong.push({ path: `/graph/blocks/${place}/id`, message: `There is another block \`${block.id}\`.` });
  }
  const named = (ids: readonly string[], path: string) => placesOf(ids, path, places, wrong);
  if (isChain(graph)) {
    const edges = graph.blocks.slice(1).map((_, n) => ({ from: n, to: n + 1, path: `/graph/blocks/${n}` }));
    if (graph.start !== undefined && named(graph.start, "/graph/start").some(({ place }) => place !== 0))
      wrong.push({ path: "/graph/start", message: chainHasOneStart(graph.blocks[0]?.id ?? "") });
    return { edges, starts: [0], wrong };
  }
  const edges = graph.blocks.flatMap((block, from) =>
    listsOf(block).flatMap(({ member, ids }) =>
      named(ids, `/graph/blocks/${from}${member}`).map(({ place, path }) => ({ from, to: place, path })),
    ),
  );
  if (graph.start === undefined) return { edges, starts: [0], wrong };
  return { edges, starts: named(graph.start, "/graph/start").map(({ place }) => place), wrong };
}

/** Nobody says what comes next, so the blocks run in the order of the list. An empty `next` says that a block is an end. */
function isChain(graph: Graph): boolean {
  return graph.blocks.every((block) => !("branches" in block) && block.next === undefined);
}

function chainHasOneStart(first: string): string {
  return `No block has \`next\`, so the blocks are a chain that starts at \`${first}\`. Remove \`start\`, or give the blocks a \`next\` (\`[]\` makes an end).`;
}

function listsOf(block: Block): { member: string; ids: readonly string[] }[] {
  if (!("branches" in block)) return [{ member: "/next", ids: block.next ?? [] }];
  const branches = block.branches.map(({ next }, n) => ({ member: `/branches/${n}/next`, ids: next }));
  return [...branches, { member: "/otherwise", ids: block.otherwise ?? [] }];
}

function placesOf(ids: readonly string[], path: string, places: ReadonlyMap<string, number>, wrong: Wrong[]) {
  return ids.flatMap((id, n) => {
    const place = places.get(id);
    const here = `${path}/${n}`;
    if (place === undefined) wrong.push({ path: here, message: `There is no block \`${id}\`.` });
    else if (ids.indexOf(id) !== n) wrong.push({ path: here, message: `\`${id}\` stands here twice.` });
    else return [{ place, path: here }];
    return [];
  });
}
