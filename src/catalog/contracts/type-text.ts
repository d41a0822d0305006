import type { JsonSchema } from "../../contract/catalog.ts";

/**
 * A JSON Schema as a TypeScript type. What TypeScript has no words for (patterns, bounds, `not`, `if`) is left out, so the
 * type takes all that the schema takes and sometimes more; `unknown` stands for what cannot be said.
 */

type Schema = JsonSchema | boolean | undefined;
/** Where references lead, and how deep the text is: schemas may refer to themselves. */
type Place = { root: JsonSchema; depth: number; indent: string };

const deepest = 12;
const mostMembers = 200;

/** Gives the text of a type, its lines after the first indented by `indent`. */
export function typeText(schema: JsonSchema | null, indent = ""): string {
  return schema === null ? "unknown" : typeOf(schema, { root: schema, depth: 0, indent });
}

function typeOf(schema: Schema, place: Place): string {
  if (schema === false) return "never";
  if (typeof schema !== "object" || schema === null || place.depth > deepest) return "unknown";
  const inside = { ...place, depth: place.depth + 1 };
  if (typeof schema.$ref === "string") return typeOf(target(schema.$ref, place.root), inside);
  if ("const" in schema) return literal(schema.const);
  if (Array.isArray(schema.enum)) return union(schema.enum.slice(0, mostMembers).map(literal));
  const parts = [ownType(schema, inside)];
  for (const either of [schema.anyOf, schema.oneOf]) {
    if (Array.isArray(either)) parts.push(union(either.map((each: Schema) => typeOf(each, inside))));
  }
  if (Array.isArray(schema.allOf)) parts.push(...schema.allOf.map((each: Schema) => typeOf(each, inside)));
  const told = [...new Set(parts)].filter((part) => part !== "unknown");
  return told.length === 0 ? "unknown" : told.length === 1 ? (told[0] ?? "unknown") : told.map(grouped).join(" & ");
}

function ownType(schema: JsonSchema, place: Place): string {
  const { type } = schema;
  if (Array.isArray(type)) return union(type.map((each) => ofKind(String(each), schema, place)));
  if (typeof type === "string") return ofKind(type, schema, place);
  return "properties" in schema ? objectType(schema, place) : "unknown";
}

function ofKind(kind: string, schema: JsonSchema, place: Place): string {
  switch (kind) {
    case "string":
    case "number":
    case "boolean":
    case "null":
      return kind;
    case "integer":
      return "number";
    case "array":
      return arrayType(schema, place);
    case "object":
      return objectType(schema, place);
    default:
      return "unknown";
  }
}

function arrayType(schema: JsonSchema, place: Place): string {
  const { prefixItems, items } = schema as { prefixItems?: Schema[]; items?: Schema };
  const each = grouped(typeOf(items, place));
  if (!Array.isArray(prefixItems)) return `${each}[]`;
  const first = prefixItems.slice(0, mostMembers).map((item) => `${grouped(typeOf(item, place))}?`);
  return `[${[...first, ...(items === false ? [] : [`...${each}[]`])].join(", ")}]`;
}

function objectType(schema: JsonSchema, place: Place): string {
  const inner = { ...place, indent: `${place.indent}  ` };
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>).slice(0, mostMembers);
  const required = Array.isArray(schema.required) ? schema.required : [];
  const others = schema.additionalProperties as Schema;
  if (properties.length === 0) return `Record<string, ${others === false ? "never" : typeOf(others, inner)}>`;
  const members = properties.map(([name, property]) => {
    const optional = required.includes(name) ? "" : "?";
    return `${documented(property, inner.indent)}${inner.indent}${JSON.stringify(name)}${optional}: ${typeOf(property, inner)};`;
  });
  // Members that are not named may hold anything, unless the schema says otherwise.
  if (others !== false) members.push(`${inner.indent}[other: string]: unknown;`);
  return `{\n${members.join("\n")}\n${place.indent}}`;
}

function documented(schema: Schema, indent: string): string {
  const text = typeof schema === "object" ? schema?.description : undefined;
  if (typeof text !== "string" || text === "") return "";
  return `${indent}/** ${text.replaceAll("*/", "*\\/").replace(/\s+/g, " ").slice(0, 500)} */\n`;
}

/** What `#/$defs/name` leads to; other references are not followed. */
function target(reference: string, root: JsonSchema): Schema {
  const name = /^#\/(\$defs|definitions)\/([^/]+)$/.exec(reference);
  if (reference === "#") return root;
  const group = name ? (root[name[1] ?? ""] as Record<string, Schema> | undefined) : undefined;
  return name && group && Object.hasOwn(group, name[2] ?? "") ? group[name[2] ?? ""] : undefined;
}

function literal(value: unknown): string {
  return value === null || typeof value !== "object" ? JSON.stringify(value) : "unknown";
}

function union(types: string[]): string {
  const distinct = [...new Set(types)];
  if (distinct.includes("unknown") || distinct.length === 0) return "unknown";
  return distinct.length === 1 ? (distinct[0] ?? "unknown") : distinct.map(grouped).join(" | ");
}

/** A type that can stand beside an operator. */
function grouped(type: string): string {
  return / [|&] /.test(type) && !type.startsWith("{") ? `(${type})` : type;
}
