import { sampleOf } from "../src/source/sample.ts";
import type { Call } from "./client.ts";

/** The command that invokes a first worklet: what a person pastes into a shell. */

/** A curl line for `hello/hello`, else for the first worklet there is; null when there is none. */
export async function firstCurlLine(call: Call, origin: string, key: string): Promise<string | null> {
  const application = (await idsOf(call, "/applications")).sort(helloFirst)[0];
  if (application === undefined) return null;
  const worklet = (await idsOf(call, `/applications/${application}/worklets`)).sort(helloFirst)[0];
  if (worklet === undefined) return null;
  const address = `/applications/${application}/worklets/${worklet}`;
  const { body } = await call("GET", `${address}/draft`);
  const draft = body as { input_schema?: Parameters<typeof sampleOf>[0] } | null;
  return curlLine(origin + address, key, sampleOf(draft?.input_schema));
}

/** The documented form of a call; the input stands in single quotes, so that a shell changes nothing in it. */
export function curlLine(address: string, key: string, input: unknown): string {
  const body = JSON.stringify({ worklet_input: input }).replaceAll("'", "'\\''");
  return `curl -X POST ${address}/invoke \\\n     -H 'Authorization: Api-Key ${key}' \\\n     -d '${body}'`;
}

async function idsOf(call: Call, path: string): Promise<string[]> {
  const { body } = await call("GET", `${path}?limit=100`);
  return ((body as { items?: { id: string }[] } | null)?.items ?? []).map(({ id }) => id);
}

function helloFirst(a: string, b: string): number {
  return Number(b === "hello") - Number(a === "hello");
}
