import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockIdRefusal, freeId, renameBlock, renamedText } from "../../../src/console/graph/rename.ts";
import { BlockId, Graph } from "../../../src/contract/graph.ts";
import { checkGraph } from "../../../src/engine/plan.ts";
import { randomGraph } from "../../engine/graphs.ts";
import { codeBlock, graphOf } from "../../engine/support.ts";

const renamed = (text: string, to = "tidy") => renamedText(text, "template", new Map([["clean", to]]));

describe("names inside expressions", () => {
  it.each([
    ["{{ blocks.clean.text }}", "{{ blocks.tidy.text }}"],
    ["{{ blocks['clean'].text + blocks[\"clean\"].n }}", "{{ blocks.tidy.text + blocks.tidy.n }}"],
    ["{{ blocks?.clean?.text }}", "{{ blocks?.tidy?.text }}"],
    ["Hello {{ blocks.clean.a }} and {{ (blocks).clean.b }}", "Hello {{ blocks.tidy.a }} and {{ (blocks).tidy.b }}"],
    ["{{ input.list.map((x) => x + blocks . clean.n) }}", "{{ input.list.map((x) => x + blocks .tidy.n) }}"],
    ["{{ `${blocks.clean.a} blocks.clean` }}", "{{ `${blocks.tidy.a} blocks.clean` }}"],
  ])("%s becomes %s", (text, expected) => expect(renamed(text)).toBe(expected));

  it.each([
    "{{ input.blocks.clean }}",
    "{{ input.list.map((blocks) => blocks.clean) }}",
    "{{ 'blocks.clean' }}",
    "blocks.clean is only text",
    "{{ blocks.cleaner }}",
    "{{ blocks.clean + }}",
  ])("%s stays", (text) => expect(renamed(text)).toBe(text));

  it("a name with a dash stands in brackets", () => {
    expect(renamed("{{ blocks.clean.text + blocks?.clean }}", "a-b")).toBe(
      '{{ blocks["a-b"].text + blocks?.["a-b"] }}',
    );
    expect(renamedText('{{ blocks["a-b"].x }}', "template", new Map([["a-b", "ab"]]))).toBe("{{ blocks.ab.x }}");
  });

  it("a condition needs no braces", () => {
    expect(renamedText("blocks.clean.n > 3", "condition", new Map([["clean", "tidy"]]))).toBe("blocks.tidy.n > 3");
  });
});

describe("a block's id", () => {
  it("is changed wherever the graph names it", () => {
    const graph = graphOf(
      codeBlock("clean", { function: "main", next: ["route"] }),
      {
        id: "route",
        kind: "decision",
        input: { a: "{{ blocks.clean }}", "blocks.clean": [3, null] },
        branches: [{ when: "{{ blocks.clean.n }}", next: ["call"] }],
        otherwise: ["note"],
      },
      {
        id: "call",
        kind: "http",
        url: "https://desk.example.com/{{ blocks.clean.id }}",
        headers: { "X-Id": "{{ blocks.clean.id }}" },
        query: { q: ["{{ blocks.clean.q }}"] },
        body: { text: "{{ blocks.clean.text }}" },
        each: { items: "{{ blocks.clean.items }}" },
      },
      {
        id: "note",
        kind: "slack",
        webhook: "HOOK",
        text: "{{ blocks.clean }}",
        blocks: [{ t: "{{ blocks.clean.t }}" }],
      },
    );
    const edited = renameBlock(graph, "clean", "tidy");
    expect(checkGraph(Graph.parse(edited))).toEqual([]);
    expect(JSON.stringify(edited).match(/tidy/g)).toHaveLength(10);
    expect(JSON.stringify(edited).match(/clean/g)).toHaveLength(1);
  });

  it("stays what it was when it is changed there and back, in every graph", () => {
    fc.assert(
      fc.property(randomGraph, fc.nat(), (graph, pick) => {
        const id = graph.blocks[pick % graph.blocks.length]?.id ?? "";
        const edited = renameBlock(graph, id, "other-name");
        expect(checkGraph(Graph.parse(edited))).toEqual([]);
        expect(renameBlock(edited, "other-name", id)).toEqual(graph);
      }),
    );
  });

  it("is judged as the server judges it", () => {
    const ids = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[A-Za-z0-9_-]{0,70}$/),
      fc.constantFrom("constructor", "__proto__"),
    );
    fc.assert(
      fc.property(ids, (id) => {
        expect(blockIdRefusal(id, []) === null).toBe(BlockId.safeParse(id).success);
      }),
    );
  });

  it("can always be made of a wish, and is free", () => {
    const taken = new Set(["clean", "clean2"]);
    expect(freeId("clean", taken)).toBe("clean3");
    expect(freeId("german-desk", taken)).toBe("german_desk");
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (wish, others) => {
        const id = freeId(wish, new Set(others));
        expect(BlockId.safeParse(id).success && !others.includes(id)).toBe(true);
      }),
    );
  });
});
