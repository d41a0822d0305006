import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Graph } from "../../src/contract/graph.ts";
import { checkGraph, planOf, planUntil } from "../../src/engine/plan.ts";
import { edgesOf, randomGraph } from "./graphs.ts";
import { codeBlock, graphOf } from "./support.ts";

const wrongOf = (...blocks: Record<string, unknown>[]) => checkGraph(graphOf(...blocks));
const pathsOf = (...blocks: Record<string, unknown>[]) => wrongOf(...blocks).map(({ path }) => path);
const decision = (id: string, more: Record<string, unknown>) => ({ id, kind: "decision", ...more });

describe("a graph that can run", () => {
  it("may be a chain that nobody wired", () => {
    expect(wrongOf(codeBlock("a"), codeBlock("b"), codeBlock("c"))).toEqual([]);
  });

  it("may be the example of the contract", () => {
    const graph = graphOf(
      codeBlock("clean", { next: ["route"] }),
      decision("route", {
        branches: [{ when: "{{ input.language == 'de' }}", next: ["german"] }],
        otherwise: ["other"],
      }),
      { id: "german", kind: "worklet", worklet: "german-desk", next: ["notify"] },
      codeBlock("other", { input: { text: "{{ blocks.clean.text }}" }, next: ["notify"] }),
      codeBlock("notify", { input: "{{ worklet_input.text }}" }),
    );
    expect(checkGraph(graph)).toEqual([]);
  });

  it("may list its blocks in any order after the first", () => {
    expect(wrongOf(codeBlock("a", { next: ["b"] }), codeBlock("c"), codeBlock("b", { next: ["c"] }))).toEqual([]);
  });
});

describe("what is refused when a graph is saved", () => {
  it("is told all at once", () => {
    const paths = pathsOf(
      codeBlock("a", { next: ["nowhere", "b", "b"] }),
      codeBlock("b", { input: "{{ input. }}" }),
      codeBlock("b"),
      codeBlock("lonely", { input: "{{ secrets.KEY }}" }),
    );
    expect(paths).toEqual([
      "/graph/blocks/2/id",
      "/graph/blocks/0/next/0",
      "/graph/blocks/0/next/2",
      "/graph/blocks/3",
      "/graph/blocks/1/input",
      "/graph/blocks/3/input",
    ]);
  });

  it("a circle, with the way around it", () => {
    const wrong = wrongOf(
      codeBlock("a", { next: ["b"] }),
      codeBlock("b", { next: ["c"] }),
      codeBlock("c", { next: ["b"] }),
    );
    expect(wrong).toEqual([{ path: "/graph/blocks/2/next/0", message: expect.stringContaining("b -> c -> b") }]);
  });

  it("a block that leads to itself", () => {
    expect(wrongOf(codeBlock("a", { next: ["a"] }))[0]?.message).toContain("a -> a");
  });

  it("a decision whose branch names no block, and one that leads nowhere", () => {
    const branches = [{ when: "true", next: ["nowhere"] }];
    expect(pathsOf(decision("a", { branches, otherwise: ["gone"] }))).toEqual([
      "/graph/blocks/0/branches/0/next/0",
      "/graph/blocks/0/otherwise/0",
    ]);
    const nowhere = { blocks: [decision("a", { branches: [{ when: "true", next: [] }] })] } as unknown as Graph;
    expect(checkGraph(nowhere)[0]).toMatchObject({ path: "/graph/blocks/0/branches" });
  });

  it("a start that names no block, or that other blocks lead to", () => {
    const blocks = [codeBlock("a", { next: ["b"] }), codeBlock("b")];
    const starting = (...start: string[]) => checkGraph(Graph.parse({ blocks, start })).map(({ path }) => path);
    expect(starting("a", "x")).toEqual(["/graph/start/1"]);
    expect(starting("a", "b")).toEqual(["/graph/start/1"]);
    expect(starting("a")).toEqual([]);
  });

  it("several starts of blocks that nobody wired: they would be a chain", () => {
    const blocks = [codeBlock("a"), codeBlock("b")];
    expect(checkGraph(Graph.parse({ blocks, start: ["a", "b"] }))[0]?.message).toContain("chain that starts at `a`");
    const ended = [codeBlock("a", { next: [] }), codeBlock("b", { next: [] })];
    expect(checkGraph(Graph.parse({ blocks: ended, start: ["a", "b"] }))).toEqual([]);
  });

  it("an expression that does not parse, with its block, member and position", () => {
    const [wrong] = wrongOf(codeBlock("a", { input: { to: ["{{ input.name + }}"] } }));
    expect(wrong).toMatchObject({ path: "/graph/blocks/0/input/to/0", block: "a", member: "input" });
    expect(wrong?.position).toEqual(expect.any(Number));
    const [branch] = wrongOf(decision("a", { branches: [{ when: "input ==", next: ["b"] }] }), codeBlock("b"));
    expect(branch).toMatchObject({ path: "/graph/blocks/0/branches/0/when", member: "branches/0/when" });
  });

  it("an expression that looks at something that is not there", () => {
    const [wrong] = wrongOf(codeBlock("a", { input: "{{ secrets.KEY }}" }));
    expect(wrong?.message).toBe("`secrets` is not known here; there is input, blocks, env, worklet_input, run.");
  });

  it("an expression that looks at a block which does not come before", () => {
    const messages = wrongOf(
      codeBlock("a", { next: ["left", "right"] }),
      codeBlock("left", { input: "{{ blocks.a + blocks.right + blocks.left + blocks.gone }}", next: ["end"] }),
      codeBlock("right", { next: ["end"] }),
      codeBlock("end", { input: "{{ blocks.left + blocks.a }}" }),
    ).map(({ message }) => message);
    expect(messages).toEqual([
      "`right` does not run before this block, so its output is not known here.",
      "`left` does not run before this block, so its output is not known here.",
      "There is no block `gone`.",
    ]);
  });

  it("a block's id with a dash that is read as a subtraction", () => {
    const messages = wrongOf(codeBlock("my-block"), codeBlock("b", { input: "{{ blocks.my-block }}" })).map(
      (w) => w.message,
    );
    expect(messages.join(" ")).toContain('is written blocks["my-block"]');
    expect(wrongOf(codeBlock("my-block"), codeBlock("b", { input: '{{ blocks["my-block"] }}' }))).toEqual([]);
  });
});

describe("the plan", () => {
  it("puts every block after those that lead to it, and keeps the order of the list among equals", () => {
    fc.assert(
      fc.property(randomGraph, (graph) => {
        expect(checkGraph(graph)).toEqual([]);
        const { order, steps, places } = planOf(graph);
        expect([...order].sort((a, b) => a - b)).toEqual([...steps.keys()]);
        for (const { from, to } of edgesOf(graph)) {
          const [before, after] = [steps[places.get(from)!]!, steps[places.get(to)!]!];
          expect(before.rank).toBeLessThan(after.rank);
          expect(after.ancestors.has(from)).toBe(true);
        }
      }),
    );
    const { order } = planOf(
      graphOf(codeBlock("a", { next: ["b", "c"] }), codeBlock("b", { next: [] }), codeBlock("c", { next: [] })),
    );
    expect(order).toEqual([0, 1, 2]);
  });

  it("until a block holds that block and what comes before it, and nothing else", () => {
    fc.assert(
      fc.property(randomGraph, fc.nat(), (graph, pick) => {
        const plan = planOf(graph);
        const until = plan.steps[pick % plan.steps.length]!;
        const part = planUntil(plan, until.id);
        const ids = part.order.map((place) => part.steps[place]!.id);
        expect(new Set(ids)).toEqual(new Set([...until.ancestors, until.id]));
        for (const place of part.order) for (const next of part.steps[place]!.next) expect(part.order).toContain(next);
      }),
    );
  });
});
