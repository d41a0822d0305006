import { parseArgs } from "node:util";
import { quantile } from "./figures.ts";
import { buildProduct, rootKey, type Side, startProduct } from "./sides.ts";

/**
 * `node bench/fan-out.ts`: a block with `each` over 100 items that take 10 ms each, ten at a time, so that 100 ms are the least.
 * The time is that of the client, on workerd's own socket; `latency_ms` is what the run itself says.
 */

const { values } = parseArgs({ options: { times: { type: "string", default: "40" } } });
const times = Number(values.times);
const source = "export const main = (input) => new Promise((done) => setTimeout(done, 10, input));";
const leastMs = 100;

const side = await startProduct(await buildProduct());
try {
  await furnish(side);
  for (const isBackground of [false, true]) {
    const client: number[] = [];
    const run: number[] = [];
    for (let at = -5; at < times; at++) {
      const started = performance.now();
      const query = isBackground ? "?wait=60" : "";
      const answer = await call(side, "POST", `/applications/fan/worklets/out/invoke${query}`, {
        worklet_input: Array.from({ length: 100 }, (_, n) => n),
        async: isBackground,
      });
      if (answer.worklet_output?.[99] !== 99) throw new Error(`The run failed: ${JSON.stringify(answer)}`);
      // The first ones start isolates and compile.
      if (at < 0) continue;
      client.push(performance.now() - started);
      run.push(answer.latency_ms);
    }
    const figure = (all: number[], q: number) => `${quantile(all, q).toFixed(0)} ms`;
    const ratio = (quantile(client, 0.5) / leastMs).toFixed(2);
    console.log(
      `${isBackground ? "background" : "synchronous"}: p50 ${figure(client, 0.5)} (${ratio} of the least), p99 ${figure(client, 0.99)}; latency_ms p50 ${figure(run, 0.5)}`,
    );
  }
} finally {
  await side.stop();
}

type Answer = { worklet_output?: number[]; latency_ms: number };

async function furnish(to: Side): Promise<void> {
  await call(to, "POST", "/applications", { name: "Fan", id: "fan" });
  const each = { items: "{{ input }}", concurrency: 10 };
  const blocks = [{ id: "main", kind: "code", file: "out.js", function: "main", each }];
  await call(to, "POST", "/applications/fan/worklets", {
    name: "Out",
    id: "out",
    files: { "out.js": source },
    graph: { blocks },
  });
}

async function call(to: Side, method: string, path: string, sent: object): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${to.port}${path}`, {
    method,
    headers: { Authorization: `Api-Key ${rootKey}` },
    body: JSON.stringify(sent),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as Answer;
}
