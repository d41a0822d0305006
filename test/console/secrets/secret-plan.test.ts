import { describe, expect, test } from "vitest";
import { readEnv } from "../../../src/console/secrets/env-text.ts";
import { hasSpaceAround, modelsNaming, planEntries, valueSize } from "../../../src/console/secrets/secret-plan.ts";
import type { Model, ModelConfig } from "../../../src/contract/model.ts";

const fates = (text: string, existing: string[], mayReplace: boolean) =>
  planEntries(readEnv(text).entries, new Set(existing), mayReplace).map(({ name, fate }) => `${name} ${fate}`);

const model = (name: string, config: ModelConfig): Model => ({
  ...{ name, config, created_at: "", created_by: "", updated_at: "", updated_by: "" },
});

describe("several secrets at once", () => {
  test("those that exist stay as they are unless replacing was asked for", () => {
    expect(fates("A=1\nB=2", ["B"], false)).toEqual(["A add", "B exists"]);
    expect(fates("A=1\nB=2", ["B"], true)).toEqual(["A add", "B replace"]);
  });

  test("a name without a value is left out, also when it exists", () => {
    expect(fates("A=\nB=", ["B"], true)).toEqual(["A empty", "B empty"]);
  });
});

describe("a value that is not shown", () => {
  test("is told by its size, counted as people count", () => {
    expect(valueSize("x")).toBe("1 character");
    expect(valueSize("grün🔑")).toBe("5 characters");
    expect(valueSize(`${"a".repeat(1_999)}\n`)).toBe("2,000 characters in 2 lines");
  });

  test("is told of when white space stands around it, not inside", () => {
    expect(["a\n", " a", "\ta"].every(hasSpaceAround)).toBe(true);
    expect(hasSpaceAround("a b\nc")).toBe(false);
  });
});

test("a secret's deletion knows the models that name it, as their key or in a template, and no longer names", () => {
  const models = [
    model("chat", { kind: "openai", base_url: "https://a.b/v1", model: "m", task: "chat", api_key: "KEY" }),
    model("other", { kind: "baseten", url: "https://a.b/c", api_key: "KEY_2" }),
    model("free", { kind: "builtin", builtin: "language" }),
    model("header", { kind: "http", url: "https://a.b/", headers: { "x-key": "{{ secrets.KEY }}" } }),
    model("longer", { kind: "http", url: "https://a.b/", headers: { "x-key": "{{ secrets.KEY_2 }}" } }),
  ];
  expect(modelsNaming(models, "KEY")).toEqual(["chat", "header"]);
  expect(modelsNaming(models, "KEY_2")).toEqual(["other", "longer"]);
});
