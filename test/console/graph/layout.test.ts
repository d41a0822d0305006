import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flowOf } from "../../../src/console/graph/flow.ts";
import { cardSize, inputId, layoutOf, lineThrough } from "../../../src/console/graph/layout.ts";
import { neighbourOf } from "../../../src/console/graph/travel.ts";
import { randomGraph } from "../../engine/graphs.ts";
import { codeBlock, graphOf } from "../../engine/support.ts";

describe("where blocks stand", () => {
  it("each stands below those that lead to it, and no two cards overlap", () => {
    fc.assert(
      fc.property(randomGraph, (graph) => {
        const flow = flowOf(graph);
        const { places } = layoutOf(flow, new Set(), []);
        const at = (id: string) => places.get(id) ?? { x: Number.NaN, y: Number.NaN };
        for (const { from, to } of flow.edges) expect(at(to).y).toBeGreaterThan(at(from).y + cardSize.height);
        for (const id of flow.starts) expect(at(id).y).toBeGreaterThan(at(inputId).y);
        const cards = flow.ids.map(at);
        for (const [n, one] of cards.entries())
          for (const other of cards.slice(n + 1)) {
            const apart = Math.abs(one.x - other.x) >= cardSize.width || Math.abs(one.y - other.y) >= cardSize.height;
            expect(apart).toBe(true);
          }
      }),
      { numRuns: 50 },
    );
  });

  it("branches stand from left to right in their order", () => {
    const graph = graphOf(
      {
        id: "route",
        kind: "decision",
        branches: ["a", "b"].map((id) => ({ when: `{{ input.${id} }}`, next: [id] })),
        otherwise: ["c"],
      },
      ...["a", "b", "c"].map((id) => codeBlock(id)),
    );
    const { places } = layoutOf(flowOf(graph), new Set(["route"]), []);
    const [a = 0, b = 0, c = 0] = ["a", "b", "c"].map((id) => places.get(id)?.x);
    expect(a < b && b < c).toBe(true);
  });

  it("an edge begins at its block's lower side and ends at the next one's upper side", () => {
    const layout = layoutOf(flowOf(graphOf(codeBlock("a"), codeBlock("b"))), new Set(), []);
    const line = lineThrough(layout.edges.find(({ source }) => source === "a")?.points ?? []);
    const [a, b] = ["a", "b"].map((id) => layout.places.get(id));
    const middle = (a?.x ?? 0) + cardSize.width / 2;
    expect(line.startsWith(`M${middle},${(a?.y ?? 0) + cardSize.height} `)).toBe(true);
    expect(line.endsWith(`L${middle},${b?.y}`)).toBe(true);
  });
});

describe("arrow keys", () => {
  const graph = graphOf(
    codeBlock("a", { next: ["b", "c"] }),
    codeBlock("b", { next: ["d"] }),
    codeBlock("c", { next: ["d"] }),
    codeBlock("d"),
  );
  const flow = flowOf(graph);
  const layout = layoutOf(flow, new Set(), []);
  const from = (id: string, ...directions: ("down" | "up" | "left" | "right")[]) =>
    directions.reduce<string | null>((at, direction) => at && neighbourOf(at, direction, flow, layout), id);

  it("lead along the edges and to what stands beside", () => {
    expect(from(inputId, "down")).toBe("a");
    expect(from("a", "up")).toBe(inputId);
    expect(["b", "c"]).toContain(from("a", "down"));
    expect(from("b", "right")).toBe("c");
    expect(from("c", "left")).toBe("b");
    expect(from("b", "down")).toBe("d");
    expect([from("d", "down"), from("d", "right"), from(inputId, "up")]).toEqual([null, null, null]);
  });

  it("lead from row to row as text is read", () => {
    expect(from(inputId, "right", "right", "right", "right")).toBe("d");
    expect(from("d", "left", "left", "left", "left")).toBe(inputId);
  });

  it("reach every block of every graph", () => {
    fc.assert(
      fc.property(randomGraph, (random) => {
        const itsFlow = flowOf(random);
        const itsLayout = layoutOf(itsFlow, new Set(), []);
        const reached = new Set([inputId]);
        for (const id of reached)
          for (const direction of ["down", "up", "left", "right"] as const) {
            const next = neighbourOf(id, direction, itsFlow, itsLayout);
            if (next !== null) reached.add(next);
          }
        expect([...reached].sort()).toEqual([inputId, ...itsFlow.ids].sort());
      }),
      { numRuns: 50 },
    );
  });
});
