import { describe, expect, it } from "vitest";
import { evaluated, shortText } from "../../../src/console/graph/evaluated.ts";
import { flowOf } from "../../../src/console/graph/flow.ts";
import { type Ran, scopesOf } from "../../../src/console/graph/scope.ts";
import type { BlockRun } from "../../../src/console/test-run/test-run-context.ts";
import type { BlockTrace } from "../../../src/contract/run.ts";
import { codeBlock, graphOf } from "../../engine/support.ts";

const setting = { application: "app", worklet: "w", sample: { text: "Ada" }, secrets: ["TOKEN"] };
const nothing: Ran = { runId: null, blocks: {}, workletInput: undefined };

function ranBlock(members: Partial<BlockTrace>): BlockRun {
  const trace = {
    truncated: [],
    env: {},
    status: "SUCCEEDED",
    attempt: 1,
    latency_ms: 3,
    error: null,
    ...members,
  } as BlockTrace;
  return { status: trace.status, attempt: 1, latency_ms: 3, error: null, started_at: null, trace };
}

const graph = graphOf(
  codeBlock("clean", { next: ["route"] }),
  { id: "route", kind: "decision", branches: [{ when: "{{ input.n > 3 }}", next: ["big"] }], otherwise: ["small"] },
  codeBlock("big", { next: ["call"] }),
  codeBlock("small", { next: ["call"] }),
  { id: "call", kind: "http", url: "https://example.com/{{ input.id }}", input: { id: "{{ input.n }}" } },
);

const ran: Ran = {
  runId: "run_a",
  workletInput: { text: "hello" },
  blocks: {
    clean: ranBlock({ input: { text: "hello" }, output: { n: 5 }, env: { seen: 1 } }),
    route: ranBlock({ input: { n: 5 }, output: { n: 5 }, env: { seen: 1 } }),
    big: ranBlock({ input: { n: 5 }, output: { n: 50 }, env: { seen: 2 } }),
    small: { status: "SKIPPED", attempt: 1, latency_ms: null, error: null, started_at: null },
  },
};

function scopes(id: string, run = ran, of = graph) {
  const block = of.blocks.find((each) => each.id === id);
  if (block === undefined) throw new Error(id);
  return scopesOf(block, of, flowOf(of), run, setting);
}

const value = (source: Parameters<typeof evaluated>[0], scope: ReturnType<typeof scopes>["own"]) =>
  evaluated(source, "value", scope);

describe("what an expression gives below its field", () => {
  it("the first block receives the worklet's input, the others what came before", () => {
    expect(value("{{ input.text }}", scopes("clean").mapping)).toEqual({ type: "value", value: "hello" });
    expect(value("{{ input.n + blocks.clean.n }}", scopes("big").own)).toEqual({ type: "value", value: 10 });
    expect(value("{{ env.seen }}", scopes("call").own)).toEqual({ type: "value", value: 2 });
    expect(value("{{ worklet_input.text }} {{ run.id }}", scopes("call").own)).toEqual({
      type: "value",
      value: "hello run_a",
    });
  });

  it("of blocks that meet only the branch counts that ran", () => {
    expect(value("{{ input.n }}", scopes("call").mapping)).toEqual({ type: "value", value: 50 });
    expect(value("{{ blocks.small }}", scopes("call").mapping)).toEqual({ type: "value", value: null });
  });

  it("several blocks that ran give an object by id", () => {
    const fork = graphOf(
      codeBlock("a", { next: ["b", "c"] }),
      codeBlock("b", { next: ["d"] }),
      codeBlock("c", { next: ["d"] }),
      codeBlock("d"),
    );
    const run = {
      ...ran,
      blocks: { a: ranBlock({ output: 1 }), b: ranBlock({ output: 2 }), c: ranBlock({ output: 3 }) },
    };
    expect(value("{{ input }}", scopes("d", run, fork).own)).toEqual({ type: "value", value: { b: 2, c: 3 } });
  });

  it("outside of the member input, input is what that member made, also while it is edited", () => {
    expect(value("https://example.com/{{ input.id }}", scopes("call").own)).toEqual({
      type: "value",
      value: "https://example.com/50",
    });
  });

  it("a secret is known by its name only, and only where it may be named", () => {
    expect(value("Bearer {{ secrets.TOKEN }}", scopes("call").own)).toEqual({ type: "value", value: "Bearer ***" });
    expect(value("{{ secrets.TOKEN }}", scopes("call").mapping)).toMatchObject({
      type: "wrong",
      message: expect.stringContaining("`secrets` is not known here"),
    });
  });

  it("with each, item is the first item", () => {
    const each = graphOf(
      codeBlock("a", {
        each: { items: "{{ input.list }}", concurrency: 1, on_error: "fail" },
        input: { name: "{{ item }}" },
      }),
    );
    const run = { ...ran, workletInput: { list: ["x", "y"] }, blocks: {} };
    expect(value("{{ item + index }}", scopes("a", run, each).mapping)).toEqual({ type: "value", value: "x0" });
    expect(value("{{ input.name }}", scopes("a", run, each).own)).toEqual({ type: "value", value: "x" });
    expect(value("{{ item }}", scopes("a", run, each).items)).toMatchObject({ type: "wrong" });
  });

  it("a condition needs no braces", () => {
    expect(evaluated("input.n > 3", "condition", scopes("route").own)).toEqual({ type: "value", value: true });
  });

  it("says why a value is not known", () => {
    expect(value("{{ input.text }}", scopes("clean", nothing).own)).toMatchObject({
      type: "unknown",
      why: expect.stringContaining("Run the worklet"),
    });
    const cut = { ...ran, blocks: { ...ran.blocks, clean: ranBlock({ output: null, truncated: ["output"] }) } };
    expect(value("{{ blocks.clean.n }}", scopes("big", cut).own)).toMatchObject({
      type: "unknown",
      why: expect.stringContaining("too large"),
    });
    const failed = { ...ran, blocks: { clean: ranBlock({ status: "FAILED" }) } };
    expect(value("{{ blocks.clean.n }}", scopes("big", failed).own)).toMatchObject({
      type: "unknown",
      why: expect.stringContaining("did not succeed"),
    });
  });

  it("says what is wrong, with and without a run", () => {
    expect(value("{{ inptu.text }}", scopes("clean", nothing).own)).toMatchObject({
      type: "wrong",
      message: expect.stringContaining("`inptu` is not known here"),
    });
    expect(value("{{ input. }}", scopes("clean", nothing).own)).toMatchObject({ type: "wrong" });
    expect(value("{{ blocks.call }}", scopes("big").own)).toMatchObject({
      type: "wrong",
      message: "No block `call` runs before this one.",
    });
    expect(value("{{ input.missing.deep }}", scopes("big").own)).toMatchObject({ type: "wrong" });
  });

  it("a text without an expression needs no value", () => {
    expect(value("hello", scopes("clean", nothing).own)).toEqual({ type: "constant", value: "hello" });
  });

  it("names of the schema's sample are there before anything ran", () => {
    expect(scopes("clean", nothing).own.values.input).toEqual({ text: "Ada" });
  });

  it("a long value is cut", () => {
    expect(shortText("x".repeat(1_000))).toHaveLength(300);
    expect(shortText(undefined)).toBe("null");
  });
});
