import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileFile } from "../../../src/compiler/compile.ts";
import { insertBlocks, isRefusal } from "../../../src/console/graph/edit.ts";
import { codeText, freePath, type Kind, kindRefusal, makeBlock } from "../../../src/console/graph/new-block.ts";
import { FilePath, Graph } from "../../../src/contract/graph.ts";
import { checkGraph } from "../../../src/engine/plan.ts";
import { randomGraph } from "../../engine/graphs.ts";
import { codeBlock, graphOf } from "../../engine/support.ts";

const kinds: Kind[] = ["code", "model", "decision", "worklet", "http", "slack"];
const around = {
  models: ["language", "2nd-model"],
  worklets: ["german-desk"],
  secrets: ["API_KEY", "SLACK_WEBHOOK"],
  files: [{ path: "step.ts", text: null }],
};

describe("a new block", () => {
  it.each(kinds)("of the kind %s is taken by the server at the end and in the middle of every graph", (kind) => {
    fc.assert(
      fc.property(randomGraph, fc.nat(), fc.boolean(), (graph, pick, isEnd) => {
        const block = graph.blocks[pick % graph.blocks.length]?.id ?? "";
        const made = makeBlock(kind, graph, around, isEnd);
        const edited = insertBlocks(
          graph,
          { type: isEnd ? "beside" : "after", block: isEnd ? block : null },
          made.blocks,
        );
        if (isRefusal(edited)) throw new Error(edited.refusal);
        expect(checkGraph(Graph.parse(edited))).toEqual([]);
        for (const { path } of made.files) expect(FilePath.safeParse(path).success).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it("names what the application has", () => {
    const graph = graphOf(codeBlock("a"));
    const [model, worklet, slack] = (["model", "worklet", "slack"] as const).map(
      (kind) => makeBlock(kind, graph, around, false).blocks[0],
    );
    expect(model).toMatchObject({ id: "language", model: "language" });
    expect(worklet).toMatchObject({ id: "german_desk", worklet: "german-desk" });
    expect(slack).toMatchObject({ webhook: "SLACK_WEBHOOK" });
  });

  it("cannot be made where there is nothing to call, and says what to do first", () => {
    const nothing = { models: [], worklets: [], secrets: [], files: [] };
    const refused = kinds.filter((kind) => kindRefusal(kind, nothing) !== null);
    expect(refused).toEqual(["model", "worklet", "slack"]);
    expect(kindRefusal("model", nothing)).toMatch(/Models/);
  });

  it("of code gets a file of its own that compiles", () => {
    const made = makeBlock("code", graphOf(codeBlock("a")), around, false);
    expect(made).toMatchObject({ blocks: [{ file: "step-2.ts", function: "main" }], files: [{ path: "step-2.ts" }] });
    const compiled = compileFile("step-2.ts", made.files[0]?.text ?? "");
    expect(compiled).toMatchObject({ exports: [{ name: "main", parameters: 3 }] });
  });

  it("takes the file again that one before it has left untouched", () => {
    const files = [{ path: "step.ts", text: codeText("step") }];
    const made = makeBlock("code", graphOf(codeBlock("a")), { ...around, files }, false);
    expect(made).toMatchObject({ blocks: [{ file: "step.ts" }], files: [] });
  });

  it("gets a path that no file has", () => {
    expect(freePath("a", [{ path: "a.ts" }, { path: "a-2.ts" }])).toBe("a-3.ts");
  });
});
