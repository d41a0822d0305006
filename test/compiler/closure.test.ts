import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { closureOf, exportedFunction, exportedFunctions, type Files } from "../../src/compiler/closure.ts";
import { type CompiledFile, compileFile } from "../../src/compiler/compile.ts";
import { mapFrame } from "../../src/compiler/source.ts";
import { limits } from "../../src/contract/limits.ts";

function compileAll(sources: Record<string, string>): Map<string, CompiledFile> {
  return new Map(
    Object.entries(sources).map(([path, source]) => {
      const compiled = compileFile(path, source);
      if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
      return [path, compiled];
    }),
  );
}

function linked(entries: string[], files: Files): Record<string, string> {
  const closure = closureOf(entries, files);
  if (!closure.ok) throw new Error(JSON.stringify(closure.faults));
  return closure.files;
}

function faultsOf(entries: string[], sources: Record<string, string>) {
  const closure = closureOf(entries, compileAll(sources));
  return closure.ok ? [] : closure.faults;
}

/** Loads the closure into a real isolate and answers what `main()` of the entry file returns, or the stack that it throws. */
async function runIn(entry: string, texts: Record<string, string>): Promise<string> {
  const modules: Record<string, string | { js: string }> = {
    "main.js": `import { main } from "./files/${entry}";
      export default { async fetch() { try { return new Response(await main()) } catch (e) { return new Response(e.stack) } } }`,
  };
  for (const [path, text] of Object.entries(texts)) modules[`files/${path}`] = { js: text };
  const worker = env.LOADER.get(crypto.randomUUID(), () => ({
    compatibilityDate: "2026-10-01",
    compatibilityFlags: ["nodejs_compat"],
    mainModule: "main.js",
    modules,
    globalOutbound: null,
  }));
  return (await worker.getEntrypoint().fetch("https://worklet.example/")).text();
}

describe("closureOf", () => {
  const sources = {
    "a.ts":
      'import { b } from "./lib/b"; import c from "./lib"; export const main = async (): Promise<string> => b() + c + (await import("./late.js")).late;',
    "lib/b.ts":
      'import { base } from "../base.js"; import { createHash } from "node:crypto"; export const b = () => createHash("md5").update(base).digest("hex").slice(0, 2);',
    "lib/index.mts": 'export default "-index-";',
    "late.ts": "export enum Late { Yes }\nexport const late = Late[0];",
    "base.js": 'import "./lib/b"; export const base = "base";',
    "unused.ts": 'import "./nowhere";',
  };

  it("holds what the entries need, linked so that an isolate loads it", async () => {
    const texts = linked(["a.ts"], compileAll(sources));
    expect(Object.keys(texts)).toEqual(["a.ts", "base.js", "late.ts", "lib/b.ts", "lib/index.mts"]);
    expect(texts["a.ts"]).toContain('from "./lib/b.ts"');
    expect(texts["a.ts"]).toContain('from "./lib/index.mts"');
    expect(texts["a.ts"]).toContain('import("./late.ts")');
    expect(texts["lib/b.ts"]).toContain('from "../base.js"');
    expect(await runIn("a.ts", texts)).toMatch(/^[0-9a-f]{2}-index-Yes$/);
  });

  it("is the same whatever the order of files and entries", () => {
    const reversed = Object.fromEntries(Object.entries(sources).reverse());
    const one = JSON.stringify(linked(["a.ts", "late.ts"], compileAll(sources)));
    expect(JSON.stringify(linked(["late.ts", "a.ts"], compileAll(reversed)))).toBe(one);
  });

  it("an import of a file that does not exist is a fault with place and hint", () => {
    const broken = {
      "a.ts": 'export const a = 1;\nimport { b } from "./b"; b();',
      "lib/b.ts": "export const b = () => 1;",
    };
    expect(faultsOf(["a.ts"], broken)).toEqual([
      {
        path: "a.ts",
        line: 2,
        column: 19,
        line_text: 'import { b } from "./b"; b();',
        message: 'There is no file for the import "./b". Did you mean "./lib/b.ts"?',
      },
    ]);
    expect(faultsOf(["gone.ts"], {})).toMatchObject([{ path: "gone.ts", message: "There is no file gone.ts." }]);
  });

  it("an import of a name that the file does not export is a fault, since nothing would load", () => {
    const faults = faultsOf(["a.ts"], {
      "a.ts": 'export { Ticket, read } from "./b";\nimport none from "./b"; none();\nexport { x } from "./loop";',
      "b.ts": "export type Ticket = string;\nexport const read = () => 1;",
      "loop.ts": 'export { x } from "./loop";',
    });
    expect(faults.map(({ line, message }) => [line, message.split("; ")[0]])).toEqual([
      [1, "b.ts does not export `Ticket`"],
      [2, "b.ts does not export `default`"],
      [3, "loop.ts does not export `x`"],
      [1, "loop.ts does not export `x`"],
    ]);
  });

  it("files that are too large together are a fault that names the largest", () => {
    const text = `export const a = "${"x".repeat(limits.fileBytes - 100)}";`;
    const names = ["a", "b", "c", "d", "e"].map((name) => `${name}.js`);
    const files = Object.fromEntries(names.map((name) => [name, text]));
    expect(faultsOf(names.slice(0, 4), files)).toEqual([]);
    expect(faultsOf(names, files)).toMatchObject([{ message: expect.stringContaining("limit is 4000000") }]);
  });

  it("the stack of an error thrown in mid-line behind a type leads to its column in the source", async () => {
    const source = [
      'import { text } from "./text";',
      "type Input = {",
      "  text: string;",
      "};",
      "const check = (input: Input, strict: boolean): string => { if (strict) throw new Error(input.text); return text; };",
      "export const main = () => check({ text } as Input, true as boolean);",
    ].join("\n");
    const files = compileAll({ "a.ts": source, "text.ts": 'export const text = "hello";' });
    const stack = await runIn("a.ts", linked(["a.ts"], files));
    const frames = [...stack.matchAll(/files\/a\.ts:(\d+):(\d+)/g)].map(([, line, column]) =>
      mapFrame(files.get("a.ts")?.map ?? null, Number(line), Number(column)),
    );
    const place = (line: number, text: string) => ({
      line,
      column: (source.split("\n")[line - 1] ?? "").indexOf(text) + 1,
    });
    expect(stack).toContain("Error: hello");
    expect(frames).toEqual([place(5, "new Error"), place(6, "check(")]);
  });
});

describe("exportedFunctions", () => {
  it("finds a name among very many at once", () => {
    const exports = Array.from({ length: 50_000 }, (_, place) => ({ kind: "unknown" as const, name: `b${place}` }));
    const file = {
      code: "",
      imports: [],
      exports: [...exports, { kind: "function" as const, name: "main", parameters: 0 }],
    };
    const files = new Map([["a.ts", file]]);
    const from = Date.now();
    expect(exportedFunction("a.ts", "main", files)).toEqual({ name: "main", parameters: 0 });
    expect(exportedFunction("a.ts", "gone", files)).toBeNull();
    expect(exportedFunctions("a.ts", files).length).toBeGreaterThan(100);
    expect(Date.now() - from).toBeLessThan(5_000);
  });

  it("lists a file's functions, those of other files that it passes on included", () => {
    const files = compileAll({
      "a.ts":
        'export * from "./b"; export { far as near } from "./c"; export const limit = 3; export const memo = wrap(1);\nfunction wrap(x: number) { return () => x; }\nexport * from "./a";',
      "b.ts":
        'export function clean(a: string, b: string) {}\nexport const limit = () => 1; export default () => 2; export * from "./c";',
      "c.ts": "export function far() {}\nexport class Desk {}",
    });
    expect(exportedFunctions("a.ts", files)).toEqual([
      { name: "clean", parameters: 2 },
      { name: "far", parameters: 0 },
      { name: "memo", parameters: null },
      { name: "near", parameters: 0 },
    ]);
    expect(exportedFunctions("gone.ts", files)).toEqual([]);
  });

  it("a name that comes from two files is none, one that comes from one file by two ways is one", () => {
    const files = compileAll({
      "a.ts": 'export * from "./b"; export * from "./c";',
      "b.ts": 'export const twice = () => 1; export * from "./d";',
      "c.ts": 'export const twice = () => 2; export * from "./d";',
      "d.ts": "export const once = () => 3;",
    });
    expect(exportedFunctions("a.ts", files).map(({ name }) => name)).toEqual(["once"]);
  });
});
