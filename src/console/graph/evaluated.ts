import {
  dependencies,
  ExpressionError,
  evaluate,
  isConstant,
  type Json,
  parseCondition,
  parseValue,
  unknownRoots,
  type ValueTemplate,
} from "../../expression/expression.ts";

/** What an expression gives for the values at hand, worked out in the browser by the interpreter that the engine has. */

/** What an expression may name. */
export type Scope = {
  /** Names and their values. A name whose value is not known has an example, or undefined. */
  values: Record<string, unknown>;
  /** Why a value is not known, by its path: `input`, `blocks.clean`. */
  missing: Record<string, string>;
};

export type Form = "value" | "condition";

export type Evaluated =
  /** There is no expression in it. */
  | { type: "constant"; value: unknown }
  | { type: "value"; value: unknown }
  /** It cannot be saved, or fails for these values. `position` counts in the text. */
  | { type: "wrong"; message: string }
  /** A value that it looks at is not known. */
  | { type: "unknown"; why: string };

export function evaluated(source: Json, form: Form, scope: Scope): Evaluated {
  try {
    const template = form === "condition" ? parseCondition(String(source)) : parseValue(source);
    const [unknown] = unknownRoots(template, Object.keys(scope.values));
    if (unknown !== undefined) {
      return {
        type: "wrong",
        message: `\`${unknown}\` is not known here; there is ${Object.keys(scope.values).join(", ")}.`,
      };
    }
    const wrong = wrongBlock(template, scope);
    if (wrong !== null) return { type: "wrong", message: wrong };
    const why = whyUnknown(template, scope);
    if (why !== null) return { type: "unknown", why };
    const value = evaluate(template, scope.values);
    return { type: isConstant(template) ? "constant" : "value", value };
  } catch (error) {
    if (error instanceof ExpressionError) return { type: "wrong", message: error.message };
    throw error;
  }
}

/** A value as a short text. */
export function shortText(value: unknown, most = 300): string {
  const text = JSON.stringify(value) ?? "null";
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** `blocks.ID` names a block that runs before. */
function wrongBlock(template: ValueTemplate, { values }: Scope): string | null {
  const blocks = values.blocks;
  if (typeof blocks !== "object" || blocks === null) return null;
  const id = dependencies(template)
    .filter(([root, name]) => root === "blocks" && name !== undefined)
    .find(([, name]) => !Object.hasOwn(blocks, name ?? ""))?.[1];
  return id === undefined ? null : `No block \`${id}\` runs before this one.`;
}

function whyUnknown(template: ValueTemplate, { missing }: Scope): string | null {
  for (const [root = "", name] of dependencies(template)) {
    const why = missing[root] ?? (root === "blocks" ? missingBlock(missing, name) : undefined);
    if (why !== undefined) return why;
  }
  return null;
}

function missingBlock(missing: Scope["missing"], id: string | undefined): string | undefined {
  if (id !== undefined) return missing[`blocks.${id}`];
  return Object.entries(missing).find(([path]) => path.startsWith("blocks."))?.[1];
}
