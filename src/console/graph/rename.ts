import type { Block, Graph } from "../../contract/graph.ts";
import { ExpressionError, type Json, parseCondition, parseTemplate } from "../../expression/expression.ts";
import { retargeted } from "./settle.ts";

/** The ids of blocks: which are allowed, and everything that changes with one. */

const longest = 63;
const reserved = ["__proto__", "constructor", "prototype"];

/** Why a block cannot be called so; null when it can. `taken` are the ids of the others. */
export function blockIdRefusal(id: string, taken: Iterable<string>): string | null {
  if (!/^[A-Za-z_][A-Za-z0-9_-]{0,62}$/.test(id))
    return "An id is 1 to 63 characters: letters, digits, _ and -, and starts with a letter or _.";
  if (reserved.includes(id)) return "This name is reserved.";
  return new Set(taken).has(id) ? `There is another block ${id}.` : null;
}

/** An id like this one that no other block has: `clean`, `clean2`, `clean3`. */
export function freeId(wish: string, taken: ReadonlySet<string>): string {
  const clean = wish
    .replace(/[^A-Za-z0-9_]+/g, "_")
    .replace(/^(?=[^A-Za-z_]|$)/, "_")
    .slice(0, longest);
  if (!taken.has(clean) && blockIdRefusal(clean, taken) === null) return clean;
  const stem = clean.replace(/\d+$/, "") || "_";
  for (let count = 2; ; count++) {
    const id = `${stem.slice(0, longest - String(count).length)}${count}`;
    if (blockIdRefusal(id, taken) === null) return id;
  }
}

/** The block with another id, and every place that names it: edges, the start, `blocks.ID` inside expressions. */
export function renameBlock(graph: Graph, from: string, to: string): Graph {
  const names = new Map([[from, to]]);
  const renamed = (ids: string[]) => ids.map((id) => names.get(id) ?? id);
  return {
    blocks: graph.blocks.map((block) => renamedBlock(block, names)),
    ...(graph.start !== undefined && { start: renamed(graph.start) }),
  };
}

/** A block with other names for some: its own, those it leads to, and those that its expressions look at. */
export function renamedBlock(block: Block, names: ReadonlyMap<string, string>): Block {
  const named = { ...block, id: names.get(block.id) ?? block.id };
  const hasLists = named.kind === "decision" || named.next !== undefined;
  const led = hasLists ? retargeted(named, (ids) => ids.map((id) => names.get(id) ?? id)) : named;
  return mapExpressions(led, (text, form) => renamedText(text, form, names));
}

type Form = "template" | "condition";

/** Every text of a block that may hold an expression. Members that are absent stay so. */
function mapExpressions(block: Block, change: (text: string, form: Form) => string): Block {
  const text = (each: string) => change(each, "template");
  const json = (value: Json): Json => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return value.map(json);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, json(each)]));
  };
  const member = <Name extends string>(name: Name) => {
    const value = (block as Record<string, unknown>)[name];
    return value === undefined ? {} : { [name]: json(value as Json) };
  };
  const changed = { ...block, ...member("input") } as Block;
  if (changed.kind === "decision") {
    const branches = changed.branches.map((branch) => ({ ...branch, when: change(branch.when, "condition") }));
    return { ...changed, branches };
  }
  const each = changed.each && { each: { ...changed.each, items: text(changed.each.items) } };
  if (changed.kind === "http")
    return { ...changed, ...each, ...member("url"), ...member("headers"), ...member("query"), ...member("body") };
  if (changed.kind === "slack") return { ...changed, ...each, ...member("text"), ...member("blocks") };
  return { ...changed, ...each };
}

/** A text with other names for blocks. One that does not parse stays as it is: nobody knows what it means. */
export function renamedText(text: string, form: Form, names: ReadonlyMap<string, string>): string {
  if (!text.includes("blocks")) return text;
  const places = placesIn(text, form).filter(({ id }) => names.has(id));
  let result = text;
  for (const { start, end, id } of places.sort((one, other) => other.start - one.start)) {
    const [, before = "", dot = ""] = /^([\s)]*)(\?\.|)/.exec(text.slice(start, end)) ?? [];
    result = result.slice(0, start) + before + accessTo(names.get(id) ?? id, dot === "?.") + result.slice(end);
  }
  return result;
}

function accessTo(id: string, isOptional: boolean): string {
  if (id.includes("-")) return `${isOptional ? "?." : ""}[${JSON.stringify(id)}]`;
  return `${isOptional ? "?." : "."}${id}`;
}

/** Where a block is named: from the end of `blocks` to the end of the name. */
type NamedAt = { id: string; start: number; end: number };

function placesIn(text: string, form: Form): NamedAt[] {
  try {
    const places: NamedAt[] = [];
    collect(form === "condition" ? parseCondition(text) : parseTemplate(text), places);
    return places;
  } catch (error) {
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}

/** A tree of expressions is plain data: every shape of it is an object with a type. */
function collect(shape: unknown, places: NamedAt[]): void {
  if (typeof shape !== "object" || shape === null) return;
  if ("type" in shape && shape.type === "member") {
    const { object, key, end } = shape as unknown as Record<"object" | "key", Record<string, unknown>> & {
      end: number;
    };
    if (object.type === "root" && object.name === "blocks" && key.type === "constant")
      places.push({ id: String(key.value), start: object.end as number, end });
  }
  for (const part of Object.values(shape)) collect(part, places);
}
