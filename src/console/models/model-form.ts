import type { HttpModel, ModelConfig, OpenAiModel } from "../../contract/model.ts";
import { durationWords, parseDuration } from "../settings/duration-text.ts";
import type { ModelKind } from "./model-words.ts";

/** A model as it is edited: every field is a text that may be half written. What belongs to another kind is kept meanwhile. */

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export type HeaderField = { id: number; name: string; value: string };

export type ModelForm = {
  name: string;
  kind: ModelKind;
  builtin: "language";
  model: string;
  baseUrl: string;
  task: OpenAiModel["task"];
  url: string;
  /** The name of a secret, or none. */
  apiKey: string | null;
  /** JSON texts; null: not written. */
  params: string | null;
  method: Method;
  headers: HeaderField[];
  body: string | null;
  output: string | null;
  timeout: string;
  attempts: string;
};

export const emptyForm: ModelForm = {
  ...{ name: "", kind: "openai", builtin: "language", model: "", baseUrl: "https://api.openai.com/v1", task: "chat" },
  ...{
    url: "",
    apiKey: null,
    params: "",
    method: "POST",
    headers: [],
    body: "",
    output: "",
    timeout: "",
    attempts: "",
  },
};

/** What is wrong before anything is sent, by the pointer that the server would use. */
export type Wrongs = Record<string, string>;

export function formOf(name: string, config: ModelConfig): ModelForm {
  const { kind, timeout_ms, retry } = config;
  const form: ModelForm = {
    ...emptyForm,
    ...{ name, kind },
    timeout: timeout_ms === undefined ? "" : durationWords(timeout_ms),
    attempts: retry === undefined ? "" : String(retry.max_attempts),
  };
  switch (config.kind) {
    case "builtin":
      return { ...form, builtin: config.builtin };
    case "workers-ai":
      return { ...form, model: config.model, params: jsonText(config.params) };
    case "openai": {
      const { model, base_url, task, api_key = null, params } = config;
      return { ...form, model, task, baseUrl: base_url, apiKey: api_key, params: jsonText(params) };
    }
    case "baseten":
      return { ...form, url: config.url, apiKey: config.api_key ?? null };
    case "http": {
      const headers = Object.entries(config.headers ?? {}).map(([header, value], id) => ({ id, name: header, value }));
      const { url, method = "POST", body, output } = config;
      return { ...form, url, method, headers, body: jsonText(body), output: jsonText(output) };
    }
  }
}

/** The config that the form means. Texts that mean nothing are wrong here; all else is the server's to judge. */
export function configOf(form: ModelForm): { config: ModelConfig | null; wrongs: Wrongs } {
  const wrongs: Wrongs = {};
  const json = (path: string, text: string | null) => readJson(path, text, wrongs);
  const common = commonOf(form, wrongs);
  const config = specificOf(form, common, json, wrongs);
  return { config: Object.keys(wrongs).length === 0 ? config : null, wrongs };
}

type Json = Exclude<HttpModel["body"], undefined>;
type Params = Exclude<OpenAiModel["params"], undefined>;
type Common = Pick<ModelConfig, "timeout_ms" | "retry">;

function commonOf({ timeout, attempts }: ModelForm, wrongs: Wrongs): Common {
  const common: { timeout_ms?: number; retry?: { max_attempts: number } } = {};
  if (timeout.trim() !== "") {
    const read = parseDuration(timeout);
    if ("ms" in read) common.timeout_ms = read.ms;
    else wrongs["/config/timeout_ms"] = read.wrong;
  }
  if (attempts.trim() !== "") {
    if (/^\d{1,3}$/.test(attempts.trim())) common.retry = { max_attempts: Number(attempts) };
    else wrongs["/config/retry/max_attempts"] = "Write a whole number from 1 to 10.";
  }
  return common;
}

function specificOf(
  form: ModelForm,
  common: Common,
  json: (path: string, text: string | null) => Json | undefined,
  wrongs: Wrongs,
): ModelConfig {
  // Whether it is an object is the server's to judge.
  const params = () => given("params", json("/config/params", form.params) as Params | undefined);
  const apiKey = form.apiKey === null ? {} : { api_key: form.apiKey };
  switch (form.kind) {
    case "builtin":
      return { kind: "builtin", builtin: form.builtin, ...common };
    case "workers-ai":
      return {
        kind: "workers-ai",
        model: form.model.trim(),
        ...params(),
        ...common,
      };
    case "openai": {
      const { baseUrl, model, task } = form;
      return { kind: "openai", base_url: baseUrl.trim(), model: model.trim(), task, ...apiKey, ...params(), ...common };
    }
    case "baseten":
      return { kind: "baseten", url: form.url.trim(), ...apiKey, ...common };
    case "http":
      return {
        kind: "http",
        ...(form.method !== "POST" && { method: form.method }),
        url: form.url.trim(),
        ...given("headers", headersOf(form.headers, wrongs)),
        ...given("body", json("/config/body", form.body)),
        ...given("output", json("/config/output", form.output)),
        ...common,
      };
  }
}

/** Rows without a name and a value mean nothing; two of one name cannot both be kept. */
function headersOf(headers: readonly HeaderField[], wrongs: Wrongs): Record<string, string> | undefined {
  const written = headers.filter(({ name, value }) => name.trim() !== "" || value !== "");
  if (written.length === 0) return undefined;
  const names = written.map(({ name }) => name.trim());
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (names.includes("")) wrongs["/config/headers"] = "A header needs a name.";
  else if (twice !== undefined) wrongs["/config/headers"] = `The header ${twice} is there twice.`;
  return Object.fromEntries(written.map(({ name, value }) => [name.trim(), value]));
}

/** Absent when nothing is written. */
function readJson(path: string, text: string | null, wrongs: Wrongs): Json | undefined {
  if (text === null || text.trim() === "") return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    wrongs[path] = `This is not JSON yet: ${(error as Error).message}`;
    return undefined;
  }
}

function given<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { [P in K]?: V };
}

function jsonText(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value, null, 2);
}
