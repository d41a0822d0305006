import { rootKey, type Side } from "./sides.ts";

/** What the benchmark asks of the product: worklets made through the API, and the requests that invoke them. */

export type Product = { side: Side; key: string; answerLength: number };

const application = "/applications/bench";
const body = '{"worklet_input": {"name": "Ada"} }';
const greeting = "export function main(input: { name: string }) { return 'Hello ' + input.name; }";
const links = 10;

/** Makes the application, an `invoke` key, a worklet of one code block and one of ten. */
export async function furnish(side: Side): Promise<Product> {
  await call(side, "POST", "/applications", { name: "Bench", id: "bench" });
  const { key } = await call(side, "POST", "/keys", { name: "bench", role: "invoke", application: "bench" });
  await makeWorklet(side, "one", greeting);
  const link = "export const link = (input: unknown) => input;";
  const blocks = Array.from({ length: links }, (_, n) => ({
    id: `link-${n}`,
    kind: "code",
    file: "ten.ts",
    function: "link",
  }));
  await makeWorklet(side, "ten", link, blocks);
  const answer = await fetch(`http://127.0.0.1:${side.port}${application}/worklets/one/invoke`, {
    method: "POST",
    headers: { Authorization: `Api-Key ${key}` },
    body,
  });
  return { side, key, answerLength: (await answer.text()).length };
}

/** Worklets whose code never ran before. */
export async function makeFresh(side: Side, names: string[]): Promise<void> {
  for (const name of names) await makeWorklet(side, name, `${greeting} // ${name}`);
}

/** The literal call of the README, as curl sends it. */
export function invocation(worklet: string, key: string): string {
  return request(`${application}/worklets/${worklet}/invoke`, body, `Authorization: Api-Key ${key}\r\n`);
}

/** The same body for a side that reads it and looks at nothing. */
export function plainRequest(path = "/"): string {
  return request(path, body, "");
}

function request(path: string, text: string, more: string): string {
  const type = "Content-Type: application/x-www-form-urlencoded";
  return `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${more}${type}\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
}

/** Waits until the list has every run: what is still being written would be paid by the next side. Gives the milliseconds. */
export async function settled({ side }: Product, ran: number): Promise<number> {
  const database = await side.server.getD1Database("DB");
  const start = performance.now();
  for (;;) {
    const kept = await database.prepare("select count(*) as count from runs").first<number>("count");
    if (kept === ran) return performance.now() - start;
    if (performance.now() - start > 60_000) throw new Error(`The list has ${kept} of ${ran} runs after a minute.`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function makeWorklet(side: Side, id: string, source: string, blocks?: object[]): Promise<void> {
  const file = `${id}.ts`;
  await call(side, "POST", `${application}/worklets`, {
    name: id,
    id,
    files: { [file]: source },
    graph: { blocks: blocks ?? [{ id: "main", kind: "code", file, function: "main" }] },
  });
}

async function call(side: Side, method: string, path: string, sent: object): Promise<{ key: string }> {
  const response = await fetch(`http://127.0.0.1:${side.port}${path}`, {
    method,
    headers: { Authorization: `Api-Key ${rootKey}` },
    body: JSON.stringify(sent),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as { key: string };
}
