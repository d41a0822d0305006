import type { Block, DecisionBlock, Graph } from "../../contract/graph.ts";

/** The graph of blocks that were just rewired: in its simplest writing, and without what the server would refuse. */

/**
 * `blocks` say what follows them. Names that are no block go, a branch that leads nowhere goes, and with its last way out the
 * decision itself. What nothing leads to is a start. When the rest is a chain, it is written as one.
 */
export function settled(blocks: readonly Block[]): Graph {
  const kept = withoutIdleDecisions(blocks);
  const chain = chainOf(kept);
  if (chain !== null) return { blocks: chain.map(withoutNext) };
  const roots = rootsOf(kept);
  const hasEdges = kept.some((block) => targetsOf(block).length > 0);
  const written = hasEdges ? kept.map((block) => (targetsOf(block).length > 0 ? block : withoutNext(block))) : kept;
  const isPlain = roots.length === 0 || (roots.length === 1 && roots[0] === kept[0]?.id);
  return isPlain ? { blocks: written } : { blocks: written, start: roots };
}

/** The block with each of its lists changed. A way that comes out empty stays until the graph is settled. */
export function retargeted(block: Block, change: (ids: string[]) => string[]): Block {
  const changed = (ids: string[]) => [...new Set(change(ids))];
  if (block.kind !== "decision") return { ...block, next: changed(block.next ?? []) };
  const branches = block.branches.map((branch) => ({ ...branch, next: changed(branch.next) }));
  return withOtherwise({ ...block, branches }, changed(block.otherwise ?? []));
}

/** All blocks that a block leads to, each once. */
export function targetsOf(block: Block): string[] {
  if (block.kind !== "decision") return block.next ?? [];
  return [...new Set([...block.branches.flatMap(({ next }) => next), ...(block.otherwise ?? [])])];
}

export function withOtherwise({ otherwise: _, ...block }: DecisionBlock, ids: string[]): DecisionBlock {
  return ids.length === 0 ? block : { ...block, otherwise: ids };
}

/** A condition that holds when none of these does. */
export function noneOf(conditions: readonly string[]): string {
  const bare = conditions.map(
    (when) =>
      `(${when
        .trim()
        .replace(/^\{\{([\s\S]*)\}\}$/, "$1")
        .trim()})`,
  );
  return `{{ !${bare.length === 1 ? bare[0] : `(${bare.join(" || ")})`} }}`;
}

function withoutIdleDecisions(blocks: readonly Block[]): Block[] {
  const known = new Set(blocks.map(({ id }) => id));
  const kept = blocks.flatMap((block): Block[] => {
    const pruned = retargeted(block, (ids) => ids.filter((id) => known.has(id) && id !== block.id));
    if (pruned.kind !== "decision") return [pruned];
    return targetsOf(pruned).length === 0 ? [] : [withBranches(pruned)];
  });
  return kept.length === blocks.length ? kept : withoutIdleDecisions(kept);
}

/** A decision has one branch at least: when only `otherwise` leads on, that is what its branch leads to. */
function withBranches(block: DecisionBlock): DecisionBlock {
  const branches = block.branches.filter(({ next }) => next.length > 0);
  const [first, ...others] = branches;
  if (first !== undefined) return { ...block, branches: [first, ...others] };
  const when = noneOf(block.branches.map(({ when }) => when));
  return withOtherwise({ ...block, branches: [{ when, next: block.otherwise ?? [] }] }, []);
}

function withoutNext(block: Block): Block {
  if (block.kind === "decision") return block;
  const { next: _, ...rest } = block;
  return rest;
}

function rootsOf(blocks: readonly Block[]): string[] {
  const led = new Set(blocks.flatMap(targetsOf));
  return blocks.flatMap(({ id }) => (led.has(id) ? [] : [id]));
}

/** The blocks one after the other, or null when they are no chain. */
function chainOf(blocks: readonly Block[]): Block[] | null {
  if (blocks.some((block) => block.kind === "decision" || targetsOf(block).length > 1)) return null;
  const [root, ...others] = rootsOf(blocks);
  if (root === undefined || others.length > 0) return null;
  const byId = new Map(blocks.map((block) => [block.id, block]));
  const order: Block[] = [];
  for (let at = byId.get(root); at !== undefined; at = byId.get(targetsOf(at)[0] ?? "")) order.push(at);
  return order.length === blocks.length ? order : null;
}
