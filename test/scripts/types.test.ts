import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, it } from "vitest";
import { typesOf } from "../../src/catalog/contracts/types.ts";
import type { Draft, JsonSchema } from "../../src/contract/catalog.ts";

/** The declarations as a user's own compiler sees them. */

const folder = mkdtempSync(join(tmpdir(), "types-"));
afterAll(() => rmSync(folder, { recursive: true }));

const worklet = (id: string, input: JsonSchema | null, output: JsonSchema | null = null) => ({
  id,
  draft: { input_schema: input, output_schema: output } as Draft,
});

const many = (count: number) => Array.from({ length: count }, (_, at) => `v${at}`);

const declarations = typesOf({
  id: "desk",
  worklets: [
    worklet(
      "triage",
      {
        type: "object",
        required: ["text"],
        additionalProperties: false,
        properties: {
          text: { type: "string", description: "Ends a comment: */ or not" },
          urgent: { type: ["boolean", "null"] },
          kind: { enum: ["bug", "wish", 3, null] },
          parts: { type: "array", items: { anyOf: [{ type: "string" }, { type: "integer" }] } },
          tree: { $ref: "#/$defs/tree" },
          pair: { type: "array", prefixItems: [{ type: "string" }, { type: "number" }], items: false },
          both: { allOf: [{ type: "object", properties: { a: { type: "string" } } }, { type: "object" }] },
          "odd name": { const: 'x"y' },
          nothing: false,
        },
        $defs: { tree: { type: "object", properties: { left: { $ref: "#/$defs/tree" } } } },
      },
      { type: "object", required: ["label"], properties: { label: { type: "string" } } },
    ),
    worklet("strange", {
      type: "weird",
      properties: 3,
      required: 7,
      items: [],
      anyOf: [],
      $ref: "https://x.example/y",
    }),
    worklet("any", null),
    worklet("self-referring", {
      $ref: "#/$defs/a node",
      $defs: {
        "a node": {
          type: "object",
          additionalProperties: false,
          properties: Object.fromEntries([..."abcdefghi"].map((name) => [name, { $ref: "#/$defs/a node" }])),
        },
      },
    }),
    worklet("whole", {
      type: "object",
      required: ["next"],
      properties: { next: { anyOf: [{ $ref: "#" }, { type: "null" }] } },
    }),
    worklet("lists", {
      anyOf: [{ type: "string" }, { type: "array", items: { $ref: "#/$defs/map" } }],
      $defs: {
        map: { type: "object", additionalProperties: { anyOf: [{ $ref: "#/$defs/map" }, { type: "number" }] } },
      },
    }),
    worklet("circle", {
      allOf: [{ $ref: "#/$defs/one" }, { $ref: "#" }],
      $defs: {
        one: { anyOf: [{ $ref: "#/$defs/two" }, { type: "string" }] },
        two: { oneOf: [{ $ref: "#/$defs/one" }, { $ref: "#/$defs/three" }] },
        three: { $ref: "#/$defs/three" },
      },
    }),
    worklet("union-items", {
      type: "array",
      items: {
        anyOf: [
          { type: "object", required: ["a"], properties: { a: { type: "string" } }, additionalProperties: false },
          { type: "array", items: { type: "string" } },
        ],
      },
    }),
    worklet("long", {
      type: "object",
      additionalProperties: false,
      properties: {
        choice: { type: "string", enum: many(201) },
        few: { enum: many(200) },
        pair: { type: "array", prefixItems: many(201).map(() => ({ type: "string" })), items: false },
      },
    }),
    worklet("wide", {
      type: "object",
      additionalProperties: false,
      properties: Object.fromEntries(many(201).map((name) => [name, { type: "string" }])),
    }),
    worklet("patterned", {
      type: "object",
      additionalProperties: false,
      patternProperties: { "^x-": { type: "string" } },
    }),
  ],
  secrets: ["DESK_TOKEN"],
  models: [],
});

/** What the compiler says of code beside the declarations; empty: nothing. */
function complaints(code: string): string {
  writeFileSync(join(folder, "types.d.ts"), declarations);
  writeFileSync(join(folder, "code.ts"), code);
  const compiler = resolve("node_modules/typescript/bin/tsc");
  const files = [join(folder, "types.d.ts"), join(folder, "code.ts")];
  try {
    execFileSync(process.execPath, [
      compiler,
      "--noEmit",
      "--strict",
      "--ignoreConfig",
      "--types",
      "",
      "--lib",
      "es2022,dom",
      ...files,
    ]);
    return "";
  } catch (error) {
    return String((error as { stdout: Buffer }).stdout);
  }
}

it("good code compiles without a complaint", () => {
  const code = `
    export async function main(input: Worklets.Inputs["triage"], env: Worklets.Env, context: Worklets.Context) {
      const token: string = await context.secrets.get("DESK_TOKEN");
      const { label } = await context.invoke("triage", { text: input.text, kind: "bug", parts: ["a", 1], pair: ["a", 1] });
      const deep = input.tree?.left?.left;
      await context.invoke("any", [1, 2]);
      await context.step("mail", async () => label.length + token.length);
      if (context.run.signal.aborted) context.log("stopped", deep, env.count);
      return label;
    }`;
  expect(complaints(code)).toBe("");
});

it("a mistyped secret, worklet, input or output is an error", () => {
  const code = `
    export async function main(_: unknown, _env: Worklets.Env, context: Worklets.Context) {
      await context.secrets.get("DESK_TOKN");
      await context.invoke("triag", {});
      await context.invoke("triage", { text: 5 });
      await context.invoke("triage", { text: "x", other: 1 });
      (await context.invoke("triage", { text: "x" })).labl.length;
    }`;
  const lines = complaints(code).match(/code\.ts\((\d+),/g) ?? [];
  expect(new Set(lines.map((line) => Number(line.slice(8, -1))))).toEqual(new Set([3, 4, 5, 6, 7]));
});

/** The lines of the code, counted from 0, that the compiler complains of. */
function wrongLines(lines: string[]): number[] {
  const told = complaints(lines.join("\n")).match(/\w+\.ts\((\d+),/g) ?? [];
  expect(told.every((each) => each.startsWith("code.ts"))).toBe(true);
  return [...new Set(told.map((each) => Number(/\d+/.exec(each)?.[0]) - 1))];
}

it("take every value that the schema takes", () => {
  const values: [worklet: string, value: unknown][] = [
    ["self-referring", { a: { b: { i: {} } }, c: {} }],
    ["whole", { next: { next: { next: null } } }],
    ["lists", [{ a: { b: 1 } }, { c: 2 }]],
    ["lists", "text"],
    ["circle", "text"],
    ["union-items", [{ a: "x" }, ["y", "z"]]],
    ["long", { choice: "v200", few: "v199", pair: many(201) }],
    ["wide", { v0: "a", v200: "b" }],
    ["patterned", { "x-a": "b" }],
  ];
  const lines = values.map(
    ([name, value], at) => `const v${at}: Worklets.Inputs["${name}"] = ${JSON.stringify(value)};`,
  );
  expect(wrongLines(lines)).toEqual([]);
});

it("refuse what the schema refuses where it refers to itself, or lists a union", () => {
  const values: [worklet: string, value: unknown][] = [
    ["self-referring", { a: { b: { i: 1 } } }],
    ["whole", { next: { next: 5 } }],
    ["lists", [{ a: { b: "c" } }]],
    // `{...} | string[]` would take the first, and a list of lists not the second.
    ["union-items", { a: "x" }],
    ["union-items", [["y", 1]]],
    ["long", { few: "v200" }],
  ];
  const lines = values.map(
    ([name, value], at) => `const v${at}: Worklets.Inputs["${name}"] = ${JSON.stringify(value)};`,
  );
  expect(wrongLines(lines)).toEqual(values.map((_, at) => at));
});

it("grow with the schema, however often it refers to itself or names a type", () => {
  const properties = (node: object) => Object.fromEntries([..."abcdefghi"].map((name) => [name, node]));
  const short = { $ref: "#/$defs/a", $defs: { a: { type: "object", properties: properties({ $ref: "#/$defs/a" }) } } };
  let deep: JsonSchema = { type: "object" };
  for (let level = 0; level < 15; level++)
    deep = { type: many(50).map(() => "object"), properties: { a: deep, b: {} } };
  for (const schema of [short, deep]) {
    const text = typesOf({ id: "x", worklets: [worklet("x", schema)], secrets: [], models: [] });
    expect(text.length).toBeLessThan(10_000);
  }
  const large = { type: "object", properties: Object.fromEntries(many(150).map((name) => [name, properties({})])) };
  const wide = { allOf: many(200).map((name) => ({ ...large, description: name })) };
  expect(typesOf({ id: "x", worklets: [worklet("x", wide)], secrets: [], models: [] }).length).toBeLessThan(600_000);
});
