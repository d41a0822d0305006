import { describe, expect, it } from "vitest";
import { type CompiledFile, compileFile } from "../../src/compiler/compile.ts";
import { mapFrame } from "../../src/compiler/source.ts";
import { limits } from "../../src/contract/limits.ts";

function compiled(source: string, path = "a.ts"): CompiledFile {
  const result = compileFile(path, source);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result;
}

function faultsOf(source: string, path = "a.ts") {
  const result = compileFile(path, source);
  return result.ok ? [] : result.faults;
}

const lines = (...parts: string[]) => parts.join("\n");

describe("what compiles", () => {
  it("types, interfaces and type-only imports vanish and lines stay lines", () => {
    const { code, imports } = compiled(
      lines(
        'import type { Options } from "some-package";',
        'import { type Ticket, read } from "./tickets";',
        "interface Words { count: number }",
        "export type { Ticket };",
        "declare const missing: string;",
        "export function clean(input: { text: string }): Words { return read<Words>(input.text as string)!; }",
        "export const options = {} satisfies Partial<Options>;",
      ),
    );
    expect(code.split("\n")).toHaveLength(7);
    expect(code.split("\n")[5]).toBe("export function clean(input) { return read(input.text ); }");
    expect(imports.map(({ specifier, names }) => [specifier, names])).toEqual([["./tickets", ["read"]]]);
  });

  it("enums, parameter properties and abstract classes become JavaScript", () => {
    const { code } = compiled(
      lines(
        "export enum Level { Low, High = 5 }",
        "abstract class Desk { constructor(private name: string) {} abstract open(): void; }",
        "export class Real extends Desk { open() {} }",
      ),
    );
    expect(code).toContain('Level["Low"] = Low');
    expect(code).toContain("this.name = name");
    expect(code).not.toContain("abstract");
  });

  it("a declared namespace or module only describes, so it may stay", () => {
    const source = lines(
      "declare global { interface Window { a: 1 } }",
      "declare namespace X { namespace Y { const a: 1 } }",
    );
    expect(faultsOf(`${source}\nexport const a = 1;`)).toEqual([]);
  });

  it("a .js file is kept as it is, without a map", () => {
    const source = "export const a=(b,c)=>b??c;";
    expect(compiled(source, "vendor/a.js")).toMatchObject({ code: source, map: null });
  });

  it("a byte order mark at the start is dropped", () => {
    expect(compiled("\uFEFFexport const a: number = 1").code).toBe("export const a = 1");
  });
});

describe("exports", () => {
  it("functions are listed with their parameters, other values as such", () => {
    const { exports } = compiled(
      lines(
        'import { far } from "./far";',
        "export function clean(this: void, input: unknown, env?: object) {}",
        "export const route = async ({ text }: { text: string }) => text;",
        "export const limit = 3, memo = cached(route);",
        "function inner(...all: string[]) {}",
        "class Desk {}",
        "export { inner as outer, Desk, far as near };",
        "export const { one, two: [three] } = memo();",
        'export { a as b } from "./b";',
        'export * from "./c"; export * as d from "./d";',
        "export default inner;",
        "declare function cached<T>(f: T): T;",
      ),
    );
    expect(exports).toEqual([
      { name: "clean", kind: "function", parameters: 2 },
      { name: "route", kind: "function", parameters: 1 },
      { name: "limit", kind: "value" },
      { name: "memo", kind: "unknown" },
      { name: "outer", kind: "function", parameters: 1 },
      { name: "Desk", kind: "value" },
      { name: "near", kind: "from", specifier: "./far", of: "far" },
      { name: "one", kind: "unknown" },
      { name: "three", kind: "unknown" },
      { name: "b", kind: "from", specifier: "./b", of: "a" },
      { kind: "star", specifier: "./c" },
      { name: "d", kind: "from", specifier: "./d", of: "*" },
      { name: "default", kind: "function", parameters: 1 },
    ]);
  });
});

describe("faults", () => {
  it("a syntax fault says file, line, column and shows the line", () => {
    expect(faultsOf("export const a: number = 1;\nexport const b = ;", "lib/a.ts")).toEqual([
      {
        path: "lib/a.ts",
        line: 2,
        column: 18,
        line_text: "export const b = ;",
        message: "Syntax error: unexpected token.",
      },
    ]);
  });

  it("a long line is cut around the fault", () => {
    const [fault] = faultsOf(`const a = "${"x".repeat(5000)}"; const b = ; // ${"y".repeat(5000)}`);
    expect(fault?.line_text).toHaveLength(200);
    expect(fault?.line_text).toContain("const b = ;");
  });

  it("everything that cannot run is reported at once, each with its cure", () => {
    const faults = faultsOf(
      lines(
        'import fs = require("fs");',
        "namespace Tools { export const a = 1 }",
        'import _ from "lodash";',
        "class A { accessor b = 1 }",
        "export const a = _.b(Tools, fs);",
      ),
    );
    expect(faults.map(({ line }) => line)).toEqual([1, 2, 4]);
    expect(faults[0]?.message).toContain('Write `import x from "..."`');
    expect(faults[1]?.message).toContain("Move the members into a file of their own");
  });

  it("refusals of the syntax and of imports come together when the rest can be read", () => {
    const faults = faultsOf(
      lines("module Tools { }", 'import _ from "lodash";', "export const a = _.b;", "export = a;"),
    );
    expect(faults.map(({ line, column }) => [line, column])).toEqual([
      [1, 1],
      [2, 15],
      [4, 1],
    ]);
  });

  it.each([
    ["a decorator", "@sealed class A {}\nexport const a = A;", "Decorators"],
    ["a decorated method", "export class A { @log() run() {} }", "Decorators"],
    ["export =", "export = 1;", "export default"],
    ["JSX", "export const a = <div>hello</div>;", "JSX is not supported"],
    ["a return outside of a function", "return 1;", "Syntax error"],
    ["a name exported twice", "export const a = 1; export { a };", "uplicate export"],
  ])("%s is refused", (_, source, message) => {
    expect(faultsOf(source)[0]?.message).toContain(message);
  });

  it("a .js file with types or JSX is told so", () => {
    expect(faultsOf("export const a: number = 1;", "lib/a.mjs")[0]?.message).toContain("Save it as lib/a.mts");
    expect(faultsOf("export const a = <b>c</b>;", "a.js")[0]?.message).toContain("JSX is not supported");
  });

  it("a CommonJS file is told to become a module, a module may mention require", () => {
    expect(faultsOf('const a = require("a");\nmodule.exports = a;', "a.js")).toMatchObject([
      { line: 1, message: expect.stringContaining("CommonJS") },
    ]);
    expect(faultsOf("exports.a = 1;", "a.js")).toHaveLength(1);
    expect(faultsOf('export const a = typeof require === "function" ? require("a") : null;', "a.js")).toEqual([]);
  });

  it("a file over the limit is refused with its size", () => {
    expect(faultsOf(`export const a = "${"é".repeat(limits.fileBytes / 2)}";`)[0]?.message).toContain(
      "limit is 1000000",
    );
  });
});

describe("imports", () => {
  it.each([
    ["lodash", 'Run `npm run vendor -- lodash FOLDER` and import it from "./vendor/lodash.js"'],
    ["lodash/fp", "npm run vendor -- lodash FOLDER"],
    ["@a/b/c", 'npm run vendor -- @a/b FOLDER` and import it from "./vendor/a-b.js"'],
    ["@/lib/x", "relative to this file"],
    ["/lib/x", "relative to this file"],
    ["#lib", "relative to this file"],
    ["", "relative to this file"],
    ["crypto", 'write "node:crypto"'],
    ["fs/promises", 'write "node:fs/promises"'],
    ["node:nonsense", "has no module"],
    ["node:process", "global `process`"],
    ["node:module", "settled when it is saved"],
    ["cloudflare:workers", "third parameter, context"],
    ["https://esm.sh/lodash", "not loaded from the network"],
    ["data:text/javascript,1", "not loaded from the network"],
    ["./data.json", "only .ts, .js, .mts and .mjs"],
    ["../b", "leads out of"],
  ])("%j is refused with what to do", (specifier, message) => {
    const source = `export const a = 1;\nimport * as x from "${specifier}"; x.y;`;
    expect(faultsOf(source)).toMatchObject([{ line: 2, column: 20, message: expect.stringContaining(message) }]);
    expect(faultsOf(`export const a = () => import("${specifier}");`)[0]?.message).toContain(message);
    expect(faultsOf(`export * from "${specifier}";`)[0]?.message).toContain(message);
  });

  it("the vendored path is relative to the importing file", () => {
    expect(faultsOf('import _ from "lodash"; _.a;', "lib/text/a.ts")[0]?.message).toContain('"../../vendor/lodash.js"');
  });

  it("modules of Node, other files and import.meta are fine, also when the other file is not there yet", () => {
    const source = 'import { createHash } from "node:crypto"; import b from "./later"; createHash(b(import.meta.url));';
    expect(compiled(source).imports.map(({ specifier }) => specifier)).toEqual(["node:crypto", "./later"]);
  });

  it("import() needs a fixed path, and no import has attributes", () => {
    const faults = faultsOf(
      'const n = "./b";\nexport const a = () => import(n);\nimport d from "./b" with { type: "js" }; d();',
    );
    expect(faults.map(({ line }) => line)).toEqual([2, 3]);
  });
});

describe("bounds", () => {
  const nested = (open: string, close: string, depth: number) =>
    `export const x = ${open.repeat(depth)}1${close.repeat(depth)};`;

  it.each([
    ["parentheses", "(", ")"],
    ["lists", "[", "]"],
    ["calls", "f(", ")"],
    ["functions", "() => {", "}"],
    ["templates", "`${", "}`"],
    ["casts", "<any>(", ")"],
    ["default values", "(a = ", ") => 1"],
    ["class fields", "class { a = ", "}"],
  ])("10,000 nested %s are a fault in both languages, soon", (_, open, close) => {
    for (const path of ["a.ts", "a.js"]) expect(faultsOf(nested(open, close, 10_000), path)).toHaveLength(1);
  });

  it("a file has at most 2,000 exports", () => {
    const exporting = (count: number) =>
      `let x;export{${Array.from({ length: count }, (_, place) => `x as b${place}`).join(",")}}`;
    expect(compileFile("a.ts", exporting(2_000)).ok).toBe(true);
    expect(compileFile("a.ts", exporting(2_001))).toMatchObject({
      faults: [{ message: expect.stringContaining("2001 exports; the limit is 2000") }],
    });
  });

  it("the map of a file with many short words is no larger than the file", () => {
    const { map } = compiled(
      `export const all = [${"a,".repeat(100_000)}];\nexport const b: number = 1;\ndeclare const a: 1;`,
    );
    expect(map?.length).toBeLessThan(200);
  }, 60_000);

  it("a file that grows too much by compiling is refused", () => {
    const members = Array.from({ length: 2_000 }, (_, i) => `a${i}`).join();
    const enums = Array.from({ length: 20 }, (_, i) => `export enum E${i} { ${members} }`).join("\n");
    expect(faultsOf(enums)).toMatchObject([{ message: expect.stringContaining("too large to be kept") }]);
  });

  it("ten thousands of names in one scope, or of members in one class, are refused before they take a minute", () => {
    const names = Array.from({ length: 50_000 }, (_, i) => `a${i}`);
    const start = Date.now();
    for (const path of ["a.ts", "a.js"]) {
      expect(faultsOf(`let ${names.join()};`, path)[0]?.message).toContain("More than 10000 names");
    }
    expect(faultsOf(`export enum All { ${names.join()} }`)[0]?.message).toContain("More than 10000 names");
    expect(faultsOf(`export class All { ${names.join(";")} }`)[0]?.message).toContain("more than 2000 members");
    expect(Date.now() - start).toBeLessThan(45_000);
  }, 90_000);

  it("code that the parsers would read again on every level is refused before it takes seconds", () => {
    for (const [open, close] of [
      ["<any>(", ")"],
      ["(a = ", ") => 1"],
      ["class { a = ", "}"],
      ["<any>((x: string) => ", ")"],
    ] as const) {
      const start = Date.now();
      expect(faultsOf(nested(open, close, 25))[0]?.message).toContain("nested too deeply");
      expect(faultsOf(nested(open, close, 3))).toEqual([]);
      expect(Date.now() - start).toBeLessThan(15_000);
    }
  });
});

describe("mapFrame", () => {
  it("finds the line and column of the source behind removed types", () => {
    const source =
      "interface A {\n  a: string;\n}\nexport function f(input: A, other: number): never { throw new Error(input.a); }";
    const { code, map } = compiled(source);
    const column = (code.split("\n")[3]?.indexOf("new Error") ?? 0) + 1;
    const inSource = (source.split("\n")[3]?.indexOf("new Error") ?? 0) + 1;
    expect(column).not.toBe(inSource);
    expect(mapFrame(map, 4, column)).toEqual({ line: 4, column: inSource });
  });

  it("a text that is its own source keeps its positions", () => {
    expect(mapFrame(null, 7, 3)).toEqual({ line: 7, column: 3 });
  });

  it("is exact for every word of the compiled text, also in the middle of one", () => {
    const source = lines(
      "import type { A } from './a'; export const first = 'one';",
      "export function second<T extends A>(third: T, fourth?: number): asserts third is T { fifth<T>(sixth as T, seventh!); }",
      "class Eighth<T> { declare ninth: T; tenth?: string = 'eleventh' } declare const sixth: A, seventh: A;",
      "type Gone = { twelfth: string }; const fifth = (thirteenth: A, fourteenth: A) => { fourteenth satisfies A; return Eighth };",
    );
    const { code, map } = compiled(source);
    code.split("\n").forEach((text, index) => {
      for (const word of text.matchAll(/[a-z]{4,}/gi)) {
        const { line, column } = mapFrame(map, index + 1, word.index + 3);
        expect(source.split("\n")[line - 1]?.slice(column - 3, column - 3 + word[0].length)).toBe(word[0]);
      }
    });
  });
});
