import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changeDecision,
  connect,
  connectionRefusal,
  disconnect,
  type Edited,
  insertBlocks,
  isRefusal,
  moveInChain,
  type Place,
  removeBlocks,
} from "../../../src/console/graph/edit.ts";
import { flowOf, isChain } from "../../../src/console/graph/flow.ts";
import { Graph } from "../../../src/contract/graph.ts";
import { shapeOf } from "../../../src/engine/edges.ts";
import { checkGraph } from "../../../src/engine/plan.ts";
import { randomGraph } from "../../engine/graphs.ts";
import { codeBlock, graphOf } from "../../engine/support.ts";

const plain = (id: string) => codeBlock(id) as Graph["blocks"][number];
const chain = (...ids: string[]) => graphOf(...ids.map((id) => codeBlock(id)));
const route = (branches: Record<string, string[]>, otherwise?: string[]) => ({
  id: "route",
  kind: "decision",
  branches: Object.entries(branches).map(([when, next]) => ({ when, next })),
  ...(otherwise && { otherwise }),
});

function graphFrom(edited: Edited): Graph {
  if (isRefusal(edited)) throw new Error(edited.refusal);
  expect(checkGraph(Graph.parse(edited))).toEqual([]);
  return edited;
}

/** Edges as `a>b`, with the way where it is none of a plain block, and the starts as `>a`. */
function drawn(graph: Graph): string[] {
  const { edges, starts } = flowOf(graph);
  const wayText = (way: (typeof edges)[number]["way"]) =>
    way.type === "next" ? "" : way.type === "branch" ? `[${way.branch}]` : "[otherwise]";
  return [...starts.map((id) => `>${id}`), ...edges.map(({ from, to, way }) => `${from}${wayText(way)}>${to}`)].sort();
}

/** Any place of a graph, by a number. */
function placeOf(graph: Graph, pick: number): Place {
  const { edges, starts, ids } = flowOf(graph);
  const places: Place[] = [
    ...edges.map((edge) => ({ type: "edge" as const, ...edge })),
    ...starts.map((to) => ({ type: "edge" as const, from: null, to, way: { type: "next" as const } })),
    ...[...ids, null].flatMap((block) => [
      { type: "after" as const, block },
      { type: "beside" as const, block },
    ]),
  ];
  return places[pick % places.length] as Place;
}

describe("inserting blocks", () => {
  it("keeps a chain a chain", () => {
    const graph = graphFrom(
      insertBlocks(chain("a", "b"), { type: "edge", from: "a", to: "b", way: { type: "next" } }, [plain("n")]),
    );
    expect(graph).toEqual(chain("a", "n", "b"));
  });

  it("puts a block before all others between the input and the first", () => {
    const graph = graphFrom(
      insertBlocks(chain("a", "b"), { type: "edge", from: null, to: "a", way: { type: "next" } }, [plain("n")]),
    );
    expect(graph).toEqual(chain("n", "a", "b"));
  });

  it("writes the edges down when a block is to run beside another", () => {
    const graph = graphFrom(insertBlocks(chain("a", "b"), { type: "beside", block: "a" }, [plain("n")]));
    expect(drawn(graph)).toEqual([">a", "a>b", "a>n"]);
  });

  it("adds a second start beside the first", () => {
    const graph = graphFrom(insertBlocks(chain("a"), { type: "beside", block: null }, [plain("n")]));
    expect(drawn(graph)).toEqual([">a", ">n"]);
  });

  it("gives a decision the way otherwise first, then a branch whose condition never holds", () => {
    const first = graphFrom(
      insertBlocks(graphOf(route({ "{{ input }}": ["a"] }), codeBlock("a")), { type: "after", block: "route" }, [
        plain("n"),
      ]),
    );
    expect(drawn(first)).toEqual([">route", "route[0]>a", "route[otherwise]>n"]);
    const second = graphFrom(insertBlocks(first, { type: "after", block: "route" }, [plain("m")]));
    expect(drawn(second)).toEqual([">route", "route[0]>a", "route[1]>m", "route[otherwise]>n"]);
    expect(second.blocks[0]).toMatchObject({ branches: [{ when: "{{ input }}" }, { when: "{{ false }}" }] });
  });

  it("puts a decision between two blocks so that nothing changes yet", () => {
    const decision = { id: "route", kind: "decision" as const, branches: [{ when: "{{ true }}", next: [] }] };
    const graph = graphFrom(
      insertBlocks(chain("a", "b"), { type: "edge", from: "a", to: "b", way: { type: "next" } }, [
        decision as unknown as Graph["blocks"][number],
      ]),
    );
    expect(drawn(graph)).toEqual([">a", "a>route", "route[0]>b"]);
  });

  it("refuses more blocks than a worklet may have", () => {
    const full = chain(...Array.from({ length: 200 }, (_, n) => `b${n}`));
    const edited = insertBlocks(full, { type: "after", block: "b3" }, [plain("n")]);
    expect(edited).toMatchObject({ refusal: expect.stringContaining("at most 200 blocks") });
  });

  it("gives a graph that the server takes, at every place of every graph, and removing it again gives the same flow", () => {
    fc.assert(
      fc.property(randomGraph, fc.nat(), (graph, pick) => {
        const edited = graphFrom(insertBlocks(graph, placeOf(graph, pick), [plain("new")]));
        expect(edited.blocks).toHaveLength(graph.blocks.length + 1);
        expect(drawn(graphFrom(removeBlocks(edited, ["new"])))).toEqual(drawn(graph));
      }),
    );
  });
});

describe("removing blocks", () => {
  it("joins the neighbours", () => {
    expect(graphFrom(removeBlocks(chain("a", "b", "c"), ["b"]))).toEqual(chain("a", "c"));
  });

  it("makes what followed the first block the start", () => {
    const graph = graphOf(codeBlock("a", { next: ["b", "c"] }), codeBlock("b"), codeBlock("c"));
    expect(drawn(graphFrom(removeBlocks(graph, ["a"])))).toEqual([">b", ">c"]);
  });

  it("takes a branch away with the only block it led to", () => {
    const graph = graphOf(
      route({ "{{ input.a }}": ["a"], "{{ input.b }}": ["b"] }, ["c"]),
      ...["a", "b", "c"].map((id) => codeBlock(id)),
    );
    expect(drawn(graphFrom(removeBlocks(graph, ["a"])))).toEqual([">route", "route[0]>b", "route[otherwise]>c"]);
  });

  it("turns the condition around when only otherwise is left", () => {
    const graph = graphOf(route({ "{{ input.n > 3 }}": ["a"] }, ["b"]), codeBlock("a"), codeBlock("b"));
    const edited = graphFrom(removeBlocks(graph, ["a"]));
    expect(edited.blocks[0]).toMatchObject({ branches: [{ when: "{{ !(input.n > 3) }}", next: ["b"] }] });
  });

  it("takes a decision away that leads nowhere any more", () => {
    const graph = graphOf(codeBlock("a", { next: ["route"] }), route({ "{{ input }}": ["b"] }), codeBlock("b"));
    expect(graphFrom(removeBlocks(graph, ["b"]))).toEqual(chain("a"));
  });

  it("refuses to remove the last block", () => {
    expect(removeBlocks(chain("a"), ["a"])).toMatchObject({ refusal: expect.stringContaining("at least one block") });
  });

  it("gives a graph that the server takes, whatever is removed", () => {
    fc.assert(
      fc.property(randomGraph, fc.array(fc.nat(), { maxLength: 6 }), (graph, picks) => {
        const ids = picks.map((pick) => graph.blocks[pick % graph.blocks.length]?.id ?? "");
        const edited = removeBlocks(graph, ids);
        if (isRefusal(edited)) return;
        const left = graphFrom(edited).blocks.map(({ id }) => id);
        expect(left.filter((id) => ids.includes(id))).toEqual([]);
      }),
    );
  });
});

describe("edges", () => {
  it("a chain with one more edge says what follows each block", () => {
    const graph = graphFrom(connect(chain("a", "b", "c"), "a", "c"));
    expect(drawn(graph)).toEqual([">a", "a>b", "a>c", "b>c"]);
    expect(graphFrom(disconnect(graph, { from: "a", to: "c", way: { type: "next" } }))).toEqual(chain("a", "b", "c"));
  });

  it("a block that nothing leads to any more is a start", () => {
    const graph = graphFrom(disconnect(chain("a", "b"), { from: "a", to: "b", way: { type: "next" } }));
    expect(drawn(graph)).toEqual([">a", ">b"]);
    expect(graphFrom(connect(graph, "a", "b"))).toEqual(chain("a", "b"));
  });

  it("a circle, a block that leads to itself and an edge that is there are refused in words", () => {
    const flow = flowOf(chain("a", "b", "c"));
    expect(connectionRefusal(flow, "c", "a")).toMatch(/a runs before c/);
    expect(connectionRefusal(flow, "a", "a")).toMatch(/itself/);
    expect(connectionRefusal(flow, "a", "b")).toMatch(/leads to b already/);
  });

  it("the last edge of a decision stays", () => {
    const graph = graphOf(route({ "{{ input }}": ["b"] }), codeBlock("b"));
    const edited = disconnect(graph, { from: "route", to: "b", way: { type: "branch", branch: 0 } });
    expect(edited).toMatchObject({ refusal: expect.stringContaining("leads to at least one block") });
  });

  it("any edits one after the other leave a graph that the server takes and that is drawn as it runs", () => {
    fc.assert(
      fc.property(randomGraph, fc.array(fc.tuple(fc.nat(3), fc.nat(), fc.nat()), { maxLength: 12 }), (start, edits) => {
        let graph = start;
        for (const [count, [verb, one, other]] of edits.entries()) {
          const { ids, edges } = flowOf(graph);
          const [a = "", b = ""] = [ids[one % ids.length], ids[other % ids.length]];
          const edge = edges[one % edges.length];
          const edited = [
            () => insertBlocks(graph, placeOf(graph, one), [plain(`new${count}`)]),
            () => removeBlocks(graph, [a]),
            () => connect(graph, a, b),
            () => (edge === undefined ? graph : disconnect(graph, edge)),
          ][verb]?.();
          if (edited !== undefined && !isRefusal(edited)) graph = graphFrom(edited);
        }
        const shape = shapeOf(graph);
        const name = (place: number) => graph.blocks[place]?.id ?? "";
        const flow = flowOf(graph);
        expect(new Set(flow.edges.map(({ from, to }) => `${from}>${to}`))).toEqual(
          new Set(shape.edges.map(({ from, to }) => `${name(from)}>${name(to)}`)),
        );
        expect(flow.starts).toEqual(shape.starts.map(name));
      }),
    );
  });
});

describe("moving and changing", () => {
  it("a block of a chain moves up and down, and stops at the ends", () => {
    expect(graphFrom(moveInChain(chain("a", "b", "c"), "c", -1))).toEqual(chain("a", "c", "b"));
    expect(graphFrom(moveInChain(chain("a", "b", "c"), "c", 5))).toEqual(chain("a", "b", "c"));
    const branched = graphOf(codeBlock("a", { next: ["b", "c"] }), codeBlock("b"), codeBlock("c"));
    expect(moveInChain(branched, "a", 1)).toMatchObject({ refusal: expect.stringContaining("chain") });
  });

  it("a block that a decision no longer names runs from the start", () => {
    const graph = graphOf(route({ "{{ input }}": ["b"] }, ["c"]), codeBlock("b"), codeBlock("c"));
    const edited = graphFrom(changeDecision(graph, "route", ({ otherwise: _, ...decision }) => decision));
    expect(drawn(edited)).toEqual([">c", ">route", "route[0]>b"]);
    expect(isChain(edited)).toBe(false);
  });
});
