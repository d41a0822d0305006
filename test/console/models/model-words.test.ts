import { describe, expect, test } from "vitest";
import { Problem } from "../../../src/console/api/problem.ts";
import { aboutField, aboutNoField } from "../../../src/console/models/model-refusal.ts";
import { exampleInput, leadsTo, secretsNamed } from "../../../src/console/models/model-words.ts";
import type { ModelConfig } from "../../../src/contract/model.ts";

const http = (members: object): ModelConfig => ({ kind: "http", url: "https://a.b/c", ...members });

describe("where a model leads", () => {
  test("is said in few words for each kind", () => {
    expect(leadsTo({ kind: "builtin", builtin: "language" })).toBe("Tells the language of a text");
    expect(leadsTo({ kind: "openai", base_url: "https://api.openai.com/v1", model: "gpt", task: "chat" })).toBe(
      "gpt at api.openai.com",
    );
    expect(leadsTo(http({}))).toBe("POST a.b/c");
  });

  test("the secrets on the way are known, wherever a template names them", () => {
    const config = http({
      headers: { A: "{{ secrets.ONE }}" },
      body: { deep: ["{{ secrets.TWO }} {{ secrets.ONE }}"] },
    });
    expect(secretsNamed(config)).toEqual(["ONE", "TWO"]);
    expect(secretsNamed({ kind: "baseten", url: "https://a.b", api_key: "KEY" })).toEqual(["KEY"]);
    expect(secretsNamed({ kind: "baseten", url: "https://a.b" })).toEqual([]);
  });
});

describe("an input to try a model with", () => {
  test("has the members that the model's templates read", () => {
    const config = http({ url: "https://a.b/{{ encodeURIComponent(input.id) }}", body: { rows: "{{ input.rows }}" } });
    expect(Object.keys(exampleInput(config) as object)).toEqual(["id", "rows"]);
  });

  test("is no member for what is called on the whole input", () => {
    expect(exampleInput(http({ body: "{{ input.flat() }}" }))).not.toHaveProperty("flat");
  });

  test("is messages for a chat, texts for embeddings, a text for the built-in one", () => {
    const openai = { kind: "openai", base_url: "https://a.b", model: "m" } as const;
    expect(exampleInput({ ...openai, task: "chat" })).toHaveProperty("messages");
    expect(exampleInput({ ...openai, task: "embeddings" })).toBeInstanceOf(Array);
    expect(exampleInput({ kind: "workers-ai", model: "@cf/baai/bge-m3" })).toHaveProperty("text");
    expect(exampleInput({ kind: "builtin", builtin: "language" })).toBeTypeOf("string");
  });
});

describe("a refused model", () => {
  const problem = (...errors: [string, string][]) =>
    new Problem({
      ...{ status: 422, code: "request.invalid", title: "No", detail: "No." },
      errors: errors.map(([path, message]) => ({ path, message })),
    });

  test("what is said about a place inside a field stands at the field, with the place", () => {
    const refusal = { wrongs: {}, problem: problem(["/config/headers/x-api-key", "Keep it."], ["/config/url", "No."]) };
    expect(aboutField(refusal, "/config/headers")).toBe("x-api-key: Keep it.");
    expect(aboutField(refusal, "/config/url")).toBe("No.");
    expect(aboutField(refusal, "/config/body")).toBeUndefined();
  });

  test("what no field shows is shown as a whole, and nothing is said twice", () => {
    expect(aboutNoField(problem(["/config/url", "No."]))).toBeNull();
    expect(aboutNoField(problem(["/config/url", "No."], ["/config", "Too large."]))).not.toBeNull();
    expect(aboutNoField(problem())).not.toBeNull();
  });
});
