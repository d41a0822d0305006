import * as z from "zod";

/** The schemas that validate, read as JSON Schema for the OpenAPI document, and an example of each body. */

export type Schema = { readonly [keyword: string]: unknown };

export type Readings = {
  /** What may be sent. */
  input(schema: z.ZodType): Schema;
  /** What is answered. */
  output(schema: z.ZodType): Schema;
  /** Every schema with an id, by its name in `#/components/schemas/`. */
  components: Record<string, Schema>;
};

/**
 * Reads all schemas of the API together, so that each id is one component. What is sent may leave out what has a default,
 * so a schema that is both sent and answered can read differently: the sent form is then named with `Input` at its end.
 */
export function readSchemas(inputs: z.ZodType[], outputs: z.ZodType[]): Readings {
  const sent = read(inputs, "input");
  const answered = read(outputs, "output");
  const differing = differingIds(sent.definitions, answered.definitions);
  const rename = (text: string) =>
    text.replace(reference, (whole, id) => (differing.has(id) ? `"#${id}Input"` : whole));
  const components: Record<string, Schema> = {};
  for (const [id, text] of answered.definitions) components[id] = parsed(text);
  for (const [id, text] of sent.definitions) components[differing.has(id) ? `${id}Input` : id] = parsed(rename(text));
  return {
    input: (schema) => parsed(rename(found(sent.schemas, schema))),
    output: (schema) => parsed(found(answered.schemas, schema)),
    components: Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** The schema itself when it is a reference to a component. */
export function resolved(schema: Schema, components: Record<string, Schema>): Schema {
  const name = nameOf(schema);
  return name === null ? schema : (components[name] ?? {});
}

/** The component that a schema refers to; null when it stands where it is used. */
export function nameOf(schema: Schema): string | null {
  const target = schema.$ref;
  return typeof target === "string" ? target.slice(prefix.length) : null;
}

const prefix = "#/components/schemas/";

/** How a reference is written between reading and answering: as text, `"#Draft"`. */
const reference = /"#([A-Za-z_][A-Za-z0-9_]*)"/g;

type Texts = { schemas: Map<z.ZodType, string>; definitions: Map<string, string> };

function read(schemas: z.ZodType[], io: "input" | "output"): Texts {
  const distinct = [...new Set(schemas)];
  const whole = z.toJSONSchema(z.object(Object.fromEntries(distinct.map((schema, at) => [at, schema]))), {
    io,
    override: ({ jsonSchema }) => tidy(jsonSchema as Record<string, unknown>, io),
  });
  // A recursive schema without an id is z.json(): each use of it comes as a definition of its own.
  const nameOfDefinition = (id: string) => (id.startsWith("__schema") ? "Json" : id);
  const short = (value: unknown) =>
    JSON.stringify(value).replace(/"#\/\$defs\/([^"]+)"/g, (_, id) => `"#${nameOfDefinition(id)}"`);
  const definitions = new Map<string, string>();
  for (const [id, definition] of Object.entries(whole.$defs ?? {})) {
    const name = nameOfDefinition(id);
    const text = short(definition);
    if ((definitions.get(name) ?? text) !== text) throw new Error("A recursive schema needs an id of its own.");
    definitions.set(name, text);
  }
  return {
    schemas: new Map(distinct.map((schema, at) => [schema, short(whole.properties?.[at] ?? {})])),
    definitions,
  };
}

const safe = Number.MAX_SAFE_INTEGER;

/** Takes out what says nothing to a reader, and what would forbid answers to gain members. */
function tidy(schema: Record<string, unknown>, io: "input" | "output"): void {
  if (schema.minimum === -safe) delete schema.minimum;
  if (schema.maximum === safe) delete schema.maximum;
  if (schema.format === "date-time") delete schema.pattern;
  if (io === "output" && schema.additionalProperties === false) delete schema.additionalProperties;
  delete schema.wrapper;
}

/** Ids that read differently when sent and when answered, themselves or through what they refer to. */
function differingIds(sent: Map<string, string>, answered: Map<string, string>): Set<string> {
  const differing = new Set<string>();
  for (let before = -1; before < differing.size; ) {
    before = differing.size;
    for (const [id, text] of sent) {
      const other = answered.get(id);
      if (other === undefined) continue;
      const refersToOne = [...text.matchAll(reference)].some(([, name]) => differing.has(name ?? ""));
      if (refersToOne || text !== other) differing.add(id);
    }
  }
  return differing;
}

function parsed(text: string): Schema {
  return JSON.parse(text.replace(reference, (_, id) => `"${prefix}${id}"`)) as Schema;
}

function found(texts: Map<z.ZodType, string>, schema: z.ZodType): string {
  const text = texts.get(schema);
  if (text === undefined) throw new Error("The schema was not among those that were read.");
  return text;
}

/** What stands for a member in examples: the first that fits the member's pattern. */
const samples: Record<string, unknown[]> = {
  name: ["Support desk", "SLACK_WEBHOOK"],
  id: ["clean"],
  file: ["triage.ts"],
  function: ["clean"],
  role: ["invoke"],
  value: ["s3cret"],
  worklet_input: [{ text: "Hello" }],
};

/** A small value that the schema takes: the one that it gives itself, else its required members, else its first. */
export function exampleOf(schema: Schema, components: Record<string, Schema>, member = ""): unknown {
  const { type, const: fixed, enum: choices, anyOf, oneOf, pattern, default: usual, examples } = schema;
  if (nameOf(schema) !== null) return exampleOf(resolved(schema, components), components, member);
  if (Array.isArray(examples)) return examples[0];
  const sample = samples[member]?.find((each) => typeof pattern !== "string" || new RegExp(pattern).test(String(each)));
  if (sample !== undefined) return sample;
  if (fixed !== undefined) return fixed;
  if (usual !== undefined) return usual;
  if (Array.isArray(choices)) return choices[0];
  const either = anyOf ?? oneOf;
  if (Array.isArray(either)) return exampleOf(either[0] as Schema, components, member);
  if (type === "object") return exampleObject(schema, components);
  if (type === "array") return schema.minItems ? [exampleOf(schema.items as Schema, components)] : [];
  if (type === "integer" || type === "number") return schema.minimum ?? 1;
  if (type === "boolean") return true;
  return type === "string" ? "text" : null;
}

function exampleObject(schema: Schema, components: Record<string, Schema>): Record<string, unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const required = (schema.required ?? []) as string[];
  const shown = required.length > 0 ? properties.filter(([name]) => required.includes(name)) : properties.slice(0, 1);
  return Object.fromEntries(shown.map(([name, each]) => [name, exampleOf(each, components, name)]));
}
