import { describe, expect, test } from "vitest";
import { block, callGuest, callMain, callOf, outputOf } from "./guests.ts";
import { closureOf } from "./worker.ts";

const never = new AbortController().signal;

/** What a function may return, and how that fails. */
const returned: Record<string, [text: string, kind: string, message: string]> = {
  "a function": ["return () => 1", "user", "The function returned a function, which is not JSON."],
  "a symbol": ["return Symbol('x')", "user", "The function returned a symbol, which is not JSON."],
  "a BigInt": ["return { n: 1n }", "user", "The function returned a BigInt, which is not JSON."],
  "a cycle": ["const a = {}; a.a = a; return a", "user", "The function returned an object that contains itself"],
  "too much": ["return 'x'.repeat(5_000_000)", "limit", "The function returned more than 1000000 bytes of JSON"],
  "too much in UTF-8": ["return 'é'.repeat(600_000)", "limit", "The function returned more than 1000000 bytes of JSON"],
  "a string that does not fit into memory twice": [
    "return Array(60).fill('x'.repeat(10_000_000))",
    "limit",
    "more than",
  ],
  "200,000 levels": [
    "let a = []; for (let i = 0; i < 200_000; i++) a = [a]; return a",
    "limit",
    "more than 64 levels deep",
  ],
  "65 levels": ["let a = []; for (let i = 0; i < 64; i++) a = [a]; return a", "limit", "more than 64 levels deep"],
  "a getter that throws": ["return { get a() { throw new RangeError('mine') } }", "user", "RangeError: mine"],
  "a toJSON that throws": ["return { toJSON() { throw 'text' } }", "user", "text"],
  "a thenable that throws": ["return { then() { throw new Error('then') } }", "user", "Error: then"],
  "a thenable that rejects": [
    "return { then(_, no) { no(Object.assign(new Error('gone'), { status: 404 })) } }",
    "user",
    "Error: gone",
  ],
  "a promise that never settles": ["return new Promise(() => {})", "user", "waits for something that can never happen"],
  "a Map": [
    "return new Map([['a', 1]])",
    "user",
    "The function returned a Map, which is not JSON. Make it an object with",
  ],
  "a Set": [
    "return new Set([1])",
    "user",
    "The function returned a Set, which is not JSON. Make it an array with Array.from.",
  ],
  "a generator": [
    "return (function* () { yield 1 })()",
    "user",
    "The function returned a generator, which is not JSON. Collect its values into an array.",
  ],
  "an asynchronous generator": [
    "return (async function* () { yield 1 })()",
    "user",
    "The function returned a generator, which is not JSON. Collect its values into an array.",
  ],
  "a stream": ["return new Response('text').body", "user", "The function returned a stream, which is not JSON."],
  "a revoked proxy": [
    "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy",
    "user",
    "TypeError: ",
  ],
};

/** What a function may throw, and how that reads. */
const thrown: Record<string, [text: string, message: string]> = {
  null: ["throw null", "null"],
  "a symbol": ["throw Symbol('s')", "Symbol(s)"],
  "an object": ["throw { code: 7 }", "{ code: 7 }"],
  "an object with a message": ["throw { name: 'Odd', message: 'so' }", "Odd: so"],
  "a huge message": ["throw new Error('x'.repeat(1_000_000))", "Error: xxx"],
  "getters that throw": [
    "throw { get name() { throw 1 }, get message() { throw 2 }, get stack() { throw 3 }, get status() { throw 4 } }",
    "{",
  ],
  "a proxy that throws": [
    "throw new Proxy({}, { get() { throw 1 }, getOwnPropertyDescriptor() { throw 2 }, ownKeys() { throw 3 } })",
    "",
  ],
  "with prepareStackTrace of its own": [
    "Error.prepareStackTrace = () => { throw new Error('trap') }; throw new Error('mine')",
    "Error: mine",
  ],
  "with prepareStackTrace that lies": [
    "Error.prepareStackTrace = () => ({ toString() { throw 1 } }); throw new Error('mine')",
    "Error: mine",
  ],
};

describe("whatever a function returns or throws is a defined failure, and the next call passes", () => {
  test.each(Object.entries(returned))(
    "returns %s",
    async (_what, [text, kind, message]) => {
      const closure = closureOf({ "a.ts": `export async function main(input) { if (input) return input; ${text} }` });
      const { failure, results } = await callMain(closure, { timeoutMs: 60_000 });
      expect(results).toEqual([]);
      expect(failure).toMatchObject({ kind, block: "main" });
      expect(failure?.message).toContain(message);
      expect(outputOf(await callMain(closure, { input: '"next"' }))).toBe("next");
    },
    90_000,
  );

  test.each(Object.entries(thrown))("throws %s", async (_what, [text, message]) => {
    const closure = closureOf({ "a.ts": `export function main(input) { if (input) return input; ${text} }` });
    const { failure } = await callMain(closure);
    expect(failure?.kind).toBe("user");
    expect(failure?.message).toContain(message);
    expect(failure?.message.length).toBeLessThanOrEqual(8_000);
    expect(outputOf(await callMain(closure, { input: '"next"' }))).toBe("next");
  });

  test("a function that is a generator itself fails, and what only looks like one does not", async () => {
    const generator = closureOf({ "a.ts": "export async function* main() { yield 1 }" });
    expect((await callMain(generator)).failure?.message).toContain("The function returned a generator");
    const texts = [
      "({})",
      "Object.create(null)",
      "{ next: 1, [Symbol.iterator]() {} }",
      "{ get next() { throw 1 } , toJSON: () => ({}) }",
      "Object.assign(new Map(), { toJSON: () => [7] })",
    ];
    for (const text of texts) {
      const closure = closureOf({ "a.ts": `export const main = () => { const value = ${text}; return value }` });
      expect((await callMain(closure)).failure, text).toBeNull();
    }
  });

  test("a thenable that never settles but keeps a timer ends at the deadline", async () => {
    const text = "export const main = () => ({ then() { setInterval(() => {}, 10) } });";
    expect((await callMain(closureOf({ "a.ts": text }), { timeoutMs: 100 })).failure?.kind).toBe("timeout");
  });

  test("undefined is null, -0 and NaN are what JSON makes of them, __proto__ stays a member", async () => {
    const closure = closureOf({
      "a.ts": "export const main = (input) => input === null ? undefined : [NaN, new Date(0), input];",
    });
    expect((await callMain(closure)).results[0]?.output).toBe("null");
    const input = '{"__proto__":{"admin":true},"constructor":1}';
    expect((await callMain(closure, { input })).results[0]?.output).toBe(`[null,"1970-01-01T00:00:00.000Z",${input}]`);
  });

  test("64 levels and 1,000,000 bytes pass", async () => {
    const closure = closureOf({
      "a.ts": `export const deep = () => { let a = []; for (let i = 0; i < 63; i++) a = [a]; return a };
               export const long = () => "x".repeat(999_998);`,
    });
    const answer = await callGuest(closure, callOf([block("a.ts", "deep"), block("a.ts", "long")]), never);
    expect(answer.failure).toBeNull();
    expect(answer.results.map(({ output }) => output.length)).toEqual([128, 1_000_000]);
  });

  test("env is a plain object within its limit", async () => {
    const envFailure = async (text: string) =>
      (await callMain(closureOf({ "a.ts": `export function main(input, env) { ${text} }` }))).failure;
    expect(await envFailure("env.big = 'x'.repeat(256_000)")).toMatchObject({ kind: "limit" });
    expect(await envFailure("env.toJSON = () => 5")).toMatchObject({ kind: "user" });
    expect(await envFailure("env.self = env")).toMatchObject({ kind: "user" });
    expect(await envFailure("env.fine = 1")).toBeNull();
  });

  test("code that changes the primitives of its isolate gets a defined answer, and no other application notices", async () => {
    const bend = `JSON.stringify = () => "}{"; JSON.parse = () => 0; Promise.prototype.then = 0; Array.prototype.push = null;
      Object.prototype.failure = { kind: "platform", message: "forged" }; Reflect.apply = null; Date.now = () => "x";
      String.prototype.slice = null; globalThis.setTimeout = null; Object.freeze = null; Map.prototype.get = null;
      delete Array.prototype[Symbol.iterator];`;
    const texts = {
      "a.ts": `export async function main(input, env) { if (input === "bend") { ${bend} } env.a = 1; return { input } }`,
    };
    const closure = closureOf(texts);
    expect(outputOf(await callMain(closure, { input: '"bend"' }))).toEqual({ input: "bend" });
    expect(outputOf(await callMain(closure, { input: '"next"' }))).toEqual({ input: "next" });
    expect(outputOf(await callMain(closureOf(texts), { input: '"other"' }))).toEqual({ input: "other" });
  });

  test("an answer that user code forged is refused when it is not one of ours", async () => {
    const text = `export async function main() {
      Object.prototype.then = function (resolve) { delete Object.prototype.then; resolve({ results: [{ block: "main", output: '1}, "x": {', env: null, startedAt: 1, finishedAt: 2 }], failure: null, lines: [] }) };
      return 1;
    }`;
    const { failure, results } = await callMain(closureOf({ "a.ts": text }));
    expect(results).toEqual([]);
    expect(failure?.kind).toBe("user");
  });
});
