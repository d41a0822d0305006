import type { Change, Changes, Draft, Version } from "../../contract/catalog.ts";

/** What differs between two states of a worklet, thing by thing, each with its text before and after. */

/** A draft with the sources of the files that it needs. */
export type Snapshot = Draft & { files: Readonly<Record<string, string>> };

export type Item = Change & { how: "added" | "modified" | "deleted"; before: string; after: string };

export function snapshotOf({ graph, input_schema, output_schema, settings, files }: Version): Snapshot {
  return { graph, input_schema, output_schema, settings, files };
}

/** The changes that the server tells, with their texts. */
export function itemsOf(changes: Changes, before: Snapshot, after: Snapshot): Item[] {
  const item = (how: Item["how"]) => (change: Change) => ({
    ...change,
    how,
    before: how === "added" ? "" : textOf(change, before),
    after: how === "deleted" ? "" : textOf(change, after),
  });
  return [
    ...changes.added.map(item("added")),
    ...changes.modified.map(item("modified")),
    ...changes.deleted.map(item("deleted")),
  ];
}

/** What differs between two versions. */
export function itemsBetween(before: Snapshot, after: Snapshot): Item[] {
  const changes: Changes = { added: [], modified: [], deleted: [] };
  const old = partsOf(before);
  const now = partsOf(after);
  for (const [key, change] of now) {
    if (!old.has(key)) changes.added.push(change);
    else if (textOf(change, before) !== textOf(change, after)) changes.modified.push(change);
  }
  for (const [key, change] of old) if (!now.has(key)) changes.deleted.push(change);
  const both = (own: Snapshot, other: ReadonlyMap<string, Change>) =>
    blockIds(own).filter((id) => other.has(`block/${id}`));
  if (both(before, now).join() !== both(after, old).join()) changes.modified.push({ kind: "order", id: "order" });
  return itemsOf(changes, before, after);
}

/** What a person calls it, and what its text is: the ending says the language. */
export function nameOfItem({ kind, id }: Change): { label: string; path: string } {
  switch (kind) {
    case "file":
      return { label: id, path: id };
    case "block":
      return { label: `Block ${id}`, path: `${id}.json` };
    case "order":
      return { label: "Order of the blocks", path: "order.txt" };
    case "start":
      return { label: "Where the run starts", path: "start.json" };
    case "input_schema":
      return { label: "Input schema", path: "input-schema.json" };
    case "output_schema":
      return { label: "Output schema", path: "output-schema.json" };
    case "settings":
      return { label: "Settings", path: "settings.json" };
  }
}

function partsOf(snapshot: Snapshot): Map<string, Change> {
  const parts: Change[] = [
    ...blockIds(snapshot).map((id): Change => ({ kind: "block", id })),
    ...Object.keys(snapshot.files).map((id): Change => ({ kind: "file", id })),
    ...(["start", "input_schema", "output_schema", "settings"] as const).flatMap((kind): Change[] =>
      textOf({ kind, id: kind }, snapshot) === "" ? [] : [{ kind, id: kind }],
    ),
  ];
  return new Map(parts.map((part) => [`${part.kind}/${part.id}`, part]));
}

function textOf({ kind, id }: Change, snapshot: Snapshot): string {
  switch (kind) {
    case "file":
      return snapshot.files[id] ?? "";
    case "block":
      return jsonText(snapshot.graph.blocks.find((block) => block.id === id));
    case "order":
      return blockIds(snapshot).join("\n");
    case "start":
      return jsonText(snapshot.graph.start);
    default:
      return jsonText(snapshot[kind]);
  }
}

function blockIds({ graph }: Snapshot): string[] {
  return graph.blocks.map(({ id }) => id);
}

function jsonText(value: unknown): string {
  return value === undefined || value === null ? "" : JSON.stringify(value, null, 2);
}
