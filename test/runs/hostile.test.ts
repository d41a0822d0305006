import { beforeAll, describe, expect, it } from "vitest";
import { call, invoke, newApplication, newWorklet } from "../support/api.ts";

/**
 * User code that does its worst. Each case has a defined answer, and the very same worklet, in the same isolate, answers the
 * next call as if nothing had been.
 */
const cases: [string, string, { status: number; kind?: string; message?: RegExp; output?: unknown }][] = [
  ["throws a text", "throw 'just a text'", { status: 500, kind: "user", message: /just a text/ }],
  ["throws nothing", "throw undefined", { status: 500, kind: "user" }],
  ["throws null", "throw null", { status: 500, kind: "user" }],
  [
    "throws an object whose members throw",
    "throw { get message() { throw 1 }, get stack() { throw 2 }, get name() { throw 3 }, get status() { throw 4 } }",
    { status: 500, kind: "user" },
  ],
  [
    "throws a proxy that throws for everything",
    "throw new Proxy({}, { get() { throw 1 }, ownKeys() { throw 2 }, getPrototypeOf() { throw 3 } })",
    { status: 500, kind: "user" },
  ],
  ["returns a function", "return () => 1", { status: 500, kind: "user", message: /function/ }],
  ["returns a symbol", "return Symbol('x')", { status: 500, kind: "user" }],
  ["returns a BigInt", "return { n: 10n }", { status: 500, kind: "user", message: /BigInt/ }],
  [
    "returns a cycle",
    "const a: any = {}; a.a = a; return a",
    { status: 500, kind: "user", message: /contains itself/ },
  ],
  ["returns 5 MB", "return 'x'.repeat(5_000_000)", { status: 500, kind: "limit", message: /MB|bytes/ }],
  ["returns 1 MB of three-byte characters", "return '\\u20ac'.repeat(400_000)", { status: 500, kind: "limit" }],
  [
    "returns JSON 200,000 levels deep",
    "let a: any = []; for (let i = 0; i < 200_000; i++) a = [a]; return a",
    { status: 500, kind: "limit" },
  ],
  [
    "returns JSON 65 levels deep",
    "let a: any = []; for (let i = 0; i < 65; i++) a = [a]; return a",
    { status: 500, kind: "limit", message: /64/ },
  ],
  [
    "returns what toJSON throws in",
    "return { toJSON() { throw new Error('no JSON for you') } }",
    { status: 500, kind: "user", message: /no JSON for you/ },
  ],
  [
    "returns a getter that throws",
    "return { get a() { throw new Error('not readable') } }",
    { status: 500, kind: "user", message: /not readable/ },
  ],
  ["returns a thenable", "return { then(done: any) { done(7) } }", { status: 200, output: 7 }],
  [
    "returns a thenable that throws",
    "return { then() { throw new Error('bad promise') } }",
    { status: 500, kind: "user", message: /bad promise/ },
  ],
  ["returns nothing", "return", { status: 200, output: null }],
  ["returns a date", "return new Date(0)", { status: 200, output: "1970-01-01T00:00:00.000Z" }],
  ["returns __proto__ as data", 'return JSON.parse(\'{"__proto__": {"admin": true}}\')', { status: 200 }],
  [
    "recurses without end",
    "const f = (): any => f() + 1; return f()",
    { status: 500, kind: "user", message: /call stack/i },
  ],
  ["makes env a text", "(env as any) = 'x'; return 1", { status: 200, output: 1 }],
  ["puts a cycle into env", "env.a = env; return 1", { status: 500 }],
  ["puts 300 KB into env", "env.a = 'x'.repeat(300_000); return 1", { status: 500, kind: "limit", message: /env/ }],
  [
    "breaks JSON.stringify",
    "const kept = JSON.stringify; try { JSON.stringify = () => 'no'; return await Promise.resolve({ fine: 1 }) } finally { setTimeout(() => { JSON.stringify = kept }) }",
    { status: 200, output: { fine: 1 } },
  ],
  [
    "breaks Promise and Object",
    "const then = Promise.prototype.then; Promise.prototype.then = function () { throw new Error('gone') } as any; setTimeout(() => { Promise.prototype.then = then }); return 1",
    { status: 200, output: 1 },
  ],
  [
    "replaces Error.prepareStackTrace",
    "Error.prepareStackTrace = () => { throw new Error('trap') }; try { throw new Error('real') } finally { setTimeout(() => { Error.prepareStackTrace = undefined as any }) }",
    { status: 500, kind: "user", message: /real/ },
  ],
  [
    "logs half a megabyte",
    "for (let i = 0; i < 50; i++) console.log('y'.repeat(10_000)); return 1",
    { status: 200, output: 1 },
  ],
  [
    "leaves a promise that rejects later",
    "Promise.reject(new Error('nobody listens')); return 1",
    { status: 200, output: 1 },
  ],
  [
    "names a secret that is not there",
    "return context.secrets.get('NOPE')",
    { status: 500, kind: "user", message: /NOPE/ },
  ],
  [
    "invokes a worklet that is not there",
    "return context.invoke('nope', 1)",
    { status: 500, kind: "user", message: /nope/ },
  ],
  [
    "invokes with a cycle",
    "const a: any = {}; a.a = a; return context.invoke('nope', a)",
    { status: 500, kind: "user" },
  ],
];

describe("hostile user code", () => {
  let application = "";
  beforeAll(async () => {
    application = await newApplication();
  });

  it.each(cases)("%s", async (_, body, expected) => {
    const source = `export async function main(input: any, env: any, context: any) {
      if (input === "be good") return "good";
      ${body};
    }`;
    const worklet = await newWorklet(application, source);
    const answer = await invoke(worklet);
    expect(answer.status, JSON.stringify(answer.body)).toBe(expected.status);
    if (expected.kind) expect(answer.body.error.kind).toBe(expected.kind);
    if (expected.message) expect(answer.body.error.message).toMatch(expected.message);
    if ("output" in expected) expect(answer.body.worklet_output).toEqual(expected.output);
    const next = await invoke(worklet, "be good");
    expect(next.body, "the next call").toMatchObject({ success: true, worklet_output: "good" });
  });

  it("fails to load as a failure of kind load, with file and line, for as long as it is so", async () => {
    const worklet = await newWorklet(application, "const x: any = null;\nx.boom();\nexport const main = () => 1;");
    for (let times = 0; times < 2; times++) {
      const answer = await invoke(worklet);
      expect(answer.status).toBe(500);
      expect(answer.body.error).toMatchObject({
        kind: "load",
        message: expect.stringMatching(/TypeError.*\.ts:2:\d+/),
      });
    }
  });

  it("keeps secrets of applications with identical code apart, in a hundred interleaved runs", async () => {
    const source =
      "export async function main(i: any, env: any, context: any) { const s = await context.secrets.get('WHO'); await new Promise((d) => setTimeout(d, i % 7)); return s; }";
    const sides = await Promise.all(
      ["alpha-secret", "beta-secret"].map(async (value) => {
        const id = await newApplication();
        await call("POST", `/applications/${id}/secrets`, { body: { name: "WHO", value } });
        const body = {
          name: "same",
          files: { "same.ts": source },
          graph: { blocks: [{ id: "main", kind: "code", file: "same.ts", function: "main" }] },
        };
        await call("POST", `/applications/${id}/worklets`, { body });
        return { value, worklet: `/applications/${id}/worklets/same` };
      }),
    );
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, n) => {
        const side = sides[n % 2]!;
        const answer = await invoke(side.worklet, n);
        return { got: answer.body.worklet_output, expected: side.value };
      }),
    );
    expect(answers.filter(({ got, expected }) => got !== expected)).toEqual([]);
  });

  it("masks secrets in errors, logs and traces", async () => {
    const id = await newApplication();
    await call("POST", `/applications/${id}/secrets`, { body: { name: "TOKEN", value: "tok-1234567890" } });
    const source =
      "export async function main(i: any, env: any, context: any) { const s = await context.secrets.get('TOKEN'); console.log('using', s); env.s = s; throw new Error('refused: ' + s); }";
    const worklet = await newWorklet(id, source);
    const answer = await invoke(worklet, null, { query: "?trace=true" });
    expect(answer.body.error.message).toBe("Error: refused: ***");
    expect(JSON.stringify(answer.body)).not.toContain("tok-1234567890");
    expect(answer.body.trace.logs[0].text).toBe("using ***");
  });
});
