import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { envAfter, envAtStart, envMerged } from "../../src/engine/env.ts";
import { randomChoices, randomGraph } from "./graphs.ts";
import { type BlockFunction, codeBlock, graphOf, runGraph } from "./support.ts";

const start = (value: object) => envAtStart(JSON.stringify(value), true);
const set =
  (key: string, value: unknown): BlockFunction =>
  (_, env) => {
    env[key] = value;
  };
const textOf = (value: object) => JSON.stringify(value);

describe("env where branches meet", () => {
  it("has the changes of every branch", () => {
    const base = start({ kept: 1 });
    const left = envAfter(base, 1, textOf({ kept: 1, left: true }));
    const right = envAfter(base, 2, textOf({ kept: 1, right: true }));
    expect(JSON.parse(envMerged([left, right]).text)).toEqual({ kept: 1, left: true, right: true });
  });

  it("has the value of the later block where two changed the same key", () => {
    const base = start({ key: "old" });
    const early = envAfter(base, 1, textOf({ key: "early" }));
    const late = envAfter(base, 2, textOf({ key: "late" }));
    expect(envMerged([early, late]).text).toBe('{"key":"late"}');
    expect(envMerged([late, early]).text).toBe('{"key":"late"}');
  });

  it("does not bring back a key that one branch deleted and the other left alone", () => {
    const base = start({ gone: 1, kept: 2 });
    const deleting = envAfter(base, 1, textOf({ kept: 2 }));
    const other = envAfter(base, 2, textOf({ gone: 1, kept: 2, more: 3 }));
    expect(JSON.parse(envMerged([deleting, other]).text)).toEqual({ kept: 2, more: 3 });
  });

  it("lets a later change win over an earlier deletion, and a later deletion over an earlier change", () => {
    const base = start({ key: 1 });
    const [deleted, changed] = [
      (rank: number) => envAfter(base, rank, "{}"),
      (rank: number) => envAfter(base, rank, '{"key":2}'),
    ];
    expect(envMerged([deleted(1), changed(2)]).text).toBe('{"key":2}');
    expect(envMerged([changed(1), deleted(2)]).text).toBe("{}");
  });

  it("keeps what a branch wrote over an old value, whatever its place: what was left alone is no change", () => {
    const base = envAfter(start({}), 0, '{"key":"base"}');
    const changed = envAfter(base, 1, '{"key":"new"}');
    const untouched = envAfter(base, 9, '{"key":"base","more":1}');
    expect(JSON.parse(envMerged([changed, untouched]).text)).toEqual({ key: "new", more: 1 });
  });

  it("takes __proto__ for a key like any other", () => {
    const base = start({});
    const evil = envAfter(base, 1, '{"__proto__":{"admin":true}}');
    const merged = envMerged([evil, envAfter(base, 2, '{"a":1}')]);
    expect(merged.text).toBe('{"__proto__":{"admin":true},"a":1}');
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it("is the same state when no branch changed anything, so nothing is parsed", () => {
    const base = start({ a: 1 });
    expect(envMerged([envAfter(base, 1, null), envAfter(base, 2, base.text)])).toBe(base);
  });

  it("does not depend on how the merges were grouped", () => {
    const env = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.integer({ min: 0, max: 2 }));
    fc.assert(
      fc.property(env, fc.array(env, { minLength: 3, maxLength: 3 }), (base, changes) => {
        const states = changes.map((change, n) => envAfter(start(base), n + 1, textOf(change)));
        const [one, two, three] = states as [(typeof states)[0], (typeof states)[0], (typeof states)[0]];
        const all = JSON.parse(envMerged(states).text);
        expect(JSON.parse(envMerged([envMerged([one, two]), three]).text)).toEqual(all);
        expect(JSON.parse(envMerged([one, envMerged([two, three])]).text)).toEqual(all);
        expect(JSON.parse(envMerged([three, two, one]).text)).toEqual(all);
      }),
    );
  });
});

describe("env in a run", () => {
  it("goes from block to block", async () => {
    const { guest } = await runGraph({
      graph: graphOf(codeBlock("a"), codeBlock("b"), codeBlock("c")),
      functions: { a: set("count", 1), c: set("more", 2) },
    });
    expect(guest.calls.map((call) => call.env)).toEqual([{}, { count: 1 }, { count: 1 }]);
  });

  it("comes to a join from every branch that ran, and not from one that was skipped", async () => {
    const note = (name: string) => set(name, true);
    const { guest } = await runGraph({
      graph: graphOf(
        codeBlock("a", { next: ["route", "beside"] }),
        { id: "route", kind: "decision", branches: [{ when: "false", next: ["no"] }], otherwise: ["yes"] },
        codeBlock("no", { next: ["join"] }),
        codeBlock("yes", { next: ["join"] }),
        codeBlock("beside", { next: ["join"] }),
        codeBlock("join"),
      ),
      functions: { a: note("a"), yes: note("yes"), no: note("no"), beside: note("beside") },
    });
    expect(guest.callsOf("join")[0]?.env).toEqual({ a: true, yes: true, beside: true });
  });

  it("depends on the graph and never on which branch was faster", async () => {
    const delays = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 12, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(randomGraph, randomChoices, delays, delays, async (graph, input, some, others) => {
        const functions = Object.fromEntries(
          graph.blocks.map(({ id }, place): [string, BlockFunction] => [
            id,
            (_, env) => {
              // Every block leaves its mark, fights for a common key, and now and then deletes it.
              env[id] = env.common ?? null;
              if (place % 4 === 3) delete env.common;
              else if (place % 2 === 0) env.common = id;
            },
          ]),
        );
        const run = (delays: number[]) =>
          runGraph({ graph, input, functions, ms: (block) => delays[Number(block.slice(1))] ?? 0 });
        const [one, other] = [await run(some), await run(others)];
        const envs = (ran: typeof one) => Object.fromEntries(ran.journal.records.map(({ block, env }) => [block, env]));
        expect(envs(one)).toEqual(envs(other));
        expect(one.outcome).toEqual(other.outcome);
      }),
      { numRuns: 60 },
    );
  });

  it("is a failure of the block where the branches meet when it grows too large", async () => {
    const fill = (name: string) => set(name, "x".repeat(200_000));
    const { failure } = await runGraph({
      graph: graphOf(
        codeBlock("a", { next: ["b", "c"] }),
        codeBlock("b", { next: ["d"] }),
        codeBlock("c", { next: ["d"] }),
        codeBlock("d"),
      ),
      functions: { b: fill("b"), c: fill("c") },
    });
    expect(failure).toMatchObject({ kind: "limit", block: "d", message: expect.stringContaining("env") });
  });
});
