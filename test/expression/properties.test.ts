import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dependencies,
  ExpressionError,
  evaluate,
  type Json,
  parseExpression,
  parseTemplate,
  parseValue,
} from "../../src/expression/expression.ts";

const input = {
  n: 3,
  text: "abc",
  none: null,
  list: [1, [2, "x"], { a: null }],
  key: "constructor",
  object: { a: { b: 1 } },
};

/** Runs what may only throw an ExpressionError. */
function onlyRefuses(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    expect(error.message.endsWith(").")).toBe(true);
    expect(error.position).toBeGreaterThanOrEqual(0);
    expect(error.position).toBeLessThanOrEqual(error.source.length);
  }
}

type Pair = { text: string; value: unknown };
const plain = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.double({ noNaN: true, min: -1e6, max: 1e6 }).filter((n) => !Object.is(n, -0)),
  fc.string({ maxLength: 5 }),
  fc.constantFrom("1", "-2.5", "", " ", "x"),
  fc.boolean(),
  fc.constant(null),
);
const literal: fc.Arbitrary<Pair> = plain.map((value) => ({ text: JSON.stringify(value).replace(/^-/, " -"), value }));

type Both = (left: never, right: never) => unknown;
const operators: Record<string, Both> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
  "**": (left, right) => left ** right,
  "&": (left, right) => left & right,
  "|": (left, right) => left | right,
  "^": (left, right) => left ^ right,
  "<<": (left, right) => left << right,
  ">>": (left, right) => left >> right,
  ">>>": (left, right) => left >>> right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
  // biome-ignore lint/suspicious/noDoubleEquals: the operator under test
  "==": (left, right) => left == right,
  // biome-ignore lint/suspicious/noDoubleEquals: the operator under test
  "!=": (left, right) => left != right,
  "===": (left, right) => left === right,
  "!==": (left, right) => left !== right,
  "&&": (left, right) => left && right,
  "||": (left, right) => left || right,
  "??": (left, right) => left ?? right,
};
const unary: Record<string, (value: never) => unknown> = {
  "!": (value) => !value,
  "-": (value) => -value,
  "+": (value) => +value,
  "~": (value) => ~value,
  typeof: (value) => typeof value,
};

/** Text and its value in JavaScript, made side by side. */
const { pair } = fc.letrec<{ pair: Pair }>((tie) => ({
  pair: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    literal,
    fc.tuple(tie("pair"), fc.constantFrom(...Object.keys(operators)), tie("pair")).map(([left, operator, right]) => ({
      text: `(${left.text}) ${operator} (${right.text})`,
      value: (operators[operator] as Both)(left.value as never, right.value as never),
    })),
    fc.tuple(fc.constantFrom(...Object.keys(unary)), tie("pair")).map(([operator, operand]) => ({
      text: `${operator} (${operand.text})`,
      value: (unary[operator] as (value: never) => unknown)(operand.value as never),
    })),
    fc.tuple(tie("pair"), tie("pair"), tie("pair")).map(([condition, yes, no]) => ({
      text: `(${condition.text}) ? (${yes.text}) : (${no.text})`,
      value: condition.value ? yes.value : no.value,
    })),
    fc.tuple(tie("pair"), tie("pair")).map(([left, right]) => ({
      text: `\`\${${left.text}}-\${${right.text}}\``,
      value: `${left.value}-${right.value}`,
    })),
    fc.tuple(tie("pair"), tie("pair")).map(([from, to]) => ({
      text: `[${from.text}].map(x => x === (${to.text}))[0]`,
      value: from.value === to.value,
    })),
  ),
}));

/** What `JSON` makes of a value: the form in which results come out. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify([value]))[0];
}

/** Any text with the look of an expression, allowed or not. */
const name = fc.constantFrom(
  "input",
  "x",
  "y",
  "Math",
  "Object",
  "gone",
  "constructor",
  "__proto__",
  "parseInt",
  "undefined",
  "this",
);
const member = fc.constantFrom(
  "n",
  "text",
  "list",
  "none",
  "a",
  "length",
  "constructor",
  "__proto__",
  "map",
  "prototype",
  "max",
  "keys",
);
const method = fc.constantFrom(
  ...[
    "map",
    "filter",
    "reduce",
    "flatMap",
    "sort",
    "find",
    "some",
    "join",
    "concat",
    "flat",
    "slice",
    "at",
    "includes",
    "repeat",
  ],
  ...[
    "padEnd",
    "split",
    "replaceAll",
    "toFixed",
    "toString",
    "indexOf",
    "push",
    "call",
    "lastIndexOf",
    "reverse",
    "every",
    "trim",
  ],
);
const functionName = fc
  .constantFrom("Math.max", "Math.round", "Object.keys", "Object.entries", "Object.fromEntries", "Array.from")
  .chain((one) =>
    fc.constantFrom(
      one,
      "JSON.stringify",
      "JSON.parse",
      "String",
      "Number",
      "parseInt",
      "Date.parse",
      "Date.toISOString",
      "encodeURIComponent",
      "eval",
    ),
  );
const { code } = fc.letrec<{ code: string }>((tie) => ({
  code: fc.oneof(
    { maxDepth: 5 },
    name,
    literal.map(({ text }) => text),
    fc.constantFrom(
      "1e9",
      "NaN",
      "'constructor'",
      "[]",
      "({})",
      "/a/",
      "new x",
      "input.list",
      "input.key",
      "-0",
      "1e400",
    ),
    fc.tuple(tie("code"), member).map(([object, key]) => `${object}.${key}`),
    fc.tuple(tie("code"), member).map(([object, key]) => `(${object})?.${key}`),
    fc.tuple(tie("code"), tie("code")).map(([object, key]) => `(${object})[${key}]`),
    fc.tuple(tie("code"), method, tie("code")).map(([object, call, body]) => `(${object}).${call}(x => ${body})`),
    fc
      .tuple(tie("code"), method, tie("code"))
      .map(([object, call, body]) => `(${object}).${call}(({ a: x, ...y }, [z]) => ${body})`),
    fc.tuple(tie("code"), method, tie("code")).map(([object, call, argument]) => `(${object}).${call}(${argument})`),
    fc.tuple(functionName, tie("code"), tie("code")).map(([call, one, other]) => `${call}(${one}, ...[${other}])`),
    fc.tuple(functionName, tie("code")).map(([call, one]) => `${call}(${one})`),
    fc
      .tuple(tie("code"), fc.constantFrom(...Object.keys(operators), ",", "in", "="), tie("code"))
      .map((parts) => `(${parts.join(" ")})`),
    fc.array(tie("code"), { maxLength: 4 }).map((items) => `[${items.join(", ")}]`),
    fc
      .tuple(member, tie("code"), tie("code"))
      .map(([key, value, spread]) => `({ ${key}: ${value}, [${value}]: 1, ...${spread} })`),
    tie("code").map((body) => `[...${body}, \`\${${body}}\`]`),
  ),
}));

describe("for any text", () => {
  test("a template parses or is refused, and nothing else happens", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) =>
        onlyRefuses(() => evaluate(parseTemplate(`{{${text}}}`), { input })),
      ),
    );
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => onlyRefuses(() => parseExpression(text))),
    );
  });

  test("text of tokens in any order parses or is refused", () => {
    const tokens =
      "{{ }} { } ( ) [ ] ${ ` ' \" / \\ . ?. , : ? => = + - ! ... input x 1 async get of new class function # @ /* // <!-- \n \u2028 \\u0061".split(
        " ",
      );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...tokens), { maxLength: 30 }), fc.constantFrom("", " "), (parts, space) =>
        onlyRefuses(() => evaluate(parseTemplate(parts.join(space)), { input, x: 1 })),
      ),
      { numRuns: 2000 },
    );
  });

  test("text without braces is its own value", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes("{{")),
        (text) => {
          expect(evaluate(parseTemplate(text), {})).toBe(text);
        },
      ),
    );
  });
});

describe("for any expression", () => {
  test("evaluation ends and throws nothing but an ExpressionError", () => {
    fc.assert(
      fc.property(code, (text) => {
        onlyRefuses(() => evaluate(parseExpression(text), { input }, { steps: 5_000, bytes: 50_000 }));
        onlyRefuses(() => dependencies(parseExpression(text)));
      }),
      { numRuns: 3000 },
    );
    expect(input.list).toEqual([1, [2, "x"], { a: null }]);
  });

  test("what comes out is what its own JSON says", () => {
    fc.assert(
      fc.property(code, (text) =>
        onlyRefuses(() => {
          const value = evaluate(parseExpression(text), { input });
          expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value);
        }),
      ),
      { numRuns: 1000 },
    );
  });

  test("operators on plain values agree with JavaScript", () => {
    fc.assert(
      fc.property(pair, ({ text, value }) => {
        expect(evaluate(parseExpression(text), {})).toEqual(asJson(value));
      }),
      { numRuns: 3000 },
    );
  });
});

describe("for any data", () => {
  test("JSON written as an expression is that JSON", () => {
    const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);
    fc.assert(
      fc.property(json, (value) => {
        fc.pre(!/"(__proto__|constructor|prototype|__(define|lookup)[GS]etter__)":/.test(JSON.stringify(value)));
        expect(evaluate(parseTemplate(`{{ ${JSON.stringify(value)} }}`), {})).toStrictEqual(value);
      }),
    );
  });

  test("JSON in the scope passes through unchanged, whatever its names are", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const data = JSON.parse(text) as Json;
        expect(JSON.stringify(evaluate(parseExpression("data"), { data }))).toBe(JSON.stringify(data));
        expect(evaluate(parseExpression("JSON.parse(JSON.stringify(data))"), { data })).toEqual(data);
      }),
    );
  });

  test("JSON without braces is its own value template", () => {
    const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value).replaceAll("{{", "")) as Json);
    fc.assert(
      fc.property(json, (value) => {
        expect(evaluate(parseValue(value), {})).toEqual(value);
      }),
    );
  });

  test("any own name that is not banned is read, and no other", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ maxLength: 6 }), fc.integer()),
        fc.string({ maxLength: 6 }),
        (data, other) => {
          for (const key of [...Object.keys(data), other]) {
            onlyRefuses(() =>
              expect(evaluate(parseExpression("data[key]"), { data, key })).toBe(
                Object.hasOwn(data, key) ? data[key] : null,
              ),
            );
          }
        },
      ),
    );
  });
});
