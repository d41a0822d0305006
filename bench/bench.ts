import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { root } from "../scripts/wrangler.ts";
import { measureBackground } from "./background.ts";
import { type Aim, aimsTable, median, note, quantile, type Rounds, ratioOf, spread, table } from "./figures.ts";
import type { Measured, Order } from "./load.ts";
import { furnish, invocation, makeFresh, plainRequest, settled } from "./product.ts";
import { buildProduct, type Side, startPlain, startProduct } from "./sides.ts";

/**
 * `npm run bench`: what an invocation costs above the least that the runtime can do. The sides take turns within each round,
 * so that whatever else the machine does hits all of them. `--quick` is a short run, `--write` puts the tables into
 * `docs/performance.md`. An aim that is missed is printed as such; only what fails ends with an error.
 */

const { quick, write } = parseArgs({ options: { quick: { type: "boolean" }, write: { type: "boolean" } } }).values;
const shape = quick
  ? { rounds: 2, answers: 400, ms: 1_000, warmUp: 500, fresh: 8, runs: 2_000 }
  : { rounds: 5, answers: 1_000, ms: 4_000, warmUp: 3_000, fresh: 30, runs: 5_000 };

/** Resident memory after a number of runs and after four times as many. */
type Growth = { text: string; ratio: number };

const load = new Worker(new URL("./load.ts", import.meta.url));
const rounds: Rounds = new Map();
let productRuns = 1;

const script = await buildProduct();
const product = await furnish(await startProduct(script));
const answer = "x".repeat(product.answerLength);
const bare = await startPlain("bare", answer);
const floor = await startPlain("floor", answer);

const one = invocation("one", product.key);
const sides: { name: string; side: Side; request: string }[] = [
  { name: "bare", side: bare, request: plainRequest() },
  { name: "floor", side: floor, request: plainRequest() },
  { name: "product", side: product.side, request: one },
];
const ten = { name: "ten blocks", side: product.side, request: invocation("ten", product.key) };

for (const { side, request } of [...sides, ten]) await ask(side, [request], 16, { answers: shape.warmUp });
for (let round = 0; round < shape.rounds; round++) {
  for (const { name, side, request } of [...sides, ten]) {
    const { micros } = await ask(side, [request], 1, { answers: shape.answers });
    note(rounds, `${name} p50`, median(micros) / 1_000);
    note(rounds, `${name} p99`, quantile(micros, 0.99) / 1_000);
  }
  for (const { name, side, request } of sides) {
    const { micros, ms } = await ask(side, [request], 16, { ms: shape.ms });
    note(rounds, `${name} throughput`, (micros.length / ms) * 1_000);
    if (side === product.side) note(rounds, "list lag", await settled(product, productRuns));
  }
  console.error(`round ${round + 1} of ${shape.rounds}`);
}
await measureCold();
for (const { side } of sides) await side.stop();
const memory = await measureMemory();
await load.terminate();

const aims: Aim[] = [
  {
    what: "p50 at concurrency 1, product by floor",
    is: ratioOf(rounds, "product p50", "floor p50"),
    most: 1.5,
    unit: "x",
  },
  {
    what: "answers a second at concurrency 16, product by floor",
    is: ratioOf(rounds, "product throughput", "floor throughput"),
    least: 0.65,
    unit: "x",
  },
  { what: "ten code blocks by one, p50", is: ratioOf(rounds, "ten blocks p50", "product p50"), most: 3, unit: "x" },
  {
    what: "first call of a worklet by a cold loader call",
    is: ratioOf(rounds, "product cold", "floor cold"),
    most: 2,
    unit: "x",
  },
  {
    what: `memory after ${4 * shape.runs} runs by after ${shape.runs}`,
    is: memory.product.ratio,
    most: 1.1,
    unit: "x",
  },
];
const report = `${tables()}\n\n${aimsTable(aims)}\n`;
console.log(report);
if (write) writeReport(report);
await measureBackground({ script, quick: quick === true, write: write === true });

/** First calls of code that never ran: the product's and the floor's in turn. */
async function measureCold(): Promise<void> {
  const names = Array.from({ length: shape.fresh }, (_, n) => `fresh-${n}`);
  await makeFresh(product.side, names);
  for (const name of names) {
    note(
      rounds,
      "floor cold",
      median((await ask(floor, [plainRequest(`/${name}`)], 1, { answers: 1 })).micros) / 1_000,
    );
    const { micros } = await ask(product.side, [invocation(name, product.key)], 1, { answers: 1 });
    note(rounds, "product cold", median(micros) / 1_000);
  }
}

/** Memory of servers that have done nothing else: the floor shows what the runtime keeps by itself. */
async function measureMemory(): Promise<{ product: Growth; floor: Growth }> {
  const alone = await furnish(await startProduct(script));
  const plain = await startPlain("floor", answer);
  const request = invocation("one", alone.key);
  const grown = {
    product: await growth(alone.side, request, (runs) => settled(alone, runs + 1)),
    floor: await growth(plain, plainRequest(), async () => 0),
  };
  await alone.side.stop();
  await plain.stop();
  return grown;
}

async function growth(side: Side, request: string, settle: (runs: number) => Promise<number>): Promise<Growth> {
  const after = async (runs: number, more: number) => {
    await ask(side, [request], 16, { answers: more });
    await settle(runs);
    return side.memory();
  };
  const first = await after(shape.runs, shape.runs);
  const second = await after(4 * shape.runs, 3 * shape.runs);
  return { text: `${first.toFixed(0)} MB / ${second.toFixed(0)} MB`, ratio: second / first };
}

async function ask(side: Side, requests: string[], connections: number, until: Order["until"]): Promise<Measured> {
  load.postMessage({ port: side.port, requests, connections, until } satisfies Order);
  const [measured] = (await once(load, "message")) as [Measured];
  if (measured.wrong !== null) throw new Error(`A side gave a wrong answer.\n${measured.wrong}`);
  if (side === product.side) productRuns += measured.micros.length;
  return measured;
}

function tables(): string {
  const figures = [
    ["p50, concurrency 1 (ms)", "p50", 3],
    ["p99, concurrency 1 (ms)", "p99", 3],
    ["answers a second, concurrency 16", "throughput", 0],
  ] as const;
  const rows = figures.map(([what, figure, digits]) => [
    what,
    ...sides.map(({ name }) => spread(rounds, `${name} ${figure}`, digits)),
    ratioOf(rounds, `product ${figure}`, `floor ${figure}`).toFixed(2),
    ratioOf(rounds, `product ${figure}`, `bare ${figure}`).toFixed(2),
  ]);
  const head = ["min / median / max of the rounds", "bare", "floor", "product", "product / floor", "product / bare"];
  const single = [
    ["ten code blocks, p50 (ms)", spread(rounds, "ten blocks p50", 3)],
    ["first call of a worklet (ms)", spread(rounds, "product cold", 1)],
    ["cold loader call of the floor (ms)", spread(rounds, "floor cold", 1)],
    ["until the list has every run of a round at 16 (ms)", spread(rounds, "list lag", 0)],
    [`memory after ${shape.runs} / ${4 * shape.runs} runs`, memory.product.text],
    [`memory of the floor after ${shape.runs} / ${4 * shape.runs} calls`, memory.floor.text],
  ];
  const machine = `${cpus().length} cores, Node ${process.versions.node}, ${shape.rounds} rounds.`;
  return [machine, table([head, ...rows]), table([["more of the product", "min / median / max"], ...single])].join(
    "\n\n",
  );
}

function writeReport(text: string): void {
  const path = join(root, "docs", "performance.md");
  const marked = /(<!-- measured -->\n)[\s\S]*(<!-- end of measured -->)/;
  const page = readFileSync(path, "utf8");
  if (!marked.test(page)) throw new Error("docs/performance.md has no marked section.");
  writeFileSync(
    path,
    page.replace(marked, (_, start: string, end: string) => `${start}\n${text}\n${end}`),
  );
}
