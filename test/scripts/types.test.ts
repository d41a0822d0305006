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
