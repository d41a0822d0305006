import type { JsonSchema } from "../contract/catalog.ts";
import { TypeNames } from "./type-names.ts";

/**
 * A JSON Schema as a TypeScript type. What TypeScript has no words for (patterns, bounds, `not`, `if`) is left out, so the
 * type takes all that the schema takes and sometimes more; `unknown` stands for what cannot be said. What is referred to has a
 * declaration of its own: the text grows with the schema, also where the schema refers to itself many times.
 */

type Schema = JsonSchema | boolean | undefined;

/** `isJoined`: several types with an operator between them, which has to stand in parentheses beside another one. */
type Type = { text: string; isJoined?: boolean };

/** `above`: the references that lead here without a member or an item between, where a type may not refer to itself. */
type Place = { schemas: Schemas; depth: number; indent: string; above: readonly string[] };

/** What all places in one schema share. */
type Schemas = { root: JsonSchema; names: TypeNames; left: number };

const deepest = 12;
const mostMembers = 200;
/** What stands within something else is counted with it once more. */
const mostCharacters = 500_000;

/** A type, and the declarations that it refers to, by name. */
export type TypeText = { text: string; declarations: Map<string, string> };

/**
 * The type of a schema; `name` begins the names of what it refers to. Lines after the first are indented by `indent`;
 * declarations stand one step further out.
 */
export function typeText(schema: JsonSchema | null, name: string, indent = ""): TypeText {
  const declarations = new Map<string, string>();
  if (schema === null) return { text: "unknown", declarations };
  const schemas = { root: schema, names: new TypeNames(name), left: mostCharacters };
  const { text } = typeOf(schema, { schemas, depth: 0, indent, above: ["#"] });
  // Each may refer to further ones, which stand at the end of the list then.
  for (const [reference, declared] of schemas.names) {
    const place = { schemas, depth: 0, indent: indent.slice(2), above: [reference] };
    declarations.set(declared, typeOf(target(reference, schema), place).text);
  }
  return { text, declarations };
}

function typeOf(schema: Schema, place: Place): Type {
  if (schema === false) return { text: "never" };
  if (typeof schema !== "object" || schema === null) return unknown;
  if (place.depth > deepest || place.schemas.left < 0) return unknown;
  const type = partsOf(schema, { ...place, depth: place.depth + 1 });
  place.schemas.left -= type.text.length;
  return type;
}

function partsOf(schema: JsonSchema, place: Place): Type {
  if (typeof schema.$ref === "string") return referred(schema.$ref, place);
  if ("const" in schema) return literal(schema.const);
  if (Array.isArray(schema.enum) && schema.enum.length <= mostMembers) return union(schema.enum.map(literal));
  const parts = [ownType(schema, place)];
  for (const either of [schema.anyOf, schema.oneOf]) {
    if (Array.isArray(either)) parts.push(union(either.map((each: Schema) => typeOf(each, place))));
  }
  if (Array.isArray(schema.allOf)) parts.push(...schema.allOf.map((each: Schema) => typeOf(each, place)));
  return joined(
    parts.filter(({ text }) => text !== "unknown"),
    " & ",
  );
}

function ownType(schema: JsonSchema, place: Place): Type {
  const { type } = schema;
  if (Array.isArray(type)) return union([...new Set(type)].map((each) => ofKind(String(each), schema, place)));
  if (typeof type === "string") return ofKind(type, schema, place);
  return "properties" in schema ? objectType(schema, inside(place)) : unknown;
}

function ofKind(kind: string, schema: JsonSchema, place: Place): Type {
  switch (kind) {
    case "string":
    case "number":
    case "boolean":
    case "null":
      return { text: kind };
    case "integer":
      return { text: "number" };
    case "array":
      return arrayType(schema, inside(place));
    case "object":
      return objectType(schema, inside(place));
    default:
      return unknown;
  }
}

function arrayType(schema: JsonSchema, place: Place): Type {
  const { prefixItems, items } = schema as { prefixItems?: Schema[]; items?: Schema };
  if (!Array.isArray(prefixItems)) return { text: `${grouped(typeOf(items, place))}[]` };
  const first = prefixItems.slice(0, mostMembers).map((item) => `${grouped(typeOf(item, place))}?`);
  const rest = prefixItems.length > mostMembers ? unknown : typeOf(items, place);
  const isClosed = items === false && rest !== unknown;
  return { text: `[${[...first, ...(isClosed ? [] : [`...${grouped(rest)}[]`])].join(", ")}]` };
}

function objectType(schema: JsonSchema, place: Place): Type {
  const inner = { ...place, indent: `${place.indent}  ` };
  const all = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const required = Array.isArray(schema.required) ? schema.required : [];
  const others = schema.additionalProperties as Schema;
  // Members that are not named may hold anything, unless the schema says otherwise.
  const isClosed = others === false && schema.patternProperties === undefined && all.length <= mostMembers;
  if (all.length === 0) {
    const isKnown = schema.patternProperties === undefined;
    return { text: `{ [name: string]: ${isKnown ? typeOf(others, inner).text : "unknown"} }` };
  }
  const members = all.slice(0, mostMembers).map(([name, property]) => {
    const optional = required.includes(name) ? "" : "?";
    const comment = documented(property, inner);
    return `${comment}${inner.indent}${JSON.stringify(name)}${optional}: ${typeOf(property, inner).text};`;
  });
  if (!isClosed) members.push(`${inner.indent}[other: string]: unknown;`);
  return { text: `{\n${members.join("\n")}\n${place.indent}}` };
}

function documented(schema: Schema, { indent, schemas }: Place): string {
  const text = typeof schema === "object" ? schema?.description : undefined;
  if (typeof text !== "string" || text === "" || schemas.left < 0) return "";
  return `${indent}/** ${text.replaceAll("*/", "*\\/").replace(/\s+/g, " ").slice(0, 500)} */\n`;
}

/** What stands within a member or an item may refer to what it stands in. */
function inside(place: Place): Place {
  return { ...place, above: [] };
}

/** The name of what a reference leads to. One that leads back to itself by references alone says nothing. */
function referred(reference: string, place: Place): Type {
  const { schemas, above } = place;
  if (above.includes(reference)) return unknown;
  const schema = target(reference, schemas.root);
  if (typeof schema !== "object") return typeOf(schema, place);
  const isBare = above.length > 0 && leadsBack(schema, { ...place, above: [...above, reference] });
  return isBare ? unknown : { text: schemas.names.of(reference) };
}

/** Whether one of the references `above` is met again, with neither a member nor an item between. */
function leadsBack(schema: Schema, place: Place, seen = new Set<string>()): boolean {
  if (typeof schema !== "object" || schema === null) return false;
  const { $ref, anyOf, oneOf, allOf } = schema;
  if (typeof $ref === "string") {
    if (place.above.includes($ref)) return true;
    if (seen.has($ref)) return false;
    seen.add($ref);
    return leadsBack(target($ref, place.schemas.root), place, seen);
  }
  const parts = [anyOf, oneOf, allOf].flatMap((each) => (Array.isArray(each) ? (each as Schema[]) : []));
  return parts.some((part) => leadsBack(part, place, seen));
}

/** What `#` and `#/$defs/name` lead to; other references are not followed. */
function target(reference: string, root: JsonSchema): Schema {
  const [, group = "", name = ""] = /^#\/(\$defs|definitions)\/([^/]+)$/.exec(reference) ?? [];
  if (reference === "#") return root;
  const schemas = root[group] as Record<string, Schema> | undefined;
  return schemas && Object.hasOwn(schemas, name) ? schemas[name] : undefined;
}

const unknown: Type = { text: "unknown" };

function literal(value: unknown): Type {
  return value === null || typeof value !== "object" ? { text: JSON.stringify(value) } : unknown;
}

function union(types: Type[]): Type {
  return types.some(({ text }) => text === "unknown") ? unknown : joined(types, " | ");
}

function joined(types: Type[], operator: " | " | " & "): Type {
  const distinct = [...new Map(types.map((type) => [type.text, type])).values()];
  const [only = unknown, ...others] = distinct;
  return others.length === 0 ? only : { text: distinct.map(grouped).join(operator), isJoined: true };
}

/** A type that can stand beside an operator. */
function grouped({ text, isJoined = false }: Type): string {
  return isJoined ? `(${text})` : text;
}
