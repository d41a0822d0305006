import { type FieldPlan, planOf } from "./plan.ts";

/** What a form begins with. */

/** The defaults of the schema, and what is required and has only one way to begin; undefined: the person must say. */
export function startingValue(part: unknown, root: unknown, levels = 8): unknown {
  const plan = planOf(part, root);
  if (plan.defaultValue !== undefined) return plan.defaultValue;
  switch (plan.kind) {
    case "boolean":
      return false;
    case "list":
      return [];
    case "choice":
      return plan.options.length === 1 ? plan.options[0]?.value : undefined;
    case "object":
      return levels === 0 ? {} : startingObject(plan, root, levels - 1);
    default:
      return undefined;
  }
}

function startingObject(plan: FieldPlan & { kind: "object" }, root: unknown, levels: number): Record<string, unknown> {
  const begun = plan.members.flatMap(({ name, part, isRequired }): [string, unknown][] => {
    const value = isRequired ? startingValue(part, root, levels) : planOf(part, root).defaultValue;
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(begun);
}

/** What a new item of a list, or a new member, begins with: something that JSON can hold. */
export function startingItem(part: unknown, root: unknown): unknown {
  const value = startingValue(part, root);
  if (value !== undefined) return value;
  return planOf(part, root).kind === "text" ? "" : null;
}
