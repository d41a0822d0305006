import type { Call } from "./client.ts";

/** The command that invokes a first worklet: what a person pastes into a shell. */

type Schema = {
  type?: string | string[];
  examples?: unknown[];
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
};

/** A curl line for `hello/hello`, else for the first worklet there is; null when there is none. */
export async function firstCurlLine(call: Call, origin: string, key: string): Promise<string | null> {
  const application = (await idsOf(call, "/applications")).sort(helloFirst)[0];
  if (application === undefined) return null;
  const worklet = (await idsOf(call, `/applications/${application}/worklets`)).sort(helloFirst)[0];
  if (worklet === undefined) return null;
  const address = `/applications/${application}/worklets/${worklet}`;
  const { body } = await call("GET", `${address}/draft`);
  return curlLine(origin + address, key, sampleOf((body as { input_schema?: Schema | null } | null)?.input_schema));
}

/** The documented form of a call; the input stands in single quotes, so that a shell changes nothing in it. */
export function curlLine(address: string, key: string, input: unknown): string {
  const body = JSON.stringify({ worklet_input: input }).replaceAll("'", "'\\''");
  return `curl -X POST ${address}/invoke \\\n     -H 'Authorization: Api-Key ${key}' \\\n     -d '${body}'`;
}

/** Some value that fits a JSON Schema of the plain sort: its own example when it gives one. */
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

async function idsOf(call: Call, path: string): Promise<string[]> {
  const { body } = await call("GET", `${path}?limit=100`);
  return ((body as { items?: { id: string }[] } | null)?.items ?? []).map(({ id }) => id);
}

function helloFirst(a: string, b: string): number {
  return Number(b === "hello") - Number(a === "hello");
}
