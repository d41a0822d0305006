import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { root } from "../scripts/wrangler.ts";
import { askAll, Connection, requestText } from "./background-client.ts";
import { pollOpenRuns } from "./background-polls.ts";
import { commitsOfNewestRun, makeStateFolder, processorMs, startBackgroundFloor } from "./background-sides.ts";
import { type Aim, aimsTable, median, note, quantile, type Rounds, ratioOf, spread, table } from "./figures.ts";
import { furnish, type Product } from "./product.ts";
import { buildProduct, type Side, startProduct } from "./sides.ts";

/**
 * The background half of `npm run bench`, which can also be run alone: what a run with an object costs above bare commits and
 * bare messages. Product and floor take turns within each round, both with their state in a folder on disk.
 */

export type BackgroundOptions = { script: string; quick: boolean; write: boolean };

const input = '{"worklet_input": {"name": "Ada"}, "async": true}';
const worklet = "/applications/bench/worklets/one";

/** Prints the tables; `write` puts them into `docs/performance.md` as well. */
export async function measureBackground({ script, quick, write }: BackgroundOptions): Promise<void> {
  const shape = quick
    ? { rounds: 2, single: 40, warmUp: 60, burst: 300, pollMs: 4_000 }
    : { rounds: 5, single: 200, warmUp: 300, burst: 2_000, pollMs: 10_000 };
  const rounds: Rounds = new Map();
  const state = makeStateFolder();
  const product = await furnish(await startProduct(script, join(state.path, "product")));
  const receipt = await (await Connection.open(product.side.port)).ask(invocation(product));
  const floor = await startBackgroundFloor("x".repeat(receipt.body.length), join(state.path, "floor"));
  try {
    const sides = { product, floor };
    await measureSingle(new Map(), sides, shape.warmUp);
    const commits = commitsOfNewestRun(join(state.path, "product"));
    for (let round = 0; round < shape.rounds; round++) {
      await measureSingle(rounds, sides, shape.single);
      for (const [name, side, burst] of [
        ["floor", floor, () => burstOfCommits(floor, shape.burst)],
        ["product", product.side, () => burstOfRuns(product, shape.burst)],
      ] as const) {
        const before = processorMs(side);
        note(rounds, `${name} burst`, await burst());
        note(rounds, `${name} processor`, (processorMs(side) - before) / shape.burst);
      }
      console.error(`background round ${round + 1} of ${shape.rounds}`);
    }
    const polls = await pollOpenRuns(product, shape.pollMs);
    const report = `${tables(rounds, shape, commits, polls)}\n\n${aimsTable(aimsOf(rounds, shape.burst))}\n`;
    console.log(report);
    if (write) writeSection(report);
  } finally {
    await Promise.all([product.side.stop(), floor.stop()]);
    state.drop();
  }
}

type Sides = { product: Product; floor: Side };

/** One after another: the next run is accepted when the former one is over, the next message when the former has arrived. */
async function measureSingle(rounds: Rounds, { product, floor }: Sides, count: number): Promise<void> {
  const atProduct = await Connection.open(product.side.port);
  const atFloor = await Connection.open(floor.port);
  const micros = new Map<string, number[]>();
  const put = (figure: string, ms: number) => micros.set(figure, [...(micros.get(figure) ?? []), ms]);
  const commit = requestText("POST", "/commit", "none", input);
  for (let at = 0; at < count; at++) {
    const started = performance.now();
    const committed = await atFloor.ask(commit);
    put("commit", performance.now() - started);
    expectStatus(committed.status, 202);

    const id = crypto.randomUUID();
    await follow(
      atFloor,
      requestText("POST", `/hop/${id}`, "none", input),
      () => `/hop/${id}`,
      (accept, visible) => {
        put("hop", visible);
        put("hop after receipt", visible - accept);
      },
    );
    await follow(atProduct, invocation(product), runAddress, (accept, visible) => {
      put("accept", accept);
      put("visible", visible);
      put("visible after receipt", visible - accept);
    });
  }
  for (const [figure, values] of micros) {
    note(rounds, `${figure} p50`, median(values));
    note(rounds, `${figure} p99`, quantile(values, 0.99));
  }
  atProduct.close();
  atFloor.close();

  function runAddress(body: string): string {
    return `${worklet}/${(JSON.parse(body) as { worklet_run_id: string }).worklet_run_id}?wait=60`;
  }

  async function follow(
    connection: Connection,
    request: string,
    addressOf: (body: string) => string,
    took: (accept: number, visible: number) => void,
  ): Promise<void> {
    const started = performance.now();
    const accepted = await connection.ask(request);
    const accept = performance.now() - started;
    const seen = await connection.ask(requestText("GET", addressOf(accepted.body), product.key, ""));
    took(accept, performance.now() - started);
    expectStatus(accepted.status, 202);
    expectStatus(seen.status, 200);
    if (connection === atProduct && !seen.body.includes('"SUCCEEDED"')) throw new Error(`A run failed: ${seen.body}`);
  }
}

/** Commits on fresh objects in a second, from the first request to the last answer. */
async function burstOfCommits(floor: Side, count: number): Promise<number> {
  const started = performance.now();
  const commit = requestText("POST", "/commit", "none", input);
  await askAll(floor.port, 16, times(count, commit), ({ status }) => expectStatus(status, 202));
  return (count / (performance.now() - started)) * 1_000;
}

/** Completions in a second, from the first request to the end of the last run. */
async function burstOfRuns(product: Product, count: number): Promise<number> {
  const started = Date.now();
  await askAll(product.side.port, 16, times(count, invocation(product)), ({ status }) => expectStatus(status, 202));
  const database = await product.side.server.getD1Database("DB");
  for (;;) {
    const { ended, last } = (await database
      .prepare("select count(finished_at) as ended, max(finished_at) as last from runs where created_at >= ?1")
      .bind(started)
      .first<{ ended: number; last: number }>()) ?? { ended: 0, last: 0 };
    if (ended === count) return (count / (last - started)) * 1_000;
    if (Date.now() - started > 300_000) throw new Error(`Only ${ended} of ${count} runs ended in five minutes.`);
    // The product's own thread answers this: a look reads all rows, so it looks seldom. What counts is when the last run ended.
    await sleep(1_000);
  }
}

function invocation({ key }: Product): string {
  return requestText("POST", `${worklet}/invoke`, key, input);
}

function times(count: number, request: string): () => string | null {
  let left = count;
  return () => (left-- > 0 ? request : null);
}

function expectStatus(status: number, wanted: number): void {
  if (status !== wanted) throw new Error(`A side answered ${status} instead of ${wanted}.`);
}

function aimsOf(rounds: Rounds, burst: number): Aim[] {
  return [
    {
      what: "accept by a bare commit on a fresh object, p50",
      is: ratioOf(rounds, "accept p50", "commit p50"),
      most: 1.5,
      unit: "x",
    },
    {
      what: "accept to visible result by a bare queue hop, both from the receipt, p50",
      is: ratioOf(rounds, "visible after receipt p50", "hop after receipt p50"),
      most: 3,
      unit: "x",
    },
    {
      what: `completions a second of ${burst} runs by bare commits`,
      is: ratioOf(rounds, "product burst", "floor burst"),
      least: 0.5,
      unit: "x",
    },
  ];
}

function tables(rounds: Rounds, shape: { rounds: number; burst: number }, commits: number, polls: string): string {
  const row = (what: string, floor: string, product: string, digits: number) => [
    what,
    spread(rounds, floor, digits),
    spread(rounds, product, digits),
    ratioOf(rounds, product, floor).toFixed(2),
  ];
  const rows = [
    row("fresh commit / accept, p50 (ms)", "commit p50", "accept p50", 2),
    row("fresh commit / accept, p99 (ms)", "commit p99", "accept p99", 2),
    row(
      "queue hop / visible result, from the receipt, p50 (ms)",
      "hop after receipt p50",
      "visible after receipt p50",
      2,
    ),
    row(
      "queue hop / visible result, from the receipt, p99 (ms)",
      "hop after receipt p99",
      "visible after receipt p99",
      2,
    ),
    row("the same from the request, so with the accept, p50 (ms)", "hop p50", "visible p50", 2),
    row(`${shape.burst} fresh commits / runs, a second`, "floor burst", "product burst", 0),
    row("processor time of one of these (ms)", "floor processor", "product processor", 2),
  ];
  const head = ["min / median / max of the rounds", "floor", "product", "product / floor"];
  return [
    `${shape.rounds} rounds. Transactions that the object of a run of one block commits: ${commits}.`,
    table([head, ...rows]),
    polls,
  ].join("\n\n");
}

function writeSection(text: string): void {
  const path = join(root, "docs", "performance.md");
  const marked = /(<!-- measured in the background -->\n)[\s\S]*(<!-- end of measured in the background -->)/;
  const page = readFileSync(path, "utf8");
  if (!marked.test(page)) throw new Error("docs/performance.md has no marked section for the background.");
  writeFileSync(
    path,
    page.replace(marked, (_, from: string, to: string) => `${from}\n${text}\n${to}`),
  );
}

if (import.meta.main) {
  const { quick, write } = parseArgs({ options: { quick: { type: "boolean" }, write: { type: "boolean" } } }).values;
  await measureBackground({ script: await buildProduct(), quick: quick === true, write: write === true });
}
