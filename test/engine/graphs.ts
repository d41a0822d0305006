import * as fc from "fast-check";
import type { Graph } from "../../src/contract/graph.ts";
import { codeBlock, graphOf } from "./support.ts";

/** Random graphs that can run: every block but the first has one to three blocks before it in a hidden order. */
export const randomGraph: fc.Arbitrary<Graph> = fc
  .record({
    size: fc.integer({ min: 1, max: 12 }),
    picks: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
    decisions: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
    shuffle: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
  })
  .map(({ size, picks, decisions, shuffle }) => {
    const next: Set<number>[] = Array.from({ length: size }, () => new Set());
    let pick = 0;
    for (let to = 1; to < size; to += 1)
      for (let count = (picks[pick++] ?? 0) % 3; count >= 0; count -= 1) next[(picks[pick++] ?? 0) % to]?.add(to);
    const name = (place: number) => `b${place}`;
    const blocks = next.map((targets, place) => {
      const ids = [...targets].map(name);
      if (!decisions[place] || ids.length < 2) return codeBlock(name(place), { next: ids });
      const when = `{{ worklet_input.${name(place)} }}`;
      return {
        id: name(place),
        kind: "decision",
        branches: [{ when, next: ids.slice(0, 1) }],
        otherwise: ids.slice(1),
      };
    });
    const [first, ...others] = blocks;
    const shuffled = others.map((block, n) => ({ block, key: shuffle[n] ?? 0 })).sort((a, b) => a.key - b.key);
    return graphOf(first ?? codeBlock("b0"), ...shuffled.map(({ block }) => block));
  });

/** What the decisions of a random graph decide. */
export const randomChoices = fc
  .array(fc.boolean(), { minLength: 12, maxLength: 12 })
  .map((choices) => Object.fromEntries(choices.map((choice, place) => [`b${place}`, choice])));

/** From and to of every edge. */
export function edgesOf(graph: Graph): { from: string; to: string }[] {
  return graph.blocks.flatMap((block) => {
    const ids =
      "branches" in block ? [...block.branches.flatMap(({ next }) => next), ...(block.otherwise ?? [])] : block.next;
    return [...new Set(ids)].map((to) => ({ from: block.id, to }));
  });
}
