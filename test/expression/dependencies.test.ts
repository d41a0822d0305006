import { expect, test } from "vitest";
import {
  dependencies,
  parseExpression,
  parseTemplate,
  parseValue,
  roots,
  unknownRoots,
} from "../../src/expression/expression.ts";

function read(text: string): string[][] {
  return dependencies(parseExpression(text));
}

test("a path is as long as it is written down", () => {
  expect(read("input.text + blocks.clean")).toEqual([
    ["input", "text"],
    ["blocks", "clean"],
  ]);
  expect(read('blocks["my-block"].items[0].name')).toEqual([["blocks", "my-block", "items", "0", "name"]]);
  expect(read("input?.a?.b.c")).toEqual([["input", "a", "b", "c"]]);
  expect(read("(input?.a).b")).toEqual([["input", "a", "b"]]);
  expect(read("input")).toEqual([["input"]]);
});

test("a computed name ends the path and is read itself", () => {
  expect(read("blocks[input.name].x")).toEqual([["blocks"], ["input", "name"]]);
});

test("a method is not part of the path of what it is called on", () => {
  expect(read("input.items.map(x => x.name).length")).toEqual([["input", "items"]]);
});

test("parameters of functions are not read from the scope", () => {
  expect(read("input.items.map(({ a = env.d, ...rest }, [i]) => a + rest.b + i + input.k)")).toEqual([
    ["input", "items"],
    ["env", "d"],
    ["input", "k"],
  ]);
  expect(read("[1].map(input => input.x)")).toEqual([]);
  expect(read("[1].map(x => [2].map(y => x + y)) && x")).toEqual([["x"]]);
});

test("functions and constants of the language are not read from the scope", () => {
  expect(read("Math.max(Number.MAX_VALUE, undefined, NaN, parseInt(input.n))")).toEqual([["input", "n"]]);
  expect(read("[''].filter(Boolean)")).toEqual([]);
});

test("every part of an expression is looked at, and each path comes once", () => {
  const text = `[a, ...b, { [c]: d, ...e, f }, g ? h : i, j && k, !l, \`\${m}\`, a].concat(n)`;
  expect(read(text).flat().join("")).toBe("abcdefghijklmn");
});

test("all expressions of mixed text and of JSON are looked at", () => {
  expect(dependencies(parseTemplate("{{ input.a }} {{ env.b }} {{ input.a }}"))).toEqual([
    ["input", "a"],
    ["env", "b"],
  ]);
  expect(dependencies(parseValue({ a: ["{{ input.a }}", 1], b: { c: "x {{ run.id }}" } }))).toEqual([
    ["input", "a"],
    ["run", "id"],
  ]);
  expect(dependencies(parseTemplate("nothing"))).toEqual([]);
});

test("names that the scope will not have are found when an expression is saved", () => {
  const template = parseValue({ a: "{{ inptu.text + input.x }}", b: "{{ blokcs.y ?? Math.PI }}" });
  expect(roots(template)).toEqual(new Set(["inptu", "input", "blokcs"]));
  expect(unknownRoots(template, ["input", "blocks", "env"])).toEqual(["inptu", "blokcs"]);
  expect(unknownRoots(parseTemplate("{{ globalThis.x }}"), ["input"])).toEqual(["globalThis"]);
});
