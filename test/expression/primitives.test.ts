import { expect, test } from "vitest";
import { evaluate, parseExpression } from "../../src/expression/expression.ts";

type Table = Record<string, unknown>;

/** What a page could change after the room has loaded. */
const changed: readonly [object: object, names: readonly string[]][] = [
  [Array.prototype, ["map", "filter", "slice", "sort", "join", "push", "concat", "includes", "flat"]],
  [
    String.prototype,
    ["slice", "split", "repeat", "padStart", "indexOf", "toUpperCase", "trim", "replaceAll", "includes"],
  ],
  [Object, ["keys", "hasOwn", "create", "getPrototypeOf", "entries", "fromEntries", "defineProperty"]],
  [Number.prototype, ["toFixed", "toString"]],
  [Number, ["isFinite", "isInteger", "parseFloat"]],
  [JSON, ["parse", "stringify"]],
  [Math, ["max", "min", "round", "trunc"]],
];

test("a change of the language's own functions after loading does not change what an expression does", () => {
  const text = `[...input.items.filter(i => i.n > 1).sort((a, b) => b.n - a.n).map(({ t, ...rest }) => t.trim().toUpperCase()
    .split('').join('-').padStart(6, '0').repeat(2) + JSON.stringify(rest) + Object.keys(rest)[0]),
    JSON.parse('[1]').flat().concat(Math.max(1, 2), Math.round(1.6)).includes(2), (1.25).toFixed(1), parseInt('5x')]`;
  const scope = {
    input: {
      items: [
        { n: 2, t: " ab" },
        { n: 3, t: "c" },
        { n: 1, t: "" },
      ],
    },
  };
  const template = parseExpression(text);
  const before = evaluate(template, scope);

  const kept = changed.map(([object, names]) => names.map((name) => (object as Table)[name]));
  const called: string[] = [];
  for (const [object, names] of changed) {
    for (const name of names) {
      (object as Table)[name] = () => {
        called.push(name);
        return "changed";
      };
    }
  }
  let after: unknown;
  try {
    after = evaluate(template, scope);
  } finally {
    for (const [index, [object, names]] of [...changed.entries()]) {
      for (const [at, name] of [...names.entries()]) (object as Table)[name] = kept[index]?.[at];
    }
  }
  expect(called).toEqual([]);
  expect(after).toEqual(before);
  expect(before).toEqual(['00000C00000C{"n":3}n', '000A-B000A-B{"n":2}n', true, "1.3", 5]);
});
