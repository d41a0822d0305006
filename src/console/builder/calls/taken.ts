import type { JsonSchema } from "../../../contract/catalog.ts";
import type { CallValue } from "../../../contract/view.ts";
import { viewLimits } from "../../../contract/view-limits.ts";
import type { Json } from "../../../expression/expression.ts";
import { type FieldPlan, isObject, planOf } from "../../schema-form/plan.ts";

/** What a worklet takes, as values that a call of it can declare. Pure. */

export type Taken = {
  /** Of the value: as the member, where that is a name. */
  readonly name: string;
  /** Of the worklet's input. */
  readonly member: string;
  readonly isRequired: boolean;
  readonly value: CallValue;
};

/** The members of an input, the required ones first; none where the schema asks for no object. */
export function takenOf(schema: JsonSchema | null): Taken[] {
  const plan = planOf(schema, schema);
  if (schema === null || plan.kind !== "object") return [];
  const members = plan.members.filter(({ name }) => name !== "__proto__");
  const ordered = [...members.filter(({ isRequired }) => isRequired), ...members.filter((each) => !each.isRequired)];
  const names = new Set<string>();
  return ordered.slice(0, viewLimits.callValues).map(({ name: member, part, isRequired }) => {
    const name = freeName(member, names);
    names.add(name);
    const own = schemaOf(part, schema);
    const from = fromOf(planOf(part, schema), isRequired);
    return {
      ...{ name, member, isRequired },
      value: { ...(from !== undefined && { from }), ...(own !== undefined && { schema: own }) },
    };
  });
}

/**
 * What a new call declares by itself: what the worklet needs, and of the rest what can be left as it comes. A value that
 * comes from nowhere keeps the draft from being saved, so what nobody needs is not made one.
 */
export function declaredAtFirst(taken: readonly Taken[]): Taken[] {
  return taken.filter(({ isRequired, value }) => isRequired || value.from !== undefined);
}

const reserved = ["constructor", "prototype"];

function freeName(member: string, taken: ReadonlySet<string>): string {
  const plain = member.replaceAll(/[^A-Za-z0-9_]/g, "_").replace(/^(?=\d)/, "_");
  const wish = (reserved.includes(plain) ? `${plain}_` : plain || "value").slice(0, 60);
  for (let count = 1; ; count++) {
    const name = count === 1 ? wish : `${wish}${count}`;
    if (!taken.has(name)) return name;
  }
}

/** What the value is when nobody says: what the schema says for it, or nothing where nothing may be given. */
function fromOf(plan: FieldPlan, isRequired: boolean): Json | undefined {
  const only = plan.kind === "choice" && plan.options.length === 1 && isRequired ? plan.options[0]?.value : undefined;
  const from = plan.defaultValue ?? only ?? (plan.isNullable && !isRequired ? null : undefined);
  // As a template it would say something else.
  return JSON.stringify(from)?.includes("{{") ? undefined : (from as Json | undefined);
}

/** The part of the schema as it stands by itself; undefined: it says nothing, or points to where it cannot stand without. */
function schemaOf(part: unknown, root: JsonSchema): Record<string, unknown> | undefined {
  if (!isObject(part)) return undefined;
  const { default: _default, examples: _examples, ...own } = part;
  if (Object.keys(own).length === 0) return undefined;
  const homes = ["$defs", "definitions"].filter((name) => isObject(root[name]));
  const around = Object.fromEntries(homes.map((name) => [name, root[name]]));
  if (referencesIn(own).length === 0) return own;
  const isInside = (reference: string) => homes.some((name) => reference.startsWith(`#/${name}/`));
  return referencesIn([own, around]).every(isInside) ? { ...own, ...around } : undefined;
}

function referencesIn(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([name, each]) =>
    ["$ref", "$dynamicRef"].includes(name) && typeof each === "string" ? [each] : referencesIn(each),
  );
}
