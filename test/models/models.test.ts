import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { checkModel, modelConfigs, modelNames, setModel } from "../../src/models/models.ts";
import { predictWith } from "../../src/models/predict.ts";
import { call, newApplication, newKey } from "../support/api.ts";
import { ask } from "../support/unready.ts";
import { newModel, predict, providers, withKey } from "./support.ts";

const language = { kind: "builtin", builtin: "language" } as const;
const echo = { kind: "baseten", url: `${providers}/echo` } as const;
const root = { key: null, name: "root key", role: "admin", application: null, session: false } as const;

async function uidOf(application: string): Promise<string> {
  const id = application.split("/").at(-1);
  return (await (env as Env).DB.prepare("select uid from applications where id = ?").bind(id).first("uid")) as string;
}

describe("a model", () => {
  it("is made, read, changed, listed and deleted, as it was written", async () => {
    const application = await withKey();
    const key = await newKey("creator");
    const made = await call("POST", `${application}/models`, { key, body: { name: "lang", config: language } });
    expect([made.status, made.headers.get("Location")]).toEqual([201, `${application}/models/lang`]);
    expect(made.body).toMatchObject({ name: "lang", config: language, created_at: made.body.updated_at });
    expect((await call("GET", `${application}/models/lang`)).body).toEqual(made.body);
    const changed = await call("PUT", `${application}/models/lang`, { body: { config: echo } });
    expect([changed.status, changed.body.config]).toEqual([200, echo]);
    expect(changed.body).toMatchObject({ created_by: made.body.created_by, updated_by: "root key" });
    await call("PUT", `${application}/models/another`, { body: { config: language } });
    const list = await call("GET", `${application}/models?limit=1`);
    const next = await call("GET", `${application}/models?cursor=${list.body.next_cursor}`);
    expect([list, next].map(({ body }) => body.items[0].name)).toEqual(["another", "lang"]);
    expect((await call("DELETE", `${application}/models/lang`)).status).toBe(204);
    for (const method of ["GET", "DELETE"]) {
      expect((await call(method, `${application}/models/lang`)).body.code).toBe("model.not_found");
    }
    expect((await predict(`${application}/models/lang`)).body.code).toBe("model.not_found");
  });

  it("is not replaced by making it again", async () => {
    const application = await withKey();
    const body = { name: "lang", config: language };
    await call("POST", `${application}/models`, { body });
    expect((await call("POST", `${application}/models`, { body })).body).toMatchObject({
      status: 409,
      code: "model.exists",
    });
  });

  it("answers by its new config at once where that was saved, and not at all once it is deleted", async () => {
    const application = await withKey();
    const model = await newModel(application, echo);
    expect((await predict(model, 1)).body.output.body).toBe("1");
    await call("PUT", model, { body: { config: { kind: "http", url: echo.url, output: "changed" } } });
    expect((await predict(model, 1)).body.output).toBe("changed");
    await call("DELETE", model);
    expect((await predict(model, 1)).status).toBe(404);
  });

  it("belongs to its application, and not to one that is made anew under the same id", async () => {
    const application = await withKey();
    await call("PUT", `${application}/models/lang`, { body: { config: language } });
    await call("DELETE", application);
    await call("POST", "/applications", { body: { name: "again", id: application.split("/").at(-1) } });
    expect((await call("GET", `${application}/models`)).body.items).toEqual([]);
  });

  it("is tried by an operator, who may not change it", async () => {
    const model = await newModel(await withKey(), echo);
    const key = await newKey("operator");
    expect((await call("POST", `${model}/predict`, { key, body: { input: 1 } })).status).toBe(200);
    expect((await call("PUT", model, { key, body: { config: language } })).status).toBe(403);
  });

  it("that has no input is asked with null", async () => {
    const model = await newModel(await withKey(), echo);
    expect((await call("POST", `${model}/predict`)).body.output.body).toBe("null");
  });
});

/** A config that cannot be, where it is wrong, and what the sentence has to say. */
const wrong: [config: object, path: string, sentence: string][] = [
  [{}, "/config/kind", "A model needs a kind: builtin, workers-ai, openai, baseten or http."],
  [{ kind: "magic" }, "/config/kind", 'There is no kind "magic"'],
  [{ kind: "builtin", builtin: "poetry" }, "/config/builtin", "language"],
  [{ ...language, colour: "red" }, "/config/colour", "no such member"],
  [{ ...language, timeout_ms: 0 }, "/config/timeout_ms", ""],
  [{ ...language, retry: { max_attempts: 11 } }, "/config/retry/max_attempts", ""],
  [{ ...language, retry: { max_attempts: 1, backoff_ms: 1 } }, "/config/retry/backoff_ms", "no such member"],
  [{ kind: "baseten", url: "models.example.com" }, "/config/url", "reads like https://"],
  [{ kind: "baseten", url: "ftp://models.example.com" }, "/config/url", "reads like https://"],
  [{ kind: "baseten", url: "https://user:word@models.example.com" }, "/config/url", "without user name"],
  [{ kind: "baseten", url: "http://10.0.0.1/predict" }, "/config/url", "http://10.0.0.1/ is a private address"],
  [{ kind: "baseten", url: "http://169.254.169.254/" }, "/config/url", "is a link-local address"],
  [{ ...echo, api_key: "sk-pasted-key" }, "/config/api_key", "A secret's name is"],
  [
    { ...echo, api_key: "ABSENT" },
    "/config/api_key",
    "The application has no secret ABSENT. POST .../secrets makes it.",
  ],
  [
    { kind: "openai", base_url: echo.url, model: "m", task: "chat", params: { stream: true, messages: [] } },
    "/config/params/stream",
    "`stream` is not for params",
  ],
  [{ kind: "workers-ai", model: "m", params: { stream: true } }, "/config/params/stream", "not for params"],
  [{ kind: "http", url: "https://{{ input.host }}/predict" }, "/config/url", "all written out"],
  [{ kind: "http", url: "https://models.example.com{{ input }}" }, "/config/url", "all written out"],
  [{ kind: "http", url: "https://models.example.com?{{ input }}" }, "/config/url", "all written out"],
  [{ kind: "http", url: "{{ input }}" }, "/config/url", "all written out"],
  [{ kind: "http", url: "https://a@b.example/{{ input }}" }, "/config/url", "without user name"],
  [{ kind: "http", url: "http://192.168.0.1/{{ input }}" }, "/config/url", "is a private address"],
  [{ kind: "http", url: echo.url, body: { a: ["{{ input. }}"] } }, "/config/body/a/0", "cannot be read"],
  [
    { kind: "http", url: echo.url, body: "{{ inptu }}" },
    "/config/body",
    "`inptu` is not known here; there is input, secrets.",
  ],
  [{ kind: "http", url: echo.url, output: "{{ secrets.KEY }}" }, "/config/output", "`secrets` is not known here"],
  [{ kind: "http", url: echo.url, output: "{{ response.body" }, "/config/output", "never closed"],
  [{ kind: "http", url: echo.url, body: "{{ secrets[input] }}" }, "/config/body", "Name the secret"],
  [
    { kind: "http", url: echo.url, headers: { "X-Key": "{{ secrets.ABSENT }}" } },
    "/config/headers/X-Key",
    "no secret ABSENT",
  ],
  [
    { kind: "http", url: echo.url, headers: { Authorization: "Bearer abc" } },
    "/config/headers/Authorization",
    "in a secret",
  ],
  [{ kind: "http", url: echo.url, headers: { Host: "x" } }, "/config/headers/Host", "belongs to the connection"],
  [{ kind: "http", url: echo.url, headers: { "a b": "x" } }, "/config/headers/a b", "no name of a header"],
  [{ kind: "http", url: echo.url, headers: { A: "x", a: "y" } }, "/config/headers/a", "there twice"],
  [{ kind: "http", method: "GET", url: echo.url, body: 1 }, "/config/body", "A GET has no body"],
  [{ kind: "http", url: echo.url, body: "x".repeat(64_001) }, "/config", "more than 64000 bytes"],
];

describe("a config that cannot work is refused when it is saved", () => {
  it.each(wrong)("%j", async (config, path, sentence) => {
    const application = await withKey();
    for (const [method, address, body] of [
      ["POST", `${application}/models`, { name: "m", config }],
      ["PUT", `${application}/models/m`, { config }],
    ] as const) {
      const answer = await call(method, address, { body });
      expect([answer.status, answer.body.code]).toEqual([422, "request.invalid"]);
      const told = answer.body.errors.find((error: { path: string }) => error.path === path);
      expect(told?.message, JSON.stringify(answer.body.errors)).toContain(sentence);
    }
    expect((await call("GET", `${application}/models`)).body.items).toEqual([]);
  });

  it("with everything at once", async () => {
    const config = {
      kind: "http",
      url: "https://{{ input }}",
      headers: { Host: "x", "X-A": "{{ nothing }}" },
      output: "{{ input.x + nothing }}",
    };
    const { body } = await call("POST", `${await withKey()}/models`, { body: { name: "m", config } });
    expect(body.errors.map((error: { path: string }) => error.path)).toEqual([
      "/config/url",
      "/config/headers/Host",
      "/config/headers/X-A",
      "/config/output",
    ]);
  });

  it.each(["Upper", "with space", "-dash", "x".repeat(64), "ünder"])("so is the name %s", async (name) => {
    const application = await withKey();
    const made = await call("POST", `${application}/models`, { body: { name, config: language } });
    expect(made.body.errors).toMatchObject([{ path: "/name" }]);
    const put = await call("PUT", `${application}/models/${encodeURIComponent(name)}`, { body: { config: language } });
    expect(put.body.errors).toMatchObject([{ path: "/name" }]);
  });

  it("a loopback address is refused where it is not opened for development", async () => {
    const application = await withKey();
    const body = JSON.stringify({ name: "local", config: echo });
    const answer = await ask({ ALLOW_LOCAL_EGRESS: "" }, `${application}/models`, { method: "POST", body });
    expect(answer.body.errors).toMatchObject([{ path: "/config/url", message: expect.stringContaining(".dev.vars") }]);
  });
});

describe("what other rooms use", () => {
  it("an import may come before its secrets and from elsewhere, but what is wrong anywhere is refused", async () => {
    const uid = await uidOf(await withKey());
    const config = { kind: "baseten", url: "http://10.0.0.1/", api_key: "ABSENT" } as const;
    expect((await checkModel(env as Env, uid, config)).map(({ path }) => path)).toEqual(["/url", "/api_key"]);
    expect(await checkModel(env as Env, uid, config, { isImport: true })).toEqual([]);
    const broken = { kind: "http", url: "{{ input }}" } as const;
    expect(await checkModel(env as Env, uid, broken, { isImport: true })).toMatchObject([{ path: "/url" }]);
  });

  it("names and configs of an application are told", async () => {
    const uid = await uidOf(await withKey());
    await setModel(env as Env, root, uid, { name: "b", config: language }, 1);
    await setModel(env as Env, root, uid, { name: "a", config: echo }, 1);
    expect(await modelNames(env as Env, uid)).toEqual(["a", "b"]);
    expect(await modelConfigs(env as Env, uid)).toEqual({ a: echo, b: language });
  });

  it("a prediction is a value, with the secrets that it read, whatever happens", async () => {
    const uid = await uidOf(await withKey());
    await setModel(env as Env, root, uid, { name: "keyed", config: { ...echo, api_key: "KEY" } }, 1);
    const options = { signal: new AbortController().signal, secret: async () => "the-value" };
    const good = await predictWith(env as Env, uid, "keyed", { a: 1 }, options);
    expect(good).toMatchObject({ output: { body: '{"a":1}' }, secrets: ["the-value"] });
    expect(await predictWith(env as Env, uid, "absent", null, options)).toEqual({
      failure: { kind: "user", message: 'The application has no model "absent". It has: keyed.' },
      secrets: [],
    });
    const stopped = await predictWith(env as Env, uid, "keyed", null, { ...options, signal: AbortSignal.abort() });
    expect(stopped).toMatchObject({ failure: { kind: "canceled" } });
    const broken = { ...options, secret: () => Promise.reject(new Error("D1 is away")) };
    await expect(predictWith(env as Env, uid, "keyed", null, broken)).rejects.toThrow("D1 is away");
  });

  it("a model of another application is none of this one's", async () => {
    await newModel(await withKey(), language);
    const other = await newApplication();
    const { body } = await call("GET", `/applications/${other}/models`);
    expect(body.items).toEqual([]);
  });
});
