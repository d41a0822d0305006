/** A value to begin with: what a curl line and the fields of the console show for a schema. */

/** The members of a JSON Schema that say what a value may look like. */
type Schema = {
  type?: string | string[];
  examples?: unknown[];
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
};

/** Some value that fits a JSON Schema of the plain sort: its own example when it gives one. Without a schema null. */
export function sampleOf(schema: Schema | null | undefined): unknown {
  if (!schema) return null;
  const given = [...(schema.examples ?? []), schema.default, schema.const, ...(schema.enum ?? [])];
  const first = given.find((value) => value !== undefined);
  if (first !== undefined) return first;
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "object" || schema.properties) {
    const wanted = schema.required ?? Object.keys(schema.properties ?? {});
    return Object.fromEntries(wanted.map((name) => [name, sampleOf(schema.properties?.[name])]));
  }
  return { string: "Ada", number: 1, integer: 1, boolean: true, array: [] }[type ?? ""] ?? null;
}
