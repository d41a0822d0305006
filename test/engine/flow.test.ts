import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Graph } from "../../src/contract/graph.ts";
import { edgesOf, randomChoices, randomGraph } from "./graphs.ts";
import { type BlockFunction, codeBlock, graphOf, runGraph, story } from "./support.ts";

const tag =
  (name: string): BlockFunction =>
  (input) =>
    `${input as string}${name}`;
const tags = (...names: string[]) => Object.fromEntries(names.map((name) => [name, tag(name)]));
const diamond = graphOf(
  codeBlock("a", { next: ["b", "c"] }),
  codeBlock("b", { next: ["d"] }),
  codeBlock("c", { next: ["d"] }),
  codeBlock("d"),
);

describe("what a block gets", () => {
  it("is the worklet's input at the start and the output of the one before after that", async () => {
    const graph = graphOf(codeBlock("a"), codeBlock("b"));
    expect((await runGraph({ graph, input: "x", functions: tags("a", "b") })).output).toBe("xab");
  });

  it("is an object of outputs by block where several ran, in the order of the list", async () => {
    const { outcome } = await runGraph({ graph: diamond, input: "x", functions: tags("a", "b", "c") });
    expect(outcome).toMatchObject({ status: "SUCCEEDED", output: '{"b":"xab","c":"xac"}' });
  });

  it("is the output alone where only one of several ran", async () => {
    const graph = graphOf(
      { id: "route", kind: "decision", branches: [{ when: "input > 1", next: ["big"] }], otherwise: ["small"] },
      codeBlock("big", { next: ["end"] }),
      codeBlock("small", { next: ["end"] }),
      codeBlock("end"),
    );
    expect((await runGraph({ graph, input: 2, functions: tags("big", "small") })).output).toBe("2big");
    const { output, journal } = await runGraph({ graph, input: 0, functions: tags("big", "small") });
    expect(output).toBe("0small");
    expect(story(journal)).toEqual(["route SUCCEEDED", "big SKIPPED", "small SUCCEEDED", "end SUCCEEDED"]);
  });

  it("is what `input` makes of it", async () => {
    const input = {
      text: "{{ input }}!",
      all: "{{ blocks.a }}",
      who: "{{ run.worklet }}",
      was: "{{ worklet_input }}",
      env: "{{ env.n }}",
    };
    const graph = graphOf(codeBlock("a"), codeBlock("b", { input }));
    const functions: Record<string, BlockFunction> = {
      a: (_, env) => {
        env.n = 7;
        return "out";
      },
    };
    const { output } = await runGraph({ graph, input: 5, functions });
    expect(output).toEqual({ text: "out!", all: "out", who: "triage", was: 5, env: 7 });
  });

  it("may name a block that was skipped: it is null", async () => {
    const graph = graphOf(
      { id: "route", kind: "decision", branches: [{ when: "false", next: ["b"] }], otherwise: ["c"] },
      codeBlock("b", { next: ["d"] }),
      codeBlock("c", { next: ["d"] }),
      codeBlock("d", { input: ["{{ blocks.b }}", "{{ blocks.c }}", "{{ blocks }}"] }),
    );
    expect((await runGraph({ graph, input: 1 })).output).toEqual([null, 1, { route: 1, b: null, c: 1 }]);
  });

  it("is text that passes through untouched: a number that JavaScript cannot hold arrives as it was written", async () => {
    const seen: string[] = [];
    const child = async (_: string, input: string) => {
      seen.push(input);
      return { runId: null, secrets: [], output: '{ "n": 12345678901234567890 }' };
    };
    const graph = graphOf({ id: "a", kind: "worklet", worklet: "x" }, { id: "b", kind: "worklet", worklet: "x" });
    expect((await runGraph({ graph, invoke: child })).outcome).toMatchObject({
      output: '{ "n": 12345678901234567890 }',
    });
    expect(seen[1]).toBe('{ "n": 12345678901234567890 }');
  });

  it("that several blocks made together may not be larger than an output", async () => {
    const big: BlockFunction = () => "x".repeat(600_000);
    expect((await runGraph({ graph: diamond, functions: { b: big, c: big } })).failure).toMatchObject({
      kind: "limit",
      block: "d",
    });
    const ends = graphOf(
      codeBlock("a", { next: ["b", "c"] }),
      codeBlock("b", { next: [] }),
      codeBlock("c", { next: [] }),
    );
    expect((await runGraph({ graph: ends, functions: { b: big, c: big } })).failure).toMatchObject({
      kind: "limit",
      block: null,
    });
  });

  it("is the user's failure when an expression fails", async () => {
    const graph = graphOf(codeBlock("a"), codeBlock("b", { input: "{{ input.items.length.map(x => x) }}" }));
    const { failure, journal } = await runGraph({
      graph,
      input: { items: [1] },
      settings: { retry: { max_attempts: 3, backoff_ms: 1, factor: 1 } },
    });
    expect(failure).toMatchObject({
      kind: "user",
      block: "b",
      message: expect.stringContaining("ExpressionError in /input"),
    });
    expect(story(journal)).toEqual(["a SUCCEEDED", "b FAILED"]);
  });
});

describe("a decision", () => {
  const route = (branches: object[], otherwise?: string[]) =>
    graphOf(
      { id: "route", kind: "decision", branches, ...(otherwise && { otherwise }) },
      codeBlock("a", { next: [] }),
      codeBlock("b", { next: [] }),
    );

  it("takes the first branch that is true, and only that one", async () => {
    const graph = route([
      { when: "{{ input.n > 1 }}", next: ["a"] },
      { when: "{{ input.n > 0 }}", next: ["b"] },
    ]);
    expect(story((await runGraph({ graph, input: { n: 5 } })).journal)).toEqual([
      "route SUCCEEDED",
      "b SKIPPED",
      "a SUCCEEDED",
    ]);
  });

  it("hands its input on unchanged", async () => {
    const graph = route([{ when: "true", next: ["a", "b"] }]);
    expect((await runGraph({ graph, input: { n: 1 } })).output).toEqual({ a: { n: 1 }, b: { n: 1 } });
  });

  it("looks at the input that its own `input` made", async () => {
    const graph = graphOf(
      { id: "route", kind: "decision", input: "{{ input.n }}", branches: [{ when: "input == 3", next: ["a"] }] },
      codeBlock("a"),
    );
    expect((await runGraph({ graph, input: { n: 3 } })).journal.records[1]).toMatchObject({
      status: "SUCCEEDED",
      input: "3",
    });
  });

  it("is an end when nothing is true and there is no `otherwise`", async () => {
    const graph = route([{ when: "false", next: ["a", "b"] }]);
    const { output, journal } = await runGraph({ graph, input: { n: 1 } });
    expect(output).toEqual({ n: 1 });
    expect(story(journal)).toEqual(["route SUCCEEDED", "a SKIPPED", "b SKIPPED"]);
  });

  it("may lead to a block that another branch leads to as well", async () => {
    const graph = route(
      [
        { when: "input == 1", next: ["a"] },
        { when: "input == 2", next: ["a", "b"] },
      ],
      ["b"],
    );
    expect((await runGraph({ graph, input: 1 })).output).toBe(1);
    expect((await runGraph({ graph, input: 2 })).output).toEqual({ a: 2, b: 2 });
  });
});

describe("until a block", () => {
  it("only what the block needs runs, and its output is the run's", async () => {
    const { output, journal } = await runGraph({
      graph: diamond,
      input: "x",
      functions: tags("a", "b", "c"),
      until: "b",
    });
    expect(output).toBe("xab");
    expect(story(journal)).toEqual(["a SUCCEEDED", "b SUCCEEDED"]);
  });

  it("that a decision did not choose, the output is null", async () => {
    const graph = graphOf(
      { id: "route", kind: "decision", branches: [{ when: "false", next: ["b"] }], otherwise: ["c"] },
      codeBlock("b", { next: [] }),
      codeBlock("c", { next: [] }),
    );
    const { output, journal } = await runGraph({ graph, input: 1, until: "b" });
    expect(output).toBeNull();
    expect(story(journal)).toEqual(["route SUCCEEDED", "b SKIPPED"]);
  });
});

describe("any graph", () => {
  const delays = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 12, maxLength: 12 });
  const run = (graph: Graph, input: unknown, ms: number[]) => {
    const functions = Object.fromEntries(
      graph.blocks.map(({ id }): [string, BlockFunction] => [id, (input) => ({ [id]: id === "b0" ? 0 : input })]),
    );
    return runGraph({ graph, input, functions, ms: (block) => ms[Number(block.slice(1))] ?? 0 });
  };

  it("runs or skips every block exactly once, after all blocks that lead to it", async () => {
    await fc.assert(
      fc.asyncProperty(randomGraph, randomChoices, delays, async (graph, input, ms) => {
        const { outcome, journal } = await run(graph, input, ms);
        expect(outcome.status).toBe("SUCCEEDED");
        expect(journal.records.map(({ block }) => block).sort()).toEqual(graph.blocks.map(({ id }) => id).sort());
        const records = new Map(journal.records.map((record, place) => [record.block, { ...record, place }]));
        for (const { from, to } of edgesOf(graph)) {
          const [before, after] = [records.get(from)!, records.get(to)!];
          expect(before.place).toBeLessThan(after.place);
          if (after.startedAt !== null) expect(before.finishedAt ?? 0).toBeLessThanOrEqual(after.startedAt);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("runs a block exactly when a live edge leads to it", async () => {
    await fc.assert(
      fc.asyncProperty(randomGraph, randomChoices, delays, async (graph, input, ms) => {
        const { journal } = await run(graph, input, ms);
        const records = new Map(journal.records.map((record) => [record.block, record]));
        const isLive = ({ from, to }: { from: string; to: string }) => {
          const { status, chosen } = records.get(from)!;
          return status === "SUCCEEDED" && (chosen === null || chosen.includes(to));
        };
        for (const { id } of graph.blocks.slice(1)) {
          const live = edgesOf(graph).some((edge) => edge.to === id && isLive(edge));
          expect(records.get(id)?.status).toBe(live ? "SUCCEEDED" : "SKIPPED");
        }
      }),
      { numRuns: 100 },
    );
  });

  it("gives the same output whichever branch is faster, and takes no longer than its slowest path", async () => {
    await fc.assert(
      fc.asyncProperty(randomGraph, randomChoices, delays, delays, async (graph, input, some, others) => {
        const [one, other] = [await run(graph, input, some), await run(graph, input, others)];
        expect(one.outcome).toEqual(other.outcome);
        const longest = new Map<string, number>();
        for (const { block, kind, status } of one.journal.records) {
          const before = edgesOf(graph)
            .filter(({ to }) => to === block)
            .map(({ from }) => longest.get(from) ?? 0);
          const own = kind === "code" && status === "SUCCEEDED" ? (some[Number(block.slice(1))] ?? 0) : 0;
          longest.set(block, Math.max(0, ...before) + own);
        }
        expect(one.tookMs).toBe(Math.max(...longest.values()));
      }),
      { numRuns: 100 },
    );
  });
});
