import type { Block, DecisionBlock, Graph } from "../../contract/graph.ts";
import { limits } from "../../contract/limits.ts";
import { ancestorsOf, explicitBlocks, type Flow, type FlowEdge, flowOf, isChain, isSameWay, type Way } from "./flow.ts";
import { retargeted, settled, targetsOf, withOtherwise } from "./settle.ts";

/** What a person does to a graph. Each edit gives a new graph that can run when the old one could, or says why not. */

/** A sentence: why this cannot be done. */
export type Refusal = { refusal: string };
export type Edited = Graph | Refusal;

/** Where blocks come into a graph. `null` as a block is the worklet's input. */
export type Place =
  /** Between the two. */
  | { type: "edge"; from: string | null; to: string; way: Way }
  /** What followed the block follows what comes in; of a decision it is one more way out. */
  | { type: "after"; block: string | null }
  /** One more that follows the block, side by side with the others. */
  | { type: "beside"; block: string | null };

export function isRefusal(edited: Edited): edited is Refusal {
  return "refusal" in edited;
}

/**
 * Puts blocks into a graph. They say what follows them among themselves: those that nothing leads to take the place's input,
 * those that lead nowhere go on where the place leads. Their ids are free.
 */
export function insertBlocks(graph: Graph, place: Place, blocks: readonly Block[]): Edited {
  if (graph.blocks.length + blocks.length > limits.blocks)
    return { refusal: `A worklet has at most ${limits.blocks} blocks. Move some of them into a worklet of their own.` };
  const inside = new Set(blocks.map(({ id }) => id));
  const led = new Set(blocks.flatMap(targetsOf));
  const entries = blocks.flatMap(({ id }) => (led.has(id) ? [] : [id]));
  const successors = successorsAt(graph, place);
  const added = blocks.map((block) => continued(block, inside, successors));
  const held = explicitBlocks(graph).map((block) => leadingIn(block, place, entries));
  const at = listPlace(graph, place);
  return settled([...held.slice(0, at), ...added, ...held.slice(at)]);
}

/** What leads to a removed block leads to what followed it. */
export function removeBlocks(graph: Graph, ids: readonly string[]): Edited {
  let blocks: Block[] = explicitBlocks(graph);
  for (const id of ids) {
    const removed = blocks.find((block) => block.id === id);
    if (removed === undefined) continue;
    const after = targetsOf(removed).filter((target) => target !== id);
    blocks = blocks
      .filter((block) => block !== removed)
      .map((block) => retargeted(block, (list) => list.flatMap((target) => (target === id ? after : [target]))));
  }
  const edited = settled(blocks);
  return edited.blocks.length > 0 ? edited : { refusal: "A worklet has at least one block. Add another one first." };
}

/** One more edge. A decision gets a way out for it: `otherwise` when that is free, else a branch whose condition is to be written. */
export function connect(graph: Graph, from: string, to: string, way?: Way): Edited {
  const flow = flowOf(graph);
  const refusal = connectionRefusal(flow, from, to, way);
  if (refusal !== null) return { refusal };
  return settled(explicitBlocks(graph).map((block) => (block.id === from ? withTargets(block, [to], way) : block)));
}

/** Why these two cannot be connected; null when they can. */
export function connectionRefusal(flow: Flow, from: string, to: string, way?: Way): string | null {
  if (from === to) return "A block cannot lead to itself.";
  if (ancestorsOf(flow, [from]).has(to)) return `${to} runs before ${from}: the blocks would run in a circle.`;
  const isThere = flow.next
    .get(from)
    ?.some((edge) => edge.to === to && (way === undefined || isSameWay(edge.way, way)));
  return isThere ? `${from} leads to ${to} already.` : null;
}

/** What nothing leads to any more is a start. */
export function disconnect(graph: Graph, edge: FlowEdge): Edited {
  const blocks = explicitBlocks(graph);
  const from = blocks.find(({ id }) => id === edge.from);
  if (from === undefined) return graph;
  const cut = atWay(from, edge.way, (ids) => ids.filter((id) => id !== edge.to));
  if (cut.kind === "decision" && targetsOf(cut).length === 0)
    return {
      refusal: `The decision ${from.id} leads to at least one block. Connect it to another one first, or delete it.`,
    };
  return settled(blocks.map((block) => (block === from ? cut : block)));
}

/** In a chain: so many places further down (less than 0: up). */
export function moveInChain(graph: Graph, id: string, by: number): Edited {
  if (!isChain(graph)) return { refusal: "Only the blocks of a chain can be moved up and down." };
  const at = graph.blocks.findIndex((block) => block.id === id);
  const to = Math.max(0, Math.min(graph.blocks.length - 1, at + by));
  const moved = graph.blocks[at];
  if (moved === undefined || to === at) return graph;
  const others = graph.blocks.filter((block) => block !== moved);
  return { ...graph, blocks: [...others.slice(0, to), moved, ...others.slice(to)] };
}

/** Other settings of one block; what follows it stays unless `change` says so. */
export function changeBlock(graph: Graph, id: string, change: (block: Block) => Block): Graph {
  return { ...graph, blocks: graph.blocks.map((block) => (block.id === id ? change(block) : block)) };
}

/** What a decision leads to was edited as a whole: blocks that nothing leads to any more become starts. */
export function changeDecision(graph: Graph, id: string, change: (block: DecisionBlock) => DecisionBlock): Graph {
  return settled(graph.blocks.map((block) => (block.id === id && block.kind === "decision" ? change(block) : block)));
}

/** The condition of a branch that nobody has written yet: it changes nothing. */
export const unwrittenCondition = "{{ false }}";

/** What follows a place: it will follow the blocks that come in there. */
export function successorsAt(graph: Graph, place: Place): readonly string[] {
  if (place.type === "edge") return [place.to];
  if (place.type === "beside") return [];
  if (place.block === null) return flowOf(graph).starts;
  const block = explicitBlocks(graph).find(({ id }) => id === place.block);
  return block === undefined || block.kind === "decision" ? [] : targetsOf(block);
}

/** A block of the graph, leading to what comes in where the place says so. */
function leadingIn(block: Block, place: Place, entries: readonly string[]): Block {
  if (place.type === "edge") {
    if (block.id !== place.from) return block;
    return atWay(block, place.way, (ids) => ids.flatMap((id) => (id === place.to ? entries : [id])));
  }
  if (block.id !== place.block) return block;
  if (block.kind === "decision" || place.type === "beside") return withTargets(block, entries);
  return { ...block, next: [...entries] };
}

/** A block that comes in, leading to what follows where it leads nowhere itself. */
function continued(block: Block, inside: ReadonlySet<string>, successors: readonly string[]): Block {
  if (targetsOf(block).length > 0) return block;
  if (block.kind !== "decision") return { ...block, next: [...successors] };
  const [first, ...others] = block.branches;
  const free = successors.filter((id) => !inside.has(id));
  return { ...block, branches: [{ when: first?.when ?? "{{ true }}", next: free }, ...others] };
}

function withTargets(block: Block, ids: readonly string[], way?: Way): Block {
  if (block.kind !== "decision") return { ...block, next: [...new Set([...(block.next ?? []), ...ids])] };
  if (way !== undefined) return atWay(block, way, (held) => [...held, ...ids]);
  if (block.otherwise === undefined || block.otherwise.length === 0) return withOtherwise(block, [...ids]);
  return { ...block, branches: [...block.branches, { when: unwrittenCondition, next: [...ids] }] };
}

function atWay(block: Block, way: Way, change: (ids: string[]) => string[]): Block {
  const changed = (ids: string[]) => [...new Set(change(ids))];
  if (block.kind !== "decision") return { ...block, next: changed(block.next ?? []) };
  if (way.type !== "branch") return withOtherwise(block, changed(block.otherwise ?? []));
  const branches = block.branches.map((branch, at) =>
    at === way.branch ? { ...branch, next: changed(branch.next) } : branch,
  );
  return { ...block, branches };
}

/** The list decides between equals only: what comes in stands beside what it follows. */
function listPlace(graph: Graph, place: Place): number {
  const placeOf = (id: string) => graph.blocks.findIndex((block) => block.id === id);
  if (place.type === "edge") return place.from === null ? Math.max(0, placeOf(place.to)) : placeOf(place.from) + 1;
  if (place.block !== null) return placeOf(place.block) + 1;
  return place.type === "after" ? 0 : graph.blocks.length;
}
