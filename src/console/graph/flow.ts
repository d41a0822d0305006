import type { Block, Graph } from "../../contract/graph.ts";

/** A graph as it is drawn: who leads to whom, and by which of a block's ways out. */

/** How an edge leaves its block. A block that is no decision has the way `next` only. */
export type Way = { type: "next" } | { type: "branch"; branch: number } | { type: "otherwise" };

export type FlowEdge = { from: string; to: string; way: Way };

export type Flow = {
  /** In the order of the list. */
  ids: readonly string[];
  edges: readonly FlowEdge[];
  /** They get the worklet's input. */
  starts: readonly string[];
  next: ReadonlyMap<string, readonly FlowEdge[]>;
  previous: ReadonlyMap<string, readonly FlowEdge[]>;
};

/** Made of any graph: names that are no block make no edge, the server says what is wrong with them. */
export function flowOf(graph: Graph): Flow {
  const ids = [...new Set(graph.blocks.map(({ id }) => id))];
  const known = new Set(ids);
  const edges = explicitBlocks(graph).flatMap((block) =>
    waysOf(block).flatMap(({ way, ids: targets }) =>
      [...new Set(targets)].filter((to) => known.has(to)).map((to) => ({ from: block.id, to, way })),
    ),
  );
  const starts =
    graph.start === undefined || isChain(graph) ? ids.slice(0, 1) : graph.start.filter((id) => known.has(id));
  return { ids, edges, starts, next: edgesBy(edges, "from"), previous: edgesBy(edges, "to") };
}

/** No block says what follows it: they run in the order of the list. */
export function isChain(graph: Graph): boolean {
  return graph.blocks.every((block) => block.kind !== "decision" && block.next === undefined);
}

/** The same blocks, each saying what follows it. */
export function explicitBlocks(graph: Graph): Block[] {
  if (!isChain(graph)) return graph.blocks;
  return graph.blocks.map((block, at) => {
    const after = graph.blocks[at + 1];
    return block.kind === "decision" ? block : { ...block, next: after === undefined ? [] : [after.id] };
  });
}

/** Each way out of a block with what it leads to; of a decision `otherwise` too, when it leads nowhere. */
export function waysOf(block: Block): { way: Way; ids: readonly string[] }[] {
  if (block.kind !== "decision") return [{ way: { type: "next" }, ids: block.next ?? [] }];
  return [
    ...block.branches.map(({ next }, branch) => ({ way: { type: "branch" as const, branch }, ids: next })),
    { way: { type: "otherwise" as const }, ids: block.otherwise ?? [] },
  ];
}

export function isSameWay(one: Way, other: Way): boolean {
  return one.type === other.type && (one.type !== "branch" || one.branch === (other as typeof one).branch);
}

/** A name for an edge among those of its graph. */
export function edgeId({ from, to, way }: FlowEdge): string {
  return `${from} ${way.type === "branch" ? `branch ${way.branch}` : way.type} ${to}`;
}

/** Everything that runs before these blocks, themselves included. */
export function ancestorsOf(flow: Flow, ids: Iterable<string>): Set<string> {
  const found = new Set(ids);
  for (const id of found) for (const { from } of flow.previous.get(id) ?? []) found.add(from);
  return found;
}

/** The blocks in an order in which each comes after those that lead to it; what runs in a circle comes last. */
export function orderOf(flow: Flow): string[] {
  const waits = new Map(flow.ids.map((id) => [id, flow.previous.get(id)?.length ?? 0]));
  const order = flow.ids.filter((id) => waits.get(id) === 0);
  for (const id of order)
    for (const { to } of flow.next.get(id) ?? []) {
      const left = (waits.get(to) ?? 0) - 1;
      waits.set(to, left);
      if (left === 0) order.push(to);
    }
  const seen = new Set(order);
  return [...order, ...flow.ids.filter((id) => !seen.has(id))];
}

function edgesBy(edges: readonly FlowEdge[], end: "from" | "to"): Map<string, FlowEdge[]> {
  const by = new Map<string, FlowEdge[]>();
  for (const edge of edges) {
    const known = by.get(edge[end]);
    if (known === undefined) by.set(edge[end], [edge]);
    else known.push(edge);
  }
  return by;
}
