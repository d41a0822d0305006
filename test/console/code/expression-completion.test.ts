import { describe, expect, it } from "vitest";
import { completeExpression } from "../../../src/console/code/expression-completion.ts";

const tree = {
  input: { text: "hello", "odd name": 1, items: [{ id: 7, tags: [{ name: "x" }] }] },
  blocks: { clean: { words: 2 }, "a-b": { z: null } },
  env: {},
};

/** What is offered at `|`. */
function offered(marked: string) {
  const at = marked.indexOf("|");
  return completeExpression(marked.replace("|", ""), at, tree);
}

const labels = (marked: string) => offered(marked)?.list.map(({ label }) => label) ?? null;

describe("names in an expression", () => {
  it.each([
    "|",
    "input.|",
    "{{ input.text }}|x",
    "{{ 'input.|' }}",
    "{{ input.nothing.|",
    "{{ blocks['a-b'].z.|",
    "{{ 1.|",
  ])("nothing is offered at %s", (marked) => expect(labels(marked)).toBeNull());

  it.each(["{{ |", "{{ in| }}", "Hello {{ input.text }} {{|}}", "{{ {a: {b: |", "{{ [input.text, | ] }}"])(
    "the scope comes first, then the language, at %s",
    (marked) => {
      expect(labels(marked)?.slice(0, 3)).toEqual(["input", "blocks", "env"]);
      expect(labels(marked)).toContain("Math");
    },
  );

  it("members of an example value, at the place where the word begins", () => {
    expect(offered("{{ input.te|")?.from).toBe("{{ input.".length);
    expect(labels("{{ input.te|")).toEqual(["text", "odd name", "items"]);
    expect(labels('{{ blocks["a-b"].|')).toEqual(["z"]);
    expect(labels("{{ input.items[0].| }}")).toEqual(["id", "tags"]);
  });

  it("methods by the kind of the value", () => {
    expect(labels("{{ input.text.|")).toEqual(expect.arrayContaining(["length", "trim", "split"]));
    expect(labels("{{ input.text.|")).not.toContain("map");
    expect(labels("{{ input.items?.|")).toEqual(expect.arrayContaining(["length", "map", "filter"]));
    expect(labels("{{ Math.|")).toEqual(expect.arrayContaining(["round", "PI"]));
  });

  it("members of an item within the function of a loop, also within another", () => {
    expect(labels("{{ input.items.map(item => item.|")).toEqual(["id", "tags"]);
    expect(labels("{{ input.items.flatMap((i) => i.tags.map(t => t.|")).toEqual(["name"]);
  });

  it("a name that is no JavaScript name is written in brackets over the dot", () => {
    const odd = offered("{{ input.|")?.list.find(({ label }) => label === "odd name");
    expect(odd).toMatchObject({ insert: '["odd name"]', over: 1 });
    expect(offered('{{ blocks["|')?.list).toMatchObject([{ insert: 'clean"]' }, { insert: 'a-b"]' }]);
  });
});
