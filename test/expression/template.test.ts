import { describe, expect, test } from "vitest";
import {
  ExpressionError,
  evaluate,
  isConstant,
  type Json,
  parseCondition,
  parseExpression,
  parseTemplate,
  parseValue,
} from "../../src/expression/expression.ts";

const scope = { input: { text: "hi", n: 3, none: null, list: [1, 2] } };

function fill(text: string): unknown {
  return evaluate(parseTemplate(text), scope);
}

function refusalOf(parse: () => unknown): ExpressionError {
  try {
    parse();
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error("It was not refused");
}

describe("text with expressions", () => {
  test("one whole expression keeps the type of its value", () => {
    expect(fill("{{ input.n }}")).toBe(3);
    expect(fill(" \n{{input.list}}\t")).toEqual([1, 2]);
    expect(fill("{{ input.none }}")).toBeNull();
    expect(fill("{{ input }}")).toEqual(scope.input);
  });

  test("mixed text is text: null and missing are empty, objects are JSON", () => {
    expect(fill("n is {{ input.n }}!")).toBe("n is 3!");
    expect(fill("[{{ input.none }}{{ input.gone }}]")).toBe("[]");
    expect(fill("{{ input.list }} {{ input.n > 2 }}")).toBe("[1,2] true");
    expect(fill("{{ input.n }}{{ input.n }}")).toBe("33");
  });

  test("text without an expression stays as it is", () => {
    expect(fill("a } b }} c { {x} ")).toBe("a } b }} c { {x} ");
    expect(isConstant(parseTemplate("plain"))).toBe(true);
    expect(isConstant(parseTemplate("{{ 1 }}"))).toBe(false);
  });

  test("braces inside the texts and objects of an expression do not end it", () => {
    expect(fill('{{ "}}" }}')).toBe("}}");
    expect(fill("{{ '{{' + `}}` }} and {{ {a: {b: 1}}}} more")).toBe('{{}} and {"a":{"b":1}} more');
    expect(fill("{{{a: 1}}}")).toEqual({ a: 1 });
    expect(fill(`{{ \`<\${\`}}\`}>\` }}`)).toBe("<}}>");
  });

  test("a refusal says what and where in the whole text", () => {
    const error = refusalOf(() => parseTemplate("Dear {{ new Date() }}"));
    expect(error.message).toBe("`new` is not allowed in an expression (at position 8).");
    expect(error).toMatchObject({ position: 8, source: "Dear {{ new Date() }}", path: "" });
    expect(refusalOf(() => parseTemplate("a {{ }}")).message).toContain("nothing between");
    expect(refusalOf(() => parseTemplate("{{ input.text")).message).toBe(
      "`{{` is never closed by `}}` (at position 13).",
    );
    expect(refusalOf(() => parseTemplate("{{ a b }}")).message).toBe(
      "`}}` is expected after the expression (at position 5).",
    );
    expect(refusalOf(() => parseTemplate("{{ a + }}")).message).toContain("cannot be read: Unexpected token");
    expect(refusalOf(() => parseTemplate("{{ 'abc }}")).message).toContain("Unterminated string");
  });

  test("an error at run time says where in the whole text", () => {
    const error = refusalOf(() => fill("{{ input.n }} and {{ input.none.x }}"));
    expect(error.position).toBe(21);
    expect(error.source).toBe("{{ input.n }} and {{ input.none.x }}");
  });
});

describe("conditions and bare expressions", () => {
  test("braces are optional around a condition", () => {
    expect(evaluate(parseCondition("input.n == 3"), scope)).toBe(true);
    expect(evaluate(parseCondition(" {{ input.n == 4 }}"), scope)).toBe(false);
  });

  test("a condition is exactly one expression", () => {
    expect(refusalOf(() => parseCondition("{{ input.n }} == 3")).message).toContain("A condition is one expression");
    expect(refusalOf(() => parseCondition("")).message).toBe("The expression is empty (at position 0).");
    expect(refusalOf(() => parseExpression("a; b")).message).toContain("more text follows (at position 1)");
    expect(refusalOf(() => parseExpression("{{ a }}")).message).toContain("cannot be read");
  });

  test("text of an expression may be as long as the limit and not longer", () => {
    expect(evaluate(parseExpression(`"${"x".repeat(9_998)}"`), {})).toHaveLength(9_998);
    expect(refusalOf(() => parseExpression(`"${"x".repeat(9_999)}"`)).message).toContain("longer than 10000");
    expect(refusalOf(() => parseTemplate(`{{ "${"x".repeat(20_000)}" }}`)).message).toMatch(/longer than|Unterminated/);
    expect(refusalOf(() => parseExpression(`${" ".repeat(3)}1${"+1".repeat(5_500)}`)).message).toContain("longer than");
  });

  test("the text around expressions may be long", () => {
    const words = "word ".repeat(50_000);
    expect(evaluate(parseTemplate(`${words}{{ input.n }}${words}`), scope)).toBe(`${words}3${words}`);
  });
});

describe("JSON with expressions in it", () => {
  test("texts are templates, keys and everything else are taken as they are", () => {
    const template = parseValue({ a: "{{ input.n }}", b: [1, "x{{ input.text }}", { c: null }], "{{ d }}": true });
    expect(evaluate(template, scope)).toStrictEqual({ a: 3, b: [1, "xhi", { c: null }], "{{ d }}": true });
  });

  test("JSON without an expression is constant", () => {
    expect(isConstant(parseValue({ a: [1, "b", { c: false }] }))).toBe(true);
    expect(isConstant(parseValue(null))).toBe(true);
    expect(isConstant(parseValue([{ a: ["{{ 1 }}"] }]))).toBe(false);
  });

  test("what is missing is left out of an object and null in a list", () => {
    expect(evaluate(parseValue({ a: "{{ input.gone }}", b: ["{{ input.gone }}"] }), scope)).toStrictEqual({
      b: [null],
    });
  });

  test("an error says in which text it is, as a JSON pointer", () => {
    expect(refusalOf(() => parseValue({ "a/b": [1, "{{ this }}"] }))).toMatchObject({ path: "/a~1b/1", position: 3 });
    expect(refusalOf(() => evaluate(parseValue({ a: "{{ input.none.x }}" }), scope))).toMatchObject({ path: "/a" });
  });

  test("a key __proto__ stays a key", () => {
    const json = JSON.parse('{"__proto__": {"admin": true}, "a": "{{ input.n }}"}') as Json;
    const result = evaluate(parseValue(json), scope) as Record<string, unknown>;
    expect(JSON.stringify(result)).toBe('{"__proto__":{"admin":true},"a":3}');
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(result.admin).toBeUndefined();
  });

  test("JSON that is too deep is refused", () => {
    let json: Json = "{{ 1 }}";
    for (let level = 0; level < 20_000; level += 1) json = [json];
    expect(refusalOf(() => parseValue(json)).message).toContain("nested more than 64 levels");
  });
});
