import { describe, expect, it } from "vitest";
import type { HttpModel, OpenAiModel } from "../../src/contract/model.ts";
import { providers, tried, withKey } from "./support.ts";

/** Each protocol against a server that speaks it. */

const chat: OpenAiModel = {
  kind: "openai",
  base_url: `${providers}/openai/v1/`,
  model: "gpt-test",
  task: "chat",
  api_key: "KEY",
  params: { temperature: 0 },
};

describe("openai", () => {
  it("sends a text as the user's message and gives the text of the answer", async () => {
    const { status, body } = await tried(await withKey(), chat, "Hello");
    expect(status).toBe(200);
    expect(body.output).toEqual({
      text: "Hello at 0 temperature",
      message: { role: "assistant", content: "Hello at 0 temperature" },
      finish_reason: "stop",
      usage: { prompt_tokens: 3, total_tokens: 5 },
      model: "gpt-test",
    });
    expect(body.latency_ms).toBeGreaterThanOrEqual(0);
  });

  it("takes messages, or a request of which the model alone is fixed", async () => {
    const application = await withKey();
    const messages = [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hi" },
    ];
    expect((await tried(application, chat, messages)).body.output.text).toBe("Hi at 0 temperature");
    const request = { messages, temperature: 1, model: "gpt-dear", stream: true };
    expect((await tried(application, chat, request)).body.output).toMatchObject({
      text: "Hi at 1 temperature",
      model: "gpt-test",
    });
  });

  it("gives embeddings in the order of the texts, whatever the order of the answer", async () => {
    const application = await withKey();
    const embeddings: OpenAiModel = { ...chat, task: "embeddings", params: {} };
    expect((await tried(application, embeddings, ["a", "bb", "ccc"])).body.output).toEqual({
      embeddings: [
        [1, 0.5],
        [2, 0.5],
        [3, 0.5],
      ],
      usage: { prompt_tokens: 3, total_tokens: 5 },
      model: "gpt-test",
    });
    expect((await tried(application, embeddings, "four")).body.output.embeddings).toEqual([[4, 0.5]]);
  });

  it("refuses an input that it cannot send, before anything is sent", async () => {
    const application = await withKey();
    for (const [task, input] of [
      ["chat", 5],
      ["chat", { text: "Hello" }],
      ["embeddings", [1]],
      ["embeddings", []],
    ] as const) {
      const { status, body } = await tried(application, { ...chat, task }, input);
      expect([status, body.code, body.errors[0].path]).toEqual([422, "request.invalid", "/input"]);
      expect(body.errors[0].message).toContain("takes a text");
    }
  });

  it("says what an answer lacks that is none of the interface", async () => {
    const config: OpenAiModel = { ...chat, base_url: `${providers}/fault/lacking/500-once` };
    const application = await withKey();
    expect((await tried(application, config, "Hello")).body.detail).toContain("answered no chat completion");
    expect((await tried(application, { ...config, task: "embeddings" }, "Hello")).body.detail).toContain(
      "answered no embeddings",
    );
  });

  it("keeps the query of its base", async () => {
    const config: OpenAiModel = { ...chat, base_url: `${providers}/echo/v1?api-version=2` };
    const answer = await tried(await withKey(), config, "Hello");
    expect(answer.body.detail).toContain("no chat completion");
    const http: HttpModel = { kind: "http", url: `${providers}/echo/v1?api-version=2` };
    expect((await tried(await withKey(), http)).body.output.url).toBe("/echo/v1?api-version=2");
  });
});

describe("baseten", () => {
  it("posts the input with the key and gives the answer as it is", async () => {
    const config = { kind: "baseten", url: `${providers}/baseten/predict`, api_key: "KEY" } as const;
    const { status, body } = await tried(await withKey(), config, { text: "Fire!" });
    expect([status, body.output]).toEqual([200, { label: "loud", scores: [0.9, 0.1] }]);
  });

  it("needs no key for a server of one's own", async () => {
    const { body } = await tried(await withKey(), { kind: "baseten", url: `${providers}/echo` }, [1, 2]);
    expect(body.output).toMatchObject({
      method: "POST",
      body: "[1,2]",
      headers: { "content-type": "application/json" },
    });
    expect(body.output.headers).not.toHaveProperty("authorization");
  });
});

describe("http", () => {
  it("speaks the first protocol of KServe", async () => {
    const config: HttpModel = {
      kind: "http",
      url: `${providers}/v1/models/{{ input.flower }}:predict`,
      body: { instances: "{{ input.rows }}" },
      output: "{{ response.body.predictions }}",
    };
    const input = { flower: "iris", rows: [[6.8], [1.2]] };
    expect((await tried(await withKey(), config, input)).body.output).toEqual(["virginica", "setosa"]);
  });

  it("speaks the second, the open inference protocol", async () => {
    const config: HttpModel = {
      kind: "http",
      url: `${providers}/v2/models/iris/infer`,
      body: {
        inputs: [
          {
            name: "rows",
            datatype: "FP32",
            shape: ["{{ input.length }}", "{{ input[0].length }}"],
            data: "{{ input.flat() }}",
          },
        ],
      },
      output: { class: "{{ response.body.outputs[0].data[0] }}", of: "{{ input.length }}" },
    };
    const rows = [
      [6.8, 2.8],
      [1.2, 0.4],
    ];
    expect((await tried(await withKey(), config, rows)).body.output).toEqual({ class: "virginica", of: 2 });
  });

  it("speaks to a service of BentoML, whose members are the input's, and gives a text as a text", async () => {
    const config: HttpModel = { kind: "http", url: `${providers}/summarize` };
    expect((await tried(await withKey(), config, { text: "Long story" })).body.output).toBe("Long...");
  });

  it("writes method, headers and a text by expression, with secrets", async () => {
    const config: HttpModel = {
      kind: "http",
      method: "PUT",
      url: `${providers}/echo?lang={{ encodeURIComponent(input.lang) }}`,
      headers: { "X-Api-Key": "Token {{ secrets.KEY }}", "Content-Type": "text/plain", "X-Count": "{{ input.n }}" },
      body: "n = {{ input.n }}",
      output: {
        sent: "{{ response.body }}",
        status: "{{ response.status }}",
        type: "{{ response.headers['content-type'] }}",
      },
    };
    const { body } = await tried(await withKey(), config, { lang: "d/e", n: 3 });
    expect(body.output).toMatchObject({
      sent: { method: "PUT", url: "/echo?lang=d%2Fe", body: "n = 3" },
      status: 200,
      type: "application/json",
    });
    expect(body.output.sent.headers).toMatchObject({ "x-count": "3", "content-type": "text/plain" });
    expect(body.output.sent.headers["x-api-key"]).toBe("Token ***");
  });

  it("sends no body with GET", async () => {
    const config: HttpModel = { kind: "http", method: "GET", url: `${providers}/echo` };
    expect((await tried(await withKey(), config, { a: 1 })).body.output).toMatchObject({ method: "GET", body: "" });
  });

  it.each(["http://127.0.0.1:1/", "//evil.example/", "\\\\evil.example/", "@evil.example/"])(
    "stays on its host whatever the input is: %s",
    async (path) => {
      const config: HttpModel = { kind: "http", url: `${providers}/echo/{{ input }}`, body: {} };
      const { status, body } = await tried(await withKey(), config, path);
      expect([status, body.output.method]).toEqual([200, "POST"]);
    },
  );

  it("says which expression fails over this input, and which value no header can carry", async () => {
    const application = await withKey();
    const config: HttpModel = { kind: "http", url: `${providers}/echo`, body: { text: "{{ input.a.b }}" } };
    const { status, body } = await tried(application, config, { c: 1 });
    expect([status, body.code]).toEqual([502, "model.failed"]);
    expect(body.detail).toContain("in /body/text: `input.a` is missing");
    const header: HttpModel = { kind: "http", url: `${providers}/echo`, headers: { "X-A": "{{ input }}" }, body: 1 };
    for (const value of ["a\r\nX-Evil: 1", "\u{1f511}"]) {
      expect((await tried(application, header, value)).body.detail).toContain("has a value that no header can carry");
    }
  });

  it("gives no output of what is neither JSON nor text", async () => {
    const { body } = await tried(await withKey(), { kind: "http", url: `${providers}/fault/image/image` });
    expect(body.detail).toContain("answered image/png: only JSON and text");
  });
});

it("a key is never told: not in an error that repeats it, nor in an output", async () => {
  const wrong = "sk-wrong-9876543210";
  const application = await withKey(wrong);
  const refused = await tried(application, chat, "Hello");
  expect([refused.status, refused.body.code]).toEqual([502, "model.failed"]);
  expect(refused.body.detail).toContain("answered 401 Unauthorized: Incorrect API key provided: ***. You can find");
  const forbidden = await tried(application, { kind: "baseten", url: `${providers}/baseten/predict`, api_key: "KEY" });
  expect(forbidden.body.detail).toContain("answered 403 Forbidden: Unauthorized key Api-Key ***");
  const echoed = await tried(application, { kind: "baseten", url: `${providers}/echo`, api_key: "KEY" }, "in");
  expect(echoed.body.output.headers.authorization).toBe("Api-Key ***");
  for (const { body } of [refused, forbidden, echoed]) expect(JSON.stringify(body)).not.toContain(wrong.slice(3));
});
