import { describe, expect, it } from "vitest";
import { longestTried, patternRefusal } from "../../src/catalog/pattern.ts";
import { checkSchema, inputCheckOf } from "../../src/catalog/schema.ts";
import type { JsonSchema } from "../../src/contract/catalog.ts";
import { call, invoke, newApplication, newWorklet } from "../support/api.ts";

const wrongPaths = (schema: JsonSchema) => checkSchema(schema, "/input_schema").map(({ path }) => path);
const wrongs = (schema: JsonSchema, input: unknown) => {
  expect(checkSchema(schema, "")).toEqual([]);
  return inputCheckOf(schema)(input).map(({ path, message }) => `${path} ${message}`);
};

/** Forty schemas of which each refers to the next one twice: 2 to the power of 40 applications in 3 KB. */
function doubling(keyword: "allOf" | "properties"): JsonSchema {
  const twice = (each: object) => (keyword === "allOf" ? [each, each] : { a: each, b: each });
  const named = Array.from({ length: 40 }, (_, level) => [
    `a${level}`,
    { [keyword]: twice({ $ref: `#/$defs/a${level + 1}` }) },
  ]);
  return { $defs: { ...Object.fromEntries(named), a40: true }, $ref: "#/$defs/a0" };
}

describe("a schema is refused", () => {
  it.each([
    [{ $ref: "https://example.com/person.json" }, "/$ref"],
    [{ properties: { a: { $ref: "other.json#/x" } } }, "/properties/a/$ref"],
    [{ properties: { a: { $ref: "#/$defs/nobody" } } }, "/properties/a/$ref"],
    [{ items: { $dynamicRef: "#node" } }, "/items/$dynamicRef"],
    [{ type: "strin" }, "/type"],
    [{ type: [] }, "/type"],
    [{ properties: { "a/b": { type: "text" } } }, "/properties/a~1b/type"],
    [{ required: "text" }, "/required"],
    [{ properties: { a: 5 } }, "/properties/a"],
    [{ properties: [] }, "/properties"],
    [{ minLength: -1 }, "/minLength"],
    [{ minimum: "3" }, "/minimum"],
    [{ exclusiveMinimum: true }, "/exclusiveMinimum"],
    [{ multipleOf: 0 }, "/multipleOf"],
    [{ enum: "a" }, "/enum"],
    [{ anyOf: [] }, "/anyOf"],
    [{ anyOf: [{ pattern: "(" }] }, "/anyOf/0/pattern"],
    [{ not: { format: "url" } }, "/not/format"],
    [{ pattern: "(a+)+$" }, "/pattern"],
    [{ patternProperties: { "(a|a)*b": true } }, "/patternProperties/(a|a)*b"],
    [{ patternProperties: { "a+b+": true } }, "/patternProperties/a+b+"],
    [{ items: 5 }, "/items"],
    [{ if: true, then: 5 }, "/then"],
    [{ if: true, else: "x" }, "/else"],
    [{ unevaluatedItems: 5 }, "/unevaluatedItems"],
    [{ unevaluatedProperties: 5 }, "/unevaluatedProperties"],
    [{ items: [true], additionalItems: 5 }, "/additionalItems"],
    [{ dependencies: { a: ["b"] } }, "/dependencies"],
    [{ properties: { a: { $id: "https://example.com/a" } } }, "/properties/a/$id"],
    [doubling("allOf"), ""],
    [doubling("properties"), ""],
    [{ description: "x".repeat(64_001) }, ""],
  ])("when it is %j", (schema, path) => expect(wrongPaths(schema as JsonSchema)).toContain(`/input_schema${path}`));

  it("before it is saved, with where it stands", async () => {
    const answer = await call("POST", `/applications/${await newApplication()}/worklets`, {
      body: { name: "x", input_schema: { properties: { a: { pattern: "(x+x+)+y" }, b: { $ref: "http://x" } } } },
    });
    expect(answer).toMatchObject({ status: 422, body: { code: "graph.invalid" } });
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([
      "/input_schema/properties/a/pattern",
      "/input_schema/properties/b/$ref",
    ]);
  });
});

describe("a schema is taken", () => {
  it.each<[JsonSchema]>([
    [{}],
    [
      {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        $id: "https://example.com/me",
        title: "T",
        $comment: "c",
      },
    ],
    [{ type: ["string", "null"], format: "date-time", default: { $ref: "http://not-a-reference", pattern: "(" } }],
    [{ "x-ui": { type: "textarea", required: true }, examples: [{ type: "anything" }] }],
    [{ properties: { $ref: { type: "string" }, pattern: { type: "string" }, type: { const: { type: "x" } } } }],
    [
      {
        $defs: { tree: { type: "object", properties: { kids: { type: "array", items: { $ref: "#/$defs/tree" } } } } },
        $ref: "#/$defs/tree",
      },
    ],
    [{ properties: { a: { $anchor: "one" }, b: { $ref: "#one" } } }],
    [{ if: { required: ["a"] }, then: { required: ["b"] }, else: false }],
    [{ enum: [] }],
  ])("when it is %j", (schema) => expect(checkSchema(schema, "")).toEqual([]));
});

describe("an input is told what is wrong with it", () => {
  it("by the innermost rules only", () => {
    const schema: JsonSchema = {
      type: "object",
      properties: { list: { type: "array", items: { anyOf: [{ type: "string" }, { type: "null" }] } } },
      if: { required: ["a"] },
      then: { required: ["b"] },
      additionalProperties: false,
    };
    expect(wrongs(schema, { list: [1] })).toEqual([
      '/worklet_input/list/0 Instance type "number" is invalid. Expected "string".',
      '/worklet_input/list/0 Instance type "number" is invalid. Expected "null".',
    ]);
    expect(wrongs(schema, { extra: 1 })).toEqual(["/worklet_input/extra The schema allows nothing here."]);
    expect(wrongs({ if: { required: ["a"] }, then: { required: ["b"] } } as JsonSchema, { a: 1 })).toEqual([
      '/worklet_input Instance does not have required property "b".',
    ]);
    expect(wrongs({ oneOf: [{ type: "number" }, { minimum: 0 }] }, 5)).toHaveLength(1);
  });

  it("a hundred times at most, and quickly, however much is wrong", () => {
    const from = Date.now();
    const input = Array.from({ length: 400_000 }, () => 1);
    const told = wrongs({ items: { type: "string" } }, input);
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThanOrEqual(100);
    expect(Date.now() - from).toBeLessThan(15_000);
  });

  it("even when the schema leads to itself without end", async () => {
    expect(wrongs({ $ref: "#" }, 1)).toEqual([expect.stringContaining("leads to itself without end")]);
    const worklet = await newWorklet(await newApplication(), "export const main = () => 'ran';", {
      input_schema: { properties: { a: { $ref: "#/properties/a" } } },
    });
    expect((await invoke(worklet, {})).body.worklet_output).toBe("ran");
    expect(await invoke(worklet, { a: 1 })).toMatchObject({ status: 422, body: { code: "worklet.input_invalid" } });
  });

  it("and a tree as deep as a body may be is walked", () => {
    const schema: JsonSchema = { type: "object", properties: { kid: { $ref: "#" } }, required: ["n"] };
    const deep = (levels: number): object => (levels === 0 ? {} : { n: 1, kid: deep(levels - 1) });
    expect(wrongs(schema, deep(60))).toEqual([
      `/worklet_input${"/kid".repeat(60)} Instance does not have required property "n".`,
    ]);
  });
});

describe("a check that would freeze the host is refused before it is made", () => {
  const tooLong = ["/worklet_input Checking this input against the worklet's input schema takes too long."];
  const told = (schema: JsonSchema, input: unknown) => {
    const from = Date.now();
    const sentences = wrongs(schema, input).map((each) => each.split(" Send ")[0]);
    expect(Date.now() - from).toBeLessThan(15_000);
    return sentences;
  };
  const list = <T>(length: number, make: (place: number) => T) => Array.from({ length }, (_, place) => make(place));

  it("when a schema that refers to itself twice meets deep data", () => {
    const schema: JsonSchema = { properties: { kid: { allOf: [{ $ref: "#" }, { $ref: "#" }] } } };
    const deep = (levels: number): object => (levels === 0 ? {} : { kid: deep(levels - 1) });
    expect(told(schema, deep(5))).toEqual([]);
    expect(told(schema, deep(60))).toEqual(tooLong);
  });

  it("when many patterns meet many texts", () => {
    const schema: JsonSchema = { items: { allOf: list(200, (place) => ({ pattern: `^[a-z]{1,${place + 3}}$` })) } };
    expect(told(schema, ["abc"])).toEqual([]);
    expect(
      told(
        schema,
        list(1_500, () => "abc"),
      ),
    ).toEqual(tooLong);
    const slow: JsonSchema = { items: { pattern: "^\\S+@\\S+x$" } };
    expect(
      told(
        slow,
        list(90, () => "@".repeat(9_000)),
      ),
    ).toEqual(tooLong);
  });

  it.each<[string, JsonSchema, unknown]>([
    ["many schemas meet many items", { items: { allOf: list(1_000, () => ({})) } }, list(50_000, () => 1)],
    [
      "many schemas meet a wide object",
      { allOf: list(5_000, () => ({})) },
      Object.fromEntries(list(50_000, (at) => [at, 1])),
    ],
    ["a long enum meets many items", { items: { enum: list(10_000, (at) => at) } }, list(50_000, () => 10_001)],
    [
      "many names are required of many items",
      { items: { required: list(5_000, (at) => `n${at}`) } },
      list(50_000, () => ({})),
    ],
    ["long lists must be unique", { items: { uniqueItems: true } }, list(30, () => list(3_000, (at) => at))],
  ])("when %s", (_, schema, input) => expect(told(schema, input)).toEqual(tooLong));

  it("and not when alternatives are told apart by one member, however deep the data", () => {
    const kinds = list(10, (place) => ({ properties: { kids: { items: { $ref: "#" } }, kind: { const: place } } }));
    const deep = (levels: number): object => ({ kind: levels, kids: levels === 0 ? [] : [deep(levels - 1)] });
    expect(told({ oneOf: kinds, required: ["kind"] }, deep(9))).toEqual([]);
    expect(told({ oneOf: kinds }, { kind: 0, kids: [{ ...deep(9), kind: 77 }] }).length).toBeGreaterThan(0);
  });

  it("and not for a megabyte of ordinary records", () => {
    const record = {
      name: { type: "string", pattern: "^[A-Z][a-z]+$" },
      mail: { format: "email" },
      age: { minimum: 0 },
    };
    const schema: JsonSchema = { items: { type: "object", properties: record, required: ["name", "mail"] } };
    expect(
      told(
        schema,
        list(15_000, (age) => ({ name: "Anna", mail: "anna@example.com", age })),
      ),
    ).toEqual([]);
  });
});

describe("what takes long is tried only where it is quick", () => {
  it.each([
    "(a+)+",
    "(a*)*",
    "(a|a)*",
    "(a|aa)+$",
    "(?:a+){10}",
    "(a?){50}a{50}",
    "((a{1,20}){1,20}){1,20}",
    "(x+x+)+y",
    "(?:.\\w+)*",
    "(.*)\\1",
    "(?<n>a)\\k<n>",
    "a*a*a*a*a*a*a*a*a*b",
    "a".repeat(501),
    "[",
  ])("refuses the pattern %s", (pattern) => expect(patternRefusal(pattern)).not.toBeNull());

  it.each([
    "^[a-z0-9]+(?:-[a-z0-9]+)*$",
    "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$",
    "^(\\d{1,3}\\.){3}\\d{1,3}$",
    "^\\d{4}-\\d{2}-\\d{2}$",
    "^(?:[a-z0-9]+\\.)+[a-z]{2,}$",
    "^(?=.*\\d)(?=.*[a-z]).{8,}$",
    "^https?://[^\\s/]+/.*$",
    "^\\+?[0-9 ()]{6,20}$",
    "^(red|green|blue)$",
  ])("takes the pattern %s", (pattern) => {
    expect(patternRefusal(pattern)).toBeNull();
    expect(longestTried(pattern)).toBeGreaterThan(250);
  });

  it("answers soon for the worst text that each pattern is tried on", () => {
    for (const [pattern, unit, end] of [
      ["^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", "a@a.a.", " "],
      ["a*a*a*a*b", "a", "c"],
      ["^\\s*(.*)\\s*$", " ", "\n"],
      ["[A-Z]+x", "A", ""],
      ["(?:a+){3}b", "a", ""],
      ["^[a-z0-9]+(?:-[a-z0-9]+)*$", "a-", "!"],
    ] as const) {
      const most = Math.min(longestTried(pattern), 900_000);
      const text = unit.repeat(Math.ceil(most / unit.length)).slice(0, most - end.length) + end;
      const from = Date.now();
      new RegExp(pattern, "u").test(text);
      expect([pattern, Date.now() - from < 10_000]).toEqual([pattern, true]);
      expect(wrongs({ pattern }, unit.repeat(1_000_000)).length).toBeLessThanOrEqual(1);
    }
  });

  it("says so when a text is too long for its pattern or a list too long to be compared", () => {
    expect(wrongs({ properties: { mail: { pattern: "^\\S+@\\S+$" } } }, { mail: "x".repeat(20_000) })).toEqual([
      "/worklet_input/mail String is too long (20000 > 10000).",
    ]);
    const numbers = Array.from({ length: 150_000 }, (_, place) => place);
    expect(wrongs({ uniqueItems: true }, numbers)).toEqual([
      "/worklet_input Array has too many items (150000 > 3000).",
    ]);
    expect(wrongs({ uniqueItems: true }, numbers.slice(0, 3_000))).toEqual([]);
    expect(wrongs({ uniqueItems: true, allOf: [{ maxItems: 5 }] }, [1, 1])).toHaveLength(1);
    expect(wrongs({ pattern: "^a+$" }, `${"a".repeat(900_000)}b`)).toHaveLength(1);
    expect(wrongs({ pattern: "^\\S+@\\S+$" }, 5)).toEqual([]);
  });
});
