import { describe, expect, test } from "vitest";
import { ExpressionError, evaluate, parseCondition, parseExpression } from "../../src/expression/expression.ts";

const scope = {
  input: {
    text: "Guten Tag",
    count: 3,
    none: null,
    items: [
      { name: "b", n: 2 },
      { name: "a", n: 10 },
    ],
    "two words": 1,
  },
  blocks: { clean: { ok: true }, "my-block": 7 },
  env: {},
};

function calculate(text: string, over: Record<string, unknown> = scope): unknown {
  return evaluate(parseExpression(text), over);
}

function failureOf(text: string, over: Record<string, unknown> = scope): ExpressionError {
  try {
    calculate(text, over);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`${text} did not fail`);
}

test("a model's tool call is read like any other data", () => {
  const input = { tool_calls: [{ function: { name: "lookup", arguments: '{"id": 7}' } }] };
  expect(calculate("JSON.parse(input.tool_calls[0].function.arguments).id", { input })).toBe(7);
});

describe("reading members", () => {
  test("reads members by dot, by name and by index", () => {
    expect(calculate("input.text")).toBe("Guten Tag");
    expect(calculate('input["two words"] + blocks["my-block"]')).toBe(8);
    expect(calculate("input.items[1].name")).toBe("a");
    expect(calculate("input.items.length + input.text.length")).toBe(11);
    expect(calculate("input.text[0]")).toBe("G");
  });

  test("a member that is not there is null at the top", () => {
    expect(calculate("input.nothing")).toBeNull();
    expect(calculate("input.items[9]")).toBeNull();
    expect(calculate("input.items[-1]")).toBeNull();
    expect(calculate("input.toString")).toBeNull();
    expect(calculate("input.text.bold")).toBeNull();
  });

  test("reading a member of null says what is null and how to allow it", () => {
    const error = failureOf("1 + input.none.deeper");
    expect(error.message).toBe(
      "`input.none` is null, so `deeper` of it cannot be read; write `?.` if it may be absent (at position 4).",
    );
    expect(error).toMatchObject({ position: 4, source: "1 + input.none.deeper", name: "ExpressionError" });
    expect(failureOf("input.gone.deeper").message).toContain("`input.gone` is missing");
    expect(failureOf("input.none.map(x => x)").message).toContain("`input.none` is null, so `map` cannot be called");
  });

  test("an optional chain ends early as a whole", () => {
    expect(calculate("input.none?.a.b.c")).toBeNull();
    expect(calculate("input.none?.items.map(x => x.y.z).length")).toBeNull();
    expect(calculate("input?.items?.[0]?.name")).toBe("b");
    expect(failureOf("(input.none?.a).b").message).toContain("is missing");
  });

  test("a name that nothing has is an error which names it", () => {
    expect(failureOf("inptu.text").message).toBe("There is nothing called `inptu` here (at position 0).");
  });
});

describe("operators", () => {
  test("have the precedence and the results of JavaScript", () => {
    expect(calculate("1 + 2 * 3 ** 2 % 5 - -1")).toBe(1 + ((2 * 3 ** 2) % 5) - -1);
    expect(calculate("(1 << 4 | 3) ^ ~2 & 0xff")).toBe(((1 << 4) | 3) ^ (~2 & 0xff));
    expect(calculate("'b' > 'a' && 10 > 9 && !('10' === 10) && '10' == 10")).toBe(true);
    expect(calculate("null ?? undefined ?? 0 ?? 1")).toBe(0);
    expect(calculate("0 || '' || 'x'")).toBe("x");
    expect(calculate("null == undefined && null !== undefined && NaN != NaN")).toBe(true);
    expect(calculate("input.count > 2 ? 'many' : 'few'")).toBe("many");
    expect(calculate("typeof input.gone + typeof 1")).toBe("undefinednumber");
  });

  test("what is not needed is not evaluated", () => {
    expect(calculate("true || input.none.x")).toBe(true);
    expect(calculate("false && input.none.x")).toBe(false);
    expect(calculate("1 ?? input.none.x")).toBe(1);
    expect(calculate("true ? 1 : input.none.x")).toBe(1);
  });

  test("an object inside text is its JSON, and is never a number", () => {
    expect(calculate("'got ' + blocks.clean")).toBe('got {"ok":true}');
    expect(calculate(`\`\${[1, 'a']} \${null}\``)).toBe('[1,"a"] null');
    expect(failureOf("input * 2").message).toBe("A number is needed here, and this is an object (at position 0).");
    expect(failureOf("[] < 1").message).toContain("this is a list");
    expect(calculate("[] == '' || input == '[object Object]'")).toBe(false);
  });
});

describe("lists and objects", () => {
  test("are the same when they hold the same", () => {
    expect(calculate("[1, { a: [2] }] === [1, { a: [2] }] && { a: 1, b: 2 } == { b: 2, a: 1 }")).toBe(true);
    expect(calculate("input.items[0] == { ...input.items[0] } && [[1], [2]].indexOf([2]) === 1")).toBe(true);
    expect(calculate("[1] == [1, 2] || [1] == ['1'] || [] == {} || { a: 1 } == { b: 1 } || [null] == [0]")).toBe(false);
    expect(calculate("[1] != [1] || [{ a: 1 }] !== [{ a: 1 }]")).toBe(false);
    expect(calculate("[{ a: 1 }].includes({ a: 1 })")).toBe(true);
  });

  test("literals spread what they take in", () => {
    expect(calculate("[...input.items.map(i => i.n), 1]")).toEqual([2, 10, 1]);
    expect(calculate("({ ...blocks.clean, ok: false, ['n' + 1]: 2, 3: 4, ...null })")).toEqual({
      ok: false,
      n1: 2,
      3: 4,
    });
    expect(failureOf("[...'abc']").message).toContain("Only a list can be spread here, and this is text");
  });

  test("methods of lists call functions that are written in place", () => {
    expect(calculate("input.items.map(({ name, n: count = 1 }, index) => name + count + index)")).toEqual([
      "b20",
      "a101",
    ]);
    expect(calculate("input.items.filter(item => item.n > 2).length")).toBe(1);
    expect(calculate("input.items.find(item => item.name === 'a').n")).toBe(10);
    expect(calculate("input.items.findLast(item => item.n > 50)")).toBeNull();
    expect(calculate("input.items.some(i => i.n > 9) && !input.items.every(i => i.n > 9)")).toBe(true);
    expect(calculate("input.items.reduce((sum, item) => sum + item.n, 0)")).toBe(12);
    expect(calculate("[[1, [2]], 3].flatMap(x => x)")).toEqual([1, [2], 3]);
    expect(calculate("[[1, [2, [3]]]].flat(Infinity)")).toEqual([1, 2, 3]);
    expect(calculate("['1', '', '2'].filter(Boolean).map(Number)")).toEqual([1, 2]);
    expect(calculate("[[1, 2], [3, 4]].map(([first, ...rest]) => [first, rest])")).toEqual([
      [1, [2]],
      [3, [4]],
    ]);
    expect(calculate("[{ a: 1, b: 2, c: 3 }].map(({ a, ...others }) => others)")).toEqual([{ b: 2, c: 3 }]);
    expect(calculate("[1, 2].map(x => [10, 20].map(y => x * y))")).toEqual([
      [10, 20],
      [20, 40],
    ]);
  });

  test("sorting answers a new list and leaves the data alone", () => {
    expect(calculate("[10, 9, 1].sort()")).toEqual([1, 9, 10]);
    expect(calculate("['b', 'a'].toSorted().join('')")).toBe("ab");
    expect(calculate("input.items.sort((a, b) => b.n - a.n).map(i => i.name)")).toEqual(["a", "b"]);
    expect(calculate("[input.items.reverse()[0].name, input.items[0].name]")).toEqual(["a", "b"]);
    expect(failureOf("[1, 'a'].sort()").message).toContain("Only a list of numbers or of texts");
  });

  test("members of objects become lists and lists become objects", () => {
    expect(calculate("Object.entries({ a: 1, b: [2] })")).toEqual([
      ["a", 1],
      ["b", [2]],
    ]);
    expect(calculate("Object.keys(['x', 'y'])")).toEqual(["0", "1"]);
    expect(calculate("Object.fromEntries(input.items.map(i => [i.name, i.n]))")).toEqual({ b: 2, a: 10 });
    expect(calculate("Object.values({ a: 1 }).concat([2], 3)")).toEqual([1, 2, 3]);
    expect(calculate("Array.from({ length: 3 }, (_, i) => i * i)")).toEqual([0, 1, 4]);
    expect(calculate("Array.from('aé😀')")).toEqual(["a", "é", "😀"]);
    expect(calculate("[1, NaN].includes(NaN) && [1, NaN].indexOf(NaN) === -1")).toBe(true);
    expect(calculate("[[null, 1, { a: 1 }].join('-'), [1, 2].at(-1), [1, 2, 1].lastIndexOf(1)]")).toEqual([
      '-1-{"a":1}',
      2,
      2,
    ]);
  });
});

describe("text and numbers", () => {
  test("methods of text do what JavaScript's do", () => {
    expect(calculate("' Aa '.trim().toUpperCase() + 'X'.toLowerCase().repeat(2)")).toBe("AAxx");
    expect(calculate("'a,b,c'.split(',', 2)")).toEqual(["a", "b"]);
    expect(calculate("'7'.padStart(3, '0') + 'x'.padEnd(3)")).toBe("007x  ");
    expect(calculate("'abcabc'.replace('b', '$&!') + 'abcabc'.replaceAll('b', '-')")).toBe("a$&!cabca-ca-c");
    expect(calculate("'abc'.replaceAll('', '.')")).toBe(".a.b.c.");
    expect(calculate("'abc'.slice(-2) + 'abc'.substring(2, 0) + 'abc'.at(-1) + 'abc'.charAt(9)")).toBe("bcabc");
    expect(
      calculate("['abc'.includes('b'), 'abc'.startsWith('b', 1), 'abc'.endsWith('c'), 'abca'.lastIndexOf('a')]"),
    ).toEqual([true, true, true, 3]);
    expect(calculate("'A'.charCodeAt(0) + '😀'.codePointAt(0)")).toBe(65 + 0x1f600);
  });

  test("numbers are read and written", () => {
    expect(calculate("(1.005).toFixed(1) + (255).toString(16) + parseInt('12px') + parseFloat('.5e1x')")).toBe(
      "1.0ff125",
    );
    expect(calculate("[Math.max(1, ...[3, 2]), Math.min(), Math.round(2.5), Math.PI > 3]")).toEqual([3, null, 3, true]);
    expect(calculate("Number('x')")).toBeNull();
    expect(calculate("[isNaN('x'), Number.isInteger(3), isFinite('3'), String(null), Boolean('')]")).toEqual([
      true,
      true,
      true,
      "null",
      false,
    ]);
    expect(failureOf("(1).toFixed(101)").message).toMatch(/toFixed\(\) .*position 0/);
  });

  test("JSON, addresses and instants", () => {
    expect(calculate("JSON.parse('{\"a\":[1]}').a[0]")).toBe(1);
    expect(calculate("JSON.stringify({ a: [1, undefined], b: undefined })")).toBe('{"a":[1,null]}');
    expect(calculate("JSON.stringify([{ a: 1 }], null, 2)")).toBe(JSON.stringify([{ a: 1 }], null, 2));
    expect(failureOf("JSON.parse('{')").message).toContain("JSON");
    expect(calculate("encodeURIComponent('a b&ü') + decodeURIComponent('%20')")).toBe("a%20b%26%C3%BC ");
    expect(failureOf("decodeURIComponent('%')").message).toContain("URI malformed");
    expect(calculate("Date.toISOString(Date.parse('2026-01-31T12:00:00+01:00') + 1)")).toBe("2026-01-31T11:00:00.001Z");
    expect(calculate("Date.parse('2026-01-31') === Date.UTC(2026, 0, 31)")).toBe(true);
    expect(calculate("[Date.parse('2026-01-31T12:00'), Date.parse('yesterday')]")).toEqual([null, null]);
    expect(failureOf("Date.toISOString(1e99)").message).toContain("Invalid time value");
  });
});

describe("what comes out", () => {
  test("is plain JSON data of its own", () => {
    const data = { list: [{ a: 1 }] };
    const result = calculate("data", { data }) as typeof data;
    expect(result).toStrictEqual(data);
    expect(result.list).not.toBe(data.list);
    expect(Object.getPrototypeOf(calculate("({ a: {} }).a"))).toBe(Object.prototype);
    expect(calculate("[undefined, NaN, 1 / 0, -0]")).toStrictEqual([null, null, null, 0]);
    expect(calculate("({ a: undefined })")).toStrictEqual({});
    expect(calculate("undefined")).toBeNull();
  });

  test("a condition is true or false as JavaScript has it", () => {
    expect(Boolean(evaluate(parseCondition("input.text == 'Guten Tag'"), scope))).toBe(true);
    expect(Boolean(evaluate(parseCondition(" {{ input.items.length > 5 }} "), scope))).toBe(false);
  });
});
