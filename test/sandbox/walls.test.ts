import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { formatFrames, userFrames } from "../../src/sandbox/frames.ts";
import type { Closure } from "../../src/sandbox/guest.ts";
import { closureKey, isolateCode, isolateId } from "../../src/sandbox/walls.ts";
import { callMain, outputOf } from "./guests.ts";
import { closureOf } from "./worker.ts";

const closure: Closure = {
  application: "a",
  files: { "a.ts": "1", "b.ts": "2" },
  maps: {},
  compatibilityDate: "2026-10-01",
  compatibilityFlags: [],
};

describe("the isolate of a closure", () => {
  test("its key changes with everything that grants authority or changes behaviour", () => {
    const others: Closure[] = [
      { ...closure, application: "b" },
      { ...closure, files: { "a.ts": "1", "b.ts": "3" } },
      { ...closure, files: { "a.ts": "1", "c.ts": "2" } },
      { ...closure, files: { "a.ts": "1" } },
      { ...closure, compatibilityDate: "2026-10-02" },
      { ...closure, compatibilityFlags: ["no_global_navigator"] },
    ];
    const keys = [closure, ...others].map(closureKey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(closureKey({ ...closure, files: { "b.ts": "2", "a.ts": "1" } })).toBe(closureKey(closure));
    expect(new Set([isolateId("k", true, 0), isolateId("k", false, 0), isolateId("k", false, 1)]).size).toBe(3);
  });

  test("its code has no environment, one way out, limits and node:*", () => {
    const outbound = env.ASSETS;
    const code = isolateCode(closure, { "a.ts": "export {}" }, outbound);
    expect(code).toMatchObject({
      env: {},
      limits: { cpuMs: 30_000 },
      compatibilityFlags: expect.arrayContaining(["nodejs_compat"]),
    });
    expect(code.globalOutbound).toBe(outbound);
    expect(code.modules["files/a.ts"]).toEqual({ js: "export {}" });
  });

  test("code that names process has all of Node's", async () => {
    const text = `export const main = () => [typeof process.version, typeof process.hrtime, typeof process.nextTick];`;
    expect(outputOf(await callMain(closureOf({ "a.ts": text })))).toEqual(["string", "function", "function"]);
  });

  test("a file that failed to load is loaded anew later, not for every call", async () => {
    const texts = {
      "a.ts": `globalThis.tries = (globalThis.tries ?? 0) + 1; throw new Error("try " + globalThis.tries); export const main = 1;`,
    };
    const broken = closureOf(texts);
    const colds = [];
    for (let at = 0; at < 5; at++) colds.push((await callMain(broken)).cold);
    expect(colds).toEqual([true, true, false, false, false]);
  });

  test("a version with another text has an isolate of its own", async () => {
    const application = crypto.randomUUID();
    const first = closureOf({ "a.ts": "export const main = () => 1;" }, undefined, application);
    expect(outputOf(await callMain(first))).toBe(1);
    const second = closureOf({ "a.ts": "export const main = () => 2;" }, undefined, application);
    expect(outputOf(await callMain(second))).toBe(2);
  });
});

describe("stacks", () => {
  test("keep the user's own frames, in the order of the calls", () => {
    const stack = `Error: at home (files/fake.ts:1:1) said
    at check (files/lib/check.ts:9:9)
    at async Module.main (files/a.ts:6:10)
    at files/a.ts:1:7
    at new Thing (files/a.ts:2:3)
    at async runBlock (worklet.js:300:13)
    at node:internal:1:1`;
    expect(formatFrames(userFrames(stack))).toBe(
      "at check (lib/check.ts:9:9)\nat main (a.ts:6:10)\nat a.ts:1:7\nat new Thing (a.ts:2:3)",
    );
    expect(userFrames("x".repeat(100_000))).toEqual([]);
  });
});
