import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { root } from "../scripts/wrangler.ts";
import { configured, type Side, start } from "./sides.ts";

/** Where the sides of the background half keep their state, and the floor among them. */

/** A new folder beside the build: folders for temporary files may lie in memory, and commits are what is measured. */
export function makeStateFolder(): { path: string; drop(): void } {
  const parent = join(root, ".wrangler", "bench");
  mkdirSync(parent, { recursive: true });
  const path = mkdtempSync(join(parent, "state-"));
  return { path, drop: () => rmSync(path, { recursive: true, force: true }) };
}

/** The floor, whose answers are as long as the product's receipt. */
export function startBackgroundFloor(answer: string, state: string): Promise<Side> {
  const source = readFileSync(join(import.meta.dirname, "background-floor.ts"), "utf8");
  const { compatibilityDate, compatibilityFlags } = configured();
  return start(
    {
      name: "floor",
      modules: true,
      script: transformSync(source, { loader: "ts", target: "es2024" }).code,
      ...(compatibilityDate !== undefined && { compatibilityDate }),
      ...(compatibilityFlags !== undefined && { compatibilityFlags }),
      bindings: { ANSWER: answer },
      durableObjects: {
        FRESH: { className: "Fresh", useSQLite: true },
        INBOX: { className: "Inbox", useSQLite: true },
      },
      queueProducers: { HOPS: "hops" },
      queueConsumers: { hops: { maxBatchSize: 100, maxBatchTimeout: 0 } },
    },
    state,
  );
}

/** Processor time that a side has used so far, in milliseconds: less of a guess than a clock on a machine that is not alone. Linux only. */
export function processorMs({ pid }: Side): number {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return Number.NaN;
  // The name before the last bracket may hold anything; the fields 14 and 15 count ticks of 10 ms.
  const fields = (readFileSync(path, "utf8").split(") ").at(-1) ?? "").split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** How many transactions the newest object of the product has committed, by the frames of its write-ahead log. */
export function commitsOfNewestRun(state: string): number {
  const folder = join(state, "do", "product-RunObject");
  const logs = readdirSync(folder).filter((name) => name.endsWith("-wal") && !name.startsWith("metadata"));
  const [newest] = logs
    .map((name) => join(folder, name))
    // An object that is put away takes its log along.
    .map((path) => ({ path, at: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .toSorted((a, b) => b.at - a.at || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
  if (newest === undefined) throw new Error(`There is no log of a run in ${folder}.`);
  return commitsIn(readFileSync(newest));
}

/** A frame that ends a transaction tells the size of the database, which is 0 in the others. */
function commitsIn(log: Buffer): number {
  const frameBytes = 24 + log.readUInt32BE(8);
  let commits = 0;
  for (let at = 32; at + frameBytes <= log.length; at += frameBytes) {
    const isOfThisLog = log.subarray(at + 8, at + 16).equals(log.subarray(16, 24));
    if (isOfThisLog && log.readUInt32BE(at + 4) > 0) commits += 1;
  }
  return commits;
}
