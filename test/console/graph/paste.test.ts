import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flowOf } from "../../../src/console/graph/flow.ts";
import { blocksIn, copiedText, duplicateBlocks, pasteBlocks, pastePlace } from "../../../src/console/graph/paste.ts";
import { Graph } from "../../../src/contract/graph.ts";
import { checkGraph } from "../../../src/engine/plan.ts";
import { randomGraph } from "../../engine/graphs.ts";
import { codeBlock, graphOf } from "../../engine/support.ts";

const chain = (...ids: string[]) => graphOf(...ids.map((id) => codeBlock(id)));

describe("copied blocks", () => {
  it("come behind the selected block under ids of their own", () => {
    const graph = chain("a", "b", "c");
    const blocks = blocksIn(copiedText(graph, ["a", "b"])) ?? [];
    const pasted = pasteBlocks(graph, pastePlace(graph, ["b"]), blocks);
    expect(pasted).toMatchObject({ ids: ["a2", "b2"] });
    expect("graph" in pasted && pasted.graph.blocks.map(({ id }) => id)).toEqual(["a", "b", "a2", "b2", "c"]);
  });

  it("look at the copies of the blocks that came along", () => {
    const graph = graphOf(codeBlock("a"), codeBlock("b", { input: "{{ blocks.a.text }}" }));
    const pasted = duplicateBlocks(graph, ["a", "b"]);
    expect("graph" in pasted && pasted.graph.blocks.at(-1)).toMatchObject({ id: "b2", input: "{{ blocks.a2.text }}" });
  });

  it("of a decision lead where it led", () => {
    const graph = graphOf(
      { id: "route", kind: "decision", branches: [{ when: "{{ input.a }}", next: ["a"] }], otherwise: ["b"] },
      codeBlock("a"),
      codeBlock("b"),
    );
    const pasted = duplicateBlocks(graph, ["route"]);
    if (!("graph" in pasted)) throw new Error(pasted.refusal);
    expect(checkGraph(Graph.parse(pasted.graph))).toEqual([]);
    expect(
      flowOf(pasted.graph)
        .next.get("route2")
        ?.map(({ to }) => to),
    ).toEqual(["a", "b"]);
  });

  it("are told from any other text", () => {
    for (const text of [
      "",
      "hello",
      "[]",
      '{"type":"worklets/blocks","blocks":[]}',
      '{"type":"worklets/blocks","blocks":[{"id":1}]}',
    ])
      expect(blocksIn(text)).toBeNull();
    const odd =
      '{"type":"worklets/blocks","blocks":[{"id":"a","kind":"decision","branches":[{"when":"x","next":null}]}]}';
    expect(blocksIn(odd)).toBeNull();
  });

  it("give a graph that the server takes, whatever is copied to wherever", () => {
    const picks = fc.array(fc.nat(), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(randomGraph, picks, picks, (graph, copied, selected) => {
        const idsOf = (list: number[]) => list.map((pick) => graph.blocks[pick % graph.blocks.length]?.id ?? "");
        const blocks = blocksIn(copiedText(graph, idsOf(copied))) ?? [];
        const pasted = pasteBlocks(graph, pastePlace(graph, idsOf(selected)), blocks);
        if ("refusal" in pasted) return;
        expect(checkGraph(Graph.parse(pasted.graph))).toEqual([]);
        expect(pasted.graph.blocks).toHaveLength(graph.blocks.length + pasted.ids.length);
      }),
    );
  });
});
