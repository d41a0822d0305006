import { setTimeout as sleep } from "node:timers/promises";
import { askAll, Connection, requestText } from "./background-client.ts";
import { median, quantile } from "./figures.ts";
import type { Product } from "./product.ts";
import { rootKey } from "./sides.ts";

/** Many open runs that are polled again and again: none of the polls may fail, and the runs end as if nobody had asked. */

const worklet = "/applications/bench/worklets/nap";
const source = `export async function main(input: { ms: number }) {
  await new Promise((done) => setTimeout(done, input.ms));
  return "rested";
}`;
const openRuns = 300;
const perSecond = 500;
/** Polls that wait for their answer at the same time. */
const mostOpen = 64;

/** Polls 300 open runs 500 times a second and gives a sentence about it. An answer that is not 200 is an error. */
export async function pollOpenRuns({ side: { port }, key }: Product, forMs: number): Promise<string> {
  await makeNap(port);
  const napMs = forMs + 10_000;
  const body = `{"worklet_input": {"ms": ${napMs}}, "async": true}`;
  const runs: string[] = [];
  let left = openRuns;
  await askAll(
    port,
    16,
    () => (left-- > 0 ? requestText("POST", `${worklet}/invoke`, key, body) : null),
    (answer) => runs.push((JSON.parse(answer.body) as { worklet_run_id: string }).worklet_run_id),
  );
  await sleep(1_000);
  const polls = runs.map((run) => requestText("GET", `${worklet}/${run}`, key, ""));
  const { took, ms } = await paced(port, polls, forMs);
  const latencies: number[] = [];
  const waits = runs.map((run) => requestText("GET", `${worklet}/${run}?wait=120`, key, ""));
  await askAll(
    port,
    openRuns,
    () => waits.pop() ?? null,
    ({ body }) => {
      const end = JSON.parse(body) as { status: string; attempt: number; latency_ms: number };
      if (end.status !== "SUCCEEDED" || end.attempt !== 1) throw new Error(`A polled run ended otherwise: ${body}`);
      latencies.push(end.latency_ms);
    },
  );
  const rate = Math.round((took.length / ms) * 1_000);
  return (
    `${openRuns} open runs, polled ${took.length} times in ${(ms / 1_000).toFixed(1)} s (${rate} a second): no error, p50 ` +
    `${median(took).toFixed(2)} ms, p99 ${quantile(took, 0.99).toFixed(1)} ms. Every run succeeded at its first attempt; ` +
    `blocks that sleep ${napMs} ms took at most ${Math.max(...latencies)} ms.`
  );
}

/** Asks at a steady rate; when no connection is free, later. */
async function paced(port: number, requests: string[], forMs: number): Promise<{ took: number[]; ms: number }> {
  const took: number[] = [];
  const started = performance.now();
  let sent = 0;
  const ask = async () => {
    const connection = await Connection.open(port);
    for (;;) {
      const due = (sent * 1_000) / perSecond;
      if (due >= forMs) break;
      const request = requests[sent % requests.length] ?? "";
      sent += 1;
      const earlyMs = due - (performance.now() - started);
      if (earlyMs > 0) await sleep(earlyMs);
      const from = performance.now();
      const { status, body } = await connection.ask(request);
      if (status !== 200 || !body.includes('"RUNNING"')) throw new Error(`A poll was answered ${status}: ${body}`);
      took.push(performance.now() - from);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: mostOpen }, ask));
  return { took, ms: performance.now() - started };
}

async function makeNap(port: number): Promise<void> {
  const draft = {
    ...{ name: "Nap", id: "nap", files: { "nap.ts": source } },
    graph: { blocks: [{ id: "main", kind: "code", file: "nap.ts", function: "main" }] },
  };
  const connection = await Connection.open(port);
  const request = requestText("POST", "/applications/bench/worklets", rootKey, JSON.stringify(draft));
  const { status, body } = await connection.ask(request);
  connection.close();
  if (status !== 201) throw new Error(`The worklet was not made: ${body}`);
}
