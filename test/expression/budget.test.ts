import { describe, expect, test } from "vitest";
import {
  ExpressionError,
  evaluate,
  parseExpression,
  parseTemplate,
  RunBudgetError,
  runBudget,
} from "../../src/expression/expression.ts";

const long = "a".repeat(500_000);
const numbers = Array.from({ length: 50_000 }, (_, index) => index);
const nested = (levels: number): unknown => {
  let value: unknown = [1];
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};
const scope = {
  input: {
    long,
    numbers,
    deep: nested(20_000),
    pattern: `b${"a".repeat(50_000)}`,
    json: "[".repeat(20_000) + "]".repeat(20_000),
  },
};

/** Each is refused for the reason given: the data above is at most what a caller can send. */
const bombs: readonly [name: string, text: string, reason: RegExp][] = [
  ["a text repeated", "'a'.repeat(1e9)", /bytes/],
  ["a text repeated infinitely", "'a'.repeat(Infinity)", /bytes/],
  ["nothing repeated", "''.repeat(1e12)", /bytes/],
  ["a text padded at the start", "'a'.padStart(1e9)", /bytes/],
  ["a text padded at the end", "'a'.padEnd(1e9, 'xyz')", /bytes/],
  ["texts doubled", `[${"1,".repeat(60)}].reduce((text, x) => text + text, 'a')`, /bytes/],
  ["texts doubled by a template", `[${"1,".repeat(60)}].reduce((text, x) => \`\${text}\${text}\`, 'a')`, /bytes/],
  ["texts joined by concat", `[${"1,".repeat(60)}].reduce((text, x) => text.concat(text), 'a')`, /bytes/],
  ["a long separator", "input.numbers.join(input.long)", /bytes/],
  ["lists of a long text joined", "[input.long, input.long, input.long].join('')", /bytes/],
  ["many replacements", "input.long.replaceAll('a', 'aaaa')", /bytes/],
  ["replacements between all characters", "input.long.replaceAll('', input.long)", /bytes/],
  ["a text split into characters", "input.long.split('')", /bytes/],
  ["a text made a list", "Array.from(input.long)", /bytes/],
  ["a list of any length", "Array.from({ length: 1e9 })", /bytes/],
  ["a list of infinite length", "Array.from({ length: Infinity }, x => 1)", /bytes/],
  ["lists doubled by spreads", `[${"1,".repeat(60)}].reduce(list => [...list, ...list], [1])`, /bytes/],
  ["lists doubled by concat", `[${"1,".repeat(60)}].reduce(list => list.concat(list), [1])`, /bytes/],
  ["lists grown by flatMap", `[${"1,".repeat(60)}].reduce(list => list.flatMap(x => [x, x]), [1])`, /bytes/],
  [
    "a list with itself inside, flattened",
    `[${"1,".repeat(60)}].reduce(list => [list, list], [1]).flat(Infinity)`,
    /bytes/,
  ],
  [
    "a list with itself inside, as a result",
    `[${"1,".repeat(60)}].reduce(list => [list, list], [1])`,
    /result is more than/,
  ],
  ["a list with itself inside, as text", `'' + [${"1,".repeat(60)}].reduce(list => [list, list], [1])`, /bytes/],
  ["objects with themselves inside", `[${"1,".repeat(60)}].reduce(a => ({ a, b: a }), 1)`, /result is more than/],
  ["a spread of a big list, often", "input.numbers.map(x => [...input.numbers])", /bytes/],
  ["a spread into a call", "Math.max(...input.numbers, ...input.numbers, ...input.numbers)", /bytes/],
  ["the rest of a list, often", "input.numbers.map(x => input.numbers).map(([first, ...rest]) => rest)", /steps/],
  ["slices, often", "input.numbers.map(x => input.numbers.slice(1))", /bytes/],
  ["nested maps", "input.numbers.map(a => input.numbers.map(b => 1))", /bytes|steps/],
  ["nested loops without a result", "input.numbers.some(a => input.numbers.some(b => false))", /steps/],
  [
    "a loop with a function of the language",
    "input.numbers.some(a => input.numbers.every(Number.isFinite) && false)",
    /steps/,
  ],
  ["a result in many copies", "[input.long, input.long, input.long]", /result is more than/],
  ["JSON with deep indentation", `JSON.stringify(${"[".repeat(60)}input.numbers${"]".repeat(60)}, null, 10)`, /bytes/],
  ["JSON written again and again", "input.numbers.map(x => JSON.stringify(input.numbers).length)", /bytes/],
  ["JSON read again and again", "input.numbers.map(x => JSON.parse(input.json)).length", /bytes/],
  ["a text searched for a long pattern", "(input.long + input.long).includes(input.pattern)", /steps/],
  ["a text searched from the end", "(input.long + input.long).lastIndexOf(input.pattern)", /steps/],
  ["a text split by a long pattern", "(input.long + input.long).split(input.pattern)", /steps/],
  [
    "lists compared, often",
    "input.numbers.some(x => [input.numbers, x] == [input.numbers.concat(), 'a'])",
    /steps|bytes|large/,
  ],
  ["a text compared, often", "input.numbers.some(x => input.long + 'b' == input.long + 'c')", /steps/],
  ["a text ordered, often", "input.numbers.some(x => input.long + 'b' < input.long + 'a')", /steps/],
  [
    "a long text looked up in a list, often",
    "input.numbers.some(x => [input.long + 'a'].includes(input.long + 'b'))",
    /steps/,
  ],
  ["a long text read as a number, often", "input.numbers.some(x => +input.long > 1)", /steps/],
  ["a long text parsed as a number, often", "input.numbers.some(x => parseFloat('1' + input.long) > 2)", /steps/],
  ["a long text in capitals, often", "input.numbers.map(x => input.long.toUpperCase().length)", /bytes/],
  ["a long text trimmed, often", "input.numbers.map(x => input.long.trim().length)", /bytes/],
  ["a long text as an address", "encodeURIComponent(input.long)", /bytes/],
  ["a sort without an end", "input.numbers.toSorted((a, b) => 1).toSorted((a, b) => -1)", /steps/],
  ["a sort of long texts", "Array.from({ length: 9000 }, (_, i) => input.long + i).sort()", /steps/],
  ["names of members, often", "input.numbers.map(x => Object.keys(input.numbers))", /bytes/],
  ["entries, often", "input.numbers.map(x => Object.entries(input.numbers))", /bytes/],
  ["deep data as a result", "input.deep", /levels deep/],
  ["deep data as text", "'' + input.deep", /levels deep/],
  ["deep data as JSON", "JSON.stringify(input.deep)", /levels deep/],
  ["deep data joined", "[input.deep].join()", /levels deep/],
  ["deep data flattened", "JSON.parse(input.json).flat(Infinity)", /levels deep/],
  ["deep JSON read", "JSON.parse(input.json)", /levels deep/],
  ["deep data put into objects", "({ ...input }).deep", /levels deep/],
];

describe("what uses up its budget is refused, and says what there was too much of", () => {
  test.each([...bombs])("%s: %s", (_name, text, reason) => {
    let error: unknown;
    try {
      evaluate(parseExpression(text), scope);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ExpressionError);
    expect((error as Error).message).toMatch(reason);
  });

  test("mixed text is bounded too", () => {
    expect(() => evaluate(parseTemplate("{{ input.long }}, {{ input.long }}, {{ input.long }}"), scope)).toThrow(
      /bytes/,
    );
  });

  test("a smaller budget can be given", () => {
    expect(() => evaluate(parseExpression("[1, 2, 3]"), {}, { steps: 3 })).toThrow("needs more than 3 steps");
    expect(() => evaluate(parseExpression("'a' + 'b'"), {}, { bytes: 10 })).toThrow("makes more than 10 bytes");
    expect(() => evaluate(parseExpression("input"), { input: "x".repeat(100) }, { bytes: 99 })).toThrow(
      "result is more than 99",
    );
  });
});

describe("what all expressions of a run use up together", () => {
  const loop = parseExpression("input.numbers.slice(0, 20).every(x => x >= 0)");

  test("is counted, the result too", () => {
    const run = runBudget();
    evaluate(loop, scope, { run });
    const { spent } = run;
    expect(spent).toBeGreaterThan(60);
    evaluate(loop, scope, { run });
    expect(run.spent).toBe(2 * spent);
    evaluate(parseExpression("input.long"), scope, { run });
    expect(run.bytes).toBeGreaterThan(500_000);
  });

  test("is bounded, however little each of them needs", () => {
    const run = runBudget(150);
    evaluate(loop, scope, { run });
    expect(() => evaluate(loop, scope, { run })).toThrow(RunBudgetError);
    expect(() => evaluate(parseExpression("1"), scope, { run })).toThrow(
      "The expressions of this run need more than 150 steps together (at position 0).",
    );
  });
});

describe("what people write fits the budget", () => {
  test("an input as large as a body may be passes unchanged", () => {
    const input = JSON.parse(`{"a":[${"1,".repeat(499_990)}1]}`) as unknown;
    expect(evaluate(parseTemplate("{{ input }}"), { input })).toEqual(input);
  });

  test("a table of a thousand rows is filtered, grouped, sorted and written", () => {
    const rows = Array.from({ length: 1000 }, (_, index) => ({
      id: index,
      kind: `k${index % 7}`,
      price: (index * 37) % 101,
    }));
    const text = `rows.filter(row => row.price > 50).sort((a, b) => a.price - b.price || a.id - b.id)
      .map(({ id, kind, price }, index) => \`\${index + 1}. \${kind} #\${id}: \${price.toFixed(2)}\`).join('\\n')`;
    expect(evaluate(parseExpression(text), { rows })).toContain("1. k1 #");
    const grouped = evaluate(
      parseExpression("rows.reduce((sums, r) => ({ ...sums, [r.kind]: (sums[r.kind] ?? 0) + r.price }), {})"),
      { rows },
    );
    expect(Object.keys(grouped as object)).toHaveLength(7);
    expect(evaluate(parseExpression("rows.reduce((text, r) => text + r.kind + ',', '')"), { rows })).toHaveLength(3000);
  });
});

describe("deep source text", () => {
  const deep: readonly [name: string, text: string][] = [
    ["parentheses", `${"(".repeat(4_900)}1${")".repeat(4_900)}`],
    ["parentheses that are never closed", "(".repeat(10_000)],
    ["lists", `${"[".repeat(4_900)}${"]".repeat(4_900)}`],
    ["objects", `${"{a:".repeat(2_400)}1${"}".repeat(2_400)}`],
    ["operators before", `${"!".repeat(9_000)}1`],
    ["signs", `${"- ".repeat(4_900)}1`],
    ["sums", `1${"+1".repeat(4_900)}`],
    ["powers", `1${"**1".repeat(3_300)}`],
    ["choices", `${"1?".repeat(2_400)}1${":1".repeat(2_400)}`],
    ["members", `a${".a".repeat(4_900)}`],
    ["optional members", `a${"?.a".repeat(3_300)}`],
    ["indexes", `a${"[0]".repeat(3_300)}`],
    ["calls", `''${".at(0)".repeat(1_600)}`],
    ["arrow functions", `[].map(${"a=>".repeat(3_300)}1)`],
    ["patterns", `[].map((${"[".repeat(4_900)}a${"]".repeat(4_900)})=>1)`],
    ["templates", `${"`${".repeat(2_400)}1${"}`".repeat(2_400)}`],
    ["a regular expression", `/${"(".repeat(4_900)}${")".repeat(4_900)}/`],
    ["functions with bodies", `${"()=>{".repeat(1_900)}`],
    ["texts within a call", `${"parseInt(".repeat(900)}1${")".repeat(900)}`],
  ];
  test.each([...deep])("%s are refused when they are parsed", (_name, text) => {
    expect(() => parseExpression(text)).toThrow(ExpressionError);
    expect(() => parseTemplate(`{{${text}}}`)).toThrow(ExpressionError);
  });

  test("two hundred levels work", () => {
    expect(evaluate(parseExpression(`${"(".repeat(200)}1${")".repeat(200)}`), {})).toBe(1);
    expect(evaluate(parseExpression(`1${"+1".repeat(200)}`), {})).toBe(201);
    const maps = `${"[1].map(x=>".repeat(100)}x${")".repeat(100)}.flat(Infinity)`;
    expect(evaluate(parseExpression(maps), {})).toEqual([1]);
  });
});
