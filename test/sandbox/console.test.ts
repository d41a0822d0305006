import { describe, expect, test } from "vitest";
import { callMain, outputOf, textsOf } from "./guests.ts";
import { closureOf } from "./worker.ts";

const linesOf = async (body: string, members = {}) =>
  await callMain(closureOf({ "a.ts": `export async function main(input, env, context) { ${body} }` }), members);

describe("logs of user code", () => {
  test("levels, formats and objects, each line with its block and its instant", async () => {
    const { logs } =
      await linesOf(`console.log("a %s b", 1, { deep: { er: [1, 2] } }); console.debug("d"); console.info("i");
      console.warn(new Map([[1, 2]])); console.error("e"); context.log("by context", null); console.assert(1 === 2, "sums");
      console.time("x"); console.table([1]); console.log();`);
    expect(logs.map(({ level, text }) => [level, text])).toEqual([
      ["info", "a 1 b { deep: { er: [ 1, 2 ] } }"],
      ...[
        ["debug", "d"],
        ["info", "i"],
        ["warn", "Map(1) { 1 => 2 }"],
        ["error", "e"],
        ["info", "by context null"],
      ],
      ...[
        ["error", "Assertion failed: sums"],
        ["info", "[ 1 ]"],
        ["info", ""],
      ],
    ]);
    expect(logs[0]).toMatchObject({ block: "main", at: expect.stringMatching(/^\d{4}-.*Z$/) });
  });

  test("values that fight being shown do no harm", async () => {
    const answer = await linesOf(`console.log(new Proxy({}, { get() { throw 1 }, ownKeys() { throw 2 } }));
      console.log({ get a() { throw 1 } }); console.log({ [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("x") } });
      const loop = {}; loop.loop = loop; console.log(loop); console.log("x".repeat(100_000)); console.log(Array(1e6).fill(1)); return 1`);
    expect(outputOf(answer)).toBe(1);
    expect(answer.logs).toHaveLength(6);
    for (const { text } of answer.logs) expect(text.length).toBeLessThanOrEqual(16_000);
  });

  test("beyond its limit a run keeps one line that says so", async () => {
    const { logs, failure } = await linesOf(`for (let i = 0; i < 5000; i++) console.log("x".repeat(1000));`, {
      logBytes: 10_000,
    });
    expect(failure).toBeNull();
    expect(logs).toHaveLength(10);
    expect(logs.at(-1)).toMatchObject({ level: "warn", text: "Logs were cut here: a run keeps 256000 bytes of them." });
  });

  test("lines of a call that lasts keep their order", async () => {
    const answer = await linesOf(
      `for (let i = 0; i < 7; i++) { console.log(i); await new Promise((r) => setTimeout(r, 100)); }`,
    );
    expect(textsOf(answer)).toEqual(["0", "1", "2", "3", "4", "5", "6"]);
  });

  test("a run that never ends has its logs", async () => {
    const answer = await linesOf(`console.log("began"); await new Promise((r) => setTimeout(r, 60_000));`, {
      timeoutMs: 2_000,
    });
    expect(answer.failure?.kind).toBe("timeout");
    expect(textsOf(answer)).toEqual(["began"]);
  });

  test("lines of the end of a failing block are kept", async () => {
    const answer = await linesOf(`console.log("before"); throw new Error("x");`);
    expect(textsOf(answer)).toEqual(["before"]);
  });
});
