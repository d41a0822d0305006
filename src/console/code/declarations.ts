import type { JsonSchema } from "../../contract/catalog.ts";
import { typeText } from "../../source/type-text.ts";
import type { Globals } from "./typescript-protocol.ts";

/** The declarations that differ from application to application: its names, and what its worklet takes. */
export function declarations(globals: Globals | null): string {
  const { text, declarations: named } = typeText((globals?.inputSchema ?? null) as JsonSchema | null, "Input", "  ");
  const aliases = [...named].map(([name, type]) => `  type ${name} = ${type};\n`).join("");
  // The functions of a file serve several blocks, so members that the worklet's input does not have are let through.
  const input = text === "unknown" ? "any" : `(${text}) & Record<string, any>`;
  return `declare namespace Worklets {
  interface Names {
    secrets: ${anyOf(globals?.secrets)};
    worklets: ${anyOf(globals?.worklets)};
    models: ${anyOf(globals?.models)};
  }
  /** What the worklet takes, by its input schema. */
  type Input = ${input};
${aliases}}
`;
}

/** The names as literals; `never` when there are none, so that a mistyped name is told either way. */
function anyOf(names: string[] | undefined): string {
  if (names === undefined) return "string";
  return names.length === 0 ? "never" : names.map((name) => JSON.stringify(name)).join(" | ");
}
