import type { Block, Graph } from "../contract/graph.ts";
import type { Edge } from "./edges.ts";
import { shapeOf } from "./edges.ts";
import type { BlockKind } from "./kind.ts";
import { kinds } from "./kinds.ts";
import type { Reading } from "./reading.ts";
import { expressionsByUse, readingOf } from "./reading.ts";

export { checkGraph } from "./check.ts";

/** A graph that passed `checkGraph`, made ready to run: worked out once a version and kept by the caller. */
export type Plan = {
  /** In the order of the block list; a step's `index` is its place here. */
  steps: readonly Step[];
  places: ReadonlyMap<string, number>;
  starts: readonly number[];
  /** Every block after those that lead to it; among equals the order of the list. A step's place here is its `rank`. */
  order: readonly number[];
  /** Branches meet somewhere: only then it matters who changed which key of the env. */
  meets: boolean;
  /** The whole graph is one guest call, when the run's settings let no block run again. */
  isOneCall: boolean;
  /** The block whose output is the run's output, when the run goes no further than that. */
  until: number | null;
};

export type Step = {
  index: number;
  rank: number;
  id: string;
  block: Block;
  kind: BlockKind;
  /** Indexes in the order of the list, each once. */
  next: readonly number[];
  previous: readonly number[];
  /** Ids of all blocks that come before. */
  ancestors: ReadonlySet<string>;
  /** The block's `input`. */
  mapping: Reading | null;
  /** The items of the block's `each`; null when it runs once. */
  each: Reading | null;
  /** The expressions of the block's kind. */
  readings: readonly Reading[];
  /** Names of the secrets that they read. */
  secrets: readonly string[];
  /** The next step, when it can run in the same guest call as this one. */
  follower: number | null;
};

/** Steps that run in one guest call; mostly one. */
export type Group = readonly [Step, ...Step[]];

/** So many blocks run in one guest call at most: their answers (1 MB of output, 256 KB of env each) share one RPC message. */
const groupSize = 10;

export function planOf(graph: Graph): Plan {
  const shape = shapeOf(graph);
  const next = neighbours(graph, shape.edges, (edge) => [edge.from, edge.to]);
  const previous = neighbours(graph, shape.edges, (edge) => [edge.to, edge.from]);
  const order = orderOf(next, previous);
  const ranks = new Map(order.map((place, rank) => [place, rank]));
  const ancestors: Set<string>[] = graph.blocks.map(() => new Set());
  for (const place of order)
    for (const before of previous[place] ?? []) {
      ancestors[place]?.add(graph.blocks[before]?.id ?? "");
      for (const id of ancestors[before] ?? []) ancestors[place]?.add(id);
    }
  const steps = graph.blocks.map((block, index): Step => {
    const before = ancestors[index] ?? new Set();
    const { each, mapping, own } = expressionsByUse(block);
    const readings = own.map((expression) => readingOf(expression, before));
    return {
      index,
      rank: ranks.get(index) ?? index,
      id: block.id,
      block,
      kind: kinds[block.kind],
      next: next[index] ?? [],
      previous: previous[index] ?? [],
      ancestors: before,
      mapping: mapping && readingOf(mapping, before),
      each: each && readingOf(each, before),
      readings,
      secrets: readings.flatMap(({ secrets }) => secrets),
      follower: followerOf(graph, index, next, previous),
    };
  });
  const places = new Map(steps.map(({ id, index }) => [id, index]));
  const meets = previous.some((places) => places.length > 1);
  const plan = { steps, places, starts: shape.starts, order, meets, until: null };
  return { ...plan, isOneCall: isOneCall(plan) };
}

/** The part of the plan that the block needs: itself and all that comes before it. */
export function planUntil(plan: Plan, id: string): Plan {
  const until = plan.places.get(id);
  const last = until === undefined ? undefined : plan.steps[until];
  if (last === undefined) throw new Error(`The graph has no block ${id}.`);
  const isKept = (index: number) => index === last.index || last.ancestors.has(plan.steps[index]?.id ?? "");
  const steps = plan.steps.map((step) => {
    const follower = step.follower !== null && isKept(step.follower) ? step.follower : null;
    return { ...step, next: step.next.filter(isKept), follower };
  });
  const kept = { starts: plan.starts.filter(isKept), order: plan.order.filter(isKept) };
  return { ...plan, ...kept, steps, until: last.index };
}

/** The steps that run in one guest call when it begins with this one. */
export function groupFrom(plan: Pick<Plan, "steps">, first: Step): Group {
  const group: [Step, ...Step[]] = [first];
  for (let step = first; step.follower !== null && group.length < groupSize; ) {
    const follower = plan.steps[step.follower];
    if (follower === undefined) break;
    group.push(follower);
    step = follower;
  }
  return group;
}

function isOneCall({ steps, starts }: Pick<Plan, "steps" | "starts">): boolean {
  const first = steps[starts[0] ?? -1];
  if (first === undefined || !steps.every(({ block }) => canShare(block))) return false;
  return groupFrom({ steps }, first).length === steps.length;
}

function neighbours(graph: Graph, edges: readonly Edge[], way: (edge: Edge) => [number, number]): number[][] {
  const found = graph.blocks.map(() => new Set<number>());
  for (const edge of edges) {
    const [here, there] = way(edge);
    found[here]?.add(there);
  }
  return found.map((places) => [...places].sort((a, b) => a - b));
}

function orderOf(next: readonly number[][], previous: readonly number[][]): number[] {
  const waitsFor = previous.map((places) => places.length);
  const free = [...waitsFor.keys()].filter((place) => waitsFor[place] === 0);
  const order: number[] = [];
  while (free.length > 0) {
    const place = Math.min(...free);
    free.splice(free.indexOf(place), 1);
    order.push(place);
    for (const after of next[place] ?? []) {
      waitsFor[after] = (waitsFor[after] ?? 0) - 1;
      if (waitsFor[after] === 0) free.push(after);
    }
  }
  return order;
}

/** Only what no other branch can see or be seen by, and what the engine need not watch one by one. */
function followerOf(graph: Graph, index: number, next: number[][], previous: number[][]): number | null {
  const [after, ...others] = next[index] ?? [];
  const [first, second] = [graph.blocks[index], after === undefined ? undefined : graph.blocks[after]];
  if (first === undefined || second === undefined || after === undefined || others.length > 0) return null;
  if (previous[after]?.length !== 1 || second.input !== undefined) return null;
  return first.kind === second.kind && canShare(first) && canShare(second) ? after : null;
}

function canShare(block: Block): boolean {
  if (kinds[block.kind].runTogether === undefined || "branches" in block) return false;
  return (block.retry ?? null) === null && block.timeout_ms === undefined && block.each === undefined;
}
