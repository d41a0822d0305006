import { describe, expect, inject, test } from "vitest";
import { callMain, outputOf } from "./guests.ts";
import { closureOf } from "./worker.ts";

const witness = inject("witness");

/** What user code may try in order to outlive its call or to reach beyond its isolate: text and what it is answered. */
const ways: Record<string, [text: string, refusal: string]> = {
  "importing cloudflare:workers": [
    `(await import("cloudflare:workers")).waitUntil(loop());`,
    "Worklets cannot import cloud",
  ],
  "importing it by a path": [
    `(await import("../cloudflare:" + "workers")).waitUntil(loop());`,
    "Worklets cannot import",
  ],
  "importing cloudflare:sockets": [`(await import("cloudflare:sockets")).connect("example.com:80");`, "cannot import"],
  createRequire: [`(await import("node:module")).createRequire("/")("cloudflare:workers");`, "cannot import"],
  getBuiltinModule: [`process.getBuiltinModule("cloudflare:workers").waitUntil(loop());`, "undefined"],
  "getBuiltinModule of module": [`process.getBuiltinModule("module").createRequire("/");`, "undefined"],
  "getBuiltinModule of process": [
    `process.getBuiltinModule("process").getBuiltinModule("cloudflare:workers").waitUntil(loop());`,
    "undefined",
  ],
  "a WebSocket": [
    `const socket = new WebSocket("ws://example.com");
     await new Promise((ok, no) => { socket.onopen = ok; socket.onerror = (event) => no(event.error); });`,
    "Egress refused: WebSockets",
  ],
  "a beacon": [`navigator.sendBeacon("${witness}/hit/beacon");`, "not a function"],
  "the shared cache": [`await caches.default.match("http://x");`, "caches is not defined"],
  eval: [`eval("1")`, "Code generation from strings"],
  "new Function": [`new Function("return 1")()`, "Code generation from strings"],
  "importing a text": [`await import("data:text/javascript,export default 1")`, "No such module"],
};

ways["getBuiltinModule, spelt otherwise"] = [
  `globalThis["pro" + "cess"].getBuiltinModule("cloudflare:workers").waitUntil(loop());`,
  "undefined",
];

describe("user code finds these doors closed", () => {
  test.each(Object.entries(ways))("%s", async (_way, [text, refusal]) => {
    const main = `const loop = async () => {}; export async function main() { ${text}; return "open"; }`;
    const { failure } = await callMain(closureOf({ "a.ts": main }), { timeoutMs: 9_000 });
    expect(failure).toMatchObject({ kind: "user" });
    expect(failure?.message).toContain(refusal);
  });

  test("TCP reaches nothing", async () => {
    const { hostname, port } = new URL(witness);
    const main = `import { connect } from "node:net"; export const main = () => new Promise((resolve) => {
      const socket = connect(${port}, "${hostname}", () => socket.write("GET /hit/tcp HTTP/1.1\\r\\nHost: witness\\r\\n\\r\\n"));
      socket.on("error", (error) => resolve(error.message)); socket.on("data", (bytes) => resolve("open: " + bytes));
      socket.on("close", () => resolve("closed"));
    });`;
    const { results } = await callMain(closureOf({ "a.ts": main }), { timeoutMs: 1_000 });
    expect(results[0]?.output ?? "no answer").not.toContain("open");
    expect(await (await fetch(`${witness}/count/tcp`)).text()).toBe("0");
  });

  test("the environment is empty", async () => {
    const main = `import process, { env } from "node:process"; export const main = () => [process.env, env, typeof Cloudflare.env];`;
    expect(outputOf(await callMain(closureOf({ "a.ts": main })))).toEqual([{}, {}, "undefined"]);
  });

  test("the platform's own module gives nothing but a frozen class", async () => {
    const main = `export async function main() {
      const module = await import("../worklet.js");
      try { module.default.prototype.run = () => ({ results: [], failure: null, lines: [] }); } catch (error) { return [Object.keys(module), error.name]; }
    }`;
    expect(outputOf(await callMain(closureOf({ "a.ts": main })))).toEqual([["default"], "TypeError"]);
  });

  test("what a file holds at its top level is seen by no other application", async () => {
    const texts = { "a.ts": "let count = 0; export const main = () => ++count;" };
    const one = closureOf(texts);
    const other = closureOf(texts);
    expect([outputOf(await callMain(one)), outputOf(await callMain(one)), outputOf(await callMain(other))]).toEqual([
      1, 2, 1,
    ]);
  });

  test("an error in a timer or an unhandled rejection harms no answer", async () => {
    const main = `export async function main() {
      setTimeout(() => { throw new Error("later"); }, 5); Promise.reject(new Error("unhandled"));
      await new Promise((resolve) => setTimeout(resolve, 30)); return "fine";
    }`;
    expect(outputOf(await callMain(closureOf({ "a.ts": main })))).toBe("fine");
  });
});
