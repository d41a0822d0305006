import { describe, expect, it } from "vitest";
import { type BlockFunction, codeBlock, graphOf, runGraph, story } from "./support.ts";

const count: BlockFunction = (input) => (input as number) + 1;
const chain = (...ids: string[]) => graphOf(...ids.map((id) => codeBlock(id)));
const groups = async (graph: ReturnType<typeof graphOf>, more: object = {}) => {
  const { guest } = await runGraph({ graph, input: 0, fuse: true, ...more });
  return guest.calls.map((call) => call.blocks.join(" "));
};

describe("neighbouring code blocks of a synchronous run", () => {
  it("share one guest call, and the journal still shows each", async () => {
    const functions: Record<string, BlockFunction> = {
      a: count,
      b: (input, env) => {
        env.n = 1;
        return (input as number) + 1;
      },
      c: count,
    };
    const { output, guest, journal } = await runGraph({
      graph: chain("a", "b", "c"),
      input: 0,
      fuse: true,
      functions,
      ms: () => 10,
    });
    expect(output).toBe(3);
    expect(guest.calls).toHaveLength(1);
    expect(journal.records.map(({ block, input, output, env }) => [block, input, output, env])).toEqual([
      ["a", "0", "1", "{}"],
      ["b", "1", "2", '{"n":1}'],
      ["c", "2", "3", '{"n":1}'],
    ]);
    expect(journal.records.map(({ startedAt, finishedAt }) => [startedAt, finishedAt])).toEqual([
      [1_000_000, 1_000_010],
      [1_000_010, 1_000_020],
      [1_000_020, 1_000_030],
    ]);
  });

  it("do so only when the run allows it", async () => {
    expect(await groups(chain("a", "b"), { fuse: false })).toEqual(["a", "b"]);
    expect(
      await groups(chain("a", "b"), { settings: { retry: { max_attempts: 2, backoff_ms: 1, factor: 1 } } }),
    ).toEqual(["a", "b"]);
  });

  it("are apart where one has a retry, a time-out or an `input` of its own", async () => {
    const retry = { max_attempts: 2 };
    expect(await groups(graphOf(codeBlock("a"), codeBlock("b", { retry }), codeBlock("c")))).toEqual(["a", "b", "c"]);
    expect(await groups(graphOf(codeBlock("a"), codeBlock("b"), codeBlock("c", { timeout_ms: 1000 })))).toEqual([
      "a b",
      "c",
    ]);
    expect(await groups(graphOf(codeBlock("a"), codeBlock("b", { input: 1 }), codeBlock("c")))).toEqual(["a", "b c"]);
  });

  it("are apart where the flow parts or meets", async () => {
    const graph = graphOf(
      codeBlock("a", { next: ["b"] }),
      codeBlock("b", { next: ["c", "d"] }),
      codeBlock("c", { next: ["e"] }),
      codeBlock("d", { next: ["e"] }),
      codeBlock("e", { next: ["f"] }),
      codeBlock("f"),
    );
    expect(await groups(graph)).toEqual(["a b", "c", "d", "e f"]);
  });

  it("end at the block that the run goes until", async () => {
    expect(await groups(chain("a", "b", "c"), { until: "b" })).toEqual(["a b"]);
  });

  it("are ten at most in one call: their answers share a message", async () => {
    const ids = Array.from({ length: 23 }, (_, n) => `b${n}`);
    expect((await groups(chain(...ids))).map((call) => call.split(" ").length)).toEqual([10, 10, 3]);
  });

  it("are known by name when one of them fails: what ran before has its output, what follows never started", async () => {
    const functions: Record<string, BlockFunction> = {
      a: count,
      b: () => {
        throw new Error("no");
      },
    };
    const { failure, journal } = await runGraph({ graph: chain("a", "b", "c"), input: 0, fuse: true, functions });
    expect(failure).toMatchObject({ block: "b", message: "Error: no" });
    expect(story(journal)).toEqual(["a SUCCEEDED", "b FAILED"]);
    expect(journal.records[1]?.input).toBe("1");
  });

  it("give the same as alone", async () => {
    const functions = { a: count, b: count, c: count, d: count };
    const graph = chain("a", "b", "c", "d");
    const [fused, alone] = [
      await runGraph({ graph, input: 0, fuse: true, functions }),
      await runGraph({ graph, input: 0, functions }),
    ];
    expect(fused.outcome).toEqual(alone.outcome);
    expect(fused.journal.records).toEqual(alone.journal.records);
  });
});
