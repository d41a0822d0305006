import { describe, expect, it } from "vitest";
import { isFieldwise, isPlain, textOfValue } from "../../../src/console/graph/fields/value-text.ts";
import { flowOf } from "../../../src/console/graph/flow.ts";
import { readStatuses } from "../../../src/console/graph/kinds/statuses.ts";
import { spokenName, summaryOf } from "../../../src/console/graph/words.ts";
import { aboutMember, wrongsByPlace } from "../../../src/console/graph/wrongs.ts";
import { evaluate, type Json, parseValue } from "../../../src/expression/expression.ts";
import { codeBlock, graphOf } from "../../engine/support.ts";

describe("values in fields", () => {
  it.each<Json>(["text", "{{ input }}", 3, null, true, [1, "a"], { a: { b: [null] } }])(
    "%j is shown as a text that gives it",
    (value) => {
      if (typeof value === "string") expect(textOfValue(value)).toBe(value);
      else expect(evaluate(parseValue(textOfValue(value)), {})).toEqual(value);
    },
  );

  it("an object with templates deeper inside is written out as JSON", () => {
    expect(isFieldwise({ a: "{{ input }}", b: 3, c: { d: 1 } })).toBe(true);
    expect(isFieldwise({ a: { b: "{{ input }}" } })).toBe(false);
    expect(isFieldwise(["{{ input }}"])).toBe(false);
    expect([isPlain("{{ x }}"), isPlain(["{{ x }}"]), isPlain([1])]).toEqual([true, false, true]);
  });

  it("statuses are numbers and classes", () => {
    expect(readStatuses(" 404, 4xx 500")).toEqual([404, "4xx", 500]);
    expect(readStatuses("")).toEqual([]);
    expect(readStatuses("404, 4x")).toMatch(/^4x is no status/);
    expect(readStatuses("600")).toMatch(/600/);
  });
});

describe("what the server says", () => {
  const wrongs = [
    { path: "/graph/blocks/1/headers/X", message: "One." },
    { path: "/graph/blocks/1", message: "Two." },
    { path: "/graph/blocks/12/url", message: "Three." },
    { path: "/settings", message: "Four." },
  ];

  it("is told block by block, and member by member", () => {
    const by = wrongsByPlace(wrongs);
    expect([...by.keys()]).toEqual([1, 12]);
    expect(aboutMember(by.get(1) ?? [], "/headers")).toBe("One.");
    expect(aboutMember(by.get(1) ?? [], "/head")).toBeUndefined();
    expect(aboutMember(by.get(12) ?? [], "/url")).toBe("Three.");
  });
});

describe("names for those who hear the graph", () => {
  const graph = graphOf(codeBlock("clean"), codeBlock("language"));
  const [clean, language] = graph.blocks;
  if (clean === undefined || language === undefined) throw new Error("There are two blocks.");

  it("say what comes before and after, what is wrong, and how it ran", () => {
    const run = { status: "SUCCEEDED", attempt: 1, latency_ms: 12, error: null, started_at: null } as const;
    expect(spokenName(clean, flowOf(graph), run, 0)).toBe(
      "Code block clean, after Input, before language; succeeded in 12 ms",
    );
    expect(spokenName(language, flowOf(graph), undefined, 2)).toBe(
      "Code block language, after clean, an end; 2 problems",
    );
  });

  it("an http block says its method also when it is left open", () => {
    expect(summaryOf({ id: "a", kind: "http", url: "https://a.example", body: {} })).toBe("POST https://a.example");
    expect(summaryOf({ id: "a", kind: "http", url: "https://a.example" })).toBe("GET https://a.example");
  });
});
