import { describe, expect, test } from "vitest";
import { block, callGuest, callMain, callOf, outputOf, textsOf } from "./guests.ts";
import { closureOf } from "./worker.ts";

const never = new AbortController().signal;

describe("a guest call", () => {
  test("runs the function with the input, env and context", async () => {
    const closure = closureOf({
      "a.ts": `export async function main(input, env, context) {
        env.seen = input.n;
        return { twice: input.n * 2, run: context.run.id, key: context.run.idempotencyKey, context: Object.keys(context) };
      }`,
    });
    const answer = await callMain(closure, { input: '{"n":21}' });
    expect(outputOf(answer)).toEqual({
      ...{ twice: 42, run: "run_s1", key: "key of main" },
      context: ["secrets", "getSecret", "get_secret", "invoke", "model", "step", "run", "log"],
    });
    expect(answer).toMatchObject({
      cold: true,
      failure: null,
      secrets: [],
      results: [{ block: "main", env: '{"seen":21}' }],
    });
    expect(await callMain(closure, { input: '{"n":1}' })).toMatchObject({ cold: false });
  });

  test("runs neighbouring blocks one after another, each with the output of the one before and a shared env", async () => {
    const closure = closureOf({
      "a.ts": `export const one = (n, env) => { env.path = ["one"]; return n + 1 };
               export const two = (n, env) => { env.path.push("two"); return n * 10 };
               export const three = (n) => n;`,
    });
    const blocks = ["one", "two", "three"].map((name) => block("a.ts", name));
    const { results, failure } = await callGuest(closure, callOf(blocks, { input: "1" }), never);
    expect(failure).toBeNull();
    expect(results.map(({ block, output, env }) => [block, output, env])).toEqual([
      ["one", "2", '{"path":["one"]}'],
      ["two", "20", '{"path":["one","two"]}'],
      ["three", "20", null],
    ]);
  });

  test("stops at the block that fails and names it", async () => {
    const closure = closureOf({
      "a.ts": `export const one = () => 1; export function two() {\n  throw new TypeError("no");\n} export const three = () => 3;`,
    });
    const blocks = ["one", "two", "three"].map((name) => block("a.ts", name));
    const { results, failure } = await callGuest(closure, callOf(blocks), never);
    expect(results.map(({ block }) => block)).toEqual(["one"]);
    expect(failure).toEqual({ kind: "user", message: "TypeError: no", block: "two", stack: "at two (a.ts:2:9)" });
  });

  test("keeps .ts names: files import each other and node:*", async () => {
    const closure = closureOf({
      "a.ts": `import { hash } from "./lib/hash.ts"; export const main = (input) => hash(input);`,
      "lib/hash.ts": `import { createHash } from "node:crypto"; import process, { version } from "node:process";
        export const hash = (text) => [createHash("sha256").update(text).digest("hex").slice(0, 8), process.version === version];`,
    });
    expect(outputOf(await callMain(closure, { input: '"x"' }))).toEqual(["2d711642", true]);
  });

  test("passes on what user code threw: name, message, own frames and the status it asks for", async () => {
    const closure = closureOf({
      "a.ts": `class Refusal extends Error {\n  name = "Refusal";\n  status = 422;\n}\nexport function main() {\n  return check();\n}
function check() {\n  throw new Refusal("too young");\n}`,
    });
    const { failure } = await callMain(closure);
    expect(failure).toEqual({
      ...{ kind: "user", message: "Refusal: too young", block: "main", status: 422, for_caller: true },
      stack: "at check (a.ts:9:9)\nat main (a.ts:6:10)",
    });
  });

  test("a file that does not load is a failure that names the place", async () => {
    const failureOf = async (text: string) =>
      (await callMain(closureOf({ "a.ts": text, "b.ts": "export {}" }))).failure;
    expect(await failureOf("export const main = 1 +;")).toMatchObject({
      ...{ kind: "load", message: "SyntaxError: Unexpected token ';' (a.ts:1:23)", stack: "at a.ts:1:23" },
    });
    expect(await failureOf(`export const main = 1;\nthrow new Error("at the top");`)).toMatchObject({
      ...{ kind: "load", message: "Error: at the top (a.ts:2:7)", block: "main" },
    });
    expect(await failureOf(`import "./missing.ts"; export const main = 1;`)).toMatchObject({
      ...{ kind: "load", message: `Error: No such module "missing.ts". imported from "a.ts"` },
    });
    expect(await failureOf(`import { nope } from "./b.ts"; export const main = () => nope;`)).toMatchObject({
      kind: "load",
    });
    expect(await failureOf("export const start = 1, stop = 2;")).toMatchObject({
      ...{ kind: "load", message: "a.ts exports no function main. It exports start, stop." },
    });
    expect(await failureOf("await new Promise(() => {}); export const main = 1;")).toMatchObject({ kind: "load" });
  });

  test("two calls at a time have their own env, input and console", async () => {
    const closure = closureOf({
      "a.ts": `export async function main(input, env) {
        env.n = input;
        for (let i = 0; i < 5; i++) { console.log("line of", input); await new Promise((r) => setTimeout(r, (input * 7) % 5)); }
        return env.n;
      }`,
    });
    const calls = Array.from({ length: 40 }, (_, n) => callMain(closure, { input: String(n) }));
    for (const [n, answer] of (await Promise.all(calls)).entries()) {
      expect(outputOf(answer)).toBe(n);
      expect(textsOf(answer)).toEqual(Array(5).fill(`line of ${n}`));
    }
  });

  test("a platform that cannot find the code is a failure of kind platform, not a rejection", async () => {
    const closure = { ...closureOf({}), application: "gone" };
    expect((await callMain(closure)).failure).toMatchObject({ kind: "platform", block: "main" });
  });

  test("a call that lasts is followed to its end", async () => {
    const closure = closureOf({
      "a.ts": `export const main = async () => { await new Promise((r) => setTimeout(r, 120)); return "late" };`,
    });
    expect(outputOf(await callMain(closure))).toBe("late");
  });
});
