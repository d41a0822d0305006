import { describe, expect, test } from "vitest";
import type { Powers } from "../../src/sandbox/guest.ts";
import { callMain, outputOf, sleep, textsOf } from "./guests.ts";
import { closureOf } from "./worker.ts";

type Invocation = { worklet: string; input: string; use: { block: string; count: number } };

function powersWith(members: Partial<Powers>): () => Powers {
  return () => ({
    secret: (name) => Promise.reject(new Error(`There is no secret ${name}.`)),
    invoke: (worklet) => Promise.reject(new Error(`There is no worklet ${worklet}.`)),
    predict: (model) => Promise.reject(new Error(`There is no model ${model}.`)),
    ...members,
  });
}

describe("what user code asks of the platform", () => {
  test("secrets by all three names, each read once, and known to whoever masks them", async () => {
    let reads = 0;
    const powers = powersWith({ secret: async (name) => `${name}-${++reads}` });
    const text = `export const main = async (input, env, { secrets, getSecret, get_secret }) =>
      [await secrets.get("A"), await getSecret("A"), await get_secret("B")];`;
    const answer = await callMain(closureOf({ "a.ts": text }, powers));
    expect(outputOf(answer)).toEqual(["A-1", "A-1", "B-2"]);
    expect(answer.secrets).toEqual(["A-1", "B-2"]);
  });

  test("a secret that is not there is an error at the line that asked", async () => {
    const text = `export async function main(input, env, context) {\n  await context.secrets.get("NONE");\n}`;
    const { failure } = await callMain(closureOf({ "a.ts": text }));
    expect(failure).toMatchObject({ kind: "user", message: "Error: There is no secret NONE." });
    expect(failure?.stack).toContain("a.ts:2:3");
  });

  test("another worklet: input and output are JSON, calls are counted by block", async () => {
    const seen: Invocation[] = [];
    const powers = powersWith({
      invoke: async (worklet, input, use) => {
        seen.push({ worklet, input, use });
        return { output: JSON.stringify({ got: JSON.parse(input) }), secrets: [] };
      },
    });
    const text = `export const main = async (input, env, context) =>
      await Promise.all([context.invoke("one", { a: 1 }), context.invoke("two")]);`;
    expect(outputOf(await callMain(closureOf({ "a.ts": text }, powers)))).toEqual([{ got: { a: 1 } }, { got: null }]);
    expect(seen.sort((a, b) => a.use.count - b.use.count)).toEqual([
      { worklet: "one", input: '{"a":1}', use: { block: "main", count: 0 } },
      { worklet: "two", input: "null", use: { block: "main", count: 1 } },
    ]);
  });

  test("another worklet's failure is an error with its words, and its secrets are told to be masked", async () => {
    const powers = powersWith({ invoke: async () => ({ error: "Worklet one failed: no", secrets: ["s3cret-value"] }) });
    const text = 'export const main = (input, env, context) => context.invoke("one").catch((error) => error.message);';
    const answer = await callMain(closureOf({ "a.ts": text }, powers));
    expect(outputOf(answer)).toBe("Worklet one failed: no");
    expect(answer.secrets).toEqual(["s3cret-value"]);
  });

  test("hostile arguments are refused with a sentence", async () => {
    const powers = powersWith({ secret: async () => "never", invoke: async () => ({ output: "never", secrets: [] }) });
    const text = `export async function main(input, env, context) {
      const tries = [() => context.secrets.get({}), () => context.secrets.get("x".repeat(300)), () => context.secrets.get(""),
        () => context.invoke(() => {}, 1), () => context.invoke("a", 1n), () => context.invoke("a", "x".repeat(2_000_000))];
      const said = [];
      for (const one of tries) said.push(await one().catch((error) => error.message));
      return said;
    }`;
    const said = outputOf(await callMain(closureOf({ "a.ts": text }, powers))) as string[];
    expect(said).toHaveLength(6);
    for (const sentence of said) expect(sentence).toMatch(/^(context\.|The name of a secret)/);
  });

  test("a step just runs; a step inside a step is refused, steps side by side are not", async () => {
    const text = `export async function main(input, env, { step }) {
      const side = await Promise.all([step("a", async () => 1), step("b", () => 2)]);
      const inside = await step("outer", () => step("inner", () => 3)).catch((error) => error.message);
      return [side, inside];
    }`;
    expect(outputOf(await callMain(closureOf({ "a.ts": text })))).toEqual([
      [1, 2],
      expect.stringContaining("inside a step is refused"),
    ]);
  });

  test("what was not awaited is awaited before the answer, for a second at most", async () => {
    let ended = 0;
    const powers = powersWith({
      invoke: async (_worklet, input) => {
        await sleep(Number(input));
        ended++;
        return { output: "1", secrets: [] };
      },
    });
    const text = `export function main(input, env, context) { context.invoke("x", input); return "left" }`;
    const closure = closureOf({ "a.ts": text }, powers);
    expect(outputOf(await callMain(closure, { input: "150" }))).toBe("left");
    expect(ended).toBe(1);
    const start = Date.now();
    expect(outputOf(await callMain(closure, { input: "12000" }))).toBe("left");
    expect(Date.now() - start).toBeLessThan(9_000);
  });

  test("what the powers started is told to stop with the guest", async () => {
    let isStopped = false;
    const closure = closureOf(
      { "a.ts": `export const main = (input, env, context) => context.invoke("slow");` },
      ({ stop, deadlineAt }) => ({
        secret: async () => "",
        predict: async () => ({ output: "null", secrets: [] }),
        invoke: () =>
          new Promise((resolve) => {
            expect(deadlineAt).toBeGreaterThan(Date.now());
            stop.addEventListener("abort", () => {
              isStopped = true;
              resolve({ output: "1", secrets: [] });
            });
            setTimeout(resolve, 15_000, { output: "2", secrets: [] });
          }),
      }),
    );
    expect((await callMain(closure, { timeoutMs: 2_000 })).failure?.kind).toBe("timeout");
    expect(isStopped).toBe(true);
  });

  test("two applications with the same code, interleaved 100 times: no secret and no line crosses", async () => {
    const texts = {
      "a.ts": `let last; export async function main(input, env, context) {
        const before = await context.secrets.get("WHO"); last = before; env.who = before;
        await new Promise((resolve) => setTimeout(resolve, input % 7));
        console.log(before); return [before, await context.getSecret("WHO"), env.who, last];
      }`,
    };
    const closures = ["one", "two"].map((who) =>
      closureOf(texts, powersWith({ secret: async () => `secret of ${who}` })),
    );
    const calls = Array.from({ length: 100 }, (_, n) =>
      Promise.all(closures.map((closure) => callMain(closure, { input: String(n) }))),
    );
    for (const answers of await Promise.all(calls)) {
      for (const [at, who] of ["one", "two"].entries()) {
        expect(outputOf(answers[at]!)).toEqual(Array(4).fill(`secret of ${who}`));
        expect(textsOf(answers[at]!)).toEqual([`secret of ${who}`]);
        expect(answers[at]!.secrets).toEqual([`secret of ${who}`]);
      }
    }
  });
});
