import type { Block, Graph } from "../../contract/graph.ts";
import { insertBlocks, isRefusal, type Place } from "./edit.ts";
import { ancestorsOf, explicitBlocks, flowOf, orderOf } from "./flow.ts";
import { freeId, renamedBlock } from "./rename.ts";
import { retargeted } from "./settle.ts";

/** Blocks on their way through the clipboard, as text. */

/** What says that a text in the clipboard is ours. */
const mark = "worklets/blocks";

/** The blocks with these ids as a text, with the edges between them. */
export function copiedText(graph: Graph, ids: readonly string[]): string {
  const blocks = explicitBlocks(graph).filter(({ id }) => ids.includes(id));
  return JSON.stringify({ type: mark, blocks }, null, 2);
}

/** The blocks in a text; null when it has none. Anybody may have written it: the server looks at their members. */
export function blocksIn(text: string): Block[] | null {
  const value = parsed(text);
  const list = isObject(value) && value.type === mark ? value.blocks : null;
  if (!Array.isArray(list) || list.length === 0 || !list.every(isBlock)) return null;
  return list;
}

/** The pasted graph and the ids of what was pasted. */
export type Pasted = { graph: Graph; ids: string[] } | { refusal: string };

/**
 * Puts copies of blocks into a graph, under free ids. Their edges among each other come along; decisions keep what else they
 * led to, where it does not run before them.
 */
export function pasteBlocks(graph: Graph, place: Place, blocks: readonly Block[]): Pasted {
  const taken = new Set(graph.blocks.map(({ id }) => id));
  const names = new Map<string, string>();
  for (const { id } of blocks) {
    const name = freeId(id, taken);
    names.set(id, name);
    taken.add(name);
  }
  const flow = flowOf(graph);
  const origin = place.type === "edge" ? place.from : place.block;
  const before = origin === null ? new Set<string>() : ancestorsOf(flow, [origin]);
  const held = new Set(flow.ids);
  const stays = (block: Block, id: string) =>
    names.has(id) || (block.kind === "decision" && held.has(id) && !before.has(id));
  const copies = blocks.map((block) =>
    renamedBlock(
      retargeted(block, (ids) => ids.filter((id) => stays(block, id))),
      names,
    ),
  );
  const edited = insertBlocks(graph, place, copies);
  if (isRefusal(edited)) return edited;
  const there = new Set(edited.blocks.map(({ id }) => id));
  const ids = copies.flatMap(({ id }) => (there.has(id) ? [id] : []));
  if (ids.length > 0) return { graph: edited, ids };
  return { refusal: "A decision alone leads nowhere here. Paste it before another block." };
}

/** Copies of blocks, behind the last of them. */
export function duplicateBlocks(graph: Graph, ids: readonly string[]): Pasted {
  const last = lastOf(graph, ids);
  const blocks = explicitBlocks(graph).filter(({ id }) => ids.includes(id));
  if (last === null || blocks.length === 0) return { refusal: "Select a block first." };
  return pasteBlocks(graph, { type: "after", block: last }, blocks);
}

/** Where what is pasted goes: behind the last of the selected blocks, else behind the last of all. */
export function pastePlace(graph: Graph, selected: readonly string[]): Place {
  const last = lastOf(graph, selected) ?? orderOf(flowOf(graph)).at(-1) ?? null;
  return { type: "after", block: last };
}

function lastOf(graph: Graph, ids: readonly string[]): string | null {
  return orderOf(flowOf(graph)).findLast((id) => ids.includes(id)) ?? null;
}

function isBlock(value: unknown): value is Block {
  if (!isObject(value) || typeof value.id !== "string" || typeof value.kind !== "string") return false;
  const isList = (list: unknown) =>
    list === undefined || (Array.isArray(list) && list.every((id) => typeof id === "string"));
  if (value.kind !== "decision") return isList(value.next);
  const { branches } = value;
  const isBranch = (branch: unknown) =>
    isObject(branch) && typeof branch.when === "string" && isList(branch.next ?? null);
  return isList(value.otherwise) && Array.isArray(branches) && branches.every(isBranch);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Some other text: there are no blocks in it.
  }
}
