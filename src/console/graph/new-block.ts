import type { Block, Graph } from "../../contract/graph.ts";
import { freeId } from "./rename.ts";

/** What a new block starts with: something that the server takes and that does no harm. */

export type Kind = Block["kind"];

/** What the application has that a block can call. */
export type Surroundings = {
  models: readonly string[];
  /** Without the one that is edited. */
  worklets: readonly string[];
  secrets: readonly string[];
  /** All files; the text of one that was not read yet is null. */
  files: readonly { path: string; text: string | null }[];
};

/** New blocks, each saying what follows it among them, and the files they need. The first one is what was asked for. */
export type Made = { blocks: Block[]; files: { path: string; text: string }[] };

/** Why no block of this kind can be made yet; null when one can. */
export function kindRefusal(kind: Kind, { models, worklets, secrets }: Surroundings): string | null {
  if (kind === "model" && models.length === 0) return "Add a model first, on the page Models.";
  if (kind === "worklet" && worklets.length === 0) return "There is no other worklet yet.";
  if (kind === "slack" && secrets.length === 0) return "Keep the webhook's address as a secret first.";
  return null;
}

/** `isEnd`: nothing will follow it. A decision has to lead somewhere, so it brings a block along. */
export function makeBlock(kind: Kind, graph: Graph, around: Surroundings, isEnd: boolean): Made {
  const taken = new Set(graph.blocks.map(({ id }) => id));
  if (kind !== "decision") return makeOne(kind, taken, around);
  const id = freeId("route", taken);
  const follower = isEnd ? makeOne("code", taken.add(id), around) : { blocks: [], files: [] };
  const next = follower.blocks.map((block) => block.id);
  const decision: Block = { id, kind, branches: [{ when: "{{ true }}", next }] };
  return { blocks: [decision, ...follower.blocks], files: follower.files };
}

function makeOne(kind: Exclude<Kind, "decision">, taken: ReadonlySet<string>, around: Surroundings): Made {
  const alone = (block: Block): Made => ({ blocks: [block], files: [] });
  switch (kind) {
    case "code": {
      const id = freeId("step", taken);
      const text = codeText(id);
      // A block that was added and undone has left its file: as it has nothing of anybody's own, it serves again.
      const left = around.files.find((file) => file.path === `${id}.ts` && file.text === text);
      const path = left?.path ?? freePath(id, around.files);
      const blocks: Block[] = [{ id, kind, file: path, function: "main", next: [] }];
      return { blocks, files: left === undefined ? [{ path, text }] : [] };
    }
    case "model": {
      const model = around.models[0] ?? "";
      return alone({ id: freeId(model, taken), kind, model, next: [] });
    }
    case "worklet": {
      const worklet = around.worklets[0] ?? "";
      return alone({ id: freeId(worklet, taken), kind, worklet, next: [] });
    }
    case "http":
      return alone({ id: freeId("request", taken), kind, method: "GET", url: "https://example.com/", next: [] });
    case "slack": {
      const webhook = around.secrets.find((name) => /slack|webhook/i.test(name)) ?? around.secrets[0] ?? "";
      return alone({ id: freeId("notify", taken), kind, webhook, text: "{{ input }}", next: [] });
    }
  }
}

/** A path for a new file that no other file has. */
export function freePath(stem: string, files: readonly { path: string }[]): string {
  const taken = new Set(files.map(({ path }) => path));
  for (let count = 1; ; count++) {
    const path = `${stem}${count === 1 ? "" : `-${count}`}.ts`;
    if (!taken.has(path)) return path;
  }
}

/** The text of a new file: it hands its input on and says what else there is. */
export function codeText(id: string): string {
  return `/**
 * The block ${id}: an exported function with up to three parameters, given by position.
 *
 * blockInput  what the block before returned; for the first block, the worklet's input
 * env         a plain object that all blocks of one run share; {} at the start, JSON only
 * context     context.secrets.get(name), context.invoke(worklet, input), context.model(name).predict(input),
 *             context.step(name, fn), context.run, context.log(...)
 *
 * What it returns is the next block's input; what the last block returns is the worklet's output.
 */
export async function main(blockInput, env, context) {
  return blockInput;
}
`;
}
