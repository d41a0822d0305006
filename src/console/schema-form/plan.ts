/** What form a JSON Schema (draft 2020-12) asks for: one field for each part of a value. */

export type Schema = Record<string, unknown>;

export type Member = { name: string; part: unknown; isRequired: boolean };
export type Option = { label: string; value: unknown };

export type TextFormat = "plain" | "date" | "date-time" | "email" | "uri";

type Control =
  | {
      kind: "text";
      format: TextFormat;
      isLong: boolean;
      leastLength: number;
      mostLength: number | null;
      pattern: string | null;
    }
  | { kind: "number"; isInteger: boolean; minimum: number | null; maximum: number | null }
  | { kind: "boolean" }
  /** One of fixed values. */
  | { kind: "choice"; options: Option[] }
  | { kind: "list"; item: unknown }
  /** `others`: what members beside the named ones must be; false: there are none. */
  | { kind: "object"; members: Member[]; others: unknown }
  /** One of several kinds of value. */
  | { kind: "alternatives"; options: { label: string; part: unknown }[] }
  /** Whatever a form cannot ask for: it is typed as JSON. */
  | { kind: "json" };

export type FieldPlan = Control & {
  title: string | null;
  description: string | null;
  isNullable: boolean;
  /** undefined: there is none. */
  defaultValue: unknown;
};

/** The field for a part of the schema `root`. */
export function planOf(part: unknown, root: unknown): FieldPlan {
  const { schema, isNullable } = plainSchema(part, root);
  return {
    ...controlOf(schema, root),
    isNullable,
    title: textOf(schema.title),
    description: textOf(schema.description),
    defaultValue: schema.default,
  };
}

/** Follows references and takes out wrappers that add nothing: `allOf` of one part, and null as one of two kinds. */
function plainSchema(part: unknown, root: unknown, hops = 0): { schema: Schema; isNullable: boolean } {
  if (!isObject(part)) return { schema: {}, isNullable: false };
  const again = (inner: unknown, outer: Schema) => plainSchema(merged(inner, outer), root, hops + 1);
  if (hops < 20) {
    const { $ref, allOf, anyOf, oneOf, ...rest } = part;
    if (typeof $ref === "string") {
      const target = referred($ref, root);
      return target === undefined ? { schema: {}, isNullable: false } : again(target, without(part, "$ref"));
    }
    if (Array.isArray(allOf) && allOf.length === 1) return again(allOf[0], without(part, "allOf"));
    const kinds = Array.isArray(anyOf) && oneOf === undefined ? anyOf : anyOf === undefined ? oneOf : undefined;
    if (Array.isArray(kinds) && allOf === undefined) {
      const others = kinds.filter((kind) => !isNull(kind));
      if (others.length === 1) {
        const { schema, isNullable } = again(others[0], rest);
        return { schema, isNullable: isNullable || kinds.length > 1 };
      }
      if (others.length < kinds.length) return { schema: { ...rest, anyOf: others }, isNullable: true };
    }
  }
  const types = part.type;
  if (!Array.isArray(types) || types.length < 2 || !types.includes("null")) return { schema: part, isNullable: false };
  if (part.enum !== undefined || part.const !== undefined) return { schema: part, isNullable: false };
  const others = types.filter((type) => type !== "null");
  return { schema: { ...part, type: others.length === 1 ? others[0] : others }, isNullable: true };
}

function controlOf(schema: Schema, root: unknown): Control {
  if ("const" in schema) return { kind: "choice", options: [optionOf(schema.const)] };
  if (Array.isArray(schema.enum) && schema.enum.length > 0)
    return { kind: "choice", options: schema.enum.map(optionOf) };
  const kinds = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(kinds) && kinds.length > 0) return kindsControl(kinds, schema, root);
  const types = typesOf(schema);
  if (types.length > 1) {
    return {
      kind: "alternatives",
      options: types.map((type) => ({ label: typeWords[type] ?? type, part: { ...schema, type, default: undefined } })),
    };
  }
  return typeControl(types[0], schema);
}

function typeControl(type: string | undefined, schema: Schema): Control {
  switch (type) {
    case "string": {
      const mostLength = numberOf(schema.maxLength);
      return {
        kind: "text",
        format: formats.find((format) => format === schema.format) ?? "plain",
        isLong: mostLength !== null && mostLength > 200,
        leastLength: numberOf(schema.minLength) ?? 0,
        mostLength,
        pattern: textOf(schema.pattern),
      };
    }
    case "number":
    case "integer": {
      const { minimum, maximum } = schema;
      return {
        kind: "number",
        isInteger: type === "integer",
        minimum: numberOf(minimum),
        maximum: numberOf(maximum),
      };
    }
    case "boolean":
      return { kind: "boolean" };
    case "null":
      return { kind: "choice", options: [optionOf(null)] };
    case "array":
      if (schema.prefixItems !== undefined || Array.isArray(schema.items)) return { kind: "json" };
      return { kind: "list", item: schema.items ?? true };
    case "object": {
      const properties = isObject(schema.properties) ? schema.properties : {};
      const required = Array.isArray(schema.required) ? schema.required : [];
      return {
        kind: "object",
        members: Object.entries(properties).map(([name, part]) => ({
          name,
          part,
          isRequired: required.includes(name),
        })),
        others: schema.additionalProperties ?? true,
      };
    }
    default:
      return { kind: "json" };
  }
}

/** One of several kinds: a list to choose from when each is one value, else a choice between fields. */
function kindsControl(kinds: unknown[], schema: Schema, root: unknown): Control {
  const { anyOf: _anyOf, oneOf: _oneOf, default: _default, title: _title, description: _description, ...base } = schema;
  const parts = kinds.map((kind) => merged(kind, base));
  const plans = parts.map((part) => planOf(part, root));
  const fixed = plans.map((plan) => (plan.kind === "choice" ? plan : null));
  if (fixed.every((plan) => plan !== null)) {
    const options = fixed.flatMap((plan) =>
      plan.options.map((option) =>
        plan.options.length === 1 && plan.title !== null ? { ...option, label: plan.title } : option,
      ),
    );
    return { kind: "choice", options };
  }
  if (plans.some(({ kind }) => kind === "json" || kind === "alternatives")) return { kind: "json" };
  const options = plans.map((plan, place) => ({ label: plan.title ?? kindWords[plan.kind], part: parts[place] }));
  const isTold = new Set(options.map(({ label }) => label)).size === options.length;
  return {
    kind: "alternatives",
    options: isTold ? options : options.map((option, place) => ({ ...option, label: `${place + 1}: ${option.label}` })),
  };
}

const formats: TextFormat[] = ["date", "date-time", "email", "uri"];

const typeWords: Record<string, string> = {
  string: "Text",
  number: "Number",
  integer: "Whole number",
  boolean: "True or false",
  array: "List",
  object: "Object",
};

const kindWords: Record<Control["kind"], string> = {
  text: "Text",
  number: "Number",
  boolean: "True or false",
  choice: "Fixed value",
  list: "List",
  object: "Object",
  alternatives: "Choice",
  json: "JSON",
};

/** The types that are named, else the one that other keywords speak of. */
function typesOf(schema: Schema): string[] {
  const { type } = schema;
  if (typeof type === "string") return [type];
  if (Array.isArray(type)) {
    const types = type.filter((each) => typeof each === "string");
    return types.includes("number") ? types.filter((each) => each !== "integer") : types;
  }
  if (isObject(schema.properties)) return ["object"];
  return schema.items === undefined ? [] : ["array"];
}

function optionOf(value: unknown): Option {
  return { label: typeof value === "string" && value !== "" ? value : JSON.stringify(value), value };
}

/** What stands outside is about the same value: its notes win, its demands are added. */
function merged(inner: unknown, outer: Schema): unknown {
  return isObject(inner) ? { ...inner, ...outer } : inner === true ? outer : inner;
}

/** The part at `#/$defs/name`; undefined: there is none, or it is referred to in another way. */
function referred(reference: string, root: unknown): unknown {
  if (reference === "#") return root;
  if (!reference.startsWith("#/")) return undefined;
  let part: unknown = root;
  for (const step of reference.slice(2).split("/")) {
    const name = unescaped(step);
    if (typeof part !== "object" || part === null || !Object.hasOwn(part, name)) return undefined;
    part = (part as Schema)[name];
  }
  return part;
}

function unescaped(step: string): string {
  const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // A bare percent sign: the name as it is written.
  }
}

function without(schema: Schema, name: string): Schema {
  const { [name]: _left, ...rest } = schema;
  return rest;
}

function isNull(part: unknown): boolean {
  return isObject(part) && (part.type === "null" || ("const" in part && part.const === null));
}

export function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
