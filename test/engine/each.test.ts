import { describe, expect, it } from "vitest";
import { memoryJournal } from "../../src/engine/journal.ts";
import { checkGraph } from "../../src/engine/plan.ts";
import { type BlockFunction, codeBlock, graphOf, runGraph, story } from "./support.ts";

const each = (more: object = {}) => ({ items: "{{ input }}", ...more });
const double: BlockFunction = (input) => (input as number) * 2;
const count = (length: number) => Array.from({ length }, (_, n) => n);

function failing(...items: number[]): BlockFunction {
  return (input) => {
    if (items.includes(input as number)) throw new Error(`no ${input}`);
    return input;
  };
}

describe("a block with each", () => {
  it("runs once for each item and answers in the order of the items, whichever was faster", async () => {
    const graph = graphOf(codeBlock("a", { each: each() }));
    const { output, guest } = await runGraph({
      graph,
      input: [3, 1, 2],
      functions: { a: double },
      ms: (_, attempt) => 100 - 10 * attempt,
    });
    expect(output).toEqual([6, 2, 4]);
    expect(guest.calls.map(({ input }) => input)).toEqual([3, 1, 2]);
  });

  it("keeps as many items under way as its concurrency says: 100 of 10 ms, ten at a time, take 100 ms", async () => {
    const graph = graphOf(codeBlock("a", { each: each({ concurrency: 10 }) }));
    const ran = await runGraph({ graph, input: count(100), ms: () => 10 });
    expect(ran.output).toEqual(count(100));
    expect(ran.tookMs).toBe(100);
    const one = await runGraph({
      graph: graphOf(codeBlock("a", { each: each({ concurrency: 1 }) })),
      input: [1, 2],
      ms: () => 10,
    });
    expect(one.tookMs).toBe(20);
  });

  it("maps the input of each item, with item, index and what the block received", async () => {
    const input = { n: "{{ index }}", value: "{{ item.v }}", of: "{{ input.items.length }}", run: "{{ run.id }}" };
    const graph = graphOf(codeBlock("a", { each: { items: "{{ input.items }}" }, input }));
    const { output } = await runGraph({ graph, input: { items: [{ v: "x" }, { v: null }] } });
    expect(output).toEqual([
      { n: 0, value: "x", of: 2, run: "run_1" },
      { n: 1, value: null, of: 2, run: "run_1" },
    ]);
  });

  it("gives the expressions of its kind item, index and the item's own input", async () => {
    const sent: unknown[] = [];
    const block = {
      id: "a",
      kind: "http",
      url: "https://x.example/{{ index }}",
      body: ["{{ item }}", "{{ input }}"],
      input: "{{ item + 1 }}",
      each: each(),
    };
    const { output } = await runGraph({
      graph: graphOf(block),
      input: [5, 6],
      outside: {
        fetch: async ({ url, body, headers }) => {
          sent.push([url.pathname, body, headers["idempotency-key"]]);
          return { status: 204, statusText: "", headers: new Headers(), bytes: new Uint8Array(), isCut: false };
        },
      },
    });
    expect(sent).toEqual([
      ["/0", "[5,6]", "run_1:a:0"],
      ["/1", "[6,7]", "run_1:a:1"],
    ]);
    expect(output).toMatchObject([{ status: 204 }, { status: 204 }]);
  });

  it("answers an empty list with an empty list, without a call", async () => {
    const { output, guest } = await runGraph({ graph: graphOf(codeBlock("a", { each: each() })), input: [] });
    expect(output).toEqual([]);
    expect(guest.calls).toEqual([]);
  });

  it.each([
    [{ a: 1 }, "user", "each.items of block `a` gave an object, and not a list"],
    ["text", "user", "each.items of block `a` gave a text, and not a list"],
    [null, "user", "each.items of block `a` gave null, and not a list"],
    [count(1_001), "limit", "each.items of block `a` gave 1001 items; 1000 is the limit"],
  ])("fails when it gets what it cannot take", async (input, kind, message) => {
    const ran = await runGraph({ graph: graphOf(codeBlock("a", { each: each(), retry: { max_attempts: 3 } })), input });
    expect(ran.failure).toMatchObject({ kind, message, block: "a" });
    expect(story(ran.journal)).toEqual(["a FAILED"]);
  });

  it("never shares a guest call", async () => {
    const graph = graphOf(codeBlock("a"), codeBlock("b", { each: each() }), codeBlock("c"), codeBlock("d"));
    const { guest } = await runGraph({ graph, input: [1, 2], fuse: true });
    expect(guest.calls.map(({ blocks }) => blocks.join(" "))).toEqual(["a", "b", "b", "c d"]);
  });
});

describe("an item that fails", () => {
  it("stops the others and fails the block, which names the item", async () => {
    const graph = graphOf(codeBlock("a", { each: each({ concurrency: 2 }) }), codeBlock("b"));
    const ran = await runGraph({
      graph,
      input: count(10),
      functions: { a: failing(1) },
      ms: (_, attempt) => (attempt === 1 ? 1_000 : 10),
    });
    expect(ran.failure).toMatchObject({ kind: "user", block: "a", message: "Item 1: Error: no 1" });
    expect(ran.guest.calls.map(({ input, endedAt, startedAt }) => [input, endedAt - startedAt])).toEqual([
      [0, 10],
      [1, 10],
    ]);
    expect(ran.timersLeft).toBe(0);
    expect(story(ran.journal)).toEqual(["a FAILED"]);
    expect(ran.journal.records[0]?.each).toMatchObject({ total: 10, done: 1, failed: 1 });
  });

  it("stands in its place when errors are collected", async () => {
    const graph = graphOf(codeBlock("a", { each: each({ on_error: "collect" }) }));
    const { output } = await runGraph({ graph, input: [1, 2, 3], functions: { a: failing(2) } });
    expect(output).toEqual([{ output: 1 }, { error: { kind: "user", message: "Error: no 2" } }, { output: 3 }]);
  });

  it("is tried again by itself, after its own pause", async () => {
    const retry = { max_attempts: 3, backoff_ms: 100, factor: 1 };
    let failures = 0;
    const flaky: BlockFunction = (input) => {
      if (input === 2 && failures++ < 2) throw new Error("not yet");
      return input;
    };
    const graph = graphOf(codeBlock("a", { each: each(), retry }));
    const ran = await runGraph({ graph, input: [1, 2, 3], functions: { a: flaky } });
    expect(ran.output).toEqual([1, 2, 3]);
    expect(ran.tookMs).toBe(200);
    expect(ran.guest.calls.map(({ input }) => input)).toEqual([1, 2, 3, 2, 2]);
    const items = [...(ran.journal.records[0]?.each?.items() ?? [])];
    expect(items.find(({ item }) => item === 1)).toMatchObject({ status: "SUCCEEDED", failures: 2 });
    expect(story(ran.journal)).toEqual(["a SUCCEEDED"]);
  });

  it("has a time of its own", async () => {
    const graph = graphOf(codeBlock("a", { each: each({ on_error: "collect" }), timeout_ms: 50 }));
    const { output } = await runGraph({ graph, input: [1, 2], ms: (_, attempt) => (attempt === 1 ? 60 : 40) });
    const message = "Block `a` did not finish within 50 ms";
    expect(output).toEqual([{ error: { kind: "timeout", message } }, { output: 2 }]);
  });

  it("ends with the run's time, also where errors are collected", async () => {
    const graph = graphOf(codeBlock("a", { each: each({ on_error: "collect" }) }));
    const ran = await runGraph({ graph, input: [1, 2], ms: () => 500, settings: { timeoutMs: 100 } });
    expect(ran.outcome.status).toBe("TIMED_OUT");
    expect(ran.failure).toMatchObject({ block: "a" });
    expect(story(ran.journal)).toEqual(["a TIMED_OUT"]);
  });

  it("ends with a stop of the run, as canceled", async () => {
    const graph = graphOf(codeBlock("a", { each: each() }));
    const ran = await runGraph({ graph, input: count(50), ms: () => 100, stopAfterMs: 150 });
    expect(ran.outcome.status).toBe("CANCELED");
    expect(story(ran.journal)).toEqual(["a CANCELED"]);
    expect(ran.journal.records[0]?.each).toMatchObject({ total: 50, done: 10, failed: 0 });
  });
});

describe("the env of a block with each", () => {
  const writes: BlockFunction = (input, env) => {
    env.last = input;
    env[`k${input}`] = true;
    delete env.old;
    return env;
  };
  const start: BlockFunction = (input, env) => {
    env.old = 1;
    env.kept = 2;
    return input;
  };

  it("is the same for every item, and their changes are merged in the order of the items", async () => {
    const graph = graphOf(codeBlock("s"), codeBlock("a", { each: each() }), codeBlock("end", { input: "{{ env }}" }));
    const functions = { s: start, a: writes };
    const ran = await runGraph({ graph, input: [1, 2, 3], functions, ms: (_, attempt) => 100 - 20 * attempt });
    expect(ran.guest.callsOf("a").map(({ env }) => env)).toEqual(count(3).map(() => ({ old: 1, kept: 2 })));
    expect(ran.output).toEqual({ kept: 2, last: 3, k1: true, k2: true, k3: true });
  });

  it("is bounded", async () => {
    const grows: BlockFunction = (input, env) => {
      env[`k${input}`] = "x".repeat(100_000);
    };
    const ran = await runGraph({
      graph: graphOf(codeBlock("a", { each: each() })),
      input: count(3),
      functions: { a: grows },
    });
    expect(ran.failure).toMatchObject({ kind: "limit", block: "a" });
    expect(ran.failure?.message).toContain("256000 bytes in env");
  });
});

it("the outputs of all items together are bounded, and the rest does not run", async () => {
  const large: BlockFunction = () => "x".repeat(400_000);
  const graph = graphOf(codeBlock("a", { each: each({ concurrency: 1, on_error: "collect" }) }));
  const ran = await runGraph({ graph, input: count(10), functions: { a: large } });
  expect(ran.failure).toMatchObject({ kind: "limit", block: "a" });
  expect(ran.guest.calls).toHaveLength(3);
});

describe("a block with each that was interrupted", () => {
  const retry = { max_attempts: 2, backoff_ms: 1_000, factor: 1 };
  const graph = graphOf(codeBlock("a", { each: each({ concurrency: 3, on_error: "collect" }), retry }));

  it("goes on with the items that have not ended, from every place, and gives the same", async () => {
    const functions = { a: failing(4) };
    const ms = () => 10;
    const whole = await runGraph({ graph, input: count(8), functions, ms });
    for (let stopAfterMs = 5; stopAfterMs < 1_060; stopAfterMs += 10) {
      const first = await runGraph({ graph, input: count(8), functions, ms, stopAfterMs });
      if (first.outcome.status === "SUCCEEDED") break;
      const items = [...(first.journal.records[0]?.each?.items() ?? [])];
      const ended = items.filter(({ status }) => status !== "RETRYING").map(({ item }) => item);
      const journal = memoryJournal(first.journal.records, items);
      const second = await runGraph({ graph, input: count(8), functions, ms, journal });
      expect(second.output).toEqual(whole.output);
      const again = second.guest.calls.map(({ input }) => input);
      expect(again.filter((item) => ended.includes(item as number))).toEqual([]);
      const tries = [...first.guest.calls, ...second.guest.calls].filter(({ input }) => input === 4).length;
      expect(tries).toBeLessThanOrEqual(3);
    }
  });

  it("that had failed by an item stays failed", async () => {
    const strict = graphOf(codeBlock("a", { each: each(), retry }));
    const first = await runGraph({ graph: strict, input: [4], functions: { a: failing(4) } });
    const second = await runGraph({ graph: strict, input: [4], journal: memoryJournal(first.journal.records) });
    expect(second.failure).toEqual(first.failure);
    expect(second.guest.calls).toEqual([]);
  });
});

describe("what is wrong with each", () => {
  it.each([
    ["items", "/each/items", { items: "all" }],
    ["items", "/each/items", { items: "{{ input.a }}, {{ input.b }}" }],
    ["items", "/each/items", { items: "{{ input. }}" }],
    ["items", "/each/items", { items: "{{ item.a }}" }],
    ["items", "/each/items", { items: "{{ blocks.b }}" }],
  ])("is refused with block and member: %s %s %o", (member, path, wrong) => {
    const graph = graphOf(codeBlock("a", { each: wrong }), codeBlock("b"));
    expect(checkGraph(graph)).toMatchObject([{ path: `/graph/blocks/0${path}`, block: "a", member: `each/${member}` }]);
  });

  it("is that item is named where there is none", () => {
    const [wrong] = checkGraph(graphOf(codeBlock("a", { input: "{{ item }}" })));
    expect(wrong?.message).toBe("`item` is not known here; there is input, blocks, env, worklet_input, run.");
  });
});
