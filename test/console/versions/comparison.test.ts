import { describe, expect, it } from "vitest";
import { itemsBetween, type Snapshot } from "../../../src/console/versions/comparison.ts";

const code = (id: string, file = "a.ts") => ({ id, kind: "code" as const, file, function: "main" });
const before: Snapshot = {
  graph: { blocks: [code("one"), code("two"), code("three")] },
  input_schema: null,
  output_schema: { type: "string" },
  settings: { timeout_ms: 1, background_timeout_ms: null, run_as_background_task: false, retry: null },
  files: { "a.ts": "old", "b.ts": "same" },
};

const told = (after: Snapshot) => itemsBetween(before, after).map(({ how, kind, id }) => `${how} ${kind} ${id}`);

describe("what differs between two versions", () => {
  it("is told block by block, file by file, member by member", () => {
    const after: Snapshot = {
      ...before,
      graph: { blocks: [code("one"), code("two", "c.ts"), code("four")], start: ["one"] },
      input_schema: {},
      output_schema: null,
      settings: { ...before.settings, timeout_ms: 2 },
      files: { "a.ts": "new", "c.ts": "" },
    };
    expect(told(after)).toEqual([
      "added block four",
      "added file c.ts",
      "added start start",
      "added input_schema input_schema",
      "modified block two",
      "modified file a.ts",
      "modified settings settings",
      "deleted block three",
      "deleted file b.ts",
      "deleted output_schema output_schema",
    ]);
    const block = itemsBetween(before, after).find(({ id }) => id === "two");
    expect([block?.before.includes('"a.ts"'), block?.after.includes('"c.ts"')]).toEqual([true, true]);
  });

  it("is the order when only that changed, and nothing when nothing did", () => {
    const turned = { ...before, graph: { blocks: [code("two"), code("one"), code("three")] } };
    expect(itemsBetween(before, turned)).toEqual([
      { how: "modified", kind: "order", id: "order", before: "one\ntwo\nthree", after: "two\none\nthree" },
    ]);
    expect(told({ ...before })).toEqual([]);
  });
});
