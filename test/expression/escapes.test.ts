import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ExpressionError, evaluate, type Json, parseExpression } from "../../src/expression/expression.ts";
import { changesSince, snapshot } from "./intrinsics.ts";

/** Data as a caller can send it: names that mean something elsewhere are only names here. */
const input = JSON.parse(`{
  "__proto__": {"polluted": true}, "constructor": {"constructor": "data"}, "prototype": 1,
  "toString": "trap", "valueOf": "trap", "toJSON": "trap", "then": "trap", "length": 3, "map": "trap", "call": "trap",
  "text": "abc", "n": 1, "none": null, "list": [1, 2, 3], "key": "constructor", "proto": "__proto__",
  "object": {"toString": "trap", "toJSON": "trap", "valueOf": "trap", "hasOwnProperty": "trap"}
}`) as Json;
const scope: Record<string, unknown> = { input, env: {} };

/** An attempt is refused when its text is parsed or when it is evaluated; or it is harmless, and then this is its value. */
type Attempt = readonly [name: string, text: string, harmless?: { value: unknown }];

const attempts: Record<string, readonly Attempt[]> = {
  "chains to a constructor": [
    ["of a text", "'a'.constructor"],
    ["of a text, twice", "'a'.constructor.constructor('return this')()"],
    ["of a list", "[].constructor.from"],
    ["of a number", "(1).constructor"],
    ["of an object", "({}).constructor"],
    ["of data that has such a member", "input.constructor"],
    ["of a method", "'a'.at.constructor"],
    ["of a method of a list", "[].filter.constructor('return 1')()"],
    ["of a function", "parseInt.constructor"],
    ["of a namespace", "Math.constructor"],
    ["of a namespace, called", "Object.constructor('return 1')"],
    ["behind an optional chain", "input?.text?.constructor"],
    ["of an arrow function", "(x => x).constructor('return 1')()"],
    ["to a prototype", "Object.prototype"],
    ["to the prototype of data", "input.prototype"],
  ],
  "computed names": [
    ["written as text", "input['constructor']"],
    ["written as a template", "input[`__proto__`]"],
    ["read from data", "input[input.key]"],
    ["read from data, on text", "input.text[input.proto]"],
    ["joined", "'a'['const' + 'ructor']"],
    ["joined from a list", "'a'[['con', 'structor'].join('')]"],
    ["turned around", "'a'['rotcurtsnoc'.split('').reverse().join('')]"],
    ["decoded from an address", "'a'[decodeURIComponent('%63onstructor')]"],
    ["decoded from JSON", `'a'[JSON.parse('"\\\\u0063onstructor"')]`],
    ["replaced", "'a'['XXconstructor'.replace('XX', '')]"],
    ["changed in case", "'a'['CONSTRUCTOR'.toLowerCase()]"],
    ["cut", "'a'['xconstructor'.slice(1)]"],
    ["a list that reads as a name", "'a'[['constructor']]"],
    ["an object that reads as a name", "'a'[{ toString: 'constructor' }]"],
    ["a name that is missing", "input[input.gone]"],
    ["a name that is true", "input[true]"],
    ["a namespace by a computed name", "Math['max'](1)"],
    ["a method by a computed name", "[]['map'](x => x)"],
    ["a method by a joined name", "[]['ma' + 'p'](x => x)"],
  ],
  "the old accessors": [
    ["__defineGetter__", "({}).__defineGetter__('a', x => x)"],
    ["__lookupGetter__", "({})['__lookupGetter__']('__proto__')"],
    ["__defineSetter__", "input.__defineSetter__"],
    ["__proto__ of data", "input.__proto__"],
    ["__proto__ of a literal", "({}).__proto__"],
    ["arguments", "arguments"],
    ["arguments in a function", "[1].map(x => arguments)"],
  ],
  "prototypes through literals": [
    ["__proto__ as a key", "({ __proto__: { polluted: true } })"],
    ["__proto__ as a text key", "({ '__proto__': null })"],
    ["__proto__ as a computed key", "({ ['__pro' + 'to__']: {} })"],
    ["__proto__ as a shorthand", "({ __proto__ })"],
    ["constructor as a key", "({ constructor: 1 })"],
    ["__proto__ from entries", "Object.fromEntries([['__proto__', { polluted: true }]])"],
    ["a getter", "({ get a() { return 1 } })"],
    ["a setter", "({ set a(x) {} })"],
    ["a method", "({ a() { return this } })"],
    ["an async generator method", "({ async *a() {} })"],
    [
      "a literal that is read through JSON",
      `JSON.parse('{"__proto__": {"polluted": true}}').polluted`,
      { value: null },
    ],
    ["a spread of data with such a key", "({ ...input }).polluted", { value: null }],
    ["the rest of data with such a key", "[input].map(({ text, ...rest }) => rest.polluted)", { value: [null] }],
    ["entries of data with such a key", "Object.fromEntries(Object.entries(input))"],
    ["a member that only a prototype has", "({}).hasOwnProperty", { value: null }],
    ["a member of a list that only a prototype has", "input.list.map", { value: null }],
  ],
  destructuring: [
    ["of a constructor", "[''].map(({ constructor }) => constructor)"],
    ["of a constructor by a new name", "[''].map(({ constructor: c }) => c)"],
    ["of __proto__", "[input].map(({ __proto__: p }) => p)"],
    ["of a text key", "[input].map(({ '__proto__': p }) => p)"],
    ["of a computed key", "[input].map(({ ['constructor']: c }) => c)"],
    ["nested", "[{ a: '' }].map(({ a: { constructor: c } }) => c)"],
    ["in a default", "[1].map(({ x = ''.constructor }) => x)"],
    ["of a method", "[''].map(({ at }) => at)", { value: [null] }],
    ["into a name of the language", "[1].map(Math => Math.max(1, 2))"],
    ["into a banned name", "[1].map(arguments => 1)"],
    ["by an assignment", "({ a: input.x } = { a: 1 })"],
  ],
  "functions as values": [
    ["an arrow function alone", "x => x"],
    ["an arrow function in a list", "[x => x]"],
    ["an arrow function in an object", "({ f: x => x })"],
    ["an arrow function called at once", "(x => x)(1)"],
    ["a function that a callback answers", "[1].map(x => y => y)"],
    ["a function handed to a method that takes none", "[1].concat(x => x)"],
    ["a function as a first value", "[1].reduce((a, x) => a, x => x)"],
    ["a parameter that is called", "[1].map(f => f(1))"],
    ["recursion through parameters", "[x => [x].map(x)].map(f => [f].map(f))"],
    ["a function of the language as a value", "[parseInt]"],
    ["a namespace as a value", "[Math, Object]"],
    ["a method taken off", "[].map.call('abc', x => x)"],
    ["a method applied", "Math.max.apply(null, [1])"],
    ["a method bound", "''.at.bind('')"],
    ["a method of data with its name", "input.call('x')"],
    ["data with the name of a method, called", "input.map(x => x)"],
    ["the third argument of a callback", "[1].map((x, i, all) => all.constructor)"],
    ["a change through the third argument", "[1].map((x, i, all) => all.push(x))"],
    ["a list that is changed", "input.list.push(4)"],
    ["a list that is spliced", "input.list.splice(0)"],
    ["an iterator", "input.list.entries()"],
    ["an iterator's symbol", "input.list[Symbol.iterator]"],
  ],
  "traps in data": [
    [
      "toString",
      `\`\${input.object}\``,
      { value: '{"toString":"trap","toJSON":"trap","valueOf":"trap","hasOwnProperty":"trap"}' },
    ],
    ["toString in a sum", "'' + input.object === JSON.stringify(input.object)", { value: true }],
    ["valueOf", "+input.object"],
    ["valueOf in a comparison", "input.object < 1"],
    ["valueOf in a method", "'a'.repeat(input.object)"],
    ["toJSON", "JSON.stringify({ toJSON: 1 })", { value: '{"toJSON":1}' }],
    ["hasOwnProperty", "Object.keys(input.object).length", { value: 4 }],
    ["length of an object", "Array.from(input).length", { value: 3 }],
    ["then", "Object.keys({ then: input.then })", { value: ["then"] }],
    ["a name for text from an object", "'abc'.includes({ a: 1 })"],
  ],
  "syntax that is not of the language": [
    ["a regular expression", "/a+/.test('a')"],
    ["a regular expression in a method", "'a'.replace(/a/g, 'b')"],
    ["a regular expression that never ends", "/(a+)+$/.exec('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')"],
    ["new", "new Date()"],
    ["new Function", "new Function('return 1')()"],
    ["this", "this"],
    ["this in a function", "[1].map(x => this)"],
    ["function", "(function () { return this })()"],
    ["a function with a body", "[1].map(x => { return x })"],
    ["an async function", "[1].map(async x => x)"],
    ["a generator", "(function* () { yield 1 })()"],
    ["await", "await input"],
    ["a class", "class { static { globalThis.x = 1 } }"],
    ["super", "super.x"],
    ["import", "import('node:fs')"],
    ["import.meta", "import.meta.url"],
    ["new.target", "new.target"],
    ["a tagged template", "String.raw`a`"],
    ["a tagged template of data", "input.text`a`"],
    ["an assignment", "input.text = 1"],
    ["an assignment to a prototype", "input.__proto__.x = 1"],
    ["an assignment to an undeclared name", "leak = 1"],
    ["a logical assignment", "input.x ??= 1"],
    ["an increment", "input.n++"],
    ["delete", "delete input.text"],
    ["void", "void 0"],
    ["in", "'text' in input"],
    ["instanceof", "input instanceof Object"],
    ["a private name", "input.#x"],
    ["a comma", "(1, 2)"],
    ["two statements", "1; 2"],
    ["a big number", "10n ** 100000000n"],
    ["a comment", "input/* */.text"],
    ["a comment to the end", "input.text // }}"],
    ["a comment of a web page", "1 <!-- 2"],
    ["a first line for a shell", "#!/bin/sh"],
    ["a call that is optional", "input.text?.at?.(0)"],
    ["debugger", "debugger"],
    ["a label", "a: 1"],
    ["with", "with (input) text"],
  ],
  "escapes in names": [
    ["constructor by code points", "'a'.\\u0063onstructor"],
    ["constructor by long code points", "'a'.\\u{63}onstructor"],
    ["__proto__ by code points", "({ \\u005f_proto__: 1 })"],
    ["constructor by an escape in a text", "'a'['\\x63onstructor']"],
    ["constructor by an escape in a template", "'a'[`\\u0063onstructor`]"],
    ["eval by code points", "\\u0065val('1')"],
    ["arguments by code points", "[1].map(x => argument\\u0073)"],
    ["constructor by an escape in a pattern", "[''].map(({ \\u0063onstructor: c }) => c)"],
  ],
  "names of the outside": [
    "globalThis",
    "self",
    "window",
    "process",
    "require",
    "Function",
    "eval",
    "Symbol",
    "Reflect",
  ]
    .concat([
      "Proxy",
      "Promise",
      "RegExp",
      "WebAssembly",
      "caches",
      "fetch",
      "setTimeout",
      "crypto",
      "module",
      "exports",
    ])
    .flatMap((name): Attempt[] => [
      [name, name],
      [`${name}, called`, `${name}('1')`],
    ]),
  "members of allowed names that are not allowed": [
    ["Math.random", "Math.random()"],
    ["Date.now", "Date.now()"],
    ["Object.assign", "Object.assign(input, { a: 1 })"],
    ["Object.defineProperty", "Object.defineProperty(input, 'a', {})"],
    ["Object.getPrototypeOf", "Object.getPrototypeOf(input)"],
    ["Object.setPrototypeOf", "Object.setPrototypeOf(input, null)"],
    ["Object.getOwnPropertyDescriptors", "Object.getOwnPropertyDescriptors(input)"],
    ["Array.prototype", "Array.prototype.map"],
    ["Array.fromAsync", "Array.fromAsync([1])"],
    ["a reviver", "JSON.parse('1', x => x)"],
    ["a replacer", "JSON.stringify(input, x => x)"],
    ["a replacer that is a list", "JSON.stringify(input, ['text'])"],
    ["Date as a function", "Date()"],
    ["a text's methods that are not listed", "'a'.anchor('x')"],
    ["a text matched", "'a'.match('a')"],
    ["the language of a machine", "(1).toLocaleString()"],
  ],
};

let before: ReturnType<typeof snapshot>;
beforeAll(() => {
  before = snapshot();
});

/** A refusal is an ExpressionError and says where. */
const refusal = expect.toSatisfy(
  (error) => error instanceof ExpressionError && / \(at position \d+\)\.$/.test(error.message),
);

for (const [group, members] of Object.entries(attempts)) {
  describe(group, () => {
    for (const [name, text, harmless] of members) {
      test(`${name}: ${text}`, () => {
        if (harmless) expect(evaluate(parseExpression(text), scope)).toEqual(harmless.value);
        else expect(() => evaluate(parseExpression(text), scope)).toThrow(refusal);
      });
    }
  });
}

describe("values that are not data", () => {
  const outside: Record<string, unknown> = {
    "a function": () => 1,
    "a date": new Date(),
    "a map": new Map(),
    "a class's object": new (class Thing {})(),
    "a symbol": Symbol("s"),
    "a big number": 1n,
    "a regular expression": /a/,
    "a promise": Promise.resolve(1),
    "an object with another prototype": Object.create({ inherited: 1 }),
  };
  test.each(Object.entries(outside))("%s in the scope is refused wherever it is read", (_name, value) => {
    for (const text of [
      "input",
      "input.a",
      "box.a",
      "box",
      "[...list]",
      "list.map(x => 1)",
      "({ ...box })",
      `\`\${list}\``,
    ]) {
      const read = () => evaluate(parseExpression(text), { input: value, box: { a: value }, list: [value] });
      expect(read).toThrow(ExpressionError);
    }
  });

  test("a scope is read by its own names only", () => {
    expect(() => evaluate(parseExpression("toString"), {})).toThrow(ExpressionError);
    expect(() => evaluate(parseExpression("secret"), Object.create({ secret: 1 }) as Record<string, unknown>)).toThrow(
      ExpressionError,
    );
  });
});

test("there are enough attempts, and each has a name of its own", () => {
  const names = Object.entries(attempts).flatMap(([group, members]) => members.map(([name]) => `${group}: ${name}`));
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(150);
});

afterAll(() => {
  expect(changesSince(before)).toEqual([]);
  expect(JSON.stringify(scope.input)).toBe(JSON.stringify(input));
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
