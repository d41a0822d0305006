import { inject } from "vitest";
import { type Answer, call, eventually, fresh, invoke, newApplication } from "../support/api.ts";

/** What the tests of blocks that reach outside share. */

export const { url: providers, key } = inject("providers");
export const witness = inject("witness");

/** An application with the secret TOKEN; gives its address. */
export async function desk(secrets: Record<string, string> = {}): Promise<string> {
  const application = `/applications/${await newApplication()}`;
  for (const [name, value] of Object.entries({ TOKEN: "secret-token-1234", ...secrets })) {
    await call("POST", `${application}/secrets`, { body: { name, value } });
  }
  return application;
}

/** Saves blocks as a worklet; gives the answer, which is 201 when they can run. */
export function save(application: string, blocks: object[], more: object = {}): Promise<Answer> {
  const id = fresh("blocks");
  return call("POST", `${application}/worklets`, { body: { name: id, id, graph: { blocks }, ...more } });
}

/** Saves and invokes. */
export async function run(
  application: string,
  blocks: object[],
  input: unknown = null,
  more: object = {},
): Promise<Answer> {
  const made = await save(application, blocks, more);
  if (made.status !== 201) throw new Error(`Not saved: ${JSON.stringify(made.body)}`);
  return invoke(made.headers.get("Location") ?? "", input, { query: "?trace=true" });
}

/** Saves and invokes in the background; gives the poll of the ended run, and its address. */
export async function runBehind(application: string, blocks: object[], input: unknown = null, more: object = {}) {
  const made = await save(application, blocks, more);
  if (made.status !== 201) throw new Error(`Not saved: ${JSON.stringify(made.body)}`);
  const worklet = made.headers.get("Location") ?? "";
  const { body } = await call("POST", `${worklet}/invoke`, { body: { worklet_input: input, async: true } });
  const address = `${worklet}/${body.worklet_run_id}`;
  return { address, poll: await ended(address) };
}

export async function ended(address: string): Promise<Answer["body"]> {
  const isOver = ({ body }: Answer) => body.status !== "QUEUED" && body.status !== "RUNNING";
  return (await eventually(() => call("GET", `${address}?wait=5`), isOver, 50_000)).body;
}
