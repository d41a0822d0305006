import { describe, expect, test } from "vitest";
import { configOf, emptyForm, formOf, type ModelForm } from "../../../src/console/models/model-form.ts";
import { ModelConfig } from "../../../src/contract/model.ts";

const configs: ModelConfig[] = [
  { kind: "builtin", builtin: "language", timeout_ms: 1_500, retry: { max_attempts: 1 } },
  { kind: "workers-ai", model: "@cf/baai/bge-m3", params: { truncate_inputs: true } },
  {
    ...{ kind: "openai", base_url: "https://api.openai.com/v1", model: "gpt-5-mini", task: "chat" },
    ...{ api_key: "OPENAI_API_KEY", params: { temperature: 0 } },
  },
  { kind: "openai", base_url: "http://127.0.0.1:11434/v1", model: "nomic", task: "embeddings" },
  { kind: "baseten", url: "https://model-abc.api.baseten.co/production/predict", api_key: "KEY", timeout_ms: 840_000 },
  {
    kind: "http",
    method: "GET",
    url: "https://a.b/{{ input.id }}",
    headers: { "x-key": "{{ secrets.KEY }}", Accept: "text/plain" },
    output: null,
  },
  { kind: "http", url: "https://a.b/c", body: ["{{ input.a }}", 2], output: "{{ response.body }}" },
];

const wrongsOf = (members: Partial<ModelForm>) => configOf({ ...emptyForm, ...members });

describe("the form of a model", () => {
  test.each(configs.map((config) => [config.kind, config] as const))("gives %s back as it was", (_, config) => {
    const { config: again, wrongs } = configOf(formOf("m", config));
    expect(wrongs).toEqual({});
    expect(again).toEqual(config);
    expect(ModelConfig.parse(again)).toEqual(config);
  });

  test("keeps what belongs to another kind, and sends none of it", () => {
    const form = {
      ...formOf("m", { kind: "baseten", url: "https://a.b/c", api_key: "KEY" }),
      kind: "builtin",
    } as const;
    expect(configOf(form).config).toEqual({ kind: "builtin", builtin: "language" });
    expect(configOf({ ...form, kind: "baseten" }).config).toMatchObject({ url: "https://a.b/c", api_key: "KEY" });
  });

  test("says what is no JSON, no duration and no number, all at once and each at its place", () => {
    const { config, wrongs } = wrongsOf({ params: "{a}", timeout: "90", attempts: "many" });
    expect(config).toBeNull();
    expect(Object.keys(wrongs).toSorted()).toEqual([
      "/config/params",
      "/config/retry/max_attempts",
      "/config/timeout_ms",
    ]);
  });

  test("does not mind a wrong text of a kind that is not chosen", () => {
    expect(wrongsOf({ kind: "builtin", params: "{a}", body: "{b}" }).wrongs).toEqual({});
  });

  test("a text without anything in it is no body", () => {
    expect(wrongsOf({ kind: "http", url: "https://a.b/", body: " \n" }).config).toEqual({
      kind: "http",
      url: "https://a.b/",
    });
  });

  test("of headers, empty rows mean nothing, and two of a name or one without a name are refused", () => {
    const headers = (...rows: [string, string][]) =>
      wrongsOf({ kind: "http", url: "https://a.b/", headers: rows.map(([name, value], id) => ({ id, name, value })) });
    expect(headers(["", ""], [" X ", "1"]).config).toMatchObject({ headers: { X: "1" } });
    expect(headers(["X", "1"], ["X", "2"]).wrongs["/config/headers"]).toContain("twice");
    expect(headers(["", "1"]).wrongs["/config/headers"]).toContain("needs a name");
  });
});
